//! Reads for the console, AMI and reports: finished calls, and one call with all that is kept of
//! it.
//!
//! Rules kept: a read is bounded, happens on the thread that asks and beside the writer; what is
//! asked for is a value, never a part of the statement.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Result, Row, params_from_iter};

/// Calls that one question may ask for.
pub const CALLS_SHOWN_MAX: usize = 10_000;
/// Calls of one chain of transfers that are followed.
const CHAIN_MAX: usize = 64;
/// Facts of one call that are told.
const FACTS_SHOWN_MAX: usize = 1_000;

/// Which finished calls; what is `None` does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallFilter {
    /// The queue that it was in last or entered.
    pub queue: Option<String>,
    /// The agent who talked to the caller or whom the call was offered to.
    pub agent: Option<String>,
    /// The caller's number.
    pub caller: Option<String>,
    /// A tag that it has, with that value if one is given.
    pub tag: Option<(String, Option<String>)>,
    /// How it ended, such as `answered`.
    pub end: Option<String>,
    /// It arrived at that moment or later, in microseconds since 1970.
    pub from_us: Option<u64>,
    /// It arrived before that moment.
    pub to_us: Option<u64>,
    /// How many at most; the latest ones count.
    pub limit: usize,
}

/// A finished call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinishedCall {
    /// Its number.
    pub call: u64,
    /// The PBX's name of it.
    pub host_call: String,
    /// The queue that it entered.
    pub entered_queue: String,
    /// The queue that it was in last.
    pub queue: String,
    /// The caller's number.
    pub caller_number: String,
    /// The caller's name.
    pub caller_name: String,
    /// The call that the same caller was in before.
    pub follows: Option<u64>,
    /// Its last priority.
    pub priority: i64,
    /// What it needed last.
    pub requirement: String,
    /// The relaxation step that it had reached.
    pub step: u8,
    /// When it arrived, in microseconds since 1970.
    pub arrived_us: u64,
    /// When an agent answered.
    pub answered_us: Option<u64>,
    /// When it ended.
    pub ended_us: u64,
    /// Who talked to the caller.
    pub agent: Option<String>,
    /// How long the caller waited.
    pub wait_ms: u64,
    /// How long the phone rang that was answered.
    pub ring_ms: Option<u64>,
    /// How long they talked.
    pub talk_ms: Option<u64>,
    /// How it ended.
    pub end: String,
    /// Who ended the conversation.
    pub ended_by: Option<String>,
    /// The caller hung up after so short a wait that it counts as a mistake.
    pub is_short: bool,
    /// How long after-call time lasted.
    pub wrap_up_ms: Option<u64>,
    /// What became of it.
    pub disposition: Option<String>,
    /// Nobody said so: it is the queue's default.
    pub is_default_disposition: bool,
    /// Its tags, by key.
    pub tags: Vec<(String, String)>,
}

/// An offer of a finished call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinishedOffer {
    /// Its number.
    pub offer: u64,
    /// Whom.
    pub agent: String,
    /// When, in microseconds since 1970.
    pub offered_us: u64,
    /// How long it lasted.
    pub ring_ms: Option<u64>,
    /// `answered`, or why not.
    pub outcome: Option<String>,
}

/// A finished call with all that is kept of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeCall {
    /// The call.
    pub call: FinishedCall,
    /// Its offers in order.
    pub offers: Vec<FinishedOffer>,
    /// Its recordings: sidecar and outcome.
    pub recordings: Vec<(String, Option<String>)>,
    /// The calls of the same caller's visit, by number: those before it and those that followed.
    pub chain: Vec<u64>,
    /// Its history, each a line of JSON.
    pub facts: Vec<String>,
}

/// The columns of a [`FinishedCall`].
const COLUMNS: &str = "call, host_call, entered_queue, queue, caller_number, caller_name, \
    follows, priority, requirement, step, arrived_us, answered_us, ended_us, agent, \
    coalesce(wait_ms, 0), ring_ms, talk_ms, end, ended_by, is_short, wrap_up_ms, disposition, \
    is_default_disposition";

/// Finished calls, the latest first.
pub(super) fn finished(store: &Connection, filter: &CallFilter) -> Result<Vec<FinishedCall>> {
    let (condition, values) = condition(filter);
    let limit = filter.limit.min(CALLS_SHOWN_MAX);
    let sql = format!(
        "SELECT {COLUMNS} FROM call WHERE {condition} ORDER BY arrived_us DESC, call DESC \
         LIMIT {limit}"
    );
    let mut found = store.prepare(&sql)?;
    let rows = found.query_map(params_from_iter(values), finished_call)?;
    let mut calls: Vec<FinishedCall> = rows.collect::<Result<_>>()?;
    for call in &mut calls {
        call.tags = tags(store, call.call)?;
    }
    Ok(calls)
}

// Only words of ours; what was asked for are values.
fn condition(filter: &CallFilter) -> (String, Vec<Value>) {
    let mut parts = vec!["end IS NOT NULL"];
    let mut values: Vec<Value> = Vec::new();
    let mut also = |part: &'static str, given: Vec<Value>| {
        parts.push(part);
        values.extend(given);
    };
    let text = |text: &String| Value::from(text.clone());
    let moment = |us: u64| Value::from(i64::try_from(us).unwrap_or(i64::MAX));
    if let Some(queue) = &filter.queue {
        also(
            "(queue = ? OR entered_queue = ?)",
            vec![text(queue), text(queue)],
        );
    }
    if let Some(agent) = &filter.agent {
        also(
            "(agent = ? OR call IN (SELECT call FROM offer WHERE agent = ?))",
            vec![text(agent), text(agent)],
        );
    }
    if let Some(caller) = &filter.caller {
        also("caller_number = ?", vec![text(caller)]);
    }
    match &filter.tag {
        Some((key, Some(value))) => also(
            "call IN (SELECT call FROM tag WHERE key = ? AND value = ?)",
            vec![text(key), text(value)],
        ),
        Some((key, None)) => also(
            "call IN (SELECT call FROM tag WHERE key = ?)",
            vec![text(key)],
        ),
        None => {}
    }
    if let Some(end) = &filter.end {
        also("end = ?", vec![text(end)]);
    }
    if let Some(from_us) = filter.from_us {
        also("arrived_us >= ?", vec![moment(from_us)]);
    }
    if let Some(to_us) = filter.to_us {
        also("arrived_us < ?", vec![moment(to_us)]);
    }
    (parts.join(" AND "), values)
}

fn finished_call(row: &Row<'_>) -> Result<FinishedCall> {
    Ok(FinishedCall {
        call: row.get(0)?,
        host_call: row.get(1)?,
        entered_queue: row.get(2)?,
        queue: row.get(3)?,
        caller_number: row.get(4)?,
        caller_name: row.get(5)?,
        follows: row.get(6)?,
        priority: row.get(7)?,
        requirement: row.get(8)?,
        step: row.get(9)?,
        arrived_us: row.get(10)?,
        answered_us: row.get(11)?,
        ended_us: row.get(12)?,
        agent: row.get(13)?,
        wait_ms: row.get(14)?,
        ring_ms: row.get(15)?,
        talk_ms: row.get(16)?,
        end: row.get(17)?,
        ended_by: row.get(18)?,
        is_short: row.get(19)?,
        wrap_up_ms: row.get(20)?,
        disposition: row.get(21)?,
        is_default_disposition: row.get(22)?,
        tags: Vec::new(),
    })
}

fn tags(store: &Connection, call: u64) -> Result<Vec<(String, String)>> {
    let mut found =
        store.prepare_cached("SELECT key, value FROM tag WHERE call = ? ORDER BY key")?;
    let tags = found.query_map([call], |row| Ok((row.get(0)?, row.get(1)?)))?;
    tags.collect()
}

/// One finished call with all that is kept of it; `None`: it is not kept, or not over.
pub(super) fn whole(store: &Connection, call: u64) -> Result<Option<WholeCall>> {
    let sql = format!("SELECT {COLUMNS} FROM call WHERE call = ? AND end IS NOT NULL");
    let found = store.query_row(&sql, [call], finished_call).optional()?;
    let Some(mut found) = found else {
        return Ok(None);
    };
    found.tags = tags(store, call)?;
    Ok(Some(WholeCall {
        chain: chain(store, call)?,
        offers: offers(store, call)?,
        recordings: recordings(store, call)?,
        facts: facts(store, call)?,
        call: found,
    }))
}

fn offers(store: &Connection, call: u64) -> Result<Vec<FinishedOffer>> {
    let sql = "SELECT offer, agent, offered_us, ring_ms, outcome FROM offer WHERE call = ? \
               ORDER BY offer";
    let mut found = store.prepare(sql)?;
    let offers = found.query_map([call], |row| {
        Ok(FinishedOffer {
            offer: row.get(0)?,
            agent: row.get(1)?,
            offered_us: row.get(2)?,
            ring_ms: row.get(3)?,
            outcome: row.get(4)?,
        })
    })?;
    offers.collect()
}

fn recordings(store: &Connection, call: u64) -> Result<Vec<(String, Option<String>)>> {
    let sql = "SELECT file, outcome FROM recording WHERE call = ? ORDER BY began_us, recording";
    let mut found = store.prepare(sql)?;
    let files = found.query_map([call], |row| Ok((row.get(0)?, row.get(1)?)))?;
    files.collect()
}

fn facts(store: &Connection, call: u64) -> Result<Vec<String>> {
    let sql =
        format!("SELECT line FROM fact WHERE call = ? ORDER BY sequence LIMIT {FACTS_SHOWN_MAX}");
    let mut found = store.prepare(&sql)?;
    let lines = found.query_map([call], |row| row.get(0))?;
    lines.collect()
}

fn chain(store: &Connection, call: u64) -> Result<Vec<u64>> {
    // `UNION` ends a circle, which only a damaged file can have.
    let sql = format!(
        "WITH RECURSIVE before (call) AS (SELECT ?1 UNION \
         SELECT follows FROM call JOIN before USING (call) WHERE follows IS NOT NULL), \
         after (call) AS (SELECT ?1 UNION \
         SELECT next.call FROM call AS next JOIN after ON next.follows = after.call) \
         SELECT call FROM before UNION SELECT call FROM after ORDER BY call LIMIT {CHAIN_MAX}"
    );
    let mut found = store.prepare(&sql)?;
    let calls = found.query_map([call], |row| row.get(0))?;
    calls.collect()
}

/// What is kept, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extent {
    /// The first fact that is kept.
    pub first_sequence: u64,
    /// The last fact that is kept.
    pub last_sequence: u64,
    /// Facts in between that could not be kept.
    pub missing: u64,
    /// Finished calls.
    pub calls: u64,
}

/// How much is kept.
pub(super) fn extent(store: &Connection) -> Result<Extent> {
    let sql = "SELECT coalesce(min(sequence), 0), coalesce(max(sequence), 0), \
               (SELECT coalesce(sum(last - first + 1), 0) FROM gap), \
               (SELECT count(*) FROM call WHERE end IS NOT NULL) FROM fact";
    store.query_row(sql, [], |row| {
        Ok(Extent {
            first_sequence: row.get(0)?,
            last_sequence: row.get(1)?,
            missing: row.get(2)?,
            calls: row.get(3)?,
        })
    })
}
