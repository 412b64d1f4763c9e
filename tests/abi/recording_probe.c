/*
 * A module of Asterisk that knows acd by include/acd.h alone: the application AcdRecordProbe() starts,
 * pauses, resumes and stops the recording of its channel and tells what the functions answer.
 */
#define AST_MODULE "app_acd_record_probe"
#define AST_MODULE_SELF_SYM __internal_app_acd_record_probe_self

#include <asterisk.h>

#include <asterisk/channel.h>
#include <asterisk/module.h>
#include <asterisk/paths.h>
#include <asterisk/pbx.h>

#include <dlfcn.h>
#include <stdio.h>

#include "acd.h"

static const char app[] = "AcdRecordProbe";

static int probe(struct ast_channel *chan, const char *data)
{
	char path[1024], told[256];
	const char *name = ast_channel_name(chan);
	acd_recording_start_fn *start;
	acd_recording_stop_fn *stop;
	acd_recording_pause_fn *pause;
	acd_recording_resume_fn *resume;
	acd_recording_state_fn *state;
	void *acd;
	int code[11], is[4];
	int place;

	snprintf(path, sizeof(path), "%s/app_acd.so", ast_config_AST_MODULE_DIR);
	acd = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
	if (!acd) {
		pbx_builtin_setvar_helper(chan, "PROBE", "not loaded");
		return 0;
	}
	start = (acd_recording_start_fn *) dlsym(acd, "acd_recording_start");
	stop = (acd_recording_stop_fn *) dlsym(acd, "acd_recording_stop");
	pause = (acd_recording_pause_fn *) dlsym(acd, "acd_recording_pause");
	resume = (acd_recording_resume_fn *) dlsym(acd, "acd_recording_resume");
	state = (acd_recording_state_fn *) dlsym(acd, "acd_recording_state");
	if (!start || !stop || !pause || !resume || !state) {
		pbx_builtin_setvar_helper(chan, "PROBE", "not exported");
		dlclose(acd);
		return 0;
	}
	/* One after the other: C does not say in which order arguments are worked out. */
	code[0] = pause(name, "probe");
	code[1] = start(name, "nothing", "probe");
	code[2] = start(name, "calls", "probe");
	state(name, &is[0]);
	code[3] = start(name, NULL, NULL);
	code[4] = pause(name, "probe");
	state(name, &is[1]);
	code[5] = resume(name, NULL);
	state(name, &is[2]);
	code[6] = stop(name, "probe");
	state(name, &is[3]);
	code[7] = stop(name, NULL);
	code[8] = start("PJSIP/nobody", NULL, NULL);
	code[9] = state(NULL, &is[0]);
	code[10] = state(name, NULL);
	for (told[0] = '\0', place = 0; place < 15; place++) {
		size_t used = strlen(told);

		snprintf(told + used, sizeof(told) - used, place ? " %d" : "%d",
			place < 11 ? code[place] : is[place - 11]);
	}
	pbx_builtin_setvar_helper(chan, "PROBE", told);
	dlclose(acd);
	return 0;
}

static int load_module(void)
{
	return ast_register_application(app, probe, "Ask acd", "Asks acd by its C interface.");
}

static int unload_module(void)
{
	return ast_unregister_application(app);
}

AST_MODULE_INFO_STANDARD(ASTERISK_GPL_KEY, "Asks acd by its C interface");
