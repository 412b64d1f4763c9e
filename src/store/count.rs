//! Reads of everything that happened within a time, for reports.
//!
//! Rules kept: rows are handed over one by one and not gathered; a read goes along an index on time
//! and ends at [`ROWS_MAX`] rows; what is asked for is a value, never a part of the statement.

use rusqlite::{Connection, Result, Row, ToSql};

/// Rows that one question may walk through.
pub const ROWS_MAX: usize = 2_000_000;
/// How long before its begin a time is looked for conversations that reach into it, in
/// microseconds: calls that arrived earlier than that add nothing.
const REACH_US: u64 = 2 * 86_400_000_000;

/// From a moment, to the moment before another; microseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first moment.
    pub from_us: u64,
    /// The first moment that does not belong to it.
    pub to_us: u64,
}

/// What stays are told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject<'a> {
    /// Every queue, or one.
    Queue(Option<&'a str>),
    /// Every tag, those of one key, or one with its value.
    Tag(Option<(&'a str, Option<&'a str>)>),
}

/// A call's stay in one queue, or a call with one of its tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay<'a> {
    /// The queue, or the tag's key.
    pub of: &'a str,
    /// The tag's value.
    pub value: &'a str,
    /// When it came into the queue, or arrived; microseconds since 1970.
    pub at_us: u64,
    /// It went on to another queue.
    pub has_moved: bool,
    /// It was not let in.
    pub is_refused: bool,
    /// The caller hung up after so short a wait that it counts as a mistake.
    pub is_short: bool,
    /// An agent answered.
    pub is_answered: bool,
    /// How long the caller waited, from the arrival of the call on; `None`: still does.
    pub wait_ms: Option<u64>,
    /// How it ended; `None`: it is alive.
    pub end: Option<&'a str>,
    /// Who ended the conversation.
    pub ended_by: Option<&'a str>,
    /// How long they talked, holds included.
    pub talk_ms: Option<u64>,
    /// For how long the agent had the caller on hold.
    pub hold_ms: u64,
    /// How long after-call time lasted.
    pub wrap_up_ms: Option<u64>,
}

/// An offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offering<'a> {
    /// Whom.
    pub agent: &'a str,
    /// In which queue; empty: not known.
    pub queue: &'a str,
    /// When, in microseconds since 1970.
    pub offered_us: u64,
    /// `answered`, or why not; `None`: it rings.
    pub outcome: Option<&'a str>,
    /// How long it lasted.
    pub ring_ms: u64,
}

/// What an agent did with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conversation<'a> {
    /// Who.
    pub agent: &'a str,
    /// When they began to talk, in microseconds since 1970.
    pub answered_us: u64,
    /// How long they talked, holds included; `None`: not known, or they still do.
    pub talk_ms: Option<u64>,
    /// It is over.
    pub is_over: bool,
    /// For how long the agent had the caller on hold.
    pub hold_ms: u64,
    /// When after-call time began, in microseconds since 1970.
    pub wrap_up_from_us: Option<u64>,
    /// How long it lasted; `None`: there was none, or it is not over.
    pub wrap_up_ms: Option<u64>,
    /// Who ended the conversation.
    pub ended_by: Option<&'a str>,
}

/// A time for which an agent was signed in or not ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presence<'a> {
    /// Who.
    pub agent: &'a str,
    /// Why not ready; `None`: signed in.
    pub reason: Option<&'a str>,
    /// From when on, in microseconds since 1970.
    pub from_us: u64,
    /// Until when; `None`: still.
    pub until_us: Option<u64>,
}

/// What of a call stands in a [`Stay`].
const OF_CALL: &str = "is_refused, is_short, answered_us IS NOT NULL, wait_ms, end, ended_by, \
    talk_ms, hold_ms, wrap_up_ms";

/// Tells of stays that began within the time. False: there were too many.
pub(super) fn stays(
    store: &Connection,
    subject: Subject<'_>,
    span: Span,
    tell: &mut dyn FnMut(Stay<'_>),
) -> Result<bool> {
    let told = &mut |row: &Row<'_>| stay(row).map(&mut *tell);
    match subject {
        Subject::Queue(queue) => {
            let sql = format!(
                "SELECT queue, '', queued_us, 0, {OF_CALL} FROM call \
                 WHERE queued_us >= ?1 AND queued_us < ?2 AND (?3 IS NULL OR queue = ?3) \
                 UNION ALL SELECT queue, '', queued_us, 1, 0, 0, 0, NULL, '', NULL, NULL, 0, NULL \
                 FROM moved \
                 WHERE queued_us >= ?1 AND queued_us < ?2 AND (?3 IS NULL OR queue = ?3)"
            );
            walk(store, &sql, &[&span.from_us, &span.to_us, &queue], told)
        }
        Subject::Tag(tag) => {
            // In this order: calls by time first, then the tags of each.
            let sql = format!(
                "SELECT key, value, arrived_us, 0, {OF_CALL} FROM call \
                 CROSS JOIN tag ON tag.call = call.call \
                 WHERE arrived_us >= ?1 AND arrived_us < ?2 \
                 AND (?3 IS NULL OR key = ?3) AND (?4 IS NULL OR value = ?4)"
            );
            let (key, value) = (tag.map(|tag| tag.0), tag.and_then(|tag| tag.1));
            walk(
                store,
                &sql,
                &[&span.from_us, &span.to_us, &key, &value],
                told,
            )
        }
    }
}

fn stay<'a>(row: &'a Row<'_>) -> Result<Stay<'a>> {
    Ok(Stay {
        of: row.get_ref(0)?.as_str()?,
        value: row.get_ref(1)?.as_str()?,
        at_us: row.get(2)?,
        has_moved: row.get(3)?,
        is_refused: row.get(4)?,
        is_short: row.get(5)?,
        is_answered: row.get(6)?,
        wait_ms: row.get(7)?,
        end: row.get_ref(8)?.as_str_or_null()?,
        ended_by: row.get_ref(9)?.as_str_or_null()?,
        talk_ms: row.get(10)?,
        hold_ms: row.get(11)?,
        wrap_up_ms: row.get(12)?,
    })
}

/// Tells of offers that were made within the time, of one agent or all. False: there were too many.
pub(super) fn offers(
    store: &Connection,
    agent: Option<&str>,
    span: Span,
    tell: &mut dyn FnMut(Offering<'_>),
) -> Result<bool> {
    let sql = "SELECT agent, coalesce(queue, ''), offered_us, outcome, coalesce(ring_ms, 0) \
               FROM offer WHERE offered_us >= ?1 AND offered_us < ?2 \
               AND (?3 IS NULL OR agent = ?3)";
    walk(
        store,
        sql,
        &[&span.from_us, &span.to_us, &agent],
        &mut |row| {
            tell(Offering {
                agent: row.get_ref(0)?.as_str()?,
                queue: row.get_ref(1)?.as_str()?,
                offered_us: row.get(2)?,
                outcome: row.get_ref(3)?.as_str_or_null()?,
                ring_ms: row.get(4)?,
            });
            Ok(())
        },
    )
}

/// Tells of conversations that began before the end of the time, of one agent or all. False: there
/// were too many.
pub(super) fn conversations(
    store: &Connection,
    agent: Option<&str>,
    span: Span,
    tell: &mut dyn FnMut(Conversation<'_>),
) -> Result<bool> {
    // Two statements, because each has an index of its own.
    let whose = match agent {
        Some(_) => "agent = ?3",
        None => "agent IS NOT NULL AND ?3 IS NULL",
    };
    let sql = format!(
        "SELECT agent, answered_us, talk_ms, end IS NOT NULL, hold_ms, wrap_up_from_us, \
         wrap_up_ms, ended_by FROM call \
         WHERE {whose} AND arrived_us >= ?1 AND arrived_us < ?2 AND answered_us IS NOT NULL"
    );
    let from_us = span.from_us.saturating_sub(REACH_US);
    walk(store, &sql, &[&from_us, &span.to_us, &agent], &mut |row| {
        tell(Conversation {
            agent: row.get_ref(0)?.as_str()?,
            answered_us: row.get(1)?,
            talk_ms: row.get(2)?,
            is_over: row.get(3)?,
            hold_ms: row.get(4)?,
            wrap_up_from_us: row.get(5)?,
            wrap_up_ms: row.get(6)?,
            ended_by: row.get_ref(7)?.as_str_or_null()?,
        });
        Ok(())
    })
}

/// Tells how long agents were signed in and not ready, as far as it reaches into the time. False:
/// there was too much.
pub(super) fn times(
    store: &Connection,
    agent: Option<&str>,
    span: Span,
    tell: &mut dyn FnMut(Presence<'_>),
) -> Result<bool> {
    let sql = "SELECT agent, state, reason, from_us, until_us FROM agent_time \
               WHERE (until_us > ?1 OR until_us IS NULL) AND from_us < ?2 \
               AND (?3 IS NULL OR agent = ?3)";
    walk(
        store,
        sql,
        &[&span.from_us, &span.to_us, &agent],
        &mut |row| {
            let is_signed_in = row.get_ref(1)?.as_str()? == super::agent_time::SIGNED_IN;
            tell(Presence {
                agent: row.get_ref(0)?.as_str()?,
                reason: (!is_signed_in).then_some(row.get_ref(2)?.as_str()?),
                from_us: row.get(3)?,
                until_us: row.get(4)?,
            });
            Ok(())
        },
    )
}

/// True: that was all.
fn walk(
    store: &Connection,
    sql: &str,
    values: &[&dyn ToSql],
    told: &mut dyn FnMut(&Row<'_>) -> Result<()>,
) -> Result<bool> {
    let mut statement = store.prepare(sql)?;
    let mut rows = statement.query(values)?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        if count >= ROWS_MAX {
            return Ok(false);
        }
        count += 1;
        told(row)?;
    }
    Ok(true)
}
