/* See shim.h. */
#include "asterisk_wrapper.h"

#include "shim.h"

const char acd_shim_licence_key[] = ASTERISK_GPL_KEY;

void acd_shim_log(int level, const char *file, int line, const char *function, const char *text)
{
	ast_log(level, file, line, function, "%s\n", text);
}

int acd_shim_debug_at_least(int level)
{
	return DEBUG_ATLEAST(level);
}

void acd_shim_cli(int fd, const char *text)
{
	ast_cli(fd, "%s", text);
}

void acd_shim_ami_append(struct mansession *session, const char *text)
{
	astman_append(session, "%s", text);
}

void acd_shim_queue_log(const char *queue, const char *call, const char *agent, const char *verb,
	const char *parameters)
{
	ast_queue_log(queue, call, agent, verb, "%s", parameters);
}

int acd_shim_push_task(
	struct ast_taskprocessor *tasks, int (*task)(void *what), void *what)
{
	return ast_taskprocessor_push(tasks, task, what);
}

const char *acd_shim_recording_held(const void *blob)
{
	const struct ast_channel_blob *told = blob;

	return told && told->snapshot ? told->snapshot->base->uniqueid : NULL;
}
