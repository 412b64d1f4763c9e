//! Announcements: what a caller is told while waiting, and at which moments.
//!
//! The engine says what is told and when, so that it is the same in every host and exact to the
//! millisecond; the host puts it into sound and falls silent by itself when it is told to ring or
//! to connect. Nobody waits for an announcement: it is an order like any other, and the next one
//! may follow at once. What falls due while a phone rings is left out, not made up for.

use std::sync::Arc;

use crate::engine::call::record::Call;
use crate::engine::call::state::CallState;
use crate::engine::event::EventKind;
use crate::engine::id::CallId;
use crate::engine::output::Output;
use crate::engine::plan::{AnnounceRules, Sounds, TalkUntil, TellPosition, TellWait};
use crate::engine::queue::order::OrderKey;
use crate::engine::router::Router;
use crate::engine::timer::Timer;

/// What a caller is told at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// The place in line.
    pub position: Option<PositionTold>,
    /// The estimated wait, rounded as the queue says.
    pub wait_ms: Option<u64>,
    /// Prompts, to be played after that.
    pub files: Vec<Arc<str>>,
    /// Of what the first two are put together.
    pub sounds: Arc<Sounds>,
}

/// A place in line as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PositionTold {
    /// This one; 1 is next.
    At(u32),
    /// More than so many wait.
    MoreThan(u32),
}

impl TellPosition {
    const fn told(self, place: u32) -> Option<PositionTold> {
        match self {
            Self::No => None,
            Self::Limit(limit) if place > limit => None,
            Self::More(limit) if place > limit => Some(PositionTold::MoreThan(limit)),
            Self::Yes | Self::Limit(_) | Self::More(_) => Some(PositionTold::At(place)),
        }
    }
}

impl AnnounceRules {
    /// The first wait after this one at which something is told.
    pub(in crate::engine) fn due_after(&self, wait_ms: u64) -> Option<u64> {
        let status = self
            .tells_status()
            .then_some((self.first_ms, self.every_ms));
        let prompts = self
            .prompts
            .iter()
            .map(|prompt| (prompt.after_ms, prompt.every_ms));
        let series = status.into_iter().chain(prompts);
        series
            .filter_map(|(first, every)| next_of(first, every, wait_ms))
            .min()
    }

    fn tells_status(&self) -> bool {
        self.position != TellPosition::No || self.wait != TellWait::No
    }

    /// Whether place and wait are told at one of these waits, both included.
    fn is_status_due(&self, from_ms: u64, to_ms: u64) -> bool {
        self.tells_status() && is_due(self.first_ms, self.every_ms, from_ms, to_ms)
    }

    /// The prompts that are played at one of these waits, in the order of the configuration.
    fn files_due(&self, from_ms: u64, to_ms: u64) -> Vec<Arc<str>> {
        let prompts = self.prompts.iter();
        let due = prompts.filter(|prompt| is_due(prompt.after_ms, prompt.every_ms, from_ms, to_ms));
        due.flat_map(|prompt| prompt.files.iter().cloned())
            .collect()
    }
}

/// The first moment of a series that comes after this wait.
const fn next_of(first_ms: u64, every_ms: Option<u64>, wait_ms: u64) -> Option<u64> {
    if wait_ms < first_ms {
        return Some(first_ms);
    }
    match every_ms {
        Some(every_ms) => Some(first_ms + ((wait_ms - first_ms) / every_ms + 1) * every_ms),
        None => None,
    }
}

fn is_due(first_ms: u64, every_ms: Option<u64>, from_ms: u64, to_ms: u64) -> bool {
    match from_ms.checked_sub(1) {
        Some(before_ms) => next_of(first_ms, every_ms, before_ms).is_some_and(|due| due <= to_ms),
        None => first_ms == 0 || is_due(first_ms, every_ms, 1, to_ms),
    }
}

impl Router {
    /// Sets the deadline of the call's next announcement, if its queue makes any, in place of one
    /// that is set.
    pub(in crate::engine) fn expect_announcement(&mut self, id: CallId) {
        let now = self.now;
        let call = &self.calls[&id];
        let rules = self
            .plan
            .queues
            .entry(call.queue)
            .map(|queue| &queue.announce);
        let due = rules.and_then(|rules| rules.due_after(now.since(call.arrived_at)));
        let at = due.map(|wait_ms| call.arrived_at + wait_ms);
        let timer = Timer::CallAnnouncement(id);
        if let Some(former) = std::mem::replace(&mut self.call_mut(id).announces_at, at) {
            self.timers.stop(former, timer);
        }
        if let Some(at) = at {
            self.timers.set(at, timer);
        }
    }

    /// The moment of an announcement has come.
    pub(in crate::engine) fn announce(&mut self, id: CallId) {
        let announcement = self.announcement(id);
        self.call_mut(id).announces_at = None;
        self.expect_announcement(id);
        let Some(announcement) = announcement else {
            return;
        };
        self.record(EventKind::CallAnnounced {
            call: id,
            position: announcement.position,
            wait_ms: announcement.wait_ms,
            files: announcement.files.clone(),
        });
        self.order(Output::Announce {
            call: id,
            announcement,
        });
    }

    fn announcement(&mut self, id: CallId) -> Option<Announcement> {
        let call = &self.calls[&id];
        let queue = self.plan.queues.entry(call.queue)?;
        let rules = queue.announce.clone();
        if call.state() == CallState::Ringing && rules.until == TalkUntil::Offered {
            return None;
        }
        // A driver that overslept tells once what was due several times.
        let from_ms = call.announces_at?.since(call.arrived_at);
        let to_ms = self.now.since(call.arrived_at);
        let files = rules.files_due(from_ms, to_ms);
        let (mut position, mut wait_ms) = (None, None);
        if call.state() == CallState::Waiting && rules.is_status_due(from_ms, to_ms) {
            position = self.position_told(call, rules.position);
            let tells_wait = match rules.wait {
                TellWait::No => false,
                TellWait::Yes => true,
                TellWait::Once => call.told.is_none(),
            };
            wait_ms = tells_wait.then(|| self.tell_wait(id)).flatten();
        }
        // A wait of nothing is no news to somebody who waits.
        let wait_ms = wait_ms.filter(|wait_ms| *wait_ms > 0);
        let wait_ms = wait_ms.map(|wait_ms| wait_ms.next_multiple_of(rules.round_ms));
        let is_empty = position.is_none() && wait_ms.is_none() && files.is_empty();
        (!is_empty).then_some(Announcement {
            position,
            wait_ms,
            files,
            sounds: rules.sounds,
        })
    }

    fn position_told(&self, call: &Call, rule: TellPosition) -> Option<PositionTold> {
        match rule {
            TellPosition::No => None,
            _ => rule.told(self.place_in_line(call)),
        }
    }

    /// The place among the calls of the queue that wait or ring, counted from 1.
    fn place_in_line(&self, call: &Call) -> u32 {
        let is_before = |key: OrderKey| key < call.key;
        let classes = self.classes.places_waiting().ones();
        let classes = classes.map(|place| {
            let place = u32::try_from(place).expect("places are 32 bits");
            self.classes.class(place)
        });
        let of_queue = classes.filter(|class| class.queue == call.queue);
        let waiting: u32 = of_queue.map(|class| class.line.ahead(is_before)).sum();
        1 + waiting + self.ringing_in(call.queue).ahead(is_before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_begins_and_goes_on() {
        let next = |wait_ms| next_of(5, Some(30), wait_ms);
        assert_eq!(
            [next(0), next(4), next(5), next(34)],
            [Some(5), Some(5), Some(35), Some(35)]
        );
        assert_eq!((next(35), next_of(5, None, 5)), (Some(65), None));
    }

    #[test]
    fn what_was_slept_over_is_due_once() {
        assert!(is_due(5, Some(30), 5, 5));
        assert!(is_due(5, Some(30), 6, 35));
        assert!(!is_due(5, Some(30), 6, 34));
        assert!(is_due(5, Some(30), 5, 500));
        assert!(is_due(0, None, 0, 0) && is_due(3, None, 0, 3) && !is_due(3, None, 0, 2));
    }

    #[test]
    fn places_are_told_as_the_queue_says() {
        use PositionTold::{At, MoreThan};
        let table = [
            (TellPosition::No, None, None),
            (TellPosition::Yes, Some(At(3)), Some(At(4))),
            (TellPosition::Limit(3), Some(At(3)), None),
            (TellPosition::More(3), Some(At(3)), Some(MoreThan(3))),
        ];
        for (rule, third, fourth) in table {
            assert_eq!((rule.told(3), rule.told(4)), (third, fourth), "{rule:?}");
        }
    }
}
