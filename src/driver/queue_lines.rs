//! History as lines of the classic queue log.

use super::desk::DeskCall;
use super::history::HistoryFact as Fact;
use super::history_record::HistoryRecord;
use super::worker::Worker;
use crate::engine::{CallExit, Departure, EndedBy, OfferFailure};
use crate::reports::queue_log::{Ender, Exit, Line, QueueLog};

impl Worker {
    /// Hands the lines over that a fact makes, if they are wanted.
    pub(super) fn tell_queue_log(&mut self, record: &HistoryRecord) {
        let call = record
            .call
            .as_ref()
            .and_then(|name| self.desk.call(name.call));
        let lines = lines(&mut self.queue_log, record, call);
        if self.lobby.published().settings.queue_log {
            for line in &lines {
                self.host.queue_log(line);
            }
        }
    }
}

/// The lines that a fact makes, and what is known of its call.
fn lines(log: &mut QueueLog, record: &HistoryRecord, known: Option<&DeskCall>) -> Vec<Line> {
    let mut lines = of_agent(log, record);
    lines.extend(of_call(log, record, known));
    lines
}

fn of_agent(log: &mut QueueLog, record: &HistoryRecord) -> Vec<Line> {
    let Some(agent) = &record.agent else {
        return Vec::new();
    };
    let line = match &record.fact {
        Fact::AgentSignedIn { interface } => log.signed_in(agent, interface, record.wall_us),
        Fact::AgentSignedOut => log.signed_out(agent, record.wall_us),
        Fact::AgentNotReady { reason } => Some(log.not_ready(agent, reason)),
        Fact::AgentReady => log.ready(agent),
        _ => None,
    };
    line.into_iter().collect()
}

fn of_call(log: &mut QueueLog, record: &HistoryRecord, known: Option<&DeskCall>) -> Vec<Line> {
    let Some(name) = &record.call else {
        return Vec::new();
    };
    let call = name.call;
    let agent = record.agent.as_deref().unwrap_or_default();
    let line = match &record.fact {
        Fact::CallArrived { caller, .. } => {
            // Read along by people: hidden as configured.
            let number = caller.number.to_string();
            let id = known.map_or("", |known| &known.card.host_id);
            Some(log.entered(call, &name.queue, id, &number))
        }
        Fact::CallMoved { to, wait_ms, .. } => return log.moved(call, to, *wait_ms),
        Fact::OfferFailed {
            failure, ring_ms, ..
        } => log.offer_failed(call, agent, *failure == OfferFailure::Rescinded, *ring_ms),
        Fact::CallConnected {
            offer,
            wait_ms,
            ring_ms,
            ..
        } => {
            let leg = known.and_then(|known| known.leg(*offer));
            let leg = leg.map_or("", |leg| leg);
            log.connected(call, (agent, leg), *wait_ms, *ring_ms)
        }
        Fact::ConversationEnded {
            talk_ms, ended_by, ..
        } => {
            let by = match ended_by {
                EndedBy::Agent => Ender::Agent,
                EndedBy::Transfer if known.is_some_and(|known| known.parting.is_attended) => {
                    Ender::AttendedTransfer
                }
                EndedBy::Transfer => Ender::BlindTransfer,
                EndedBy::Caller | EndedBy::Unknown => Ender::Caller,
            };
            log.ended(call, agent, by, *talk_ms)
        }
        Fact::CallLeft {
            departure, wait_ms, ..
        } => {
            let keys = known.and_then(|known| known.keys.as_deref());
            log.left(call, left(*departure, keys.unwrap_or_default()), *wait_ms)
        }
        Fact::CallReleased { exit, wait_ms, .. } => log.left(call, released(*exit), *wait_ms),
        _ => None,
    };
    line.into_iter().collect()
}

const fn left(departure: Departure, keys: &str) -> Exit<'_> {
    match departure {
        Departure::Abandoned => Exit::Abandoned,
        Departure::ExitKey => Exit::Keys(keys),
        Departure::Redirected => Exit::Other("redirected"),
        Departure::Failed => Exit::Other("failed"),
    }
}

const fn released(exit: CallExit) -> Exit<'static> {
    match exit {
        CallExit::Timeout => Exit::Timeout,
        CallExit::NoneQualified
        | CallExit::NoneStaffed
        | CallExit::NoneWorking
        | CallExit::NoneFree => Exit::Empty,
        CallExit::Full => Exit::Other("full"),
        CallExit::Closed => Exit::Other("closed"),
        CallExit::EngineFailed => Exit::Other("error"),
        _ => Exit::Other("removed"),
    }
}
