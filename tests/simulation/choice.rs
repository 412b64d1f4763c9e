//! Whom every strategy would take, computed plainly: what agents did since sign-in, how many calls
//! they answered, whose turn it was.
//!
//! Only proficiency and surplus are asked of the engine's own requirement: they have their proofs
//! elsewhere.

use std::cmp::Reverse;

use acd::engine::{Requirement, SkillSet, Strategy};

use crate::ledger::{Hand, Ledger, Standing};
use crate::town::{AGENTS, QUEUES, Town};

/// What is remembered for the strategies.
#[derive(Debug, Clone)]
pub(crate) struct Memory {
    // Set while the floor is open.
    live: [Option<Strategy>; QUEUES],
    last_rung: [Option<usize>; QUEUES],
    answered: Vec<[u32; QUEUES]>,
    work_ms: Vec<u64>,
    busy_ms: Vec<u64>,
    counted_at: u64,
}

/// An agent's place among those who could take the call: smaller is better.
pub(crate) type Place = (u8, Reverse<u32>, (u128, u128), u64, usize);

impl Default for Memory {
    fn default() -> Self {
        Self {
            live: [None; QUEUES],
            last_rung: [None; QUEUES],
            answered: vec![[0; QUEUES]; AGENTS],
            work_ms: vec![0; AGENTS],
            busy_ms: vec![0; AGENTS],
            counted_at: 0,
        }
    }
}

fn is_at_work(standing: &Standing) -> bool {
    standing.is_signed_in && !standing.is_not_ready
}

impl Ledger {
    /// How the queue chooses now.
    pub(crate) fn strategy(&self, queue: usize) -> Strategy {
        self.memory.live[queue].unwrap_or(self.town.queues[queue].strategy)
    }

    /// Time has passed in which nobody's state changed.
    pub(crate) fn count_work(&mut self, now: u64) {
        let passed = now - self.memory.counted_at;
        self.memory.counted_at = now;
        for (agent, standing) in self.agents.iter().enumerate() {
            let is_busy =
                matches!(standing.hand, Hand::Talk(_)) || standing.wrap_up_until.is_some();
            self.memory.work_ms[agent] += if is_at_work(standing) { passed } else { 0 };
            self.memory.busy_ms[agent] += if is_busy { passed } else { 0 };
        }
    }

    /// The agent signs in: the day begins at nothing.
    pub(crate) fn begins_day(&mut self, agent: usize) {
        self.memory.work_ms[agent] = 0;
        self.memory.busy_ms[agent] = 0;
        self.memory.answered[agent] = [0; QUEUES];
    }

    /// The agent comes to work, today for the first time or not.
    pub(crate) fn comes(&mut self, agent: usize) {
        for queue in 0..QUEUES {
            self.level_with_those_at_work(agent, queue);
        }
    }

    /// The agent serves the queue from now on, or no more.
    pub(crate) fn serves(&mut self, agent: usize, queue: usize) {
        if self.town.rank(agent, queue) == 0 {
            self.memory.answered[agent][queue] = 0;
        } else if is_at_work(&self.agents[agent]) {
            self.level_with_those_at_work(agent, queue);
        }
    }

    fn level_with_those_at_work(&mut self, agent: usize, queue: usize) {
        let others = (0..AGENTS).filter(|other| *other != agent);
        let others = others
            .filter(|other| self.town.rank(*other, queue) > 0 && is_at_work(&self.agents[*other]));
        self.level(agent, queue, &others.collect::<Vec<_>>());
    }

    fn level(&mut self, agent: usize, queue: usize, others: &[usize]) {
        if self.strategy(queue) != Strategy::FewestCalls || self.town.rank(agent, queue) == 0 {
            return;
        }
        let answered = &mut self.memory.answered;
        let lowest = others.iter().map(|other| answered[*other][queue]).min();
        answered[agent][queue] = answered[agent][queue].max(lowest.unwrap_or(0));
    }

    pub(crate) fn was_rung(&mut self, agent: usize, queue: usize) {
        self.memory.last_rung[queue] = Some(agent);
    }

    pub(crate) fn has_answered(&mut self, agent: usize, queue: usize) {
        let is_served = self.town.rank(agent, queue) > 0;
        self.memory.answered[agent][queue] += u32::from(is_served);
    }

    /// Somebody changed the strategy while the floor was open.
    pub(crate) fn strategy_changed(&mut self, queue: usize, strategy: Option<Strategy>) {
        let former = self.strategy(queue);
        self.memory.live[queue] = strategy;
        if self.strategy(queue) != former {
            self.begin_count(queue);
        }
    }

    fn begin_count(&mut self, queue: usize) {
        for answered in &mut self.memory.answered {
            answered[queue] = 0;
        }
    }

    /// A new plan is in force; the agents who come with it have come.
    pub(crate) fn choice_replanned(&mut self, former: &Town, was_at_work: &[bool]) {
        for queue in 0..QUEUES {
            let is_new = !former.queues[queue].is_open || !self.town.queues[queue].is_open;
            let was = self.memory.live[queue].unwrap_or(former.queues[queue].strategy);
            if is_new || former.queues[queue].strategy != self.town.queues[queue].strategy {
                self.memory.live[queue] = None;
            }
            if is_new {
                self.memory.last_rung[queue] = None;
            }
            if is_new || was != Strategy::FewestCalls || self.strategy(queue) != was {
                self.begin_count(queue);
                continue;
            }
            self.level_everyone(queue, former, was_at_work);
        }
    }

    // Those who were at work keep their counts; the others come one after the other.
    fn level_everyone(&mut self, queue: usize, former: &Town, was_at_work: &[bool]) {
        let (mut here, mut coming) = (Vec::new(), Vec::new());
        for (agent, &was_here) in was_at_work.iter().enumerate() {
            if self.town.rank(agent, queue) == 0 {
                self.memory.answered[agent][queue] = 0;
            } else if !is_at_work(&self.agents[agent]) {
            } else if was_here && former.rank(agent, queue) > 0 {
                here.push(agent);
            } else {
                coming.push(agent);
            }
        }
        for agent in coming {
            self.level(agent, queue, &here);
            here.push(agent);
        }
    }

    /// The agent's place among those who could take a call of the queue that needs this.
    pub(crate) fn place(
        &self,
        agent: usize,
        queue: usize,
        needed: &Requirement,
        skills: &SkillSet,
    ) -> Place {
        let (memory, rank) = (&self.memory, self.town.rank(agent, queue));
        let strategy = self.strategy(queue);
        let liking = match strategy {
            Strategy::MostSkilled => needed.proficiency(skills),
            _ => needed.preference(skills),
        };
        let key = match strategy {
            Strategy::LongestIdle | Strategy::MostSkilled => (0, 0),
            Strategy::LeastSkilled => {
                let (others, levels) = needed.surplus(skills);
                (others.into(), levels.into())
            }
            Strategy::LeastOccupied => {
                // Fine enough to tell apart any two shares of a day.
                let busy = u128::from(memory.busy_ms[agent]) * 10_u128.pow(24);
                (busy / u128::from(memory.work_ms[agent].max(1)), 0)
            }
            Strategy::FewestCalls => (memory.answered[agent][queue].into(), 0),
            Strategy::RoundRobin => {
                let next = memory.last_rung[queue].map_or(0, |last| last + 1);
                (((agent + AGENTS - next) % AGENTS) as u128, 0)
            }
            Strategy::Ordered => {
                let number = self.town.agents[agent].order.unwrap_or(u32::MAX);
                (number.into(), agent as u128)
            }
            // Any of the best will do.
            Strategy::Random => return (rank, Reverse(liking), (0, 0), 0, 0),
        };
        let idle_since = self.agents[agent].idle_since;
        (rank, Reverse(liking), key, idle_since, agent)
    }
}
