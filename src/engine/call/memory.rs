//! Memory: who served a caller last, and which place a caller had who hung up.
//!
//! Kept for each caller and queue, only where a rule of the queue looks at it. Bounded: the trace
//! that was touched longest ago makes room. It lasts over a reload; what is to last longer is read
//! as [`CallerTrace`]s and told again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::engine::id::{AgentId, QueueId};
use crate::engine::limits::{CALLER_BYTES_MAX, CALLER_TRACES_MAX};
use crate::engine::router::Router;
use crate::engine::time::Millis;

/// Who served a caller last in a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerTrace {
    /// The queue.
    pub queue: QueueId,
    /// The caller's number.
    pub caller: Arc<str>,
    /// The agent.
    pub agent: AgentId,
    /// When they began to talk.
    pub served_at: Millis,
}

/// Who called, and where.
type Key = (QueueId, Arc<str>);

/// What is remembered of callers.
#[derive(Debug, Default)]
pub(in crate::engine) struct CallerMemory {
    traces: BTreeMap<Key, Trace>,
    // By the count of their last touch.
    by_touch: BTreeMap<u64, Key>,
    touches: u64,
}

#[derive(Debug, Default)]
struct Trace {
    touched: u64,
    served: Option<(AgentId, Millis)>,
    // When the caller hung up, and the moment that counted as the arrival.
    left: Option<(Millis, i64)>,
}

impl CallerMemory {
    /// An agent began to talk to the caller.
    pub(in crate::engine) fn note_served(&mut self, key: Key, agent: AgentId, now: Millis) {
        let trace = self.touch(key);
        trace.served = Some((agent, now));
        trace.left = None;
    }

    /// The caller hung up in line.
    pub(in crate::engine) fn note_left(&mut self, key: Key, now: Millis, seniority: i64) {
        self.touch(key).left = Some((now, seniority));
    }

    /// Who served the caller last, if that was no longer ago.
    pub(in crate::engine) fn last_agent(
        &self,
        key: &Key,
        now: Millis,
        window_ms: u64,
    ) -> Option<AgentId> {
        let (agent, at) = self.traces.get(key)?.served?;
        (now.since(at) <= window_ms).then_some(agent)
    }

    /// When a caller hung up who calls again in time, and the moment that counted as the arrival:
    /// once.
    pub(in crate::engine) fn regain(
        &mut self,
        key: &Key,
        now: Millis,
        within_ms: u64,
    ) -> Option<i64> {
        let (left_at, seniority) = self.traces.get_mut(key)?.left.take()?;
        (now.since(left_at) <= within_ms).then_some(seniority)
    }

    fn touch(&mut self, key: Key) -> &mut Trace {
        self.touches += 1;
        let touched = self.touches;
        if let Some(known) = self.traces.get(&key) {
            self.by_touch.remove(&known.touched);
        } else if self.traces.len() >= CALLER_TRACES_MAX
            && let Some((_, oldest)) = self.by_touch.pop_first()
        {
            self.traces.remove(&oldest);
        }
        self.by_touch.insert(touched, key.clone());
        let trace = self.traces.entry(key).or_default();
        trace.touched = touched;
        trace
    }

    /// Whether the two tables tell of the same callers.
    pub(in crate::engine) fn is_consistent(&self) -> bool {
        let by_key = self.traces.iter().map(|(key, trace)| (trace.touched, key));
        let by_key: BTreeSet<_> = by_key.collect();
        by_key
            == self
                .by_touch
                .iter()
                .map(|(touch, key)| (*touch, key))
                .collect()
    }
}

impl Router {
    /// Who served whom last, the longest ago first: for a store that outlasts the router.
    #[must_use]
    pub fn caller_traces(&self) -> Vec<CallerTrace> {
        let traces = self.memory.by_touch.values().filter_map(|key| {
            let (agent, served_at) = self.memory.traces.get(key)?.served?;
            Some(CallerTrace {
                queue: key.0,
                caller: Arc::clone(&key.1),
                agent,
                served_at,
            })
        });
        traces.collect()
    }

    /// Takes over all that a failed router knew, unless the failure has left half of it.
    pub fn inherit_memory(&mut self, failed: &mut Self) {
        let memory = std::mem::take(&mut failed.memory);
        if memory.is_consistent() {
            self.memory = memory;
        }
    }

    /// Takes over what a former router knew. Later calls know more.
    pub fn remember(&mut self, traces: impl IntoIterator<Item = CallerTrace>) {
        for trace in traces {
            if let Some(caller) = known_caller(Some(trace.caller)) {
                let key = (trace.queue, caller);
                self.memory.note_served(key, trace.agent, trace.served_at);
            }
        }
    }
}

/// The caller, if there is a number by which to know the caller again.
pub(in crate::engine) fn known_caller(caller: Option<Arc<str>>) -> Option<Arc<str>> {
    caller.filter(|number| (1..=CALLER_BYTES_MAX).contains(&number.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(caller: usize) -> Key {
        (QueueId(0), caller.to_string().into())
    }

    #[test]
    fn the_trace_touched_longest_ago_makes_room() {
        let mut memory = CallerMemory::default();
        for caller in 0..CALLER_TRACES_MAX {
            memory.note_served(key(caller), AgentId(1), Millis(1));
        }
        memory.note_left(key(0), Millis(2), 1);
        memory.note_served(key(CALLER_TRACES_MAX), AgentId(2), Millis(3));
        let last = |caller| memory.last_agent(&key(caller), Millis(3), 10);
        assert_eq!(last(0), Some(AgentId(1)));
        assert_eq!(last(1), None);
        assert_eq!(last(2), Some(AgentId(1)));
        assert_eq!(last(CALLER_TRACES_MAX), Some(AgentId(2)));
        assert!(memory.is_consistent());
    }

    #[test]
    fn what_is_too_old_is_as_if_it_had_not_been() {
        let mut memory = CallerMemory::default();
        memory.note_served(key(1), AgentId(1), Millis(100));
        memory.note_left(key(1), Millis(100), -7);
        assert_eq!(
            memory.last_agent(&key(1), Millis(110), 10),
            Some(AgentId(1))
        );
        assert_eq!(memory.last_agent(&key(1), Millis(111), 10), None);
        assert_eq!(memory.regain(&key(1), Millis(110), 10), Some(-7));
        assert_eq!(memory.regain(&key(1), Millis(110), 10), None, "only once");
    }
}
