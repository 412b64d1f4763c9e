//! How an entry changes the tables.
//!
//! Rules kept: filing the same entry twice is filing it once; a step about a call of which the
//! beginning is missing changes nothing, so that a call is never half a row; an end is written
//! once, the first one counts.

use rusqlite::{Connection, Result, params};

use super::agent_time;
use super::entry::{
    AgentRow, Arrived, CallerRow, Ended, FactEntry, QueueStandingRow, Recorded, Step, TagsRow,
};

/// Why a call ended of which the end was never heard, because the PBX died.
pub(super) const ENDED_BY_RESTART: &str = "restart";
/// Why a call ended of which the end was told while nothing could be kept.
pub(super) const ENDED_UNKNOWN: &str = "unknown";

const DISPOSED: &str = "UPDATE call SET disposition = ? WHERE call = ?";
const WRAP_UP_STARTED: &str =
    "UPDATE call SET wrap_up_from_us = coalesce(wrap_up_from_us, ?) WHERE call = ?";

/// Files a fact.
pub(super) fn fact(store: &Connection, fact: &FactEntry) -> Result<()> {
    store
        .prepare_cached("INSERT OR IGNORE INTO fact VALUES (?, ?, ?, ?, ?, ?)")?
        .execute(params![
            fact.sequence,
            fact.wall_us,
            fact.call,
            fact.agent,
            fact.event,
            fact.line
        ])?;
    match (&fact.step, fact.call) {
        (Some(of_call), Some(call)) => step(store, call, fact, of_call),
        _ => Ok(()),
    }
}

fn step(store: &Connection, call: u64, fact: &FactEntry, step: &Step) -> Result<()> {
    let (at, agent) = (fact.wall_us, &fact.agent);
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| -> Result<()> {
        store.prepare_cached(sql)?.execute(values).map(drop)
    };
    match step {
        Step::Arrived(arrived) => arrive(store, call, at, arrived),
        Step::Moved { queue } => go_on(store, call, at, queue),
        Step::Relaxed { step, requirement } => {
            let sql = "UPDATE call SET step = ?, requirement = ? WHERE call = ?";
            run(sql, &[step, requirement, &call])
        }
        Step::Prioritized { priority } => run(
            "UPDATE call SET priority = ? WHERE call = ?",
            &[priority, &call],
        ),
        Step::Offered { offer } => run(
            "INSERT OR IGNORE INTO offer (call, offer, agent, offered_us, queue) \
             SELECT ?, ?, ?, ?, queue FROM call WHERE call = ?1",
            &[&call, offer, agent, &at],
        ),
        Step::Rang { offer } => {
            let sql = "UPDATE offer SET rang_us = ? WHERE call = ? AND offer = ?";
            run(sql, &[&at, &call, offer])
        }
        Step::OfferFailed {
            offer,
            failure,
            ring_ms,
        } => run(
            "UPDATE offer SET ended_us = ?, outcome = ?, ring_ms = ? \
             WHERE call = ? AND offer = ? AND outcome IS NULL",
            &[&at, failure, ring_ms, &call, offer],
        ),
        Step::Connected {
            offer,
            wait_ms,
            ring_ms,
        } => {
            run(
                "UPDATE offer SET ended_us = ?, outcome = 'answered', ring_ms = ? \
                 WHERE call = ? AND offer = ? AND outcome IS NULL",
                &[&at, ring_ms, &call, offer],
            )?;
            run(
                "UPDATE call SET answered_us = ?, agent = ?, wait_ms = ?, ring_ms = ? \
                 WHERE call = ? AND end IS NULL",
                &[&at, agent, wait_ms, ring_ms, &call],
            )
        }
        Step::Ended(ended) => end(store, call, at, ended),
        Step::Tagged { key, value, by } => tag(store, call, at, (key, value), by),
        Step::Untagged { key } => run("DELETE FROM tag WHERE call = ? AND key = ?", &[&call, key]),
        Step::Recorded(recorded) => record(store, call, at, recorded),
        Step::NotRecorded { file, cause } => not_recorded(store, call, at, (file, cause)),
        Step::RecordingExpired { sidecar, archive } => expired(store, sidecar, archive),
        Step::WrapUpStarted => run(WRAP_UP_STARTED, &[&at, &call]),
        Step::Disposed { disposition } => run(DISPOSED, &[disposition, &call]),
        Step::WrapUpEnded {
            disposition,
            is_default,
        } => run(
            "UPDATE call SET wrap_up_ms = max(0, ? - wrap_up_from_us) / 1000, \
             disposition = coalesce(?, disposition), is_default_disposition = ? WHERE call = ?",
            &[&at, disposition, is_default, &call],
        ),
    }
}

fn tag(store: &Connection, call: u64, at: u64, (key, value): (&str, &str), by: &str) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO tag SELECT ?1, ?2, ?3, ?4, ?5 \
               WHERE EXISTS (SELECT 1 FROM call WHERE call = ?1)";
    let tagged = store
        .prepare_cached(sql)?
        .execute(params![call, key, value, at, by]);
    tagged.map(drop)
}

fn record(store: &Connection, call: u64, at: u64, recorded: &Recorded) -> Result<()> {
    let began = at.saturating_sub(recorded.length_ms * 1_000);
    let outcome = if recorded.is_interrupted {
        "interrupted"
    } else {
        "whole"
    };
    store
        .prepare_cached("INSERT OR REPLACE INTO recording VALUES (?1, ?2, ?1, ?3, ?4, ?5)")?
        .execute(params![recorded.sidecar, call, began, at, outcome])
        .map(drop)
}

fn not_recorded(store: &Connection, call: u64, at: u64, (file, cause): (&str, &str)) -> Result<()> {
    let (name, outcome) = (format!("{call}-{at}"), format!("failed: {cause}"));
    store
        .prepare_cached("INSERT OR REPLACE INTO recording VALUES (?1, ?2, ?3, ?4, ?4, ?5)")?
        .execute(params![name, call, file, at, outcome])
        .map(drop)
}

fn expired(store: &Connection, sidecar: &str, archive: &str) -> Result<()> {
    let sql = "UPDATE recording SET file = CASE ?2 WHEN '' THEN file ELSE ?2 END, \
               outcome = CASE ?2 WHEN '' THEN 'deleted' ELSE 'archived' END WHERE recording = ?1";
    let expired = store
        .prepare_cached(sql)?
        .execute(params![sidecar, archive]);
    expired.map(drop)
}

/// Files the tags with which a call entered its queue.
pub(super) fn tags(store: &Connection, row: &TagsRow) -> Result<()> {
    for (key, value) in &row.tags {
        tag(store, row.call, row.set_us, (key, value), "")?;
    }
    Ok(())
}

fn arrive(store: &Connection, call: u64, at: u64, arrived: &Arrived) -> Result<()> {
    let sql = "INSERT OR IGNORE INTO call (call, host_call, entered_queue, queue, caller_number, \
               caller_name, follows, priority, requirement, arrived_us, queued_us) \
               VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)";
    let inserted = store.prepare_cached(sql)?.execute(params![
        call,
        arrived.host_call,
        arrived.queue,
        arrived.number,
        arrived.name,
        arrived.follows,
        arrived.priority,
        arrived.requirement,
        at
    ]);
    inserted.map(drop)
}

/// A call goes on in another queue; where it was is remembered.
fn go_on(store: &Connection, call: u64, at: u64, queue: &str) -> Result<()> {
    store
        .prepare_cached(
            "INSERT INTO moved SELECT call, \
             (SELECT count(*) FROM moved WHERE moved.call = call.call), queue, queued_us, ?1 \
             FROM call WHERE call = ?2 AND queue <> ?3",
        )?
        .execute(params![at, call, queue])?;
    store
        .prepare_cached(
            "UPDATE call SET queue = ?3, queued_us = ?1 WHERE call = ?2 AND queue <> ?3",
        )?
        .execute(params![at, call, queue])
        .map(drop)
}

/// A call is over, and so are its offers.
fn end(store: &Connection, call: u64, at: u64, ended: &Ended) -> Result<()> {
    store
        .prepare_cached(
            "UPDATE call SET ended_us = ?, end = ?, ended_by = ?, talk_ms = ?, \
             wait_ms = coalesce(?, wait_ms, max(0, ?1 - arrived_us) / 1000), is_short = ?, \
             hold_ms = ?, is_refused = ? \
             WHERE call = ? AND end IS NULL",
        )?
        .execute(params![
            at,
            ended.end,
            ended.ended_by,
            ended.talk_ms,
            ended.wait_ms,
            ended.is_short,
            ended.hold_ms,
            ended.is_refused,
            call
        ])?;
    if ended.end == ENDED_BY_RESTART || ended.end == ENDED_UNKNOWN {
        store
            .prepare_cached(
                "UPDATE offer SET ended_us = ?, outcome = ? WHERE call = ? AND outcome IS NULL",
            )?
            .execute(params![at, ended.end, call])?;
    }
    Ok(())
}

/// Files how an agent stands from that moment on.
pub(super) fn agent(store: &Connection, agent: &AgentRow, at_us: u64) -> Result<()> {
    agent_time::note(store, agent, at_us)?;
    let standing = serde_json::to_string(agent).expect("all keys are texts");
    store
        .prepare_cached("INSERT OR REPLACE INTO agent VALUES (?, ?, ?, ?, ?)")?
        .execute(params![
            agent.agent,
            agent.interface,
            agent.not_ready,
            agent.since_us,
            standing
        ])
        .map(drop)
}

/// Files what is set of queues by hand, in place of what was.
pub(super) fn queues(store: &Connection, queues: &[QueueStandingRow]) -> Result<()> {
    store.prepare_cached("DELETE FROM queue")?.execute([])?;
    let mut insert = store.prepare_cached("INSERT OR REPLACE INTO queue VALUES (?, ?)")?;
    for queue in queues {
        let standing = serde_json::to_string(queue).expect("all keys are texts");
        insert.execute(params![queue.queue, standing])?;
    }
    Ok(())
}

/// Files who serves a caller.
pub(super) fn caller(store: &Connection, caller: &CallerRow) -> Result<()> {
    store
        .prepare_cached("INSERT OR REPLACE INTO caller VALUES (?, ?, ?, ?)")?
        .execute(params![
            caller.queue,
            caller.caller,
            caller.agent,
            caller.served_us
        ])
        .map(drop)
}

/// Facts from the first number to the last could not be kept.
pub(super) fn gap(store: &Connection, first: u64, last: u64, at: u64) -> Result<()> {
    store
        .prepare_cached("INSERT OR IGNORE INTO gap VALUES (?, ?, ?)")?
        .execute([first, last, at])
        .map(drop)
}

/// Calls that seem alive and are none of these have ended while nothing could be kept.
pub(super) fn alive(store: &Connection, calls: &[u64], at: u64) -> Result<()> {
    let mut open = store.prepare_cached("SELECT call FROM call WHERE end IS NULL")?;
    let open: Vec<u64> = open
        .query_map([], |row| row.get(0))?
        .collect::<Result<_>>()?;
    let mut alive = calls.to_vec();
    alive.sort_unstable();
    for call in open {
        if alive.binary_search(&call).is_err() {
            let ended = Ended {
                end: ENDED_UNKNOWN.to_owned(),
                ..Ended::default()
            };
            end(store, call, at, &ended)?;
        }
    }
    Ok(())
}
