/* See line_shim.h. */
#include "asterisk_wrapper.h"

#include "leg_shim.h"
#include "line_shim.h"

struct ast_party_connected_line *acd_shim_line_shown(struct ast_channel *line)
{
	struct ast_party_connected_line *shown = ast_calloc(1, sizeof(*shown));

	if (!shown) {
		return NULL;
	}
	ast_party_connected_line_init(shown);
	ast_channel_lock(line);
	ast_party_connected_line_copy(shown, ast_channel_connected(line));
	ast_channel_unlock(line);
	return shown;
}

void acd_shim_line_show(struct ast_channel *line, const struct ast_party_connected_line *shown)
{
	ast_channel_update_connected_line(line, shown, NULL);
}

void acd_shim_line_forget(struct ast_party_connected_line *shown)
{
	if (shown) {
		ast_party_connected_line_free(shown);
		ast_free(shown);
	}
}

void acd_shim_line_show_caller(struct ast_channel *line, struct ast_channel *caller,
	const char *name)
{
	struct ast_party_connected_line connected;
	char *shown;

	ast_party_connected_line_init(&connected);
	ast_channel_lock(caller);
	ast_connected_line_copy_from_caller(&connected, ast_channel_caller(caller));
	ast_channel_unlock(caller);
	connected.source = AST_CONNECTED_LINE_UPDATE_SOURCE_ANSWER;
	if (name && (ast_party_id_presentation(&connected.id) & AST_PRES_RESTRICTION)
		== AST_PRES_ALLOWED) {
		shown = ast_strdup(name);
		if (shown) {
			ast_free(connected.id.name.str);
			connected.id.name.str = shown;
			connected.id.name.valid = 1;
			connected.id.name.char_set = AST_PARTY_CHAR_SET_ISO10646_UTF_8STRING;
		}
	}
	ast_channel_update_connected_line(line, &connected, NULL);
	ast_party_connected_line_free(&connected);
}

struct ast_bridge *acd_shim_line_bridge(struct ast_channel *caller, struct ast_channel *line,
	unsigned int caller_features, unsigned int agent_features)
{
	struct ast_flags of_caller = { acd_shim_leg_features(caller_features) };
	struct ast_flags of_agent = { acd_shim_leg_features(agent_features) };
	struct ast_bridge *bridge;
	int failed = 0;

	if (ast_channel_state(caller) != AST_STATE_UP && ast_raw_answer(caller)) {
		return NULL;
	}
	ast_channel_lock(caller);
	ast_max_forwards_reset(caller);
	failed |= ast_bridge_features_ds_append(caller, &of_caller);
	ast_channel_unlock(caller);
	/* The line has had callers of other queues before: nothing of theirs is kept. */
	ast_channel_lock(line);
	ast_max_forwards_reset(line);
	failed |= ast_bridge_features_ds_set(line, &of_agent);
	ast_channel_unlock(line);
	if (failed) {
		return NULL;
	}
	bridge = ast_bridge_basic_new();
	if (bridge) {
		ast_bridge_basic_set_flags(bridge, 0);
	}
	return bridge;
}

void acd_shim_line_bridge_share(struct ast_bridge *bridge)
{
	ao2_ref(bridge, +1);
}

void acd_shim_line_bridge_end(struct ast_bridge *bridge)
{
	ast_bridge_destroy(bridge, 0);
}

void acd_shim_line_join(struct ast_channel *chan, struct ast_bridge *bridge,
	void (*hang)(struct ast_bridge_features *side, const void *keys), const void *keys)
{
	struct ast_bridge_features features;

	if (ast_bridge_features_init(&features)) {
		ast_bridge_destroy(bridge, 0);
		return;
	}
	if (hang) {
		hang(&features, keys);
	}
	if (ast_bridge_join(bridge, chan, NULL, &features, NULL,
		AST_BRIDGE_JOIN_INHIBIT_JOIN_COLP)) {
		ast_bridge_destroy(bridge, 0);
	} else {
		ao2_ref(bridge, -1);
	}
	ast_bridge_features_cleanup(&features);
}

void acd_shim_line_forget_variables(struct ast_channel *line, const char *beginning)
{
	struct ast_var_t *variable;

	ast_channel_lock(line);
	AST_LIST_TRAVERSE_SAFE_BEGIN(ast_channel_varshead(line), variable, entries) {
		if (ast_begins_with(ast_var_name(variable), beginning)) {
			AST_LIST_REMOVE_CURRENT(entries);
			ast_var_delete(variable);
		}
	}
	AST_LIST_TRAVERSE_SAFE_END;
	ast_channel_unlock(line);
}

int acd_shim_line_keys(struct ast_channel *line, const char *context, const char *digits)
{
	int found = 0;

	if (ast_exists_extension(line, context, digits, 1, NULL)) {
		found |= ACD_KEYS_CODE;
	}
	if (ast_matchmore_extension(line, context, digits, 1, NULL)) {
		found |= ACD_KEYS_BEGUN;
	}
	return found;
}
