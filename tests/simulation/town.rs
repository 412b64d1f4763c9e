//! The contact centre of the simulation as plain tables, and its changes from reload to reload.

use acd::engine::{
    Ageing, AttributeTest, CallOrder, OrderRules, PriorityRule, ServiceLevel, StaffLevel, Strategy,
    TellPosition, TellWait,
};

use crate::need::{FLEETING, LANGUAGE, Levels, Need, SKILLS, Wish};
use crate::stage::blueprint::Blueprint;
use crate::stage::chance::Chance;

pub(crate) const QUEUES: usize = 4;
pub(crate) const AGENTS: usize = 24;
/// The queue that is taken away and brought back.
const FLEETING_QUEUE: usize = 3;

const JOIN_IF: [Option<StaffLevel>; 8] = [
    None,
    None,
    None,
    None,
    Some(StaffLevel::Qualified),
    Some(StaffLevel::Staffed),
    Some(StaffLevel::Working),
    Some(StaffLevel::Free),
];
const LEAVE_IF_NOT: [Option<StaffLevel>; 5] = [
    None,
    None,
    Some(StaffLevel::Qualified),
    Some(StaffLevel::Staffed),
    Some(StaffLevel::Working),
];

/// A queue as the operator wrote it.
#[derive(Clone, Debug)]
pub(crate) struct QueueRules {
    pub(crate) is_open: bool,
    pub(crate) wish: Wish,
    pub(crate) relax: Vec<(u64, Wish)>,
    pub(crate) strategy: Strategy,
    /// Rank windows, the first from 0 on.
    pub(crate) windows: Vec<(u64, u8)>,
    pub(crate) timeout_ms: Option<u64>,
    pub(crate) capacity: u32,
    pub(crate) ring_at_once: u8,
    pub(crate) ring_ms: u64,
    pub(crate) wrap_up_ms: u64,
    pub(crate) rona_limit: u32,
    pub(crate) order: OrderRules,
    pub(crate) join_if: Option<StaffLevel>,
    pub(crate) leave_if_not: Option<StaffLevel>,
    pub(crate) leave_after_ms: u64,
}

/// An agent as the operator wrote it.
#[derive(Clone, Debug)]
pub(crate) struct AgentRules {
    pub(crate) is_employed: bool,
    pub(crate) levels: Levels,
    /// Rank by queue; 0: not served.
    pub(crate) ranks: [u8; QUEUES],
    pub(crate) wrap_up_ms: Option<u64>,
    pub(crate) order: Option<u32>,
}

/// Everything that is configured.
#[derive(Clone, Debug)]
pub(crate) struct Town {
    pub(crate) has_fleeting_skill: bool,
    pub(crate) queues: Vec<QueueRules>,
    pub(crate) agents: Vec<AgentRules>,
}

pub(crate) fn queue_name(place: usize) -> String {
    format!("queue{place}")
}

pub(crate) fn agent_name(place: usize) -> String {
    format!("agent{place}")
}

impl Town {
    pub(crate) fn random(chance: &mut Chance) -> Self {
        Self {
            has_fleeting_skill: true,
            queues: (0..QUEUES).map(|_| QueueRules::random(chance)).collect(),
            agents: (0..AGENTS).map(|_| AgentRules::random(chance)).collect(),
        }
    }

    /// What an operator changes in the middle of the day.
    pub(crate) fn change(&mut self, chance: &mut Chance) {
        for _ in 0..chance.between(1, 3) {
            let queue = chance.below(QUEUES as u64) as usize;
            let agent = chance.below(AGENTS as u64) as usize;
            match chance.below(8) {
                0 => {
                    let is_open = self.queues[queue].is_open;
                    self.queues[queue] = QueueRules::random(chance);
                    self.queues[queue].is_open = is_open;
                }
                1 => self.queues[FLEETING_QUEUE].is_open ^= true,
                2 => self.agents[agent].is_employed ^= true,
                3 => self.has_fleeting_skill ^= true,
                4 => {}
                _ => {
                    let is_employed = self.agents[agent].is_employed;
                    self.agents[agent] = AgentRules::random(chance);
                    self.agents[agent].is_employed = is_employed;
                }
            }
        }
    }

    /// The last plan of the day: everybody is there and in the end anybody will do.
    pub(crate) fn close(&mut self) {
        for queue in &mut self.queues {
            queue.is_open = true;
            queue.join_if = None;
            queue.leave_if_not = None;
            queue.relax.push((600_000, Wish::any()));
            queue.windows.clear();
        }
        for agent in &mut self.agents {
            agent.is_employed = true;
            for rank in &mut agent.ranks {
                *rank = (*rank).max(1);
            }
        }
    }

    pub(crate) fn rank(&self, agent: usize, queue: usize) -> u8 {
        let is_served = self.agents[agent].is_employed && self.queues[queue].is_open;
        if is_served {
            self.agents[agent].ranks[queue]
        } else {
            0
        }
    }

    /// The agent's levels in skills that are declared.
    pub(crate) fn levels(&self, agent: usize) -> Levels {
        let mut levels = self.agents[agent].levels;
        if !self.has_fleeting_skill {
            levels[FLEETING] = 0;
        }
        levels
    }

    /// Writes it all down.
    pub(crate) fn write(&self, plan: &mut Blueprint) {
        let declared = if self.has_fleeting_skill {
            SKILLS.len()
        } else {
            FLEETING
        };
        plan.skills(&SKILLS[..declared].join(" "));
        for (place, rules) in self.queues.iter().enumerate() {
            if rules.is_open {
                write_queue(plan, place, rules);
            } else {
                plan.remove_queue(&queue_name(place));
            }
        }
        for (place, rules) in self.agents.iter().enumerate() {
            if !rules.is_employed {
                plan.remove_agent(&agent_name(place));
                continue;
            }
            let levels = self.levels(place);
            let skills = SKILLS.iter().zip(levels).filter(|(_, level)| *level > 0);
            let skills: Vec<_> = skills
                .map(|(name, level)| format!("{name}:{level}"))
                .collect();
            let served = (0..QUEUES).filter(|&queue| self.rank(place, queue) > 0);
            let served =
                served.map(|queue| format!("{}:{}", queue_name(queue), rules.ranks[queue]));
            let served: Vec<_> = served.collect();
            let agent = plan.agent(&agent_name(place), &skills.join(" "), &served.join(" "));
            agent.0.wrap_up_ms = rules.wrap_up_ms;
            agent.0.order = rules.order;
        }
    }
}

fn write_queue(plan: &mut Blueprint, place: usize, rules: &QueueRules) {
    let mut queue = plan.queue(&queue_name(place)).requires(&rules.wish.text());
    queue.0.need.relax = [].into();
    queue.0.line.timeout_ms = rules.timeout_ms;
    queue.0.order = rules.order.clone();
    queue.0.entry.join_if = rules.join_if;
    queue.0.entry.leave_if_not = rules.leave_if_not;
    queue.0.entry.leave_after_ms = rules.leave_after_ms;
    for (after_ms, wish) in &rules.relax {
        queue = queue.relax(*after_ms, &wish.text());
    }
    queue = queue.strategy(rules.strategy).all_ranks();
    for (after_ms, rank_max) in &rules.windows {
        queue = queue.ranks(*after_ms, *rank_max);
    }
    queue
        .capacity(rules.capacity)
        .rings_at_once(rules.ring_at_once)
        .rings_for(rules.ring_ms)
        .wrap_up(rules.wrap_up_ms)
        .rona_after(rules.rona_limit)
        .tells(|rules| {
            rules.position = TellPosition::Yes;
            rules.wait = TellWait::Yes;
        });
}

impl QueueRules {
    fn random(chance: &mut Chance) -> Self {
        // The configuration never names a skill that is not declared, so none that is fleeting.
        let mut after_ms = 0;
        let mut relax = Vec::new();
        for _ in 0..chance.below(4) {
            after_ms += 500 * chance.between(4, 60);
            relax.push((after_ms, Wish::random(chance, FLEETING)));
        }
        if chance.happens(70) {
            relax.push((
                after_ms + 20_000,
                Wish {
                    need: Need::Any,
                    prefer: vec![(4, 3)],
                },
            ));
        }
        Self {
            is_open: true,
            wish: Wish::random(chance, FLEETING),
            relax,
            strategy: *chance.one_of(&Strategy::ALL),
            windows: match chance.below(3) {
                0 => vec![(0, 1), (500 * chance.between(2, 40), 2)],
                1 => vec![(0, 1), (10_000, 2), (30_000, u8::MAX)],
                _ => Vec::new(),
            },
            timeout_ms: chance.happens(60).then(|| 500 * chance.between(20, 400)),
            capacity: chance.between(3, 40) as u32,
            ring_at_once: *chance.one_of(&[1, 1, 2, 3, 32]),
            ring_ms: 500 * chance.between(6, 40),
            wrap_up_ms: *chance.one_of(&[0, 0, 2_000, 10_000]),
            rona_limit: chance.below(4) as u32,
            order: order_rules(chance),
            join_if: *chance.one_of(&JOIN_IF),
            leave_if_not: *chance.one_of(&LEAVE_IF_NOT),
            leave_after_ms: 500 * chance.between(1, 40),
        }
    }
}

/// Half of the queues leave it at priority and arrival.
fn order_rules(chance: &mut Chance) -> OrderRules {
    if chance.happens(50) {
        return OrderRules::default();
    }
    let paces = [
        None,
        Some((1, 30_000)),
        Some((1, 30_000)),
        Some((2, 45_500)),
    ];
    let ageing = *chance.one_of(&paces);
    let priority_if = PriorityRule {
        attribute: LANGUAGE.into(),
        test: AttributeTest::Is(SKILLS[0].into()),
        raise: 2,
    };
    OrderRules {
        weight: chance.below(4) as i32,
        ageing: ageing.map(|(points, per_ms)| Ageing { points, per_ms }),
        order: *chance.one_of(&[CallOrder::Arrival, CallOrder::Deadline]),
        service_level: ServiceLevel(500 * chance.between(10, 120)),
        priority_if: if chance.happens(50) {
            [priority_if].into()
        } else {
            [].into()
        },
    }
}

impl AgentRules {
    fn random(chance: &mut Chance) -> Self {
        let mut level = |_| {
            if chance.happens(45) {
                chance.between(1, 100) as u8
            } else {
                0
            }
        };
        let levels = std::array::from_fn(&mut level);
        Self {
            is_employed: true,
            levels,
            ranks: std::array::from_fn(|_| *chance.one_of(&[0, 1, 1, 2])),
            wrap_up_ms: chance.happens(20).then(|| 500 * chance.below(10)),
            order: chance.happens(50).then(|| chance.between(1, 9) as u32),
        }
    }
}
