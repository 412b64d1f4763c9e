//! What is set of a queue by hand while the floor is open: how it chooses agents, how many it
//! rings at once, and its door.
//!
//! Rule kept: a value that has a key in the plan holds until it is taken back, or until a new plan
//! changes that very key; then the plan counts, and history tells so. The door has no key: a queue
//! that was closed in an emergency must not open because somebody corrects its hours, so it stays
//! as it is until somebody says otherwise.
//!
//! Phones that ring go on ringing, also where fewer may from now on; where more may, they ring at
//! once, in the common order of calls.

use std::sync::Arc;

use crate::engine::call::state::CallState;
use crate::engine::event::EventKind;
use crate::engine::id::{CallId, QueueId};
use crate::engine::input::QueueChange;
use crate::engine::limits::{OFFERS_MAX, SOURCE_BYTES_MAX};
use crate::engine::rejection::Rejection;
use crate::engine::router::Router;

/// A value of the plan that may be set by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct ByHand<T> {
    set: Option<T>,
    /// What was set until a new plan changed the key; taken when that is told.
    ended: Option<T>,
}

impl<T> Default for ByHand<T> {
    fn default() -> Self {
        Self {
            set: None,
            ended: None,
        }
    }
}

impl<T: Copy + PartialEq> ByHand<T> {
    /// What was set, or else this.
    pub(in crate::engine) fn or(self, planned: T) -> T {
        self.set.unwrap_or(planned)
    }

    /// Whether something is set.
    pub(in crate::engine) const fn is_set(self) -> bool {
        self.set.is_some()
    }

    /// Sets it, or takes it back. False: so it is already.
    pub(in crate::engine) fn set(&mut self, value: Option<T>) -> bool {
        std::mem::replace(&mut self.set, value) != value
    }

    /// What holds under a new plan that has the same key, or has changed it.
    pub(in crate::engine) const fn after_plan(self, is_same: bool) -> Self {
        match is_same {
            true => self,
            false => Self {
                set: None,
                ended: self.set,
            },
        }
    }

    /// What was set until a new plan changed the key, once.
    pub(in crate::engine) const fn take_ended(&mut self) -> Option<T> {
        self.ended.take()
    }
}

impl Router {
    /// See [`Input::QueueChanged`](crate::engine::Input::QueueChanged).
    pub(in crate::engine) fn queue_changed(
        &mut self,
        id: QueueId,
        change: QueueChange,
        by: Arc<str>,
    ) -> Result<(), Rejection> {
        let queue = self.queues.get(id.index()).and_then(Option::as_ref);
        queue.ok_or(Rejection::UnknownQueue(id))?;
        if !(1..=SOURCE_BYTES_MAX).contains(&by.len()) {
            return Err(Rejection::TextLength {
                what: "name of who asks",
                bytes: by.len(),
                bytes_max: SOURCE_BYTES_MAX,
            });
        }
        match change {
            QueueChange::Strategy(strategy) => self.change_strategy(id, strategy, by),
            QueueChange::RingAtOnce(agents) => {
                let asked = agents.map_or(1, usize::from);
                if !(1..=OFFERS_MAX).contains(&asked) {
                    return Err(Rejection::RingAtOnceOutOfRange(asked));
                }
                self.change_ring_at_once(id, agents, by);
            }
            QueueChange::Door(door) => self.change_door(id, door, by),
        }
        Ok(())
    }

    fn change_ring_at_once(&mut self, id: QueueId, agents: Option<u8>, by: Arc<str>) {
        let queue = self.queues[id.index()].as_mut();
        let queue = queue.expect("the queue was just looked up");
        let before = queue.ring_at_once();
        if !queue.live_ring_at_once.set(agents) {
            return;
        }
        let ring_at_once = queue.ring_at_once();
        self.record_ring_at_once(id, before, Some(by));
        if ring_at_once != before {
            self.ring_at_once(id, ring_at_once);
        }
    }

    /// The calls of the queue ring so many agents at once from now on.
    fn ring_at_once(&mut self, id: QueueId, agents: u8) {
        let calls = self.calls.values();
        let in_line = calls.filter(|call| call.queue == id && call.state() != CallState::Talking);
        let in_line: Vec<CallId> = in_line.map(|call| call.id).collect();
        self.gather();
        for call in in_line {
            self.change_offers(call, |call| call.ring_at_once = agents);
            // A call that waits has found nobody who is free.
            if self.calls[&call].state() == CallState::Ringing {
                self.match_call(call);
            }
        }
        self.match_gathered();
    }

    /// A queue of a new plan begins, and may have ended what was set.
    pub(in crate::engine) fn replan_ring_at_once(&mut self, id: QueueId) {
        let queue = self.queues[id.index()].as_mut();
        let queue = queue.expect("the plan has the queue");
        if let Some(before) = queue.live_ring_at_once.take_ended() {
            self.record_ring_at_once(id, before, None);
        }
    }

    fn record_ring_at_once(&mut self, id: QueueId, before: u8, by: Option<Arc<str>>) {
        let queue = self.queues[id.index()].as_ref();
        let queue = queue.expect("the queue was just looked up");
        self.record(EventKind::RingAtOnceChanged {
            queue: id,
            before,
            ring_at_once: queue.ring_at_once(),
            is_planned: !queue.live_ring_at_once.is_set(),
            by,
        });
    }
}
