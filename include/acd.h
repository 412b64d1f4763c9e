/*
 * What other modules of the PBX may ask of acd, in C.
 *
 * The module is loaded by the PBX like any other, with symbols of its own: find the functions with
 *
 *     void *acd = dlopen("/usr/lib/asterisk/modules/app_acd.so", RTLD_NOW | RTLD_NOLOAD);
 *     acd_tag_get_fn *acd_tag_get = (acd_tag_get_fn *) dlsym(acd, "acd_tag_get");
 *
 * and dlclose() the handle when done. The module stays in memory once it is loaded, so a function
 * once found may be called for as long as the PBX runs: while acd is not loaded it answers
 * ACD_STOPPED, and reading still works.
 *
 * Every function may be called from any thread that holds no lock of a channel. A call that changes
 * something waits for acd's answer, two seconds at most. All texts are UTF-8 and end with a NUL.
 */
#ifndef ACD_H
#define ACD_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Raised when a function is added; nothing that is here is ever changed or taken away. */
#define ACD_API_VERSION 2

/* What a function answers. Numbers are never used again for something else. */
enum acd_status {
	/* Done. */
	ACD_OK = 0,
	/* A pointer that must not be NULL is. */
	ACD_NULL = 1,
	/* There is no channel of that name. */
	ACD_NO_CHANNEL = 2,
	/* The call has no tag of that key. */
	ACD_NO_TAG = 3,
	/* The buffer is too small; it holds the beginning. */
	ACD_TOO_SMALL = 4,
	/* Not a key, not a value of that tag, nothing that the waiting call can bear, or no rule of recording. */
	ACD_INVALID = 5,
	/* The tag is not declared, and only declared ones may be set. */
	ACD_UNDECLARED = 6,
	/* The call would have too many tags. */
	ACD_LIMIT = 7,
	/* acd is not loaded. */
	ACD_STOPPED = 8,
	/* acd could not do it now; the log says why. */
	ACD_FAILED = 9,
	/* The recording's rule or what holds its pause forbids it, or nothing is recorded. */
	ACD_REFUSED = 10
};

/* What a recording does. */
enum acd_recording {
	/* There is none. */
	ACD_RECORDING_OFF = 0,
	/* It takes in what is said. */
	ACD_RECORDING_ON = 1,
	/* It takes in silence. */
	ACD_RECORDING_PAUSED = 2
};

/* The version of this interface that the module has; at least ACD_API_VERSION of its own header. */
int acd_api_version(void);

/*
 * Reads a tag of the call that a channel means: a caller's own visit, in a queue or not, or on an
 * agent's channel that of the caller whom the agent talks to. `value` gets at most `size` bytes,
 * the NUL among them, and is an empty text unless the answer is ACD_OK or ACD_TOO_SMALL.
 */
int acd_tag_get(const char *channel, const char *key, char *value, size_t size);

/*
 * Sets a tag of that call to a value, whatever is in it: 1 to 256 bytes without control characters.
 * A NULL `value` takes the tag away; one that is not there is no error. `by` says who wants it so,
 * for the history; NULL is "module".
 */
int acd_tag_set(const char *channel, const char *key, const char *value, const char *by);

/* The keys of all tags of that call, parted by commas, in alphabetical order. */
int acd_tag_list(const char *channel, char *keys, size_t size);

/*
 * Starts the recording of that call by a `type = recording` of acd.conf; a NULL or empty `rule` is that
 * of the call. What runs already goes on. `by` as above, here and below. Since version 2, as all
 * functions of recordings.
 */
int acd_recording_start(const char *channel, const char *rule, const char *by);

/* Ends it; one that does not run is no error. */
int acd_recording_stop(const char *channel, const char *by);

/* Silence on both sides from the next frame on; the time line goes on. */
int acd_recording_pause(const char *channel, const char *by);

/* Gives up that pause: ACD_REFUSED if a hold or a tag still holds it. */
int acd_recording_resume(const char *channel, const char *by);

/* Writes a number of enum acd_recording to `state`, with ACD_OK only. */
int acd_recording_state(const char *channel, int *state);

typedef int acd_api_version_fn(void);
typedef int acd_tag_get_fn(const char *channel, const char *key, char *value, size_t size);
typedef int acd_tag_set_fn(const char *channel, const char *key, const char *value, const char *by);
typedef int acd_tag_list_fn(const char *channel, char *keys, size_t size);
typedef int acd_recording_start_fn(const char *channel, const char *rule, const char *by);
typedef int acd_recording_stop_fn(const char *channel, const char *by);
typedef int acd_recording_pause_fn(const char *channel, const char *by);
typedef int acd_recording_resume_fn(const char *channel, const char *by);
typedef int acd_recording_state_fn(const char *channel, int *state);

#ifdef __cplusplus
}
#endif

#endif
