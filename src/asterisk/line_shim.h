/*
 * The open line of an agent who has called, where it needs C: party structures and the features of
 * a bridge.
 */
#ifndef ACD_LINE_SHIM_H
#define ACD_LINE_SHIM_H

struct ast_bridge;
struct ast_bridge_features;
struct ast_channel;
struct ast_party_connected_line;

/* What the agent's phone shows now, to be shown again; NULL without memory. */
struct ast_party_connected_line *acd_shim_line_shown(struct ast_channel *line);

/* Let the agent's phone show it again. */
void acd_shim_line_show(struct ast_channel *line, const struct ast_party_connected_line *shown);

/* Forget it; NULL is no harm. */
void acd_shim_line_forget(struct ast_party_connected_line *shown);

/*
 * Let the agent's phone show the caller, under this name if it is not NULL and the caller's
 * identity is not withheld. Neither channel may be locked.
 */
void acd_shim_line_show_caller(struct ast_channel *line, struct ast_channel *caller,
	const char *name);

/*
 * A bridge for the two, with the features of each set and the caller answered; the reference is
 * the caller's of this function. NULL: the caller is gone, or there is no memory.
 */
struct ast_bridge *acd_shim_line_bridge(struct ast_channel *caller, struct ast_channel *line,
	unsigned int caller_features, unsigned int agent_features);

/* One more reference on a bridge. */
void acd_shim_line_bridge_share(struct ast_bridge *bridge);

/* End a bridge that is not joined any more and give up a reference. */
void acd_shim_line_bridge_end(struct ast_bridge *bridge);

/*
 * Join a bridge on this thread, which services the channel, until the channel leaves it. Gives up
 * a reference; a bridge that cannot be joined is ended, so that nobody stays in it alone. With
 * `hang`, this side of the bridge is given to it with `keys` first.
 */
void acd_shim_line_join(struct ast_channel *chan, struct ast_bridge *bridge,
	void (*hang)(struct ast_bridge_features *side, const void *keys), const void *keys);

/* Forget the variables whose names begin like this. The channel must not be locked. */
void acd_shim_line_forget_variables(struct ast_channel *line, const char *beginning);

/*
 * What the extensions of a context make of these digits: the ACD_KEYS_* bits.
 */
#define ACD_KEYS_CODE (1 << 0)
#define ACD_KEYS_BEGUN (1 << 1)
int acd_shim_line_keys(struct ast_channel *line, const char *context, const char *digits);

#endif
