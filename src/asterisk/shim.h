/*
 * The few things of Asterisk that only C can say: variadic calls, macros, bit flags.
 *
 * Every function takes finished text and passes it with a literal "%s", so that no text of ours
 * is ever read as a format.
 */
#ifndef ACD_SHIM_H
#define ACD_SHIM_H

struct ast_taskprocessor;

/* The licence statement that Asterisk's loader wants to see, letter by letter. */
extern const char acd_shim_licence_key[];

/* One log line; level as in asterisk/logger.h or from ast_logger_register_level. */
void acd_shim_log(int level, const char *file, int line, const char *function, const char *text);

/* Whether `core set debug` asks for this level, globally or for this module. */
int acd_shim_debug_at_least(int level);

/* Text to one AMI client, whose action runs. */
struct mansession;
void acd_shim_ami_append(struct mansession *session, const char *text);

/* A line of the queue log; the parameters are one text, parted by `|`. */
void acd_shim_queue_log(const char *queue, const char *call, const char *agent, const char *verb,
	const char *parameters);

/* A task for a thread of Asterisk; 0 if it is taken. In a macro, because its function has changed
 * its name within the series. */
int acd_shim_push_task(
	struct ast_taskprocessor *tasks, int (*task)(void *what), void *what);

/* The id of the channel that a hold or its end is about; the message of that type owns it. */
const char *acd_shim_recording_held(const void *blob);

/* Text to one console. */
void acd_shim_cli(int fd, const char *text);

#endif
