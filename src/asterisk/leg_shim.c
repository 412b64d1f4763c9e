/* See leg_shim.h. */
#include "asterisk_wrapper.h"

#include "leg_shim.h"

/* A leg without a caller id shows what the caller dialled; that is not the agent's identity. */
static int lend_caller_id(struct ast_channel *leg, struct ast_channel *caller)
{
	struct ast_party_caller lent;

	if (ast_channel_caller(leg)->id.number.valid) {
		return 1;
	}
	if (ast_channel_connected(caller)->id.number.valid) {
		ast_party_caller_set_init(&lent, ast_channel_caller(leg));
		lent.id = ast_channel_connected(caller)->id;
		lent.ani = ast_channel_connected(caller)->ani;
		ast_channel_set_caller_event(leg, &lent, NULL);
	} else if (!ast_strlen_zero(ast_channel_dialed(caller)->number.str)) {
		ast_set_callerid(leg, ast_channel_dialed(caller)->number.str, NULL, NULL);
	} else if (!ast_strlen_zero(ast_channel_exten(caller))) {
		ast_set_callerid(leg, ast_channel_exten(caller), NULL, NULL);
	}
	return 0;
}

/* Both channels are locked. */
static void inherit(struct ast_channel *leg, struct ast_channel *caller)
{
	ast_channel_dialed(leg)->transit_network_select =
		ast_channel_dialed(caller)->transit_network_select;
	ast_connected_line_copy_from_caller(ast_channel_connected(leg), ast_channel_caller(caller));
	ast_channel_inherit_variables(caller, leg);
	ast_channel_datastore_inherit(caller, leg);
	ast_max_forwards_decrement(leg);
	ast_channel_dialcontext_set(leg, ast_channel_context(caller));
	ast_channel_exten_set(leg, ast_channel_exten(caller));
}

static struct ast_channel *request(struct ast_channel *caller, const char *tech,
	const char *address, int *cause)
{
	struct ast_format_cap *formats;
	struct ast_channel *leg;

	ast_channel_lock(caller);
	if (ast_max_forwards_get(caller) <= 0) {
		ast_channel_unlock(caller);
		*cause = AST_CAUSE_NO_ROUTE_DESTINATION;
		return NULL;
	}
	formats = ao2_bump(ast_channel_nativeformats(caller));
	ast_channel_unlock(caller);

	leg = ast_request(tech, formats, NULL, caller, address, cause);
	ao2_cleanup(formats);
	return leg;
}

struct ast_channel *acd_shim_leg_request(struct ast_channel *caller, const char *tech,
	const char *address, int *cause, int *has_own_id)
{
	struct ast_channel *leg = request(caller, tech, address, cause);

	if (!leg) {
		return NULL;
	}
	ast_channel_lock_both(leg, caller);
	ast_channel_req_accountcodes_precious(leg, caller, AST_CHANNEL_REQUESTOR_BRIDGE_PEER);
	/* CDR and CEL treat applications whose name begins like this as the dialled side. */
	ast_channel_appl_set(leg, "AppDial");
	ast_channel_data_set(leg, "(Outgoing Line)");
	memset(ast_channel_whentohangup(leg), 0, sizeof(*ast_channel_whentohangup(leg)));
	*has_own_id = lend_caller_id(leg, caller);
	ast_party_redirecting_copy(ast_channel_redirecting(leg), ast_channel_redirecting(caller));
	inherit(leg, caller);
	ast_channel_unlock(leg);
	ast_channel_unlock(caller);
	return leg;
}

/* Both channels are locked. Who forwarded, if nobody did before: the number the caller dialled. */
static void name_forwarder(struct ast_channel *leg, struct ast_channel *caller)
{
	struct ast_party_number *from = &ast_channel_redirecting(leg)->from.number;

	if (from->valid && !ast_strlen_zero(from->str)) {
		return;
	}
	ast_party_number_free(from);
	ast_party_number_init(from);
	from->str = ast_strdup(ast_channel_exten(caller));
	from->valid = from->str ? 1 : 0;
}

struct ast_channel *acd_shim_leg_forward(struct ast_channel *caller, struct ast_channel *original,
	const char *tech, const char *address, int *cause, int *has_own_id)
{
	struct ast_party_redirecting redirecting;
	struct ast_channel *leg = request(caller, tech, address, cause);

	if (!leg) {
		return NULL;
	}
	ast_channel_lock_both(leg, original);
	ast_party_redirecting_copy(ast_channel_redirecting(leg), ast_channel_redirecting(original));
	ast_channel_unlock(original);
	ast_channel_unlock(leg);

	ast_channel_lock_both(leg, caller);
	ast_channel_req_accountcodes(leg, caller, AST_CHANNEL_REQUESTOR_BRIDGE_PEER);
	ast_channel_appl_set(leg, "AppDial");
	ast_channel_data_set(leg, "(Outgoing Line)");
	name_forwarder(leg, caller);
	*has_own_id = ast_channel_caller(leg)->id.number.valid
		&& !ast_strlen_zero(ast_channel_caller(leg)->id.number.str);
	inherit(leg, caller);
	ast_channel_unlock(caller);
	ast_party_redirecting_init(&redirecting);
	ast_party_redirecting_copy(&redirecting, ast_channel_redirecting(leg));
	ast_channel_unlock(leg);

	if (ast_channel_redirecting_sub(leg, caller, &redirecting, 0)) {
		ast_channel_update_redirecting(caller, &redirecting, NULL);
	}
	ast_party_redirecting_free(&redirecting);
	return leg;
}

void acd_shim_leg_show_answer(struct ast_channel *caller, struct ast_channel *leg)
{
	struct ast_party_connected_line connected;

	ast_party_connected_line_init(&connected);
	ast_channel_lock(leg);
	ast_connected_line_copy_from_caller(&connected, ast_channel_caller(leg));
	ast_channel_unlock(leg);
	connected.source = AST_CONNECTED_LINE_UPDATE_SOURCE_ANSWER;
	if (ast_channel_connected_line_sub(leg, caller, &connected, 0)) {
		ast_channel_update_connected_line(caller, &connected, NULL);
	}
	ast_party_connected_line_free(&connected);
}

void acd_shim_leg_pass_party(struct ast_channel *from, struct ast_channel *to,
	struct ast_frame *frame)
{
	int control = frame->subclass.integer;
	int is_handled = control == AST_CONTROL_REDIRECTING
		? !ast_channel_redirecting_sub(from, to, frame, 1)
		: !ast_channel_connected_line_sub(from, to, frame, 1);

	if (!is_handled) {
		ast_indicate_data(to, control, frame->data.ptr, frame->datalen);
	}
}

void acd_shim_leg_pass_cause(struct ast_channel *caller, struct ast_frame *frame)
{
	ast_indicate_data(caller, AST_CONTROL_PVT_CAUSE_CODE, frame->data.ptr, frame->datalen);
}

unsigned int acd_shim_leg_features(unsigned int wanted)
{
	return (wanted & ACD_FEATURE_TRANSFER ? AST_FEATURE_REDIRECT : 0)
		| (wanted & ACD_FEATURE_HANG_UP ? AST_FEATURE_DISCONNECT : 0)
		| (wanted & ACD_FEATURE_PARK ? AST_FEATURE_PARKCALL : 0)
		| (wanted & ACD_FEATURE_RECORD ? AST_FEATURE_AUTOMIXMON : 0);
}

static int offer_features(struct ast_channel *side, struct ast_flags *features)
{
	int refused;

	ast_channel_lock(side);
	ast_max_forwards_reset(side);
	refused = ast_bridge_features_ds_append(side, features);
	ast_channel_unlock(side);
	return refused;
}

/*
 * Asterisk's own function takes no hooks, so the bridge is made of the same parts here. What is
 * missing beside it: features of a call that comes back from parking, and BRIDGE_FEATURES.
 */
static int bridge_with_keys(struct ast_channel *caller, struct ast_channel *leg,
	struct ast_bridge_config *config,
	void (*hang)(struct ast_bridge_features *agent_side, const void *keys), const void *keys)
{
	struct ast_bridge_features caller_side;
	struct ast_bridge_features *agent_side;
	struct ast_bridge *bridge = NULL;
	int redirected;

	if (ast_bridge_features_init(&caller_side)) {
		ast_hangup(leg);
		return -1;
	}
	agent_side = ast_bridge_features_new();
	if (agent_side
		&& (ast_channel_state(caller) == AST_STATE_UP || !ast_raw_answer(caller))
		&& !offer_features(caller, &config->features_caller)
		&& !offer_features(leg, &config->features_callee)) {
		bridge = ast_bridge_basic_new();
	}
	if (!bridge) {
		ast_bridge_features_destroy(agent_side);
		ast_bridge_features_cleanup(&caller_side);
		ast_hangup(leg);
		return -1;
	}
	hang(agent_side, keys);
	if (ast_bridge_impart(bridge, leg, NULL, agent_side,
		AST_BRIDGE_IMPART_CHAN_INDEPENDENT | AST_BRIDGE_IMPART_INHIBIT_JOIN_COLP)) {
		ast_bridge_destroy(bridge, 0);
		ast_bridge_features_cleanup(&caller_side);
		ast_hangup(leg);
		return -1;
	}
	ast_bridge_join(bridge, caller, NULL, &caller_side, NULL,
		AST_BRIDGE_JOIN_PASS_REFERENCE | AST_BRIDGE_JOIN_INHIBIT_JOIN_COLP);
	ast_channel_lock(caller);
	redirected = ast_channel_softhangup_internal_flag(caller) & AST_SOFTHANGUP_ASYNCGOTO;
	ast_channel_unlock(caller);
	ast_bridge_features_cleanup(&caller_side);
	return redirected ? 0 : -1;
}

int acd_shim_leg_bridge(struct ast_channel *caller, struct ast_channel *leg,
	unsigned int caller_features, unsigned int agent_features,
	void (*hang)(struct ast_bridge_features *agent_side, const void *keys), const void *keys)
{
	struct ast_bridge_config config;

	memset(&config, 0, sizeof(config));
	ast_set_flag(&config.features_caller, acd_shim_leg_features(caller_features));
	ast_set_flag(&config.features_callee, acd_shim_leg_features(agent_features));
	if (hang) {
		return bridge_with_keys(caller, leg, &config, hang, keys);
	}
	return ast_bridge_call_with_flags(caller, leg, &config, 0);
}

struct ast_channel *acd_shim_leg_successor(struct ast_channel *leg, const char *caller_uniqueid)
{
	struct ast_channel *caller;
	struct ast_channel *peer;

	if (strcasecmp(ast_channel_tech(leg)->type, "Local")) {
		return NULL;
	}
	caller = ast_channel_get_by_name(caller_uniqueid);
	if (!caller) {
		return NULL;
	}
	peer = ast_channel_bridge_peer(caller);
	ast_channel_unref(caller);
	if (peer == leg) {
		peer = ast_channel_unref(peer);
	}
	return peer;
}

void acd_shim_leg_show_name(struct ast_channel *leg, const char *name)
{
	struct ast_party_id *caller;
	char *shown;

	ast_channel_lock(leg);
	caller = &ast_channel_connected(leg)->id;
	if ((ast_party_id_presentation(caller) & AST_PRES_RESTRICTION) == AST_PRES_ALLOWED) {
		shown = ast_strdup(name);
		if (shown) {
			ast_free(caller->name.str);
			caller->name.str = shown;
			caller->name.valid = 1;
			caller->name.char_set = AST_PARTY_CHAR_SET_ISO10646_UTF_8STRING;
		}
	}
	ast_channel_unlock(leg);
}

void acd_shim_leg_show_other_name(struct ast_channel *leg, const char *former, const char *name)
{
	struct ast_party_connected_line connected;
	struct ast_party_name *shown;
	int is_former;

	ast_party_connected_line_init(&connected);
	ast_channel_lock(leg);
	shown = &ast_channel_connected(leg)->id.name;
	is_former = shown->valid && !strcmp(S_OR(shown->str, ""), former)
		&& (ast_party_id_presentation(&ast_channel_connected(leg)->id) & AST_PRES_RESTRICTION)
			== AST_PRES_ALLOWED;
	if (is_former) {
		ast_party_connected_line_copy(&connected, ast_channel_connected(leg));
	}
	ast_channel_unlock(leg);
	if (is_former) {
		ast_free(connected.id.name.str);
		connected.id.name.str = ast_strdup(name);
		ast_channel_update_connected_line(leg, &connected, NULL);
	}
	ast_party_connected_line_free(&connected);
}

int acd_shim_sound_is_over(struct ast_channel *chan)
{
	ast_sched_runq(ast_channel_sched(chan));
	return !ast_channel_stream(chan)
		|| (ast_sched_wait(ast_channel_sched(chan)) < 0 && !ast_channel_timingfunc(chan));
}

int acd_shim_sound_next_ms(struct ast_channel *chan)
{
	return ast_sched_wait(ast_channel_sched(chan));
}

void acd_shim_sounds_of_number(int number, const char *language, char *names, size_t size)
{
	struct ast_str *sounds = ast_get_number_str(number, language);

	ast_copy_string(names, sounds ? ast_str_buffer(sounds) : "", size);
	ast_free(sounds);
}
