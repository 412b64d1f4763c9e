-- Facts of history: every line that was ever told, in order.
CREATE TABLE fact (
    sequence INTEGER PRIMARY KEY,
    wall_us INTEGER NOT NULL,
    call INTEGER,
    agent TEXT,
    event TEXT NOT NULL,
    line TEXT NOT NULL
);
CREATE INDEX fact_of_call ON fact (call, sequence) WHERE call IS NOT NULL;

-- Facts that could not be kept: first and last number.
CREATE TABLE gap (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    wall_us INTEGER NOT NULL
);

-- One row for each call; `end` is null while it is alive.
CREATE TABLE call (
    call INTEGER PRIMARY KEY,
    host_call TEXT NOT NULL,
    entered_queue TEXT NOT NULL COLLATE NOCASE,
    queue TEXT NOT NULL COLLATE NOCASE,
    caller_number TEXT NOT NULL,
    caller_name TEXT NOT NULL,
    follows INTEGER,
    priority INTEGER NOT NULL,
    requirement TEXT NOT NULL,
    step INTEGER NOT NULL DEFAULT 0,
    arrived_us INTEGER NOT NULL,
    answered_us INTEGER,
    ended_us INTEGER,
    agent TEXT COLLATE NOCASE,
    wait_ms INTEGER,
    ring_ms INTEGER,
    talk_ms INTEGER,
    end TEXT,
    ended_by TEXT,
    is_short INTEGER NOT NULL DEFAULT 0,
    wrap_up_from_us INTEGER,
    wrap_up_ms INTEGER,
    disposition TEXT,
    is_default_disposition INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX call_by_time ON call (arrived_us);
CREATE INDEX call_by_agent ON call (agent, arrived_us);
CREATE INDEX call_by_queue ON call (queue, arrived_us);
CREATE INDEX call_by_caller ON call (caller_number, arrived_us);
CREATE INDEX call_by_former ON call (follows) WHERE follows IS NOT NULL;
CREATE INDEX call_alive ON call (call) WHERE end IS NULL;

-- Whom a call was offered to, and what came of it; `outcome` is null while it is open.
CREATE TABLE offer (
    call INTEGER NOT NULL,
    offer INTEGER NOT NULL,
    agent TEXT NOT NULL COLLATE NOCASE,
    offered_us INTEGER NOT NULL,
    rang_us INTEGER,
    ended_us INTEGER,
    ring_ms INTEGER,
    outcome TEXT,
    PRIMARY KEY (call, offer)
) WITHOUT ROWID;

-- Labels of a call as they were last.
CREATE TABLE tag (
    call INTEGER NOT NULL,
    key TEXT NOT NULL COLLATE NOCASE,
    value TEXT NOT NULL,
    set_us INTEGER NOT NULL,
    set_by TEXT NOT NULL,
    PRIMARY KEY (call, key)
) WITHOUT ROWID;
CREATE INDEX tag_by_key ON tag (key, value, call);

-- Recordings of a call.
CREATE TABLE recording (
    recording TEXT PRIMARY KEY,
    call INTEGER,
    file TEXT NOT NULL,
    began_us INTEGER NOT NULL,
    ended_us INTEGER,
    outcome TEXT
) WITHOUT ROWID;
CREATE INDEX recording_of_call ON recording (call) WHERE call IS NOT NULL;

-- Agents as they stand; `standing` is the whole of it, the others are for people.
CREATE TABLE agent (
    agent TEXT PRIMARY KEY COLLATE NOCASE,
    interface TEXT,
    not_ready TEXT,
    since_us INTEGER NOT NULL,
    standing TEXT NOT NULL
) WITHOUT ROWID;

-- Who served a caller last in a queue.
CREATE TABLE caller (
    queue TEXT NOT NULL COLLATE NOCASE,
    caller TEXT NOT NULL,
    agent TEXT NOT NULL COLLATE NOCASE,
    served_us INTEGER NOT NULL,
    PRIMARY KEY (queue, caller)
) WITHOUT ROWID;
CREATE INDEX caller_by_time ON caller (served_us);

-- One row: how the last run ended, and numbers that go on though their rows are gone.
CREATE TABLE run (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    is_closed INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    last_call INTEGER NOT NULL
);
INSERT INTO run VALUES (1, 1, 0, 0);
