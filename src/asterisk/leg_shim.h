/*
 * The agent's leg where it needs C: party structures are made of nested structs and bit fields
 * that only the headers of the running release describe.
 */
#ifndef ACD_LEG_SHIM_H
#define ACD_LEG_SHIM_H

#include <stddef.h>

struct ast_channel;
struct ast_frame;

/* DTMF features of one side of a conversation, as bits. */
#define ACD_FEATURE_TRANSFER (1 << 0)
#define ACD_FEATURE_HANG_UP (1 << 1)
#define ACD_FEATURE_PARK (1 << 2)
#define ACD_FEATURE_RECORD (1 << 3)

/*
 * Request a leg towards tech/address for the caller and dress it as a dialled leg: account code,
 * caller id, redirection, connected line, inherited variables and datastores. The caller must not
 * be locked. NULL: none could be made, and cause holds an AST_CAUSE_*. has_own_id is zero when the
 * leg has no caller id of its own, so that none may be shown to the caller.
 */
struct ast_channel *acd_shim_leg_request(struct ast_channel *caller, const char *tech,
	const char *address, int *cause, int *has_own_id);

/*
 * Request the leg that takes the place of original, which the phone forwarded to tech/address.
 * The same rules as above; original stays the owner's to hang up.
 */
struct ast_channel *acd_shim_leg_forward(struct ast_channel *caller, struct ast_channel *original,
	const char *tech, const char *address, int *cause, int *has_own_id);

/* Tell the caller's phone who answered. Neither channel may be locked. */
void acd_shim_leg_show_answer(struct ast_channel *caller, struct ast_channel *leg);

/* Pass a connected-line or redirecting frame from one side to the other. */
void acd_shim_leg_pass_party(struct ast_channel *from, struct ast_channel *to,
	struct ast_frame *frame);

/* Pass a protocol cause code to the caller. */
void acd_shim_leg_pass_cause(struct ast_channel *caller, struct ast_frame *frame);

/* The same features as Asterisk's own bits. */
unsigned int acd_shim_leg_features(unsigned int wanted);

/*
 * Bridge until the caller leaves; the leg is owned by the bridge from here on in every case.
 * Returns what ast_bridge_call_with_flags returns. With `hang`, the agent's side of the bridge is
 * given to it with `keys` before anybody joins.
 */
int acd_shim_leg_bridge(struct ast_channel *caller, struct ast_channel *leg,
	unsigned int caller_features, unsigned int agent_features,
	void (*hang)(struct ast_bridge_features *agent_side, const void *keys), const void *keys);

/*
 * Who talks to the caller now in the place of a Local leg that has left the bridge: such a leg
 * steps aside when the phone behind it is answered. A new reference, or NULL when nobody does.
 * No channel may be locked.
 */
struct ast_channel *acd_shim_leg_successor(struct ast_channel *leg, const char *caller_uniqueid);

/*
 * Let the agent's phone show this name for the caller, before it is dialled. Nothing happens when
 * the caller's identity is withheld.
 */
void acd_shim_leg_show_name(struct ast_channel *leg, const char *name);

/*
 * Let the phone show this name for whom it talks to, if it shows the former one: it may talk to
 * somebody else by now. The leg must not be locked.
 */
void acd_shim_leg_show_other_name(struct ast_channel *leg, const char *former, const char *name);

/* Keep the sound going that was started on the channel; not zero when it is over. */
int acd_shim_sound_is_over(struct ast_channel *chan);

/* In how many milliseconds the sound needs its thread; negative: not before the channel does. */
int acd_shim_sound_next_ms(struct ast_channel *chan);

/* The sounds of a number, with & between them; empty when there are none. */
void acd_shim_sounds_of_number(int number, const char *language, char *names, size_t size);

#endif
