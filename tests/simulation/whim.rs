//! What people do to calls that wait and to the doors of queues.

use std::sync::Arc;

use acd::engine::{CallChange, CallId, Door, Input, Millis, QueueChange, QueueId, Rejection};

use crate::ledger::{Ledger, Stay};
use crate::need::{FLEETING, LANGUAGE, SKILLS, Wish};
use crate::stage::blueprint::template;
use crate::town::{QUEUES, queue_name};
use crate::world::{CHANGE_GAP_MS, Happening, World, language_tag, rounded};

impl World {
    /// A supervisor or the dialplan changes a call that waits or rings.
    pub(crate) fn somebody_changes_a_call(&mut self) {
        if self.is_closing {
            return;
        }
        let gap_ms = rounded(&mut self.chance, CHANGE_GAP_MS);
        self.later(gap_ms, Happening::SomebodyChangesACall);
        let calls = self.ledger.live.iter().copied();
        let in_line = calls.filter(|id| {
            let stay = self.ledger.calls[id].stay;
            matches!(stay, Stay::Waits | Stay::Rings)
        });
        let in_line: Vec<CallId> = in_line.collect();
        if in_line.is_empty() {
            return;
        }
        let call = *self.chance.one_of(&in_line);
        match self.chance.below(5) {
            0 => self.changes_priority(call),
            1 => self.changes_need(call),
            2 => self.changes_language(call),
            3 => self.tags(call),
            _ => self.moves(call),
        }
    }

    fn changes_priority(&mut self, id: CallId) {
        let priority = *self.chance.one_of(&[-3, 0, 1, 9]);
        self.tally.priorities_changed += 1;
        self.change(id, CallChange::Priority(priority), |ledger| {
            ledger.call_mut(id).priority = priority;
        });
    }

    fn changes_need(&mut self, id: CallId) {
        let chance = &mut self.chance;
        let wish = chance.happens(80).then(|| Wish::random(chance, FLEETING));
        let own = wish.as_ref().map(|wish| template(&wish.text()));
        self.tally.needs_changed += 1;
        let now = self.now;
        self.change(id, CallChange::Requirement(own), |ledger| {
            let call = ledger.call_mut(id);
            call.was_replanned = true;
            call.wish = wish;
            call.own_until_ms = now - call.arrived;
        });
    }

    fn changes_language(&mut self, id: CallId) {
        let language = self.chance.below(FLEETING as u64) as usize;
        self.tally.attributes_changed += 1;
        let change = CallChange::Attribute {
            name: LANGUAGE.into(),
            value: Some(SKILLS[language].into()),
        };
        self.change(id, change, |ledger| {
            let call = ledger.call_mut(id);
            call.was_replanned = true;
            call.language = language;
        });
    }

    /// Somebody finds out the caller's language, or that it is not known.
    fn tags(&mut self, call: CallId) {
        let chance = &mut self.chance;
        let language = chance.happens(80);
        let language = language.then(|| chance.below(FLEETING as u64) as usize);
        let tags = language_tag(language);
        self.tally.tagged += 1;
        let agent = None;
        self.tell(Input::CallTagged { call, agent, tags }, |ledger| {
            let call = ledger.call_mut(call);
            call.was_replanned = true;
            call.tagged = language;
        });
    }

    /// Whoever moves a call finds out whether the other queue has room.
    fn moves(&mut self, id: CallId) {
        let to = self.chance.below(QUEUES as u64) as usize;
        let (is_open, is_there) = {
            let town = &self.ledger.town;
            (town.queues[to].is_open, self.ledger.calls[&id].queue == to)
        };
        let is_full = self.ledger.in_line(to) >= self.ledger.town.queues[to].capacity as usize;
        let queue = self.blueprint.queue_id(&queue_name(to));
        let is_after_hours = self.chance.happens(5);
        let is_forced = self.chance.happens(30);
        let change = CallChange::Queue {
            queue,
            is_after_hours,
            is_forced,
        };
        let door = self.ledger.doors[to];
        let is_let_in = door.lets_in(!is_after_hours) && self.ledger.takes_sent(id, to, self.now);
        if is_open && (is_there || is_forced || is_let_in) {
            self.tally.forced_in += u64::from(!is_there && !is_let_in);
            return self.change(id, change, |_| ());
        }
        self.tally.moves_refused += 1;
        let is_expected = |refusal: &Rejection| match refusal {
            Rejection::UnknownQueue(of) => *of == queue && !is_open,
            Rejection::QueueClosed(of) => *of == queue && !door.lets_in(!is_after_hours),
            Rejection::QueueFull(of) => *of == queue && is_full,
            Rejection::NobodyThere { queue: of, .. } => *of == queue && !is_full,
            _ => false,
        };
        let by: Arc<str> = "boss".into();
        let input = Input::CallChanged {
            call: id,
            change,
            by,
        };
        let refusal = self.router.handle(Millis(self.now), input);
        let refusal = refusal.expect_err("the other queue does not let the call in");
        assert!(is_expected(&refusal), "at {}: {refusal:?}", self.now);
    }

    fn change(&mut self, call: CallId, change: CallChange, note: impl FnOnce(&mut Ledger)) {
        let by = "boss".into();
        self.tell(Input::CallChanged { call, change, by }, note);
    }

    /// The operator opens or closes a queue by hand, mostly not for long.
    pub(crate) fn operator_sets_a_door(&mut self) {
        // Whatever was closed is open again before another one is.
        self.open_all_doors();
        let place = self.chance.below(QUEUES as u64) as usize;
        let doors = [Door::Auto, Door::Open, Door::Open, Door::Closed];
        let door = *self.chance.one_of(&doors);
        self.set_door(place, door);
    }

    pub(crate) fn open_all_doors(&mut self) {
        for place in 0..QUEUES {
            self.set_door(place, Door::Auto);
        }
    }

    /// The operator sets something of a queue by hand.
    pub(crate) fn set_of_queue(
        &mut self,
        queue: QueueId,
        change: QueueChange,
        note: impl FnOnce(&mut Ledger),
    ) {
        let by = "boss".into();
        self.tell(Input::QueueChanged { queue, change, by }, note);
    }

    fn set_door(&mut self, place: usize, door: Door) {
        if !self.ledger.town.queues[place].is_open {
            return;
        }
        self.tally.doors_set += 1;
        let queue = self.blueprint.queue_id(&queue_name(place));
        self.set_of_queue(queue, QueueChange::Door(door), |ledger| {
            ledger.doors[place] = door;
        });
        if door == Door::Closed {
            self.ledger.assert_nobody_waits_behind(place, self.now);
        }
    }
}
