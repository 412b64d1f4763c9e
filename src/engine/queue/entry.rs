//! Entry and exit: a call is let in only if somebody is there for it, and leaves when nobody has
//! been there for a while.
//!
//! "For it" means by what the call needs now or at a later step of its wait: a caller whom only the
//! last step lets reach anybody waits for that step in good hope. Only "free" is asked of the
//! present step alone, because an agent who is free now is of no use to a call that needs somebody
//! else until later. A call that comes from another queue brings its age: it is judged by the step
//! and the ranks at which it would begin.
//!
//! The lack is counted from its first moment, or from the call's arrival if that is
//! later, and starts anew once somebody was there. A call for which a phone rings does not leave.

use std::sync::Arc;

use super::class::{Class, ClassNeed};
use crate::engine::agent::abilities::Abilities;
use crate::engine::call::record::Call;
use crate::engine::call::state::CallState;
use crate::engine::id::{CallId, QueueId};
use crate::engine::output::CallExit;
use crate::engine::plan::{QueuePlan, StaffLevel};
use crate::engine::router::Router;
use crate::engine::time::Millis;
use crate::engine::waiting::rank_window::{rank_max, widest};
use crate::engine::waiting::reach::steps_ahead;
use crate::engine::waiting::relaxation::{Step, step_after};

use fixedbitset::FixedBitSet;

/// When a call leaves because nobody is there for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaving {
    /// How far somebody must have come who could take it.
    pub unless: StaffLevel,
    /// How long nobody may have, in milliseconds.
    pub after_ms: u64,
    /// Since when nobody has; `None`: somebody is there.
    pub lacking_since: Option<Millis>,
    /// When it leaves if nobody comes. Not while a phone rings for it.
    pub leaves_at: Option<Millis>,
}

impl Router {
    /// When the call leaves because nobody is there for it; `None`: its queue has no such rule.
    pub(in crate::engine) fn leaving_of(&self, call: &Call) -> Option<Leaving> {
        let entry = &self.queues[call.queue.index()].as_ref()?.plan.entry;
        let after_ms = entry.leave_after_ms;
        let reach = self.reaches.reach(call.reach.as_ref()?);
        let lacking_since = reach.lacking_since;
        let lacking_since = lacking_since.map(|since| since.max(call.reach_since));
        let is_waiting = call.state() == CallState::Waiting;
        Some(Leaving {
            unless: entry.leave_if_not?,
            after_ms,
            lacking_since,
            leaves_at: lacking_since
                .filter(|_| is_waiting)
                .map(|since| since + after_ms),
        })
    }

    /// Why a call with these steps that has waited so long, and waits for so long at most, is not
    /// let in for lack of agents; `None`: it is let in.
    pub(in crate::engine) fn lack_on_arrival(
        &mut self,
        queue: QueueId,
        steps: &[Step],
        wait_ms: u64,
        timeout_ms: Option<u64>,
    ) -> Option<CallExit> {
        let plan = Arc::clone(&self.queues[queue.index()].as_ref()?.plan);
        lack(&plan, steps, (wait_ms, timeout_ms), |need, level_max| {
            let queue = self.queues[queue.index()].as_ref()?;
            let abilities = Abilities::of(&self.plan, &self.levels);
            let place = self.classes.hold(queue, need, abilities);
            let level = self.level_of(self.classes.class(place), level_max);
            self.classes.let_go(place);
            level
        })
    }

    /// The same for a call that somebody sends there; nothing is remembered of it, because the
    /// answer may be that it stays where it is.
    pub(in crate::engine) fn lack_when_sent(
        &self,
        queue: QueueId,
        steps: &[Step],
        wait_ms: u64,
        timeout_ms: Option<u64>,
    ) -> Option<CallExit> {
        let of_plan = self.queues[queue.index()].as_ref()?;
        lack(
            &of_plan.plan,
            steps,
            (wait_ms, timeout_ms),
            |need, level_max| {
                let abilities = self.abilities();
                let look = |_, class: &Class| self.level_of(class, level_max);
                self.classes.look(of_plan, &need, abilities, look)
            },
        )
    }

    /// Whether some of these agents have come as far as calls of the queue must have somebody to
    /// stay.
    pub(in crate::engine) fn is_anybody_there(&self, queue: QueueId, agents: &FixedBitSet) -> bool {
        let queue = self.queues[queue.index()].as_ref();
        let wanted = queue.and_then(|queue| queue.plan.entry.leave_if_not);
        wanted.is_none_or(|level| self.has_come(agents, level))
    }

    /// Lets calls leave for which nobody has been there long enough. Tells when the next one will
    /// if nobody comes.
    pub(in crate::engine) fn review_leaving(&mut self, id: QueueId) -> Option<Millis> {
        let entry = &self.queues[id.index()].as_ref()?.plan.entry;
        let leave_after_ms = entry.leave_after_ms;
        entry.leave_if_not?;
        self.note_lacks(id);
        while let Some((since, call)) = self.first_to_leave(id) {
            let leaves_at = since + leave_after_ms;
            if leaves_at > self.now {
                return Some(leaves_at);
            }
            if self.calls[&call].state() == CallState::Waiting {
                let exit = self.exit_for_lack(call);
                self.release(call, exit);
            } else {
                self.forgive_lack(call);
            }
        }
        None
    }

    /// Notes for each reach of the queue whether somebody is there.
    fn note_lacks(&mut self, id: QueueId) {
        let mut reaches = std::mem::take(&mut self.reaches);
        for (_, reach) in reaches.of_queue(id) {
            if self.is_anybody_there(id, &reach.agents) {
                reach.lacking_since = None;
            } else {
                reach.lacking_since.get_or_insert(self.now);
            }
        }
        self.reaches = reaches;
    }

    fn first_to_leave(&mut self, id: QueueId) -> Option<(Millis, CallId)> {
        let reaches = self.reaches.of_queue(id);
        reaches
            .filter_map(|(_, reach)| reach.first_to_leave())
            .min()
    }

    fn exit_for_lack(&self, id: CallId) -> CallExit {
        let key = self.calls[&id].reach.as_ref();
        let key = key.expect("the call was found in a reach");
        exit_for(self.staff_level(&self.reaches.reach(key).agents))
    }

    // A reserve that is out may still join: it counts among those who come later.
    fn level_of(&self, class: &Class, level_max: StaffLevel) -> Option<StaffLevel> {
        match level_max {
            StaffLevel::Free => self.staff_level(&class.qualified),
            _ => self.staff_level(class.everyone()),
        }
    }
}

/// Who is lacking for a call with these steps that has waited so long and waits for so long at
/// most; `None`: nobody.
fn lack(
    plan: &QueuePlan,
    steps: &[Step],
    (wait_ms, timeout_ms): (u64, Option<u64>),
    mut level_for: impl FnMut(ClassNeed, StaffLevel) -> Option<StaffLevel>,
) -> Option<CallExit> {
    let wanted = plan.entry.join_if?;
    let windows = &plan.choice.rank_windows;
    let (open, widest) = (rank_max(windows, wait_ms), widest(windows, timeout_ms));
    let step = step_after(steps, wait_ms);
    let now = steps.get(usize::from(step));
    let now = now.map(|step| (step, open, StaffLevel::Free));
    let later = steps_ahead(steps, step, timeout_ms);
    let later = later.map(|step| (step, widest, StaffLevel::Working));
    let mut reached = None;
    for (step, rank_max, level_max) in now.into_iter().chain(later) {
        let need = ClassNeed {
            requirement: Arc::clone(&step.requirement),
            rank_max,
            only: None,
        };
        let level = level_for(need, level_max);
        reached = reached.max(level.min(Some(level_max)));
        if reached >= Some(wanted) {
            return None;
        }
    }
    Some(exit_for(reached))
}

/// What is lacking where agents have come no further than this.
fn exit_for(reached: Option<StaffLevel>) -> CallExit {
    match reached {
        None => CallExit::NoneQualified,
        Some(StaffLevel::Qualified) => CallExit::NoneStaffed,
        Some(StaffLevel::Staffed) => CallExit::NoneWorking,
        Some(StaffLevel::Working | StaffLevel::Free) => CallExit::NoneFree,
    }
}
