//! One line of history: a fact with its number, its times, and whom it is about.

use std::sync::Arc;

use serde::Serialize;

use super::card::CallName;
use super::history::HistoryFact;

/// One fact of history.
///
/// Serializes as one flat object: number, times, the call and the agent if there are any, `event`
/// and what belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HistoryRecord {
    /// Number, from 1 without gaps; with a store it goes on over restarts of the PBX.
    pub sequence: u64,
    /// When, in milliseconds since the driver started.
    pub at_ms: u64,
    /// When it was written down, by the PBX's clock, in microseconds since 1970. Steps when that
    /// clock is set; `at_ms` does not.
    pub wall_us: u64,
    /// The call, if it is about one.
    #[serde(flatten)]
    pub call: Option<CallName>,
    /// The agent's name, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<Arc<str>>,
    /// What happened.
    #[serde(flatten)]
    pub fact: HistoryFact,
}

impl HistoryRecord {
    /// The record as one line of JSON, without line end. Callers are hidden as configured.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("all keys are texts")
    }
}
