//! Overflow: a call leaves its queue by rule, at the exact moment, even while a phone rings.

use crate::engine::call::state::{CallMove, Leads};
use crate::engine::event::EventKind;
use crate::engine::id::{CallId, QueueId};
use crate::engine::output::{CallExit, Output};
use crate::engine::router::Router;
use crate::engine::timer::Timer;

impl Router {
    /// The call has waited as long as it may.
    pub(in crate::engine) fn call_timed_out(&mut self, id: CallId) {
        self.call_mut(id).times_out_at = None;
        if self.outwaits(id) {
            return;
        }
        self.release(id, CallExit::Timeout);
    }

    /// The call leaves by rule. Agents who are rung for it are free when the host has taken their
    /// legs down.
    pub(in crate::engine) fn release(&mut self, id: CallId, exit: CallExit) {
        let wait_ms = self.now.since(self.calls[&id].arrived_at);
        self.release_after(id, exit, Some(wait_ms));
    }

    /// The call leaves by rule after this wait; `None`: it counts as not let in.
    pub(in crate::engine) fn release_after(
        &mut self,
        id: CallId,
        exit: CallExit,
        wait_ms: Option<u64>,
    ) {
        self.leave_queue(id);
        let call = self
            .calls
            .remove(&id)
            .expect("a call in line is on the floor");
        assert_eq!(
            call.state().after(CallMove::Release),
            Leads::Away,
            "{} call",
            call.state()
        );
        for rung in call.offers() {
            self.orphan(rung.offer);
        }
        let is_lost = matches!(
            exit,
            CallExit::Timeout
                | CallExit::NoneQualified
                | CallExit::NoneStaffed
                | CallExit::NoneWorking
        );
        if let (true, Some(wait_ms), Some(Some(queue))) =
            (is_lost, wait_ms, self.queues.get_mut(call.queue.index()))
        {
            queue.count_loss(wait_ms);
        }
        self.announce_release(id, call.queue, exit, wait_ms);
    }

    /// The call leaves by rule, after this wait or (`None`) without having been let in.
    pub(in crate::engine) fn announce_release(
        &mut self,
        call: CallId,
        queue: QueueId,
        exit: CallExit,
        wait_ms: Option<u64>,
    ) {
        let was_in_line = wait_ms.is_some();
        self.order(Output::ReleaseCall {
            call,
            exit,
            was_in_line,
        });
        self.record(EventKind::CallReleased {
            call,
            queue,
            exit,
            was_in_line,
            wait_ms: wait_ms.unwrap_or(0),
        });
    }

    /// Takes a call that waits or rings out of everything that belongs to waiting: class, line,
    /// count and deadlines.
    pub(in crate::engine) fn leave_queue(&mut self, id: CallId) {
        self.leave_reach(id);
        self.unwatch(id);
        self.unwatch_estimate(id);
        self.drop_hold(id);
        let call = self
            .calls
            .get_mut(&id)
            .expect("a call in line is on the floor");
        if let Some(at) = call.times_out_at.take() {
            self.timers.stop(at, Timer::CallTimeout(id));
        }
        if let Some(at) = call.closes_at.take() {
            self.timers.stop(at, Timer::CallClosing(id));
        }
        if let Some(at) = call.announces_at.take() {
            self.timers.stop(at, Timer::CallAnnouncement(id));
        }
        if let Some(at) = call.relaxes_at.take() {
            self.timers.stop(at, Timer::CallRelaxation(id));
        }
        if let Some(at) = call.widens_at.take() {
            self.timers.stop(at, Timer::CallRankWindow(id));
        }
        if let Some(at) = call.overflows_at.take() {
            self.timers.stop(at, Timer::CallOverflow(id));
        }
        if let Some(class) = call.class.take() {
            if let Some(key) = call.line_key() {
                self.classes.leave_line(class, key);
            }
            self.classes.let_go(class);
        }
        if let Some(Some(queue)) = self.queues.get_mut(call.queue.index()) {
            queue.count_in_line(id, call.arrived_at, false);
            let queue = queue.plan.id;
            self.mark_line(queue);
        }
    }
}
