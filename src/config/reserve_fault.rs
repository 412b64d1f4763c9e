//! What can be wrong with the keys of a reserve, each with what was expected.

use thiserror::Error;

use super::value::RANK_MAX;
use super::wording::LESS;
use crate::engine::limits::CALLS_MAX;

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReserveFault {
    /// No rank from which on agents are in reserve.
    #[error("expected a rank from 2 to {RANK_MAX}, or none")]
    Rank,
    /// No threshold at which the reserve joins.
    #[error(
        "expected `line > N`, `wait > TIME`, `estimate > TIME` or `service-level < N%`, with N \
         from 1 to {CALLS_MAX} calls or to 99 percent and a time from 1s"
    )]
    Join,
    /// No threshold at which the reserve leaves.
    #[error(
        "expected `line < N`, `wait < TIME`, `estimate < TIME` or `service-level > N%`, with N \
         from 1 to {CALLS_MAX} calls or to 99 percent and a time from 1s"
    )]
    Leave,
    /// The reserve would leave by what never brings it in.
    #[error("expected a `reserve-join` with `{0}`: nothing else is looked at")]
    LeaveAlone(&'static str),
    /// The reserve would leave where it joins.
    #[error("expected {} `{join}` of {place}", if *is_above { "no less than" } else { LESS })]
    Order {
        /// What brings it in.
        join: String,
        /// Where that stands, as `file:line`.
        place: String,
        /// The calm side is the higher one.
        is_above: bool,
    },
    /// Agents who never join.
    #[error("expected a `reserve-join` below this line: the reserve would never join")]
    JoinMissing,
}
