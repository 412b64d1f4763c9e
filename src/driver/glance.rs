//! One look at the floor, taken by the worker between two facts: the engine's views with names.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{
    AgentId, AgentPlan, AgentView as EngineAgent, CallActivity, CallId, CallView as EngineCall,
    Chance, ChangeCause, ComingStep, Explanation, Millis, NotReadyView, PendingChange, QueueId,
    QueueView as EngineQueue, RANK_ANY, Reason, Requirement, Router, StepCondition,
};

use super::desk::Desk;
use super::journaling::by_name;
use super::priority;
use super::reserve::ReserveWords;
use super::views::{
    AgentExplanationView, AgentView, AwayView, CallChanceView, CallView, ComingStepView, Doing,
    ExplanationView, QueueChanceView, QueueView, ReasonView,
};

/// What the worker shows to whoever wants to read.
pub(super) struct Glance<'a> {
    pub(super) router: &'a Router,
    pub(super) desk: &'a Desk,
    pub(super) now: Millis,
}

impl Glance<'_> {
    /// All queues by id.
    pub(super) fn queues(&self) -> Vec<QueueView> {
        let views = self.router.queue_views(self.now);
        views.into_iter().map(|view| self.queue(view)).collect()
    }

    /// A queue with names.
    pub(super) fn queue(&self, view: EngineQueue) -> QueueView {
        let reserve = view.reserve.as_ref();
        let words = reserve.map(|reserve| ReserveWords::new(reserve, self.now));
        QueueView {
            queue: view.plan.name.clone(),
            strategy: view.strategy.name(),
            is_strategy_planned: view.is_strategy_planned,
            ring_at_once: view.ring_at_once,
            is_ring_at_once_planned: view.is_ring_at_once_planned,
            door: view.door.name(),
            reserve: words.as_ref().map(|words| words.side),
            reserve_in_ms: words.as_ref().and_then(|words| words.in_ms),
            reserve_agents: reserve.map(|reserve| reserve.agents),
            reserve_when: words.map(|words| words.when),
            abandoned: view.abandoned,
            abandoned_shortly: view.abandoned_shortly,
            waiting: view.waiting,
            ringing: view.ringing,
            talking: view.talking,
            capacity: view.plan.line.capacity,
            longest_wait_ms: view.longest_wait_ms,
            agents: view.agents,
            signed_in: view.signed_in,
            free: view.free,
            estimated_wait_ms: view.estimated_wait_ms,
        }
    }

    /// All agents by id.
    pub(super) fn agents(&self) -> Vec<AgentView> {
        self.router
            .agent_views(self.now)
            .into_iter()
            .map(|view| self.agent(view))
            .collect()
    }

    /// An agent with names.
    pub(super) fn agent(&self, view: EngineAgent) -> AgentView {
        let floor = self.router.plan();
        let queues = view.plan.queues.iter().filter_map(|(queue, rank)| {
            Some((floor.queues.entry(*queue)?.name.to_string(), *rank))
        });
        AgentView {
            agent: view.plan.name.clone(),
            full_name: view.plan.full_name.clone(),
            interface: view.interface,
            device: view.device,
            doing: Doing::new(&view.condition, self.now),
            since_ms: self.now.since(view.since),
            pending: view.pending.map(|pending| match pending {
                PendingChange::SignOut => "signed out".into(),
                PendingChange::NotReady { reason } => reason,
            }),
            disposition: view.disposition,
            is_disposition_missing: view.is_disposition_missing,
            tags_missing: view.tags_missing,
            missed: view.missed,
            idle_ms: view.idle_since.map(|since| self.now.since(since)),
            away: view
                .not_ready
                .map_or_else(AwayView::default, |away| self.away(&away)),
            caused_by: view.cause.as_ref().map(|cause| self.cause(cause)),
            changed: view
                .configured
                .map_or_else(Vec::new, |configured| self.changed(&configured, &view.plan)),
            is_for_one_call: view.is_for_one_call,
            is_removed: view.is_removed,
            queues: queues.collect::<BTreeMap<_, _>>(),
            skills: by_name(&view.plan.skills, &floor.skills),
        }
    }

    fn away(&self, away: &NotReadyView) -> AwayView {
        let plan = away.plan.as_ref();
        let ends_in_ms = away.ends_at.map(|at| at.since(self.now));
        AwayView {
            label: plan.and_then(|plan| plan.label.clone()),
            is_paid: plan.map(|plan| plan.is_paid),
            limit_ms: plan.and_then(|plan| plan.limit_ms),
            is_over_limit: away.is_over_limit,
            returns_in_ms: ends_in_ms.filter(|_| away.returns),
        }
    }

    fn changed(&self, configured: &AgentPlan, plan: &AgentPlan) -> Vec<String> {
        let names = &self.router.plan().skills;
        let skills = by_name(&plan.skills, names).into_keys();
        let skills = skills.chain(by_name(&configured.skills, names).into_keys());
        let skills: BTreeSet<String> = skills.collect();
        let level = |plan: &AgentPlan, name: &str| {
            names
                .id(name)
                .map_or(0, |skill| plan.skills.level(skill).number())
        };
        let mut told = Vec::new();
        for name in skills {
            let (now, was) = (level(plan, &name), level(configured, &name));
            if now != was {
                told.push(format!("skill {name} {now} (was {was})"));
            }
        }
        let rank = |plan: &AgentPlan, queue: &QueueId| {
            let rank = plan.queues.get(queue);
            rank.map_or_else(|| "no".to_owned(), |rank| rank.to_string())
        };
        let queues: BTreeSet<&QueueId> =
            plan.queues.keys().chain(configured.queues.keys()).collect();
        for queue in queues {
            let (now, was) = (rank(plan, queue), rank(configured, queue));
            if now != was
                && let Some(queue) = self.router.plan().queues.entry(*queue)
            {
                told.push(format!("queue {} {now} (was {was})", queue.name));
            }
        }
        told
    }

    fn cause(&self, cause: &ChangeCause) -> String {
        match cause {
            ChangeCause::Forced { by } => format!("forced by {by}"),
            ChangeCause::MissedOffers { missed } => format!("missed {missed} calls"),
            ChangeCause::PhoneTaken { by } => {
                format!("phone taken by {}", self.desk.agent_name(*by))
            }
            ChangeCause::TimeOver => "time over".to_owned(),
        }
    }

    /// All calls by id.
    pub(super) fn calls(&self) -> Vec<CallView> {
        self.router
            .call_views(self.now)
            .into_iter()
            .map(|view| self.call(view))
            .collect()
    }

    /// A call with names.
    pub(super) fn call(&self, view: EngineCall) -> CallView {
        let agent_name = |agent: AgentId| self.desk.agent_name(agent);
        let (state, agents) = match &view.activity {
            CallActivity::Waiting => ("waiting", Vec::new()),
            CallActivity::Ringing { offers } => {
                let names = offers.iter().map(|rung| agent_name(rung.agent));
                ("ringing", names.collect())
            }
            CallActivity::Talking { agent } => ("talking", vec![agent_name(*agent)]),
        };
        let known = self.desk.call(view.call);
        let name = self.desk.call_name(view.call);
        CallView {
            call: view.call,
            host_call: name.host_call,
            caller: known
                .map(|call| call.card.caller.clone())
                .unwrap_or_default(),
            follows: known.and_then(|call| call.card.follows),
            queue: name.queue,
            state,
            agents,
            since_ms: self.now.since(view.since),
            wait_ms: view.wait_ms,
            priority: view.priority,
            tags: view.tags,
            effective_priority_hundredths: view.score_hundredths,
            requirement: view.requirement.as_deref().map(|needed| self.text(needed)),
            step: view.step,
            step_since_ms: self.now.since(view.step_since),
            relaxes_in_ms: view.relaxes_at.map(|at| at.since(self.now)),
            rank_max: view.rank_max.and_then(rank),
            widens_in_ms: view.widens_at.map(|at| at.since(self.now)),
            entered: self.desk.queue_name(view.home),
            overflows_in_ms: view.overflows_at.map(|at| at.since(self.now)),
            announces_in_ms: view.announces_at.map(|at| at.since(self.now)),
            closes_in_ms: view.closes_at.map(|at| at.since(self.now)),
            times_out_in_ms: view.times_out_at.map(|at| at.since(self.now)),
            place: view.place,
            estimated_wait_ms: view.estimated_wait_ms,
        }
    }

    /// Why a call waits.
    pub(super) fn explain(&self, call: CallId) -> Option<ExplanationView> {
        let explanation = self.router.explain(self.now, call)?;
        let priority_in_words = self.priority(&explanation);
        let reserve = explanation.reserve.as_ref();
        let reserve = reserve.map(|reserve| ReserveWords::new(reserve, self.now));
        let coming = |step: ComingStep| ComingStepView {
            in_ms: step.at.since(self.now),
            when_none: match step.when {
                Some(StepCondition::Lacking(level)) => Some(level.name()),
                _ => None,
            },
            when_wait_over_ms: match step.when {
                Some(StepCondition::WaitOver(over_ms)) => Some(over_ms),
                _ => None,
            },
            requirement: self.text(&step.requirement),
            rank_max: rank(step.rank_max),
            gained: step.gained,
            gained_free: step.gained_free,
        };
        let agents = explanation.agents.into_iter().map(|agent| {
            let (is_qualified, reason) = match agent.reason {
                Reason::Unfit => (false, "does not meet the requirement".to_owned()),
                Reason::RankLater { rank, joins_at } => (false, self.joins(rank, joins_at)),
                Reason::Reserve { rank } => {
                    let when = reserve.as_ref().map_or("", |reserve| &*reserve.when);
                    (false, format!("in reserve (rank {rank}), {when}"))
                }
                Reason::HeldForOther => (true, "the call waits for somebody else".to_owned()),
                Reason::Condition(condition) => (true, Doing::new(&condition, self.now).reason()),
            };
            ReasonView {
                agent: agent.plan.name.clone(),
                is_qualified,
                reason,
            }
        });
        Some(ExplanationView {
            priority_in_words,
            ring_at_once: explanation.ring_at_once,
            overflows_to: explanation
                .next_overflow
                .map(|queue| self.desk.queue_name(queue)),
            estimate_overflows_to: explanation
                .estimate_overflow
                .map(|rule| self.desk.queue_name(rule.queue)),
            estimate_overflows_over_ms: explanation.estimate_overflow.map(|rule| rule.over_ms),
            next_requirement: explanation
                .next_requirement
                .as_deref()
                .map(|next| self.text(next)),
            held_for_ms: explanation
                .held_for
                .as_ref()
                .map(|(_, until)| until.since(self.now)),
            held_for: explanation.held_for.map(|(plan, _)| plan.name.clone()),
            qualified: explanation.staff.qualified,
            staffed: explanation.staff.staffed,
            working: explanation.staff.working,
            free: explanation.staff.free,
            coming: explanation.coming.into_iter().map(coming).collect(),
            agents: agents.collect(),
            call: self.call(explanation.call),
        })
    }

    fn priority(&self, explanation: &Explanation) -> String {
        let queue = self.router.plan().queues.entry(explanation.call.queue);
        queue.map_or_else(String::new, |queue| {
            priority::in_words(explanation, &queue.order)
        })
    }

    fn joins(&self, rank: u8, joins_at: Option<Millis>) -> String {
        match joins_at {
            Some(at) => {
                let seconds = at.since(self.now).div_ceil(1_000);
                format!("of rank {rank}, joins in {seconds} s")
            }
            None => format!("of rank {rank}, joins in no rank window"),
        }
    }

    /// Why an agent gets no call now.
    pub(super) fn explain_agent(&self, agent: AgentId) -> Option<AgentExplanationView> {
        let explanation = self.router.explain_agent(self.now, agent)?;
        let queues = explanation.queues.iter().filter_map(|chance| {
            Some(QueueChanceView {
                queue: self.router.plan().queues.entry(chance.queue)?.name.clone(),
                rank: chance.rank,
                in_line: chance.in_line,
                fitting: chance.fitting,
                reserve: chance.reserve.map(|is_in| if is_in { "in" } else { "out" }),
            })
        });
        let queues: Vec<_> = queues.collect();
        let in_line: u32 = queues.iter().map(|queue| queue.in_line).sum();
        let calls = explanation.calls.iter().map(|call| CallChanceView {
            call: call.call,
            queue: self.desk.call_name(call.call).queue,
            wait_ms: call.wait_ms,
            requirement: self.text(&call.requirement),
            chance: match call.chance {
                Chance::First => "next for this agent".to_owned(),
                Chance::After(former) => format!("fits, after call {former}"),
                Chance::Rung => "rings at other agents' phones".to_owned(),
                Chance::Unfit => "the agent does not meet the requirement".to_owned(),
                Chance::RankLater => "waits for agents of an earlier rank".to_owned(),
                Chance::Reserve => {
                    "waits while the reserve, with the agent in it, is out".to_owned()
                }
                Chance::HeldForOther => "waits for another agent alone".to_owned(),
            },
        });
        let calls: Vec<_> = calls.collect();
        let named = u32::try_from(calls.len()).unwrap_or(u32::MAX);
        let agent = self.agent(explanation.agent);
        Some(AgentExplanationView {
            reason: idle_reason(&agent, &queues, explanation.nearest),
            agent,
            queues,
            calls,
            more_calls: in_line.saturating_sub(named),
        })
    }

    /// A requirement with the names of skills.
    pub(super) fn text(&self, requirement: &Requirement) -> String {
        requirement.display(&self.router.plan().skills).to_string()
    }
}

/// The last rank that takes a call; `None`: every rank does.
fn rank(rank_max: u8) -> Option<u8> {
    Some(rank_max).filter(|rank| *rank != RANK_ANY)
}

/// Why an agent gets no call now: one reason. Of what keeps calls away, what is nearest to the
/// agent counts.
fn idle_reason(agent: &AgentView, queues: &[QueueChanceView], nearest: Option<Chance>) -> String {
    if agent.doing.state != "free" {
        return agent.doing.reason();
    }
    if queues.is_empty() {
        return "free, but serves no queue".to_owned();
    }
    let reason = match nearest {
        None => "free, and no call is in line",
        Some(Chance::Unfit) => "free, but meets the requirement of no call in line",
        Some(Chance::Reserve) => "free, but in reserve, which is out",
        Some(Chance::HeldForOther) => "free, but the calls that fit wait for other agents alone",
        Some(Chance::RankLater) => "free, but of a later rank than may take a call yet",
        Some(Chance::Rung | Chance::After(_) | Chance::First) => {
            "free, and the calls that fit ring at other agents' phones"
        }
    };
    reason.to_owned()
}
