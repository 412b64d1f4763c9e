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
	snprintf(told, sizeof(told), "%d %d %d %d %d %d %d %d %d %d %d",
		version() >= ACD_API_VERSION,
		set(name, "probe", "a & b", "probe"),
		get(name, "PROBE", value, sizeof(value)),
		get(name, "probe", small, sizeof(small)),
		get(name, "nothing", keys, sizeof(keys)),
		get("PJSIP/nobody", "probe", keys, sizeof(keys)),
		set(name, "bad key", "x", NULL),
		set(name, "control", "a\nb", NULL),
		get(NULL, NULL, NULL, 0),
		set(name, "gone", "1", NULL) | set(name, "gone", NULL, NULL),
		list(name, keys, sizeof(keys)));
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
