//! Reserve: agents of a queue who take its calls only while it needs them.
//!
//! The reserve joins when one of the queue's signs (length of the line, longest wait, estimated
//! wait, service level) has come to its threshold, and everyone is matched at once. It leaves when
//! every sign is below its own lower threshold, and not before it has stayed for its minimum; what
//! rings and talks by then goes on. Each sign is looked at when something has changed it: a wait
//! has its exact moment, an estimate is looked at once after each fact.
//!
//! Rule kept: in or out is a set of agents in each requirement class (see `class.rs`), so that
//! nobody who looks for a match looks at the reserve. While it is out its agents count for nothing
//! that is said of those who may take a call now: nobody is free if only they are. Three rules
//! look past that: an agent who is meant in person is rung, as with ranks; `join-if` and
//! `leave-if-not` count those who may still join among those who come later; and the estimate that
//! is held against the threshold is that of the regular agents alone, so that the reserve does not
//! send itself away.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::class::{ClassNeed, is_qualified};
use super::record::Queue;
use super::service::RecentCalls;
use crate::engine::event::EventKind;
use crate::engine::id::{AgentId, CallId, QueueId};
use crate::engine::plan::{AgentPlan, QueuePlan, ReserveSign};
use crate::engine::router::Router;
use crate::engine::time::Millis;

/// The value of an estimate where no regular agent is at work.
pub(in crate::engine) const ENDLESS: u64 = u64::MAX;

/// The reserve of a queue at work.
#[derive(Debug)]
pub(in crate::engine) struct Reserve {
    /// Agents of this rank and later are in reserve.
    pub(in crate::engine) rank_min: u8,
    /// Since when it is in; `None`: it is out.
    pub(in crate::engine) joined_at: Option<Millis>,
    /// What brought it in, or was the last to hold it.
    pub(in crate::engine) held_by: ReserveSign,
    /// The calls in line by their arrival, where the longest wait counts.
    pub(in crate::engine) arrivals: BTreeSet<(Millis, CallId)>,
    /// The recent calls, where the service level counts.
    pub(in crate::engine) recent: RecentCalls,
}

impl Reserve {
    /// The reserve of a queue with these rules, out.
    pub(in crate::engine) fn of(plan: &QueuePlan) -> Option<Box<Self>> {
        let rank_min = plan.reserve.rank_min?;
        Some(Box::new(Self {
            rank_min,
            joined_at: None,
            held_by: ReserveSign::Line,
            arrivals: BTreeSet::new(),
            recent: RecentCalls::default(),
        }))
    }
}

impl Queue {
    /// Whether its agents of this rank wait in reserve now.
    pub(in crate::engine) fn holds_back(&self, rank: u8) -> bool {
        let reserve = self.reserve.as_deref();
        reserve.is_some_and(|reserve| reserve.joined_at.is_none() && rank >= reserve.rank_min)
    }

    /// Whether an agent may take calls of this queue that need this, as things stand.
    pub(in crate::engine) fn lets_take(&self, agent: &AgentPlan, need: &ClassNeed) -> bool {
        let rank = agent.queues.get(&self.plan.id);
        let is_back = need.only.is_none() && rank.is_some_and(|rank| self.holds_back(*rank));
        !is_back && is_qualified(agent, self.plan.id, need)
    }

    /// What is to be written down where the queue of a former plan had a reserve in, and this one
    /// has none.
    pub(in crate::engine) fn dissolves_reserve(
        &self,
        former: &Self,
        now: Millis,
    ) -> Option<EventKind> {
        let joined_at = former.reserve.as_ref()?.joined_at?;
        self.reserve.is_none().then(|| EventKind::ReserveLeft {
            queue: self.plan.id,
            sign: None,
            value: None,
            stayed_ms: now.since(joined_at),
        })
    }

    /// A call has come into the line or left it.
    pub(in crate::engine) fn count_in_line(
        &mut self,
        call: CallId,
        arrived_at: Millis,
        is_in: bool,
    ) {
        match is_in {
            true => self.in_line += 1,
            false => self.in_line -= 1,
        }
        let Some(reserve) = &mut self.reserve else {
            return;
        };
        if self.plan.reserve.threshold(ReserveSign::Wait).is_none() {
            return;
        }
        match is_in {
            true => reserve.arrivals.insert((arrived_at, call)),
            false => reserve.arrivals.remove(&(arrived_at, call)),
        };
    }

    /// A call of the queue was answered within the service level, or not.
    pub(in crate::engine) fn count_service(&mut self, is_within: bool) {
        if let Some(reserve) = &mut self.reserve {
            reserve.recent.count(is_within);
        }
    }

    /// A call of the queue left unanswered after this wait. Who leaves before the service level is
    /// over has not been let down.
    pub(in crate::engine) fn count_loss(&mut self, wait_ms: u64) {
        if wait_ms > self.plan.order.service_level.0 {
            self.count_service(false);
        }
    }
}

impl Router {
    /// What a sign of the queue has come to; `None`: that cannot be said.
    pub(in crate::engine) fn reserve_value(&self, id: QueueId, sign: ReserveSign) -> Option<u64> {
        let queue = self.queues[id.index()].as_ref()?;
        let reserve = queue.reserve.as_deref()?;
        match sign {
            ReserveSign::Line => Some(queue.in_line.into()),
            ReserveSign::Wait => {
                let first = reserve.arrivals.first();
                Some(first.map_or(0, |(arrived_at, _)| self.now.since(*arrived_at)))
            }
            ReserveSign::Estimate => self.estimated_wait_of_regulars(id),
            ReserveSign::ServiceLevel => reserve.recent.percent().map(u64::from),
        }
    }

    /// The first sign of the queue of which this holds, with what it has come to. What cannot be
    /// said holds nothing.
    fn sign_of(
        &self,
        queue: &QueuePlan,
        holds: impl Fn(ReserveSign, u64) -> bool,
    ) -> Option<(ReserveSign, u64)> {
        let mut signs = ReserveSign::ALL.into_iter();
        signs.find_map(|sign| {
            queue.reserve.threshold(sign)?;
            let value = self.reserve_value(queue.id, sign)?;
            holds(sign, value).then_some((sign, value))
        })
    }

    /// The sign that brings the reserve in now.
    pub(in crate::engine) fn sign_to_join(&self, queue: &QueuePlan) -> Option<(ReserveSign, u64)> {
        self.sign_of(queue, |sign, value| {
            let threshold = queue.reserve.threshold(sign);
            threshold.is_some_and(|threshold| sign.joins(threshold, value))
        })
    }

    /// The sign that holds the reserve now.
    pub(in crate::engine) fn sign_to_stay(&self, queue: &QueuePlan) -> Option<(ReserveSign, u64)> {
        self.sign_of(queue, |sign, value| {
            let threshold = queue.reserve.threshold(sign);
            threshold.is_some_and(|threshold| !sign.lets_go(threshold, value))
        })
    }

    /// Lets the reserve of the queue join or leave. Tells when that is to be looked at if nothing
    /// changes before.
    pub(in crate::engine) fn review_reserve(&mut self, id: QueueId) -> Option<Millis> {
        let queue = self.queues[id.index()].as_ref()?;
        let joined_at = queue.reserve.as_ref()?.joined_at;
        let plan = Arc::clone(&queue.plan);
        let Some(joined_at) = joined_at else {
            let Some((sign, value)) = self.sign_to_join(&plan) else {
                return self.longest_wait_joins_at(id);
            };
            self.reserve_joins(id, sign, value);
            return None;
        };
        if let Some((sign, _)) = self.sign_to_stay(&plan) {
            self.reserve_mut(id).held_by = sign;
            return None;
        }
        let stays_until = joined_at + plan.reserve.stay_ms;
        if stays_until > self.now {
            return Some(stays_until);
        }
        self.reserve_leaves(id, joined_at);
        // Nothing joins below the thresholds at which the reserve leaves but a wait to come.
        self.longest_wait_joins_at(id)
    }

    /// When the longest wait will bring the reserve in.
    pub(in crate::engine) fn longest_wait_joins_at(&self, id: QueueId) -> Option<Millis> {
        let queue = self.queues[id.index()].as_ref()?;
        let threshold = queue.plan.reserve.threshold(ReserveSign::Wait)?;
        let (arrived_at, _) = queue.reserve.as_ref()?.arrivals.first()?;
        Some(*arrived_at + threshold.join)
    }

    fn reserve_joins(&mut self, id: QueueId, sign: ReserveSign, value: u64) {
        let now = self.now;
        let reserve = self.reserve_mut(id);
        reserve.joined_at = Some(now);
        reserve.held_by = sign;
        let in_reserve = self.reserve_agents(id);
        let free = in_reserve
            .iter()
            .filter(|agent| self.idle.contains(**agent));
        let free: Vec<AgentId> = free.copied().collect();
        self.record(EventKind::ReserveJoined {
            queue: id,
            sign,
            value: Some(value).filter(|value| *value != ENDLESS),
            agents: counted(&in_reserve),
            free: counted(&free),
        });
        self.turn_reserve(id);
        self.gather();
        for agent in free {
            self.settle(agent);
        }
        self.match_gathered();
    }

    fn reserve_leaves(&mut self, id: QueueId, joined_at: Millis) {
        let stayed_ms = self.now.since(joined_at);
        let reserve = self.reserve_mut(id);
        reserve.joined_at = None;
        let sign = reserve.held_by;
        self.record(EventKind::ReserveLeft {
            queue: id,
            sign: Some(sign),
            value: self.reserve_value(id, sign),
            stayed_ms,
        });
        self.turn_reserve(id);
    }

    /// The agents of the queue who are in reserve.
    pub(in crate::engine) fn reserve_agents(&self, id: QueueId) -> Vec<AgentId> {
        let queue = self.queues[id.index()].as_ref();
        let queue = queue.expect("the queue was just looked up");
        let rank_min = queue.reserve.as_ref().map(|reserve| reserve.rank_min);
        let of_reserve = |rank: u8| rank_min.is_some_and(|rank_min| rank >= rank_min);
        let agents = queue.agents.iter().filter(|(_, rank)| of_reserve(*rank));
        agents.map(|(agent, _)| agent).collect()
    }

    /// Brings the classes of the queue up to date with whether its reserve is in.
    fn turn_reserve(&mut self, id: QueueId) {
        let queue = self.queues[id.index()].as_ref();
        self.classes
            .turn_reserve(queue.expect("the queue was just looked up"));
        self.mark_staff(id);
    }

    fn reserve_mut(&mut self, id: QueueId) -> &mut Reserve {
        let queue = self.queues[id.index()].as_mut();
        let reserve = queue.and_then(|queue| queue.reserve.as_deref_mut());
        reserve.expect("the queue was just seen to have a reserve")
    }
}

fn counted(agents: &[AgentId]) -> u32 {
    u32::try_from(agents.len()).expect("AGENTS_MAX fits")
}
