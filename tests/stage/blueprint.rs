//! A floor plan in a few words, and its changes from reload to reload.
//!
//! A name keeps its id for as long as the blueprint lives, as the configuration promises it.

use std::collections::BTreeMap;
use std::sync::Arc;

use acd::engine::skill::Level;
use acd::engine::{
    AgentId, AgentPlan, AnnounceRules, BackOff, DispositionId, DispositionPlan, DispositionUse,
    FloorPlan, QueueId, QueuePlan, RankWindow, ReasonList, ReasonPlan, RelaxStep, ReserveSign,
    Roll, SkillNames, SkillSet, StaffLevel, StepCondition, Strategy, TagKey, TagValue, Template,
    Threshold, WhenMissing,
};

/// A plan that can still be changed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Blueprint {
    skills: SkillNames,
    disposition_names: Vec<Arc<str>>,
    queue_names: Vec<Arc<str>>,
    agent_names: Vec<Arc<str>>,
    queues: BTreeMap<QueueId, QueuePlan>,
    agents: BTreeMap<AgentId, AgentPlan>,
    reasons: BTreeMap<String, ReasonPlan>,
    // What was in force last: its names keep their ids.
    former: FloorPlan,
}

/// One queue of a blueprint, while it is written.
#[derive(Debug)]
pub(crate) struct QueueDraft<'a>(pub(crate) &'a mut QueuePlan);

/// One agent of a blueprint, while it is written.
#[derive(Debug)]
pub(crate) struct AgentDraft<'a>(pub(crate) &'a mut AgentPlan);

impl Blueprint {
    /// The plan as the engine takes it, following the one before.
    pub(crate) fn plan(&mut self) -> Arc<FloorPlan> {
        let former = &self.former;
        let plan = FloorPlan {
            skills: self.skills.clone(),
            queues: Roll::following(&former.queues, self.queues.values().cloned()),
            agents: Roll::following(&former.agents, self.agents.values().cloned()),
            dispositions: Roll::following(&former.dispositions, self.dispositions()),
            reasons: ReasonList::new(self.reasons.values().cloned()),
            ..FloorPlan::default()
        };
        self.former = plan.clone();
        Arc::new(plan)
    }

    /// Declares exactly these skills, separated by spaces.
    pub(crate) fn skills(&mut self, names: &str) {
        let declared = self.skills.redeclared(names.split_whitespace());
        self.skills = declared.expect("tests name skills properly");
        for agent in self.agents.values_mut() {
            let kept = agent.skills.iter().filter(|(id, _)| {
                let name = self.skills.name(*id).expect("ids are never forgotten");
                self.skills.id(name).is_some()
            });
            agent.skills = kept.collect();
        }
    }

    /// The id of a disposition, which is in the plan from now on.
    pub(crate) fn disposition(&mut self, name: &str) -> DispositionId {
        DispositionId(place(&mut self.disposition_names, name))
    }

    fn dispositions(&self) -> impl Iterator<Item = DispositionPlan> {
        let named = (0..).map(DispositionId).zip(&self.disposition_names);
        named.map(|(id, name)| DispositionPlan {
            id,
            name: Arc::clone(name),
            label: None,
        })
    }

    /// The queue of that name: a new one takes whatever comes, rings 15 s, never times out and
    /// knows no after-call time.
    pub(crate) fn queue(&mut self, name: &str) -> QueueDraft<'_> {
        let id = QueueId(place(&mut self.queue_names, name));
        QueueDraft(self.queues.entry(id).or_insert_with(|| {
            let mut plan = QueuePlan::new(id, name);
            plan.line.capacity = 100;
            plan
        }))
    }

    /// The agent of that name, with exactly these skills (`french:80 billing`) and queues
    /// (`support sales:2`); a new one is signed in from the start.
    pub(crate) fn agent(&mut self, name: &str, skills: &str, queues: &str) -> AgentDraft<'_> {
        let id = AgentId(place(&mut self.agent_names, name));
        let skills = self.skill_set(skills);
        let queues = queues.split_whitespace().map(|word| {
            let (queue, rank) = word.split_once(':').unwrap_or((word, "1"));
            let rank = rank.parse().expect("a rank is a number");
            (self.queue_id(queue), rank)
        });
        let queues = queues.collect();
        let agent = self.agents.entry(id).or_insert_with(|| AgentPlan {
            interface: Some(format!("PJSIP/{name}").into()),
            is_signed_in_at_start: true,
            place: id.0,
            ..AgentPlan::new(id, name)
        });
        agent.skills = skills;
        agent.queues = queues;
        AgentDraft(agent)
    }

    /// Takes a queue away; its agents no longer serve it.
    pub(crate) fn remove_queue(&mut self, name: &str) {
        let id = self.queue_id(name);
        self.queues.remove(&id);
        for agent in self.agents.values_mut() {
            agent.queues.remove(&id);
        }
    }

    /// The not-ready reason of that name: a new one has no limit and is for everybody.
    pub(crate) fn reason(&mut self, name: &str) -> &mut ReasonPlan {
        let reasons = self.reasons.entry(name.to_owned());
        reasons.or_insert_with(|| ReasonPlan::new(name))
    }

    /// Takes a not-ready reason away.
    pub(crate) fn remove_reason(&mut self, name: &str) {
        self.reasons.remove(name);
    }

    /// Takes an agent away.
    pub(crate) fn remove_agent(&mut self, name: &str) {
        self.agents.remove(&self.agent_id(name));
    }

    /// The id of a queue that is or was in the plan.
    pub(crate) fn queue_id(&self, name: &str) -> QueueId {
        QueueId(position(&self.queue_names, name).expect("the queue was named before"))
    }

    /// The id of an agent who is or was in the plan.
    pub(crate) fn agent_id(&self, name: &str) -> AgentId {
        AgentId(position(&self.agent_names, name).expect("the agent was named before"))
    }

    /// The name of an agent who is or was in the plan.
    pub(crate) fn agent_name(&self, id: AgentId) -> &str {
        &self.agent_names[id.index()]
    }

    /// Every skill and its id.
    pub(crate) fn skill_names(&self) -> &SkillNames {
        &self.skills
    }

    fn skill_set(&self, words: &str) -> SkillSet {
        let skill = |word: &str| {
            let (name, level) = word.split_once(':').unwrap_or((word, "1"));
            let level = level.parse().ok().and_then(Level::new);
            let id = self.skills.id(name).expect("the skill is declared");
            (id, level.expect("a level is a number up to 100"))
        };
        words.split_whitespace().map(skill).collect()
    }
}

impl QueueDraft<'_> {
    /// What a call of this queue needs.
    pub(crate) fn requires(self, requirement: &str) -> Self {
        self.0.need.requirement = template(requirement);
        self
    }

    /// One more relaxation step.
    pub(crate) fn relax(self, after_ms: u64, requirement: &str) -> Self {
        self.relax_step(after_ms, None, requirement)
    }

    /// One more relaxation step, which begins once no agent has come this far.
    pub(crate) fn relax_when(self, after_ms: u64, lacking: StaffLevel, requirement: &str) -> Self {
        self.relax_step(after_ms, Some(StepCondition::Lacking(lacking)), requirement)
    }

    /// One more relaxation step, which begins once the call would wait longer than this.
    pub(crate) fn relax_over(self, after_ms: u64, over_ms: u64, requirement: &str) -> Self {
        self.relax_step(
            after_ms,
            Some(StepCondition::WaitOver(over_ms)),
            requirement,
        )
    }

    fn relax_step(self, after_ms: u64, when: Option<StepCondition>, requirement: &str) -> Self {
        let step = RelaxStep {
            after_ms,
            when,
            requirement: template(requirement),
        };
        let steps = self.0.need.relax.iter().cloned().chain([step]);
        self.0.need.relax = steps.collect();
        self
    }

    /// How long calls are expected to keep an agent.
    pub(crate) fn handling_time(self, handling_ms: u64) -> Self {
        self.0.waiting.handling_ms = handling_ms;
        self
    }

    /// What callers are told, as `change` changes it.
    pub(crate) fn tells(self, change: impl FnOnce(&mut AnnounceRules)) -> Self {
        change(&mut self.0.announce);
        self
    }

    /// How agents are ranked.
    pub(crate) fn strategy(self, strategy: Strategy) -> Self {
        self.0.choice.strategy = strategy;
        self
    }

    /// One more rank window.
    pub(crate) fn ranks(self, after_ms: u64, rank_max: u8) -> Self {
        let window = RankWindow { after_ms, rank_max };
        let windows = self.0.choice.rank_windows.iter().copied().chain([window]);
        self.0.choice.rank_windows = windows.collect();
        self
    }

    /// No rank windows.
    pub(crate) fn all_ranks(self) -> Self {
        self.0.choice.rank_windows = [].into();
        self
    }

    /// Agents of this rank and later are in reserve.
    pub(crate) fn reserve(self, rank_min: u8, stay_ms: u64) -> Self {
        self.0.reserve.rank_min = Some(rank_min);
        self.0.reserve.stay_ms = stay_ms;
        self
    }

    /// The reserve joins and leaves at these values of the sign.
    pub(crate) fn reserve_at(self, sign: ReserveSign, join: u64, leave: u64) -> Self {
        self.0.reserve.thresholds[sign as usize] = Some(Threshold { join, leave });
        self
    }

    /// How long a call may wait.
    pub(crate) fn timeout(self, timeout_ms: u64) -> Self {
        self.0.line.timeout_ms = Some(timeout_ms);
        self
    }

    /// Calls are let in only if somebody has come this far.
    pub(crate) fn joins_if(self, level: StaffLevel) -> Self {
        self.0.entry.join_if = Some(level);
        self
    }

    /// Calls leave when nobody has come this far for so long.
    pub(crate) fn leaves_if_not(self, level: StaffLevel, leave_after_ms: u64) -> Self {
        self.0.entry.leave_if_not = Some(level);
        self.0.entry.leave_after_ms = leave_after_ms;
        self
    }

    /// How many calls may wait.
    pub(crate) fn capacity(self, calls: u32) -> Self {
        self.0.line.capacity = calls;
        self
    }

    /// How long a phone rings.
    pub(crate) fn rings_for(self, ring_timeout_ms: u64) -> Self {
        self.0.offer.ring_timeout_ms = ring_timeout_ms;
        self
    }

    /// How many phones ring at once for one call.
    pub(crate) fn rings_at_once(self, agents: u8) -> Self {
        self.0.offer.ring_at_once = agents;
        self
    }

    /// After-call time.
    pub(crate) fn wrap_up(self, wrap_up_ms: u64) -> Self {
        self.0.wrap_up.time_ms = wrap_up_ms;
        self
    }

    /// Whether agents say what became of a call, and what counts if they do not.
    pub(crate) fn disposes(self, how: DispositionUse, default: Option<DispositionId>) -> Self {
        self.0.wrap_up.disposition = how;
        self.0.wrap_up.disposition_default = default;
        self
    }

    /// A tag that must be there before after-call time ends, its default, and what happens then.
    pub(crate) fn asks_for_tag(self, key: &str, default: Option<&str>, then: WhenMissing) -> Self {
        let key = TagKey::new(key).expect("tests name tags properly");
        let value = |text| TagValue::new(&key, text).expect("tests write values properly");
        let default = default.map(|text| (key.clone(), value(text)));
        self.0.tag.defaults = default.into_iter().collect();
        self.0.tag.mandatory = [key].into();
        self.0.tag.when_missing = then;
        self
    }

    /// Missed offers in a row that make an agent not ready.
    pub(crate) fn rona_after(self, missed: u32) -> Self {
        self.0.offer.rona_limit = Some(missed);
        self
    }

    /// After how long an agent who missed too many offers is ready again.
    pub(crate) fn rona_return(self, return_ms: u64) -> Self {
        self.0.offer.rona_return_ms = Some(return_ms);
        self
    }

    /// Missed offers that sign an agent out.
    pub(crate) fn auto_logout(self, missed: u32) -> Self {
        self.0.offer.auto_logout = missed;
        self
    }

    /// How long agents rest after failed offers.
    pub(crate) fn back_off(self, back_off: BackOff) -> Self {
        self.0.offer.back_off = back_off;
        self
    }
}

impl AgentDraft<'_> {
    /// The agent takes one call at a time.
    pub(crate) fn on_demand(self) -> Self {
        self.0.is_on_demand = true;
        self
    }

    /// Missed offers that sign this agent out.
    pub(crate) fn auto_logout(self, missed: u32) -> Self {
        self.0.auto_logout = Some(missed);
        self
    }

    /// The agent must sign in first.
    pub(crate) fn signs_in_later(self) -> Self {
        self.0.is_signed_in_at_start = false;
        self
    }

    /// The agent brings the phone along at sign-in.
    pub(crate) fn without_interface(self) -> Self {
        self.0.interface = None;
        self.signs_in_later()
    }

    /// The agent's own after-call time.
    pub(crate) fn wrap_up(self, wrap_up_ms: u64) -> Self {
        self.0.wrap_up_ms = Some(wrap_up_ms);
        self
    }

    /// The agent's number in the explicit order.
    pub(crate) fn order(self, number: u32) -> Self {
        self.0.order = Some(number);
        self
    }

    /// How long this agent's phone rings.
    pub(crate) fn rings_for(self, ring_timeout_ms: u64) -> Self {
        self.0.ring_timeout_ms = Some(ring_timeout_ms);
        self
    }
}

/// A requirement that a test wrote properly.
pub(crate) fn template(requirement: &str) -> Template {
    Template::parse(requirement).expect("tests write requirements properly")
}

fn position(names: &[Arc<str>], name: &str) -> Option<u32> {
    let at = names.iter().position(|known| &**known == name)?;
    Some(u32::try_from(at).expect("tests are small"))
}

fn place(names: &mut Vec<Arc<str>>, name: &str) -> u32 {
    position(names, name).unwrap_or_else(|| {
        names.push(name.into());
        u32::try_from(names.len() - 1).expect("tests are small")
    })
}
