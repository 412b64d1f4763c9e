//! A call as a value: what consoles, reports and tests read of it.

use std::sync::Arc;

use super::call::{Call, CallActivity};
use super::call_state::CallState;
use super::id::{CallId, QueueId};
use super::requirement::Requirement;
use super::router::Router;
use super::time::Millis;

/// A call now.
#[derive(Debug, Clone)]
pub struct CallView {
    /// Which call.
    pub call: CallId,
    /// In which queue, or through which it came.
    pub queue: QueueId,
    /// What it does.
    pub activity: CallActivity,
    /// Since when it does that.
    pub since: Millis,
    /// When it arrived.
    pub arrived_at: Millis,
    /// How long it has waited, or did wait before it was connected.
    pub wait_ms: u64,
    /// Its own priority.
    pub priority: i32,
    /// What its attributes add to that.
    pub raise: i32,
    /// What it counts now in the order of calls, weight and ageing included, in hundredths;
    /// `None` once it talks.
    pub score_hundredths: Option<i64>,
    /// What it needs; `None` once it talks.
    pub requirement: Option<Arc<Requirement>>,
    /// The relaxation step that holds; 0: the first requirement.
    pub step: u8,
    /// Since when that step holds.
    pub step_since: Millis,
    /// When the next step begins.
    pub relaxes_at: Option<Millis>,
    /// The queue it entered, or was last moved to by word, whose timeout and overflow hold.
    pub home: QueueId,
    /// When its next overflow step is due.
    pub overflows_at: Option<Millis>,
    /// When it leaves with a timeout.
    pub times_out_at: Option<Millis>,
    /// Its place among the calls in line of its queue, counted from 1 by the order of service;
    /// `None` once it talks.
    pub place: Option<u32>,
    /// How long it will still wait until a phone rings for it, by estimate; `None` once it talks
    /// and while nobody at work qualifies.
    pub estimated_wait_ms: Option<u64>,
}

impl Router {
    /// A call as it is now, at this place in line, without the estimate.
    pub(super) fn view_of_call(&self, call: &Call, place: Option<u32>, now: Millis) -> CallView {
        let is_talking = call.state() == CallState::Talking;
        let waited_until = if is_talking { call.since } else { now };
        let queue = self.queues.get(call.queue.index()).and_then(Option::as_ref);
        let rules = queue.filter(|_| !is_talking).map(|queue| &queue.plan.order);
        CallView {
            call: call.id,
            queue: call.queue,
            activity: call.activity.clone(),
            since: call.since,
            arrived_at: call.arrived_at,
            wait_ms: waited_until.since(call.arrived_at),
            priority: call.priority,
            raise: rules.map_or(0, |rules| rules.raise(&call.attributes)),
            score_hundredths: rules
                .map(|rules| call.key.turn(rules.ageing, now).score_hundredths()),
            requirement: call.requirement().cloned(),
            step: call.step,
            step_since: call.step_since,
            relaxes_at: call.relaxes_at,
            home: call.home,
            overflows_at: call.overflows_at,
            times_out_at: call.times_out_at,
            place,
            estimated_wait_ms: None,
        }
    }
}
