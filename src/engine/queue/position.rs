//! Position at join: a call enters the line of its queue at a place of its own.
//!
//! It gets the seniority of the call that stands there, and a millisecond more, so that it is
//! ranked like any other call from then on and the order stays total and needs no second thought.
//! Calls that came in one and the same millisecond cannot be parted by that: the newcomer stands
//! before all of them. It never passes a call of higher priority, and where its own priority puts
//! it further ahead anyway, there it stands. Phones that ring count as places, like everywhere.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::order::{OrderKey, signed};
use super::ordered_line::OrderedLine;
use crate::engine::call::state::CallState;
use crate::engine::id::QueueId;
use crate::engine::plan::OrderRules;
use crate::engine::router::Router;

impl Router {
    /// The moment that counts as the arrival of a call of this priority (with what its attributes
    /// add) which enters the queue's line at this place now.
    pub(in crate::engine) fn seniority_at(
        &self,
        queue: QueueId,
        rules: &OrderRules,
        position: u32,
        priority: i32,
    ) -> i64 {
        let now = signed(self.now.0);
        let skipped = usize::try_from(position.saturating_sub(1)).unwrap_or(usize::MAX);
        let ringing = self.ringing_in(queue);
        let mut places = self.line_of(queue, &ringing).skip(skipped);
        let found = places.find_map(|key| {
            let call = &self.calls[&key.call];
            let other = call.base_priority(rules);
            (other <= priority).then_some((other, call.seniority))
        });
        let Some((other, seniority)) = found else {
            return now;
        };
        let ahead = i64::from(priority) - i64::from(other);
        let later = match rules.ageing {
            None if ahead > 0 => return now,
            None => -1,
            // As much later as the higher priority makes up for.
            Some(ageing) => ahead
                .saturating_mul(signed(ageing.per_ms))
                .saturating_sub(1)
                .div_euclid(i64::from(ageing.points)),
        };
        seniority.saturating_add(later).min(now)
    }

    /// The calls of a queue that a phone rings for.
    pub(in crate::engine) fn ringing_in(&self, queue: QueueId) -> OrderedLine {
        let calls = self.offers.values();
        let calls = calls.filter_map(|offer| self.calls.get(&offer.call));
        let ringing =
            calls.filter(|call| call.queue == queue && call.state() == CallState::Ringing);
        let mut line = OrderedLine::default();
        for call in ringing {
            line.insert(call.key);
        }
        line
    }

    /// The calls in line of a queue, in their order: its classes' lines merged as far as is asked.
    fn line_of<'a>(
        &'a self,
        queue: QueueId,
        ringing: &'a OrderedLine,
    ) -> impl Iterator<Item = OrderKey> + 'a {
        let classes = self.classes.iter().map(|(_, class)| class);
        let lines = classes.filter(move |class| class.queue == queue);
        let lines = lines.map(|class| &class.line).chain([ringing]);
        // Those that ring and may ring more stand at the end of their line; they come by `ringing`.
        let waiting = |line: &'a OrderedLine| line.iter().take_while(|key| !key.is_rung());
        let mut lines: Vec<_> = lines.map(waiting).collect();
        let mut heads: BinaryHeap<_> = (lines.iter_mut().enumerate())
            .filter_map(|(place, line)| Some(Reverse((line.next()?, place))))
            .collect();
        std::iter::from_fn(move || {
            let Reverse((key, place)) = heads.pop()?;
            if let Some(next) = lines[place].next() {
                heads.push(Reverse((next, place)));
            }
            Some(key)
        })
    }
}
