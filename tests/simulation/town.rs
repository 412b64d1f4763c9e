//! The contact centre of the simulation as plain tables, and its changes from reload to reload.

use acd::engine::{
    Ageing, AnnounceRules, AtClose, AttributeTest, BackOff, CallOrder, CallerRules, DispositionId,
    DispositionUse, OrderRules, OverflowEstimate, OverflowLength, OverflowStep, PriorityRule,
    Prompt, RelaxStep, ReserveRules, ReserveSign, Selectable, ServiceLevel, StaffLevel,
    StepCondition, Strategy, TagUse, TalkUntil, TellPosition, TellWait, Threshold, WhenMissing,
};

use crate::after_call::{Asked, DISPOSITIONS, EXTENSION_MS_MAX};
use crate::duty::REASONS;
use crate::need::{FLEETING, LANGUAGE, Levels, Need, SKILLS, Wish};
use crate::stage::blueprint::{Blueprint, template};
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
    /// Steps: after which wait, on which condition, to what.
    pub(crate) relax: Vec<(u64, Option<StepCondition>, Wish)>,
    /// Where calls go after how long a wait, and that find how many in line.
    pub(crate) overflow_by_wait: Vec<(u64, usize)>,
    pub(crate) overflow_by_length: Vec<(u32, usize)>,
    /// Where calls go that would wait longer than so many milliseconds.
    pub(crate) overflow_by_estimate: Vec<(u64, usize)>,
    pub(crate) caller: CallerRules,
    pub(crate) reserve: ReserveRules,
    pub(crate) announce: AnnounceRules,
    pub(crate) strategy: Strategy,
    /// Rank windows, the first from 0 on.
    pub(crate) windows: Vec<(u64, u8)>,
    pub(crate) timeout_ms: Option<u64>,
    pub(crate) capacity: u32,
    pub(crate) ring_at_once: u8,
    pub(crate) ring_ms: u64,
    pub(crate) wrap_up_ms: u64,
    /// What agents must say of calls.
    pub(crate) asked: Asked,
    pub(crate) rona_limit: u32,
    pub(crate) rona_return_ms: Option<u64>,
    pub(crate) auto_logout: u32,
    pub(crate) back_off: BackOff,
    pub(crate) order: OrderRules,
    pub(crate) join_if: Option<StaffLevel>,
    pub(crate) leave_if_not: Option<StaffLevel>,
    pub(crate) leave_after_ms: u64,
    pub(crate) at_close: AtClose,
}

/// An agent as the operator wrote it.
#[derive(Clone, Debug)]
pub(crate) struct AgentRules {
    pub(crate) is_employed: bool,
    pub(crate) levels: Levels,
    /// Rank by queue; 0: not served.
    pub(crate) ranks: [u8; QUEUES],
    /// Levels and ranks that somebody gave while the floor was open.
    pub(crate) live_levels: [Option<u8>; SKILLS.len()],
    pub(crate) live_ranks: [Option<u8>; QUEUES],
    pub(crate) wrap_up_ms: Option<u64>,
    pub(crate) order: Option<u32>,
    pub(crate) is_on_demand: bool,
    pub(crate) ring_ms: Option<u64>,
    pub(crate) auto_logout: Option<u32>,
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

/// The phone of the agent at this place, or behind the last agent one that is nobody's.
pub(crate) fn phone_name(place: usize) -> String {
    format!("PJSIP/desk{place}")
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
            queue.relax.push((600_000, None, Wish::any()));
            queue.windows.clear();
            queue.reserve.rank_min = None;
            queue.overflow_by_wait.clear();
            queue.overflow_by_length.clear();
            queue.overflow_by_estimate.clear();
            queue.at_close = AtClose::Keep;
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
            let rules = &self.agents[agent];
            rules.live_ranks[queue].unwrap_or(rules.ranks[queue])
        } else {
            0
        }
    }

    /// The agent's levels in skills that are declared.
    pub(crate) fn levels(&self, agent: usize) -> Levels {
        let rules = &self.agents[agent];
        let levels = rules.live_levels.iter().zip(rules.levels);
        let levels: Vec<u8> = levels.map(|(live, level)| live.unwrap_or(level)).collect();
        self.declared(levels.try_into().expect("as many as there are skills"))
    }

    fn declared(&self, mut levels: Levels) -> Levels {
        if !self.has_fleeting_skill {
            levels[FLEETING] = 0;
        }
        levels
    }

    /// What was changed of agents in the former town lasts where nothing else is written now.
    pub(crate) fn keep_changes(&mut self, former: &Self) {
        for (agent, former) in self.agents.iter_mut().zip(&former.agents) {
            let is_lasting = agent.is_employed && former.is_employed;
            for skill in 0..SKILLS.len() {
                let is_declared = skill != FLEETING || self.has_fleeting_skill;
                let is_same = agent.levels[skill] == former.levels[skill];
                let lasting = former.live_levels[skill];
                agent.live_levels[skill] = lasting.filter(|_| is_lasting && is_declared && is_same);
            }
            for queue in 0..QUEUES {
                let is_same = agent.ranks[queue] == former.ranks[queue];
                let is_open = self.queues[queue].is_open;
                let lasting = former.live_ranks[queue];
                agent.live_ranks[queue] = lasting.filter(|_| is_lasting && is_open && is_same);
            }
        }
    }

    /// Writes it all down.
    pub(crate) fn write(&self, plan: &mut Blueprint) {
        let declared = if self.has_fleeting_skill {
            SKILLS.len()
        } else {
            FLEETING
        };
        plan.skills(&SKILLS[..declared].join(" "));
        for (name, limit_ms, then) in REASONS {
            let reason = plan.reason(name);
            (reason.limit_ms, reason.at_limit) = (limit_ms, then);
        }
        plan.reason("coaching").selectable = Selectable::Supervisor;
        for (place, name) in DISPOSITIONS.iter().enumerate() {
            assert_eq!(plan.disposition(name), DispositionId(place as u32));
        }
        // Queues name one another.
        for place in (0..QUEUES).filter(|place| self.queues[*place].is_open) {
            plan.queue(&queue_name(place));
        }
        for (place, rules) in self.queues.iter().enumerate() {
            if rules.is_open {
                self.write_queue(plan, place, rules);
            } else {
                plan.remove_queue(&queue_name(place));
            }
        }
        for (place, rules) in self.agents.iter().enumerate() {
            if !rules.is_employed {
                plan.remove_agent(&agent_name(place));
                continue;
            }
            let levels = self.declared(rules.levels);
            let skills = SKILLS.iter().zip(levels).filter(|(_, level)| *level > 0);
            let skills: Vec<_> = skills
                .map(|(name, level)| format!("{name}:{level}"))
                .collect();
            let is_served = |queue: usize| rules.ranks[queue] > 0 && self.queues[queue].is_open;
            let served = (0..QUEUES).filter(|queue| is_served(*queue));
            let served =
                served.map(|queue| format!("{}:{}", queue_name(queue), rules.ranks[queue]));
            let served: Vec<_> = served.collect();
            let agent = plan.agent(&agent_name(place), &skills.join(" "), &served.join(" "));
            agent.0.wrap_up_ms = rules.wrap_up_ms;
            agent.0.order = rules.order;
            agent.0.is_on_demand = rules.is_on_demand;
            agent.0.ring_timeout_ms = rules.ring_ms;
            agent.0.auto_logout = rules.auto_logout;
            agent.0.interface = Some(phone_name(place).into());
        }
    }
}

impl Town {
    /// The overflow steps of a queue by wait, as far as they lead to a queue that there is.
    pub(crate) fn ways_by_wait(&self, queue: usize) -> impl Iterator<Item = (u64, usize)> + '_ {
        let ways = self.queues[queue].overflow_by_wait.iter().copied();
        ways.filter(|(_, to)| self.queues[*to].is_open)
    }

    /// The same by length.
    pub(crate) fn ways_by_length(&self, queue: usize) -> impl Iterator<Item = (u32, usize)> + '_ {
        let ways = self.queues[queue].overflow_by_length.iter().copied();
        ways.filter(|(_, to)| self.queues[*to].is_open)
    }

    /// The same by estimate.
    pub(crate) fn ways_by_estimate(&self, queue: usize) -> impl Iterator<Item = (u64, usize)> + '_ {
        let ways = self.queues[queue].overflow_by_estimate.iter().copied();
        ways.filter(|(_, to)| self.queues[*to].is_open)
    }

    fn write_queue(&self, plan: &mut Blueprint, place: usize, rules: &QueueRules) {
        let by_wait = self.ways_by_wait(place).map(|(after_ms, to)| OverflowStep {
            after_ms,
            queue: plan.queue_id(&queue_name(to)),
        });
        let by_wait: Vec<_> = by_wait.collect();
        let by_length = self
            .ways_by_length(place)
            .map(|(calls, to)| OverflowLength {
                calls,
                queue: plan.queue_id(&queue_name(to)),
            });
        let by_length: Vec<_> = by_length.collect();
        let by_estimate = self
            .ways_by_estimate(place)
            .map(|(over_ms, to)| OverflowEstimate {
                over_ms,
                queue: plan.queue_id(&queue_name(to)),
            });
        let by_estimate: Vec<_> = by_estimate.collect();
        let mut queue = plan.queue(&queue_name(place)).requires(&rules.wish.text());
        let steps = rules.relax.iter().map(|(after_ms, when, wish)| RelaxStep {
            after_ms: *after_ms,
            when: *when,
            requirement: template(&wish.text()),
        });
        queue.0.need.relax = steps.collect();
        queue.0.overflow.by_wait = by_wait.into();
        queue.0.overflow.by_length = by_length.into();
        queue.0.overflow.by_estimate = by_estimate.into();
        queue.0.caller = rules.caller.clone();
        queue.0.reserve = rules.reserve.clone();
        queue.0.announce = rules.announce.clone();
        queue.0.line.timeout_ms = rules.timeout_ms;
        queue.0.order = rules.order.clone();
        queue.0.entry.join_if = rules.join_if;
        queue.0.entry.leave_if_not = rules.leave_if_not;
        queue.0.entry.leave_after_ms = rules.leave_after_ms;
        queue.0.entry.at_close = rules.at_close;
        queue.0.wrap_up.extension_ms_max = EXTENSION_MS_MAX;
        queue.0.offer.rona_return_ms = rules.rona_return_ms;
        queue.0.tag = TagUse::default();
        let default = rules.asked.default;
        let default = default.map(|place| DispositionId(place as u32));
        queue = queue.disposes(rules.asked.disposition, default);
        if let Some(then) = rules.asked.tag {
            queue = queue.asks_for_tag(LANGUAGE, Some(SKILLS[1]), then);
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
            .auto_logout(rules.auto_logout)
            .back_off(rules.back_off);
    }
}

impl QueueRules {
    fn random(chance: &mut Chance) -> Self {
        // The configuration never names a skill that is not declared, so none that is fleeting.
        let mut after_ms = 0;
        let mut relax = Vec::new();
        for _ in 0..chance.below(4) {
            after_ms += 500 * chance.between(4, 60);
            let when = chance.happens(30).then(|| condition(chance));
            // A step may wait for its lack alone.
            let after_ms = match when {
                Some(_) if chance.happens(50) => 0,
                _ => after_ms,
            };
            relax.push((after_ms, when, Wish::random(chance, FLEETING)));
        }
        if chance.happens(70) {
            relax.push((
                after_ms + 20_000,
                None,
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
            overflow_by_wait: by_wait(chance),
            overflow_by_length: by_length(chance),
            overflow_by_estimate: by_estimate(chance),
            caller: CallerRules {
                is_sticky: chance.happens(40),
                sticky_wait_ms: 500 * chance.between(2, 60),
                regain_ms: *chance.one_of(&[0, 0, 60_000]),
                ..CallerRules::default()
            },
            reserve: reserve_rules(chance),
            announce: announce_rules(chance),
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
            asked: asked(chance),
            rona_limit: chance.below(4) as u32,
            rona_return_ms: chance.happens(50).then(|| 500 * chance.between(1, 60)),
            auto_logout: *chance.one_of(&[0, 0, 2, 4]),
            back_off: back_off(chance),
            order: order_rules(chance),
            join_if: *chance.one_of(&JOIN_IF),
            leave_if_not: *chance.one_of(&LEAVE_IF_NOT),
            leave_after_ms: 500 * chance.between(1, 40),
            at_close: *chance.one_of(&[AtClose::Keep, AtClose::Release]),
        }
    }
}

fn back_off(chance: &mut Chance) -> BackOff {
    let mut rest_ms = || *chance.one_of(&[0, 500, 2_000, 12_500]);
    BackOff {
        busy_ms: rest_ms(),
        rejected_ms: rest_ms(),
        no_answer_ms: rest_ms(),
        unreachable_ms: rest_ms(),
        congestion_ms: rest_ms(),
    }
}

/// What agents must say of calls: nothing, something or the language too.
fn asked(chance: &mut Chance) -> Asked {
    let uses = [
        DispositionUse::None,
        DispositionUse::Optional,
        DispositionUse::Mandatory,
    ];
    let default = chance.below(DISPOSITIONS.len() as u64) as usize;
    let then = *chance.one_of(&[WhenMissing::Default, WhenMissing::Extend]);
    Asked {
        disposition: *chance.one_of(&uses),
        default: chance.happens(50).then_some(default),
        tag: chance.happens(40).then_some(then),
    }
}

/// On what a step begins.
fn condition(chance: &mut Chance) -> StepCondition {
    if chance.happens(30) {
        StepCondition::WaitOver(500 * chance.between(10, 200))
    } else {
        StepCondition::Lacking(*chance.one_of(&StaffLevel::ALL))
    }
}

/// Where calls go that would wait too long.
fn by_estimate(chance: &mut Chance) -> Vec<(u64, usize)> {
    let count = *chance.one_of(&[0, 0, 0, 1]);
    let rule = |_| {
        (
            500 * chance.between(40, 400),
            chance.below(QUEUES as u64) as usize,
        )
    };
    (0..count).map(rule).collect()
}

/// Where calls go that have waited, in the order of time; now and then back to where they are.
fn by_wait(chance: &mut Chance) -> Vec<(u64, usize)> {
    let mut after_ms = 0;
    let count = *chance.one_of(&[0, 0, 1, 2]);
    let step = |_| {
        after_ms += 500 * chance.between(4, 80);
        (after_ms, chance.below(QUEUES as u64) as usize)
    };
    (0..count).map(step).collect()
}

fn by_length(chance: &mut Chance) -> Vec<(u32, usize)> {
    let count = *chance.one_of(&[0, 0, 1, 2]);
    let rule = |_| {
        (
            chance.between(2, 12) as u32,
            chance.below(QUEUES as u64) as usize,
        )
    };
    (0..count).map(rule).collect()
}

/// Every third queue holds its agents of rank 2 in reserve.
fn reserve_rules(chance: &mut Chance) -> ReserveRules {
    let mut rules = ReserveRules {
        rank_min: chance.happens(33).then_some(2),
        stay_ms: 500 * chance.below(60),
        ..ReserveRules::default()
    };
    let leave = chance.between(1, 4);
    let thresholds = [
        (ReserveSign::Line, leave, chance.below(3)),
        (ReserveSign::Wait, 500 * leave, 500 * chance.between(1, 60)),
        (ReserveSign::Estimate, 5_000 * leave, 20_000),
        (ReserveSign::ServiceLevel, 95, 15),
    ];
    for (sign, leave, more) in thresholds {
        let join = match sign {
            ReserveSign::ServiceLevel => leave - more,
            _ => leave + more,
        };
        rules.thresholds[sign as usize] = chance.happens(40).then_some(Threshold { join, leave });
    }
    if rules.thresholds.iter().all(Option::is_none) {
        rules.rank_min = None;
    }
    rules
}

fn announce_rules(chance: &mut Chance) -> AnnounceRules {
    let positions = [
        TellPosition::No,
        TellPosition::Yes,
        TellPosition::Limit(3),
        TellPosition::More(2),
    ];
    let prompt = |after_ms, every_ms| Prompt {
        after_ms,
        every_ms,
        files: ["patience".into()].into(),
    };
    AnnounceRules {
        position: *chance.one_of(&positions),
        wait: *chance.one_of(&[TellWait::No, TellWait::Yes, TellWait::Once]),
        first_ms: 500 * chance.below(20),
        every_ms: chance.happens(70).then(|| 500 * chance.between(4, 60)),
        until: *chance.one_of(&[TalkUntil::Offered, TalkUntil::Answered]),
        prompts: match chance.below(3) {
            0 => [prompt(7_000, None), prompt(15_000, Some(10_000))].into(),
            1 => [prompt(0, Some(20_000))].into(),
            _ => [].into(),
        },
        ..AnnounceRules::default()
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
            live_levels: [None; SKILLS.len()],
            live_ranks: [None; QUEUES],
            wrap_up_ms: chance.happens(20).then(|| 500 * chance.below(10)),
            order: chance.happens(50).then(|| chance.between(1, 9) as u32),
            is_on_demand: chance.happens(8),
            ring_ms: chance.happens(20).then(|| 500 * chance.between(4, 30)),
            auto_logout: chance.happens(20).then(|| chance.below(4) as u32),
        }
    }
}
