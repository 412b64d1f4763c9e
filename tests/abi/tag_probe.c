/*
 * A module of Asterisk that knows acd by include/acd.h alone: the application AcdProbe() sets, reads
 * and lists tags of its channel through the exported functions and tells what they answer.
 */
#define AST_MODULE "app_acd_probe"
#define AST_MODULE_SELF_SYM __internal_app_acd_probe_self

#include <asterisk.h>

#include <asterisk/channel.h>
#include <asterisk/module.h>
#include <asterisk/paths.h>
#include <asterisk/pbx.h>

#include <dlfcn.h>
#include <stdio.h>

#include "acd.h"

static const char app[] = "AcdProbe";

static int probe(struct ast_channel *chan, const char *data)
{
	char path[1024], told[256], value[64], small[3], keys[256];
	const char *name = ast_channel_name(chan);
	acd_api_version_fn *version;
	acd_tag_get_fn *get;
	acd_tag_set_fn *set;
	acd_tag_list_fn *list;
	void *acd;
	int code[11];
	int place;

	snprintf(path, sizeof(path), "%s/app_acd.so", ast_config_AST_MODULE_DIR);
	acd = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
	if (!acd) {
		pbx_builtin_setvar_helper(chan, "PROBE", "not loaded");
		return 0;
	}
	version = (acd_api_version_fn *) dlsym(acd, "acd_api_version");
	get = (acd_tag_get_fn *) dlsym(acd, "acd_tag_get");
	set = (acd_tag_set_fn *) dlsym(acd, "acd_tag_set");
	list = (acd_tag_list_fn *) dlsym(acd, "acd_tag_list");
	if (!version || !get || !set || !list) {
		pbx_builtin_setvar_helper(chan, "PROBE", "not exported");
		dlclose(acd);
		return 0;
	}
	/* One after the other: C does not say in which order arguments are worked out. */
	code[0] = version() >= ACD_API_VERSION;
	code[1] = set(name, "probe", "a & b", "probe");
	code[2] = get(name, "PROBE", value, sizeof(value));
	code[3] = get(name, "probe", small, sizeof(small));
	code[4] = get(name, "nothing", keys, sizeof(keys));
	code[5] = get("PJSIP/nobody", "probe", keys, sizeof(keys));
	code[6] = set(name, "bad key", "x", NULL);
	code[7] = set(name, "control", "a\nb", NULL);
	code[8] = get(NULL, NULL, NULL, 0);
	code[9] = set(name, "gone", "1", NULL);
	code[9] |= set(name, "gone", NULL, NULL);
	code[10] = list(name, keys, sizeof(keys));
	for (told[0] = '\0', place = 0; place < 11; place++) {
		size_t used = strlen(told);

		snprintf(told + used, sizeof(told) - used, place ? " %d" : "%d", code[place]);
	}
	pbx_builtin_setvar_helper(chan, "PROBE", told);
	pbx_builtin_setvar_helper(chan, "PROBEVALUE", value);
	pbx_builtin_setvar_helper(chan, "PROBEKEYS", keys);
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
