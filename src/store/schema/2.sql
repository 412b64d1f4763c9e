-- What is set of queues by hand: all of it as JSON.
CREATE TABLE queue (
    queue TEXT PRIMARY KEY COLLATE NOCASE,
    standing TEXT NOT NULL
);
