/*
 * A module of Asterisk that knows acd by include/acd.h alone: the application AcdProbe() sets, reads
 * and lists tags of its channel through the exported functions and tells what they answer.
 * AcdProbeSay() says what nobody should, and its argument, whatever that holds.
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
static const char say_app[] = "AcdProbeSay";

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

static int say(struct ast_channel *chan, const char *data)
{
	char path[1024], told[64], value[512] = "", latin[16] = "", much[258];
	const char *name = ast_channel_name(chan);
	acd_tag_get_fn *get;
	acd_tag_set_fn *set;
	void *acd;
	int code[7];

	snprintf(path, sizeof(path), "%s/app_acd.so", ast_config_AST_MODULE_DIR);
	acd = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
	get = acd ? (acd_tag_get_fn *) dlsym(acd, "acd_tag_get") : NULL;
	set = acd ? (acd_tag_set_fn *) dlsym(acd, "acd_tag_set") : NULL;
	if (!get || !set) {
		pbx_builtin_setvar_helper(chan, "PROBE", "not exported");
		return 0;
	}
	memset(much, 'x', sizeof(much) - 1);
	much[sizeof(much) - 1] = '\0';
	code[0] = set(name, "said", data, "probe");
	get(name, "said", value, sizeof(value));
	code[1] = set(name, "said", "a\r\nEvent: Evil", "probe");
	code[2] = set(name, "said", "\033[31m", "probe");
	code[3] = set(name, "said", much, "probe");
	code[4] = set(name, "x)", "1", "probe");
	code[5] = set(name, "said", "x", "pro\nbe");
	code[6] = set(name, "latin", "Ren\351e", "probe");
	get(name, "latin", latin, sizeof(latin));
	snprintf(told, sizeof(told), "%d %d %d %d %d %d %d", code[0], code[1], code[2], code[3],
		code[4], code[5], code[6]);
	pbx_builtin_setvar_helper(chan, "PROBE", told);
	pbx_builtin_setvar_helper(chan, "PROBEVALUE", value);
	pbx_builtin_setvar_helper(chan, "PROBELATIN", latin);
	dlclose(acd);
	return 0;
}

static int load_module(void)
{
	return ast_register_application(app, probe, "Ask acd", "Asks acd by its C interface.")
		|| ast_register_application(say_app, say, "Tell acd", "Tells acd what is not nice.");
}

static int unload_module(void)
{
	return ast_unregister_application(app) || ast_unregister_application(say_app);
}

AST_MODULE_INFO_STANDARD(ASTERISK_GPL_KEY, "Asks acd by its C interface");
