//! What of the agents' standing facts cannot restore, and what of it outlasts a restart of the PBX:
//! by name and by the time of day, because ids and the driver's clock are those of one run.
//!
//! A call in hand does not outlast it: who talked then comes back ready, or as noted for the end
//! of that call.

use std::sync::Arc;

use super::{AgentStanding, Pending, Standing};
use crate::engine::{
    AgentId, AgentPlan, CallId, EventKind, FloorPlan, Level, ONE_CALL_REASON, QueueId, Said,
};
use crate::store::{AgentRow, PendingRow, QueueRow, SkillRow, WrapUpRow};

/// What no fact restores; moments are microseconds since 1970.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept {
    // Since when the agent does what it does.
    since_us: u64,
    is_talking: bool,
    wrap_up: Option<WrapUp>,
    // What the agent has said of the call in hand or in after-call time.
    said: Option<Arc<str>>,
    // By how much after-call time of that call was extended.
    extended_ms: u64,
    // The agent is not ready after the next call, or after the one in hand.
    is_for_one_call: bool,
}

/// After-call time that is under way.
#[derive(Debug, Clone)]
struct WrapUp {
    call: CallId,
    queue: Arc<str>,
    until_us: u64,
}

/// What a router must know of an agent besides the facts that restore it.
#[derive(Debug, Clone)]
pub(in crate::driver) struct Returning {
    /// Who.
    pub(in crate::driver) agent: AgentId,
    /// Since when the agent does what it does.
    pub(in crate::driver) since_us: u64,
    /// After-call time: call and queue, until when.
    pub(in crate::driver) wrap_up: Option<((CallId, QueueId), u64)>,
    /// What was said of the call in hand or in after-call time.
    pub(in crate::driver) said: Said,
    kept: Kept,
}

impl Returning {
    /// The call and the queue of after-call time.
    pub(in crate::driver) fn wrapped_up(&self) -> Option<(CallId, Arc<str>)> {
        let wrap_up = self.kept.wrap_up.as_ref()?;
        Some((wrap_up.call, Arc::clone(&wrap_up.queue)))
    }

    /// The agent is not ready after the next call, or after the one in hand.
    pub(in crate::driver) const fn is_for_one_call(&self) -> bool {
        self.kept.is_for_one_call
    }
}

impl Standing {
    /// Follows the engine in what a store keeps. Tells of whom there is news.
    pub(in crate::driver) fn note_kept(
        &mut self,
        event: &EventKind,
        wall_us: u64,
        queue: Option<&Arc<str>>,
    ) -> Option<AgentId> {
        let agent = agent_of(event)?;
        self.entry(agent).kept.note(event, wall_us, queue);
        Some(agent)
    }

    /// An agent as a store keeps it; `None` if the plan does not have the agent.
    pub(in crate::driver) fn row(&self, agent: AgentId, plan: &FloorPlan) -> Option<AgentRow> {
        let planned = plan.agents.entry(agent)?;
        Some(self.agents.get(&agent)?.row(planned, plan))
    }

    /// All agents as a store keeps them.
    pub(in crate::driver) fn rows(&self, plan: &FloorPlan) -> Vec<AgentRow> {
        let rows = self.agents.keys().filter_map(|id| self.row(*id, plan));
        rows.collect()
    }

    /// Takes over what a store kept; what the plan no longer has is left out. Tells what must be
    /// said to the router after the facts that restore the agents.
    pub(in crate::driver) fn take_over(
        &mut self,
        rows: &[AgentRow],
        plan: &FloorPlan,
    ) -> Vec<Returning> {
        let mut returning = Vec::new();
        for row in rows {
            if let Some(planned) = plan.agents.find(&row.agent) {
                let standing = AgentStanding::of_row(row, planned, plan);
                // Whoever talked begins anew.
                let is_back = (!row.is_talking).then(|| standing.returning(planned.id, plan));
                returning.extend(is_back);
                self.agents.insert(planned.id, standing);
            }
        }
        returning
    }

    /// What a router must know that comes after one that failed.
    pub(in crate::driver) fn all_returning(&self, plan: &FloorPlan) -> Vec<Returning> {
        let known = self.agents.iter();
        let known = known.filter(|(agent, _)| plan.agents.entry(**agent).is_some());
        let returning = known.map(|(agent, standing)| standing.returning(*agent, plan));
        returning.collect()
    }

    /// The calls of which after-call time is under way.
    pub(in crate::driver) fn wrapped_up(&self) -> impl Iterator<Item = CallId> {
        let kept = self.agents.values().map(|standing| &standing.kept);
        kept.filter_map(|kept| Some(kept.wrap_up.as_ref()?.call))
    }

    /// What was kept of the agent holds, whatever the facts that restored it say.
    pub(in crate::driver) fn put_back(&mut self, returning: Returning) {
        self.entry(returning.agent).kept = returning.kept;
    }
}

impl Kept {
    fn note(&mut self, event: &EventKind, wall_us: u64, queue: Option<&Arc<str>>) {
        match event {
            EventKind::AgentOneCall { is_on, .. } => self.is_for_one_call = *is_on,
            EventKind::AgentSignedOut { .. }
            | EventKind::AgentReady { .. }
            | EventKind::AgentNotReady { .. }
            | EventKind::ConversationEnded { .. }
            | EventKind::WrapUpEnded { .. } => {
                self.since_us = wall_us;
                self.is_talking = false;
                self.wrap_up = None;
                let pause = Some(ONE_CALL_REASON);
                let is_pause = |reason: &Arc<str>| Some(&**reason) == pause;
                self.is_for_one_call &= match event {
                    EventKind::AgentSignedOut { .. } => false,
                    EventKind::AgentNotReady { reason, .. } => !is_pause(reason),
                    _ => true,
                };
            }
            EventKind::CallConnected { .. } => {
                self.since_us = wall_us;
                self.is_talking = true;
                self.said = None;
                self.extended_ms = 0;
            }
            EventKind::ConversationResumed { .. } => {
                self.since_us = wall_us;
                self.is_talking = true;
            }
            EventKind::WrapUpStarted {
                call, wrap_up_ms, ..
            } => self.begin_wrap_up(*call, queue.cloned(), wall_us + wrap_up_ms * 1_000),
            EventKind::WrapUpExtended { extend_ms, .. } => {
                self.extended_ms += extend_ms;
                if let Some(wrap_up) = &mut self.wrap_up {
                    wrap_up.until_us += extend_ms * 1_000;
                }
            }
            EventKind::CallDisposed { disposition, .. } => {
                self.said = Some(Arc::clone(&disposition.name));
            }
            _ => {}
        }
    }

    fn begin_wrap_up(&mut self, call: CallId, queue: Option<Arc<str>>, until_us: u64) {
        self.is_talking = false;
        self.wrap_up = queue.map(|queue| WrapUp {
            call,
            queue,
            until_us,
        });
    }
}

impl AgentStanding {
    fn row(&self, planned: &AgentPlan, plan: &FloorPlan) -> AgentRow {
        let text = |text: &Arc<str>| text.to_string();
        let skills = self.skills.iter().filter_map(|(id, level)| {
            Some(SkillRow {
                skill: plan.skills.name(*id)?.to_owned(),
                level: level.number(),
                planned: planned.skills.level(*id).number(),
            })
        });
        let queues = self.queues.iter().filter_map(|(id, rank)| {
            Some(QueueRow {
                queue: plan.queues.entry(*id)?.name.to_string(),
                rank: *rank,
                planned: planned.queues.get(id).copied(),
            })
        });
        let kept = &self.kept;
        AgentRow {
            agent: planned.name.to_string(),
            interface: self.interface.as_ref().map(text),
            is_own_phone: self.interface.is_some() && self.interface == planned.interface,
            not_ready: self.not_ready.as_ref().map(text),
            forced_by: self.forced_by.as_ref().map(text),
            pending: self.pending.as_ref().map(|pending| match pending {
                Pending::NotReady(reason) => PendingRow::NotReady(reason.to_string()),
                Pending::SignOut => PendingRow::SignOut,
            }),
            since_us: kept.since_us,
            is_talking: kept.is_talking,
            is_for_one_call: kept.is_for_one_call,
            wrap_up: kept.wrap_up.as_ref().map(|wrap_up| WrapUpRow {
                call: wrap_up.call.0,
                queue: wrap_up.queue.to_string(),
                until_us: wrap_up.until_us,
                disposition: kept.said.as_ref().map(text),
                extended_ms: kept.extended_ms,
            }),
            skills: skills.collect(),
            queues: queues.collect(),
        }
    }

    fn of_row(row: &AgentRow, planned: &AgentPlan, plan: &FloorPlan) -> Self {
        let text = |text: &String| Arc::from(text.as_str());
        // Who used the phone of the configuration uses the one it names now.
        let own = planned.interface.clone().filter(|_| row.is_own_phone);
        let interface = row
            .interface
            .as_ref()
            .map(|phone| own.unwrap_or_else(|| text(phone)));
        let skills = row.skills.iter().filter_map(|changed| {
            let id = plan.skills.id(&changed.skill)?;
            // What the configuration has changed meanwhile counts.
            let is_still = planned.skills.level(id).number() == changed.planned;
            Some((id, Level::new(changed.level)?)).filter(|_| is_still)
        });
        let queues = row.queues.iter().filter_map(|changed| {
            let id = plan.queues.id(&changed.queue)?;
            let is_still = planned.queues.get(&id).copied() == changed.planned;
            Some((id, changed.rank)).filter(|_| is_still)
        });
        let wrap_up = row.wrap_up.as_ref();
        // The one call was the one that ended with the PBX.
        let had_its_call =
            row.is_talking && (row.is_for_one_call || planned.is_on_demand) && interface.is_some();
        let pause = had_its_call.then(|| Pending::NotReady(ONE_CALL_REASON.into()));
        let pending = row.pending.as_ref().map(|pending| match pending {
            PendingRow::NotReady(reason) => Pending::NotReady(text(reason)),
            PendingRow::SignOut => Pending::SignOut,
        });
        Self {
            interface,
            not_ready: row.not_ready.as_ref().map(text),
            forced_by: row.forced_by.as_ref().map(text),
            pending: pending.or(pause),
            skills: skills.collect(),
            queues: queues.collect(),
            kept: Kept {
                since_us: row.since_us,
                is_talking: row.is_talking,
                wrap_up: wrap_up.map(|wrap_up| WrapUp {
                    call: CallId(wrap_up.call),
                    queue: text(&wrap_up.queue),
                    until_us: wrap_up.until_us,
                }),
                said: wrap_up.and_then(|wrap_up| wrap_up.disposition.as_ref().map(text)),
                extended_ms: wrap_up.map_or(0, |wrap_up| wrap_up.extended_ms),
                is_for_one_call: row.is_for_one_call && !had_its_call,
            },
            ..Self::default()
        }
    }

    fn returning(&self, agent: AgentId, plan: &FloorPlan) -> Returning {
        let kept = &self.kept;
        let wrap_up = kept.wrap_up.as_ref().and_then(|wrap_up| {
            let queue = plan.queues.id(&wrap_up.queue)?;
            Some(((wrap_up.call, queue), wrap_up.until_us))
        });
        let said = kept.said.as_ref();
        Returning {
            agent,
            since_us: kept.since_us,
            wrap_up,
            said: Said {
                disposition: said.and_then(|name| plan.dispositions.id(name)),
                extended_ms: kept.extended_ms,
            },
            kept: kept.clone(),
        }
    }
}

// Of whom the event tells something that a store keeps.
const fn agent_of(event: &EventKind) -> Option<AgentId> {
    match event {
        EventKind::AgentSignedIn { agent, .. }
        | EventKind::AgentSignedOut { agent }
        | EventKind::AgentReady { agent }
        | EventKind::AgentNotReady { agent, .. }
        | EventKind::AgentChangePending { agent, .. }
        | EventKind::AgentOneCall { agent, .. }
        | EventKind::AgentChangeCancelled { agent }
        | EventKind::AgentChanged { agent, .. }
        | EventKind::CallConnected { agent, .. }
        | EventKind::ConversationResumed { agent, .. }
        | EventKind::ConversationEnded { agent, .. }
        | EventKind::WrapUpStarted { agent, .. }
        | EventKind::WrapUpExtended { agent, .. }
        | EventKind::WrapUpEnded { agent, .. }
        | EventKind::CallDisposed { agent, .. } => Some(*agent),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::config;

    const FLOOR: &str = "
[french]
type = skill
[support]
type = queue
[1001]
type = agent
interface = PJSIP/1001
skills = french:3
queues = support
";

    fn plan(text: &str) -> FloorPlan {
        let sections = config::parse(text, "acd.conf").unwrap();
        config::load(&sections, None).unwrap().plan
    }

    fn standing() -> AgentStanding {
        AgentStanding {
            interface: Some("PJSIP/1001".into()),
            not_ready: Some("lunch".into()),
            forced_by: Some("console".into()),
            pending: Some(Pending::SignOut),
            skills: BTreeMap::from([(
                plan(FLOOR).skills.id("french").unwrap(),
                Level::new(5).unwrap(),
            )]),
            queues: BTreeMap::from([(QueueId(0), None)]),
            ..AgentStanding::default()
        }
    }

    #[test]
    fn what_is_kept_comes_back_as_it_was() {
        let plan = plan(FLOOR);
        let planned = plan.agents.find("1001").unwrap();
        let row = standing().row(planned, &plan);
        assert!(row.is_own_phone);
        let again = AgentStanding::of_row(&row, planned, &plan);
        assert_eq!(again.row(planned, &plan), row);
        assert_eq!(format!("{again:?}"), format!("{:?}", standing()));
    }

    #[test]
    fn what_the_configuration_has_changed_meanwhile_counts() {
        let row = {
            let plan = plan(FLOOR);
            standing().row(plan.agents.find("1001").unwrap(), &plan)
        };
        let changed = FLOOR
            .replace("french:3", "french:4")
            .replace("PJSIP/1001", "PJSIP/desk7")
            .replace("queues = support", "queues = support:2");
        let plan = plan(&changed);
        let planned = plan.agents.find("1001").unwrap();
        let again = AgentStanding::of_row(&row, planned, &plan);
        assert_eq!(again.interface.as_deref(), Some("PJSIP/desk7"));
        assert!(again.skills.is_empty() && again.queues.is_empty());
    }

    #[test]
    fn after_call_time_is_kept_with_what_was_said() {
        let (agent, call) = (AgentId(0), CallId(7));
        let mut standing = Standing::default();
        let queue = Arc::from("support");
        let mut note =
            |event: &EventKind, wall_us| standing.note_kept(event, wall_us, Some(&queue));
        note(
            &EventKind::WrapUpStarted {
                agent,
                call,
                wrap_up_ms: 30_000,
            },
            5_000_000,
        );
        note(
            &EventKind::WrapUpExtended {
                agent,
                call,
                extend_ms: 1_000,
            },
            6_000_000,
        );
        let row = standing.row(agent, &plan(FLOOR)).unwrap();
        let wrap_up = row.wrap_up.unwrap();
        assert_eq!((wrap_up.call, wrap_up.until_us), (7, 36_000_000));
        standing.note_kept(&EventKind::AgentReady { agent }, 8_000_000, None);
        let row = standing.row(agent, &plan(FLOOR)).unwrap();
        assert_eq!((row.wrap_up, row.since_us), (None, 8_000_000));
    }
}
