//! What comes back when the store is opened: the numbers that go on, the calls that were alive,
//! agents as they stood, callers who are to be known again.

use rusqlite::{Connection, Result};
use serde::de::DeserializeOwned;

use super::agent_time;
use super::entry::{AgentRow, CallerRow, QueueStandingRow};
use crate::engine::limits::CALLER_TRACES_MAX;

/// What the last run left.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recovered {
    /// The number of the last fact; the next one is one more.
    pub last_sequence: u64,
    /// The highest number of a call.
    pub last_call: u64,
    /// The last run said good-bye: nothing was under way that is not here.
    pub is_closed: bool,
    /// Calls that were alive, by number.
    pub open_calls: Vec<OpenCall>,
    /// Agents as they stood, by name.
    pub agents: Vec<AgentRow>,
    /// What is set of queues by hand, by name.
    pub queues: Vec<QueueStandingRow>,
    /// Who served whom last, the longest ago first.
    pub callers: Vec<CallerRow>,
}

/// A call that was alive when the last run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCall {
    /// Its number.
    pub call: u64,
    /// The PBX's name of it.
    pub host_call: String,
    /// Its queue.
    pub queue: String,
    /// Who talked to the caller.
    pub agent: Option<String>,
}

/// Reads what the last run left; forgets callers who were served before the given moment.
pub(super) fn recover(store: &mut Connection, oldest_caller_us: u64) -> Result<Recovered> {
    let whole = store.transaction()?;
    whole.execute("DELETE FROM caller WHERE served_us < ?", [oldest_caller_us])?;
    let mut found = whole.query_row(
        "SELECT max(last_sequence, (SELECT coalesce(max(sequence), 0) FROM fact), \
         (SELECT coalesce(max(last), 0) FROM gap)), \
         max(last_call, (SELECT coalesce(max(call), 0) FROM call)), is_closed FROM run",
        [],
        |row| {
            Ok(Recovered {
                last_sequence: row.get(0)?,
                last_call: row.get(1)?,
                is_closed: row.get(2)?,
                ..Recovered::default()
            })
        },
    )?;
    agent_time::end_all(&whole)?;
    found.open_calls = open_calls(&whole)?;
    found.agents = standings(&whole, "SELECT standing FROM agent ORDER BY agent")?;
    found.queues = standings(&whole, "SELECT standing FROM queue ORDER BY queue")?;
    found.callers = callers(&whole)?;
    whole.execute("UPDATE run SET is_closed = 0", [])?;
    whole.commit()?;
    Ok(found)
}

fn open_calls(store: &Connection) -> Result<Vec<OpenCall>> {
    let sql = "SELECT call, host_call, queue, agent FROM call WHERE end IS NULL ORDER BY call";
    let mut found = store.prepare(sql)?;
    let open = found.query_map([], |row| {
        Ok(OpenCall {
            call: row.get(0)?,
            host_call: row.get(1)?,
            queue: row.get(2)?,
            agent: row.get(3)?,
        })
    })?;
    open.collect()
}

// A standing that cannot be read is that of an agent, or a queue, that begins anew.
fn standings<T: DeserializeOwned>(store: &Connection, sql: &str) -> Result<Vec<T>> {
    let mut found = store.prepare(sql)?;
    let texts = found.query_map([], |row| row.get::<_, String>(0))?;
    let mut standings = Vec::new();
    for text in texts {
        standings.extend(serde_json::from_str::<T>(&text?));
    }
    Ok(standings)
}

fn callers(store: &Connection) -> Result<Vec<CallerRow>> {
    let sql = "SELECT queue, caller, agent, served_us FROM caller ORDER BY served_us DESC LIMIT ?";
    let mut found = store.prepare(sql)?;
    let rows = found.query_map([CALLER_TRACES_MAX], |row| {
        Ok(CallerRow {
            queue: row.get(0)?,
            caller: row.get(1)?,
            agent: row.get(2)?,
            served_us: row.get(3)?,
        })
    })?;
    let mut callers: Vec<_> = rows.collect::<Result<_>>()?;
    callers.reverse();
    Ok(callers)
}
