//! Who is there for a call, by the books: when it is let in, and when it leaves for lack of agents.

use acd::engine::{CallExit, CallId, StaffLevel};

use crate::ledger::{Call, Ledger, Stay};

impl Ledger {
    /// How far the agent is from taking calls.
    pub(crate) fn presence(&self, agent: usize) -> StaffLevel {
        let standing = &self.agents[agent];
        match (standing.is_signed_in, standing.is_not_ready) {
            _ if standing.is_free() => StaffLevel::Free,
            (false, _) => StaffLevel::Qualified,
            (true, true) => StaffLevel::Staffed,
            (true, false) => StaffLevel::Working,
        }
    }

    /// How far the closest agent is whom the call may come to need, now or later.
    pub(crate) fn reached(&self, call: &Call, now: u64) -> Option<StaffLevel> {
        let queue = &self.town.queues[call.queue];
        let (waited, timeout_ms) = (now - call.arrived, self.timeout_ms(call));
        let later = queue.relax.iter().enumerate().skip(call.step);
        let later = later.filter(|(_, (after_ms, ..))| {
            timeout_ms.is_none_or(|timeout_ms| *after_ms < timeout_ms)
        });
        let later: Vec<_> = later
            .map(|(place, _)| self.need_at(call, place + 1))
            .collect();
        let widest = self.rank_max(call.queue, timeout_ms.map_or(u64::MAX, |ms| ms.max(1) - 1));
        let of_need = |agent: usize, now_max: Option<u8>, wish: &crate::need::Wish| {
            let rank = self.town.rank(agent, call.queue);
            let is_served = rank > 0 && rank <= now_max.unwrap_or(widest);
            let levels = self.town.levels(agent);
            let fits = is_served && wish.need.is_met(&levels, call.spoken());
            let level = match now_max {
                // A reserve that is out may still join, later.
                Some(_) => self.presence_in(agent, call.queue)?,
                None => self.presence(agent).min(StaffLevel::Working),
            };
            fits.then_some(level)
        };
        let now_max = self.rank_max(call.queue, waited);
        let now_wanted = self.wish(call);
        let agents = 0..self.agents.len();
        agents
            .flat_map(|agent| {
                let first = of_need(agent, Some(now_max), now_wanted);
                let wishes = std::iter::once(now_wanted).chain(later.iter().copied());
                let later = wishes.map(|wish| of_need(agent, None, wish));
                std::iter::once(first).chain(later).collect::<Vec<_>>()
            })
            .max()
            .flatten()
    }

    /// Whether the call may be released for this lack.
    pub(crate) fn lacks(&self, id: CallId, exit: CallExit, now: u64, is_replanned: bool) -> bool {
        let call = &self.calls[&id];
        let queue = &self.town.queues[call.queue];
        let reached = self.reached(call, now);
        let expected = match reached {
            None => CallExit::NoneQualified,
            Some(StaffLevel::Qualified) => CallExit::NoneStaffed,
            Some(StaffLevel::Staffed) => CallExit::NoneWorking,
            Some(_) => CallExit::NoneFree,
        };
        let is_refused = call.arrived == now && reached < queue.join_if;
        let has_waited = call.lacking_since.is_some_and(|since| {
            let waited = now - since;
            waited == queue.leave_after_ms || (is_replanned && waited > queue.leave_after_ms)
        });
        let leaves = reached < queue.leave_if_not && has_waited;
        exit == expected && (is_refused || leaves)
    }

    /// Notes for every call in line since when nobody is there for it.
    pub(crate) fn note_lacks(&mut self, now: u64) {
        for id in self.live.clone() {
            let call = &self.calls[&id];
            let queue = &self.town.queues[call.queue];
            let leave_after_ms = queue.leave_after_ms;
            let is_lacking = !matches!(call.stay, Stay::Talks(_))
                && self.reached(call, now) < queue.leave_if_not;
            let is_rung = call.stay == Stay::Rings;
            let call = self.calls.get_mut(&id).expect("live calls are known");
            let since = *call.lacking_since.get_or_insert(now);
            let is_over = since + leave_after_ms <= now;
            if !is_lacking {
                call.lacking_since = None;
            } else if is_over {
                assert!(is_rung, "at {now}: {id:?} waits for nobody: {call:?}");
                call.lacking_since = Some(now);
            }
        }
    }

    /// Nobody who has just been let in should have been turned away.
    pub(crate) fn assert_entries(&self, now: u64) {
        for id in &self.live {
            let call = &self.calls[id];
            let wanted = self.town.queues[call.queue].join_if;
            // A step that has begun at once may need others than those who were there.
            let is_judged =
                call.arrived == now && call.step == 0 && wanted != Some(StaffLevel::Free);
            let is_shut = call.arrived == now && !call.was_open;
            assert!(!is_shut, "{id:?} came through a closed door");
            assert!(
                !is_judged
                    || call.queue != call.home
                    || call.was_replanned
                    || self.reached(call, now) >= wanted,
                "at {now}: {id:?} was let in to wait for nobody: {call:?}"
            );
        }
    }
}
