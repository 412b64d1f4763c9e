-- What reports count of a call: when it came into its last queue, for how long the agent had the
-- caller on hold, and whether it was turned away at the door.
ALTER TABLE call ADD COLUMN queued_us INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call ADD COLUMN hold_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call ADD COLUMN is_refused INTEGER NOT NULL DEFAULT 0;
UPDATE call SET queued_us = arrived_us;
CREATE INDEX call_by_queued ON call (queued_us);

-- Queues that a call has left for another one, in order.
CREATE TABLE moved (
    call INTEGER NOT NULL,
    place INTEGER NOT NULL,
    queue TEXT NOT NULL COLLATE NOCASE,
    queued_us INTEGER NOT NULL,
    left_us INTEGER NOT NULL,
    PRIMARY KEY (call, place)
) WITHOUT ROWID;
CREATE INDEX moved_by_queued ON moved (queued_us);

-- In which queue a call was offered.
ALTER TABLE offer ADD COLUMN queue TEXT COLLATE NOCASE;
UPDATE offer SET queue = (SELECT queue FROM call WHERE call.call = offer.call);
CREATE INDEX offer_by_time ON offer (offered_us);

-- For how long agents were signed in, and not ready for which reason; `until_us` is null while
-- they are.
CREATE TABLE agent_time (
    agent TEXT NOT NULL COLLATE NOCASE,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    from_us INTEGER NOT NULL,
    until_us INTEGER
);
CREATE INDEX agent_time_by_end ON agent_time (until_us);
CREATE UNIQUE INDEX agent_time_open ON agent_time (agent, state) WHERE until_us IS NULL;
