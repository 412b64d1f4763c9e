/*
 * The host of the unit tests: the handful of Asterisk functions they reach, made observable.
 *
 * Linked into test programs only. Every other function of include/asterisk_symbols.txt is a
 * generated weak stub that prints its name and aborts.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <pthread.h>

#include "asterisk_wrapper.h"

/* Where a PBX keeps its database. */
const char *ast_config_AST_DB = "/var/lib/asterisk/astdb";

/* The wrapper turns the allocator's names into errors; the fake is the allocator. */
#undef malloc
#undef calloc
#undef realloc
#undef free
#undef strdup

struct acd_fake_line {
	int level;
	int line;
	char file[128];
	char text[8192];
};

/* Wherever the host is, it is UTC there. */
struct ast_tm *ast_localtime(const struct timeval *moment, struct ast_tm *told, const char *zone)
{
	struct tm utc;

	(void) zone;
	gmtime_r(&moment->tv_sec, &utc);
	memset(told, 0, sizeof(*told));
	told->tm_sec = utc.tm_sec;
	told->tm_min = utc.tm_min;
	told->tm_hour = utc.tm_hour;
	told->tm_mday = utc.tm_mday;
	told->tm_mon = utc.tm_mon;
	told->tm_year = utc.tm_year;
	told->tm_wday = utc.tm_wday;
	told->tm_yday = utc.tm_yday;
	return told;
}

int option_debug;
struct ast_flags64 ast_options;

static __thread struct acd_fake_line last_line;
static __thread unsigned int lines;

static __thread int object_refs;
static __thread int object_locks;

void ast_log(int level, const char *file, int line, const char *function, const char *fmt, ...)
{
	va_list arguments;

	va_start(arguments, fmt);
	vsnprintf(last_line.text, sizeof(last_line.text), fmt, arguments);
	va_end(arguments);
	last_line.level = level;
	last_line.line = line;
	snprintf(last_line.file, sizeof(last_line.file), "%s", file);
	lines++;
}

/* Lines logged by this thread since the last call; the newest is copied out. */
unsigned int acd_fake_log_take(int *level, int *line, char *file, char *text, size_t size)
{
	unsigned int count = lines;

	*level = last_line.level;
	*line = last_line.line;
	snprintf(file, size, "%s", last_line.file);
	snprintf(text, size, "%s", last_line.text);
	lines = 0;
	return count;
}

void acd_fake_set_debug(int level)
{
	option_debug = level;
}

unsigned int ast_debug_get_by_module(const char *module)
{
	return 0;
}

int ast_logger_register_level(const char *name)
{
	return 16;
}

void ast_logger_unregister_level(const char *name)
{
}

static __thread char console[65536];
static __thread size_t console_length;

void ast_cli(int fd, const char *fmt, ...)
{
	va_list arguments;
	int written;

	va_start(arguments, fmt);
	written = vsnprintf(console + console_length, sizeof(console) - console_length, fmt, arguments);
	va_end(arguments);
	if (written > 0) {
		console_length += written;
	}
}

size_t acd_fake_console_take(char *text, size_t size)
{
	size_t length = console_length;

	snprintf(text, size, "%s", console);
	console_length = 0;
	console[0] = '\0';
	return length;
}

static __thread char completions[4096];

/* Takes over the text, as Asterisk does. */
int ast_cli_completion_add(char *value)
{
	size_t length = strlen(completions);

	snprintf(completions + length, sizeof(completions) - length, "%s\n", value);
	free(value);
	return 0;
}

void acd_fake_completions_take(char *text, size_t size)
{
	snprintf(text, size, "%s", completions);
	completions[0] = '\0';
}

char *__ast_strdup(const char *s, const char *file, int line, const char *function)
{
	return strdup(s);
}

void __ast_free(void *p, const char *file, int line, const char *function)
{
	free(p);
}

int __ao2_ref(void *object, int delta, const char *tag, const char *file, int line,
	const char *function)
{
	object_refs += delta;
	return object_refs - delta;
}

int __ao2_lock(void *object, enum ao2_lock_req how, const char *file, const char *function,
	int line, const char *name)
{
	object_locks++;
	return 0;
}

int __ao2_unlock(void *object, const char *file, const char *function, int line, const char *name)
{
	object_locks--;
	return 0;
}

static __thread int trylocks_refused;

void acd_fake_refuse_trylock(int times)
{
	trylocks_refused = times;
}

int __ao2_trylock(void *object, enum ao2_lock_req how, const char *file, const char *function,
	int line, const char *name)
{
	if (trylocks_refused > 0) {
		trylocks_refused--;
		return 1;
	}
	object_locks++;
	return 0;
}

static __thread struct ast_datastore *attachment;

struct ast_datastore *__ast_datastore_alloc(const struct ast_datastore_info *info,
	const char *uid, struct ast_module *module, const char *file, int line, const char *function)
{
	struct ast_datastore *made = calloc(1, sizeof(*made));

	made->info = info;
	return made;
}

int ast_datastore_free(struct ast_datastore *datastore)
{
	free(datastore);
	return 0;
}

int ast_channel_datastore_add(struct ast_channel *channel, struct ast_datastore *datastore)
{
	attachment = datastore;
	return 0;
}

int ast_channel_datastore_remove(struct ast_channel *channel, struct ast_datastore *datastore)
{
	attachment = NULL;
	return 0;
}

struct ast_datastore *ast_channel_datastore_find(struct ast_channel *channel,
	const struct ast_datastore_info *info, const char *uid)
{
	return attachment && attachment->info == info ? attachment : NULL;
}

static __thread char variable[256];

int pbx_builtin_setvar_helper(struct ast_channel *channel, const char *name, const char *value)
{
	snprintf(variable, sizeof(variable), "%s=%s", name, value ? value : "(removed)");
	return 0;
}

void acd_fake_variable_take(char *text, size_t size)
{
	snprintf(text, size, "%s", variable);
	variable[0] = '\0';
}

/*
 * What the next wait answers: a place among the channels or -1, a descriptor, and the time left;
 * a negative time is a failure with that error number.
 */
static __thread int next_channel = -1;
static __thread int next_descriptor = -99999;
static __thread int next_ms;

void acd_fake_next_wait(int channel, int descriptor, int ms)
{
	next_channel = channel;
	next_descriptor = descriptor;
	next_ms = ms;
}

struct ast_channel *ast_waitfor_nandfds(struct ast_channel **channels, int count, int *fds,
	int nfds, int *exception, int *outfd, int *ms)
{
	*outfd = next_descriptor;
	*ms = next_ms < 0 ? -1 : next_ms;
	if (next_ms < 0) {
		errno = -next_ms;
	}
	return next_channel < 0 ? NULL : channels[next_channel];
}

static __thread char ami[8192];

void astman_append(struct mansession *session, const char *fmt, ...)
{
	size_t length = strlen(ami);
	va_list arguments;

	va_start(arguments, fmt);
	vsnprintf(ami + length, sizeof(ami) - length, fmt, arguments);
	va_end(arguments);
}

/* What this thread told its AMI client since the last call. */
void acd_fake_ami_take(char *text, size_t size)
{
	snprintf(text, size, "%s", ami);
	ami[0] = '\0';
}

const char *astman_get_header(const struct message *message, char *name)
{
	size_t length = strlen(name);
	unsigned int place;

	for (place = 0; place < message->hdrcount; place++) {
		const char *line = message->headers[place];

		if (!strncasecmp(line, name, length) && line[length] == ':') {
			return line + length + 1 + strspn(line + length + 1, " ");
		}
	}
	return "";
}

static void answer(const struct message *message, const char *response, const char *list,
	const char *text)
{
	const char *id = astman_get_header(message, "ActionID");

	astman_append(NULL, "Response: %s\r\n", response);
	if (*id) {
		astman_append(NULL, "ActionID: %s\r\n", id);
	}
	if (list) {
		astman_append(NULL, "EventList: %s\r\n", list);
	}
	astman_append(NULL, "Message: %s\r\n\r\n", text);
}

void astman_send_ack(struct mansession *session, const struct message *message, char *text)
{
	answer(message, "Success", NULL, text);
}

void astman_send_error(struct mansession *session, const struct message *message, char *text)
{
	answer(message, "Error", NULL, text);
}

void astman_send_listack(struct mansession *session, const struct message *message, char *text,
	char *list)
{
	answer(message, "Success", list, text);
}

void astman_send_list_complete_start(struct mansession *session, const struct message *message,
	const char *event, int count)
{
	astman_append(NULL, "Event: %s\r\nActionID: %s\r\nEventList: Complete\r\nListItems: %d\r\n",
		event, astman_get_header(message, "ActionID"), count);
}

void astman_send_list_complete_end(struct mansession *session)
{
	astman_append(NULL, "\r\n");
}

static __thread unsigned int frames_freed;

void ast_frame_free(struct ast_frame *frame, int cache)
{
	frames_freed++;
}

unsigned int acd_fake_frames_freed(void)
{
	return frames_freed;
}

/* References and locks that this thread's wrappers still hold; both are nought when they balance. */
void acd_fake_object_balance(int *refs, int *locks)
{
	*refs = object_refs;
	*locks = object_locks;
}

void ast_module_register(const struct ast_module_info *module)
{
}

void ast_module_unregister(const struct ast_module_info *module)
{
}

const char *ast_config_AST_SPOOL_DIR = "/tmp";
