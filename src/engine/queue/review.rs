//! Review: rules that hold on a condition ("nobody is signed in", "the line is longer than ten")
//! are looked at again when something that they look at has changed, and at no other time.
//!
//! Rule kept: a change only marks the queues whose rules look at it; once the fact is dealt with
//! and everyone is matched, each marked queue is reviewed, before anything is said. What a rule
//! does may mark queues again; they are reviewed in a further round. A rule that waits for a moment
//! names it, and the queue has one deadline for the earliest of these.
//!
//! A new rule says in [`Interest::of`] what it looks at and gets its line in `review_queue`.

use fixedbitset::FixedBitSet;

use crate::engine::id::{AgentId, QueueId};
use crate::engine::limits::REVIEW_ROUNDS_MAX;
use crate::engine::plan::{AgentPlan, FloorPlan, QueuePlan, ReserveSign, StaffLevel};
use crate::engine::router::Router;
use crate::engine::time::Millis;
use crate::engine::timer::Timer;
use crate::engine::waiting::relax_condition::has_condition;
use crate::engine::waiting::wait_over::looks_at_estimates;

/// What the conditions of a queue's rules look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::engine) struct Interest {
    /// Which agents are signed in and work.
    pub(in crate::engine) presence: bool,
    /// Which agents are free.
    pub(in crate::engine) freedom: bool,
    /// Which calls are in line.
    pub(in crate::engine) line: bool,
    /// How long calls are estimated to wait.
    pub(in crate::engine) estimate: bool,
}

impl Interest {
    fn of(queue: &QueuePlan) -> Self {
        let leaves = queue.entry.leave_if_not.is_some();
        let relaxes = |level: StaffLevel| has_condition(&queue.need, |when| when == level);
        let on_presence = relaxes(StaffLevel::Staffed) || relaxes(StaffLevel::Working);
        let reserve = &queue.reserve;
        Self {
            presence: leaves || on_presence,
            freedom: relaxes(StaffLevel::Free),
            line: reserve.rank_min.is_some(),
            estimate: reserve.threshold(ReserveSign::Estimate).is_some()
                || looks_at_estimates(queue),
        }
    }

    fn is_any(self) -> bool {
        self != Self::default()
    }
}

/// Which queues look at what, and which are to be reviewed.
#[derive(Debug)]
pub(in crate::engine) struct Reviews {
    by_queue: Vec<Interest>,
    // The queues of each agent that look at agents.
    by_agent: Vec<Box<[QueueId]>>,
    // The queues that look at estimates.
    estimating: Vec<QueueId>,
    marked: FixedBitSet,
    has_marks: bool,
}

impl Reviews {
    /// What the plan's queues look at; all that look at something are to be reviewed.
    pub(in crate::engine) fn new(plan: &FloorPlan) -> Self {
        let mut reviews = Self {
            by_queue: vec![Interest::default(); plan.queues.capacity()],
            by_agent: Vec::new(),
            estimating: Vec::new(),
            marked: FixedBitSet::with_capacity(plan.queues.capacity()),
            has_marks: false,
        };
        for queue in plan.queues.iter() {
            let interest = Interest::of(queue);
            reviews.by_queue[queue.id.index()] = interest;
            if interest.is_any() {
                reviews.mark(queue.id);
            }
            if interest.estimate {
                reviews.estimating.push(queue.id);
            }
        }
        if reviews.has_marks {
            reviews
                .by_agent
                .resize_with(plan.agents.capacity(), Box::default);
            for agent in plan.agents.iter() {
                reviews.follow_agent(agent);
            }
        }
        reviews
    }

    /// An agent serves other queues from now on, or can do other things.
    pub(in crate::engine) fn follow_agent(&mut self, agent: &AgentPlan) {
        let queues = agent.queues.keys().copied();
        let looking = queues.filter(|queue| self.interest(*queue).is_any());
        let looking = looking.collect();
        if let Some(queues) = self.by_agent.get_mut(agent.id.index()) {
            *queues = looking;
        }
    }

    fn interest(&self, queue: QueueId) -> Interest {
        self.by_queue
            .get(queue.index())
            .copied()
            .unwrap_or_default()
    }

    fn mark(&mut self, queue: QueueId) {
        self.marked.insert(queue.index());
        self.has_marks = true;
    }
}

impl Router {
    /// The queue is to be reviewed.
    pub(in crate::engine) fn mark(&mut self, queue: QueueId) {
        self.reviews.mark(queue);
    }

    /// Who serves the queue, or what they can do, has changed.
    pub(in crate::engine) fn mark_staff(&mut self, queue: QueueId) {
        if self.reviews.interest(queue).is_any() {
            self.reviews.mark(queue);
        }
    }

    /// A call has entered or left the line of the queue.
    pub(in crate::engine) fn mark_line(&mut self, queue: QueueId) {
        if self.reviews.interest(queue).line {
            self.reviews.mark(queue);
        }
    }

    /// Something has happened: estimates may be others. Most facts change some estimate of a queue
    /// that shares agents with the one concerned, so nobody looks for those that do not.
    pub(in crate::engine) fn mark_estimates(&mut self) {
        let reviews = &mut self.reviews;
        for queue in &reviews.estimating {
            reviews.marked.insert(queue.index());
            reviews.has_marks = true;
        }
    }

    /// The agent has become free or is no longer free.
    pub(in crate::engine) fn mark_freedom(&mut self, agent: AgentId) {
        self.mark_agent(agent, |interest| interest.freedom);
    }

    /// The agent has come to work or gone, or takes calls from now on, or no longer.
    pub(in crate::engine) fn mark_presence(&mut self, agent: AgentId) {
        self.mark_agent(agent, |interest| interest.presence);
    }

    fn mark_agent(&mut self, agent: AgentId, is_meant: impl Fn(Interest) -> bool) {
        let reviews = &mut self.reviews;
        let queues = reviews.by_agent.get(agent.index());
        for queue in queues.into_iter().flatten() {
            if is_meant(reviews.by_queue[queue.index()]) {
                reviews.marked.insert(queue.index());
                reviews.has_marks = true;
            }
        }
    }

    /// The moment has come that a rule of the queue waited for.
    pub(in crate::engine) fn review_due(&mut self, id: QueueId) {
        let queue = self.queues[id.index()].as_mut();
        queue.expect("a review stops with its queue").review_at = None;
        self.mark(id);
    }

    /// Reviews every marked queue. What is still marked after the last round, because rules keep
    /// answering one another, is looked at after the next fact.
    pub(in crate::engine) fn review(&mut self) {
        self.open_holds_of_absent();
        for _ in 0..REVIEW_ROUNDS_MAX {
            if !self.reviews.has_marks {
                return;
            }
            self.reviews.has_marks = false;
            let marked: Vec<usize> = self.reviews.marked.ones().collect();
            self.reviews.marked.clear();
            for index in marked {
                if let Some(queue) = &self.queues[index] {
                    self.review_queue(queue.plan.id);
                }
            }
        }
    }

    /// Applies the rules of the queue that hold on conditions. Each tells when it wants to be
    /// looked at again if nothing changes before.
    fn review_queue(&mut self, id: QueueId) {
        // Who asks more people first need not ask for less.
        let reserve = self.review_reserve(id);
        self.review_relaxation(id);
        self.review_estimates(id);
        let wanted = [reserve, self.review_leaving(id)];
        let next = wanted.into_iter().flatten().min();
        self.set_review(id, next);
    }

    /// Sets the deadline of the queue's next review anew.
    pub(in crate::engine) fn set_review(&mut self, id: QueueId, next: Option<Millis>) {
        let Some(queue) = &mut self.queues[id.index()] else {
            return;
        };
        let former = std::mem::replace(&mut queue.review_at, next);
        if former == next {
            return;
        }
        if let Some(at) = former {
            self.timers.stop(at, Timer::QueueReview(id));
        }
        if let Some(at) = next {
            self.timers.set(at, Timer::QueueReview(id));
        }
    }
}
