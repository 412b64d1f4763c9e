//! What others than the agent ask for: supervisors decide, and whoever signs in proves who it is.

use std::sync::Arc;

use crate::engine::limits::{REASON_BYTES_MAX, SOURCE_BYTES_MAX};
use crate::engine::{AgentChange, Forced, Input, Level, Rejection, SYSTEM_REASONS, Selectable};

use super::arrival::{find_agent, find_queue};
use super::entrance::{Entrance, check_interface};
use super::pins::Try;
use super::refusal::{Refusal, check_text, quoted};

/// Names of reasons that a message lists at most.
const LISTED_MAX: usize = 20;

impl Entrance {
    /// Makes an agent ready on behalf of `by`.
    ///
    /// # Errors
    /// When the agent is unknown or signed out, or the engine does not answer.
    pub fn force_ready(&self, agent: &str, by: &str) -> Result<(), Refusal> {
        self.force(agent, Forced::Ready, by)
    }

    /// Makes an agent take no more calls on behalf of `by`, at once: a phone that rings stops
    /// ringing; during a conversation, when that is over.
    ///
    /// # Errors
    /// When the agent is unknown or signed out, the reason is not declared, or the engine does not
    /// answer.
    pub fn force_not_ready(&self, agent: &str, reason: &str, by: &str) -> Result<(), Refusal> {
        check_text("the not-ready reason", reason, REASON_BYTES_MAX)?;
        let reason = Arc::from(reason);
        let outcome = self.force(agent, Forced::NotReady { reason }, by);
        self.naming_reasons(outcome, Selectable::Supervisor)
    }

    /// Signs an agent in on behalf of `by`, on this interface or else on the configured one.
    ///
    /// # Errors
    /// When the agent is unknown, no interface is known, or the engine does not answer.
    pub fn force_sign_in(
        &self,
        agent: &str,
        interface: Option<&str>,
        by: &str,
    ) -> Result<(), Refusal> {
        if let Some(interface) = interface {
            check_interface(interface)?;
        }
        let interface = interface.map(Arc::from);
        self.force(agent, Forced::SignedIn { interface }, by)
    }

    /// Signs an agent out on behalf of `by`, at once as [`force_not_ready`](Self::force_not_ready).
    ///
    /// # Errors
    /// When the agent is unknown or signed out, or the engine does not answer.
    pub fn force_sign_out(&self, agent: &str, by: &str) -> Result<(), Refusal> {
        self.force(agent, Forced::SignedOut, by)
    }

    /// Gives an agent a skill at this level from 0 (taken away) to 100, on behalf of `by`.
    ///
    /// # Errors
    /// When agent or skill are unknown, the level is out of range, or the engine does not answer.
    pub fn change_skill(
        &self,
        agent: &str,
        skill: &str,
        level: u8,
        by: &str,
    ) -> Result<(), Refusal> {
        let plan = self.plan();
        let known = plan.skills.id(skill);
        let skill = known.ok_or_else(|| Refusal::UnknownSkill(quoted(skill)))?;
        let level = Level::new(level).ok_or(Refusal::Grade("skill level", 0))?;
        self.change_agent(agent, AgentChange::Skill { skill, level }, by)
    }

    /// Lets an agent serve a queue at this rank from 1 to 100, or no more, on behalf of `by`.
    ///
    /// # Errors
    /// When agent or queue are unknown, the rank is out of range, the agent serves too many
    /// queues, or the engine does not answer.
    pub fn change_queue(
        &self,
        agent: &str,
        queue: &str,
        rank: Option<u8>,
        by: &str,
    ) -> Result<(), Refusal> {
        let queue = find_queue(&self.plan(), queue)?.id;
        self.change_agent(agent, AgentChange::Queue { queue, rank }, by)
    }

    /// Moves an agent who is signed in to another phone, on behalf of `by`.
    ///
    /// # Errors
    /// When the agent is unknown or signed out, this is no dial string of one phone, or the engine
    /// does not answer.
    pub fn change_interface(&self, agent: &str, interface: &str, by: &str) -> Result<(), Refusal> {
        check_interface(interface)?;
        self.change_agent(agent, AgentChange::Interface(interface.into()), by)
    }

    /// Takes back what was changed of an agent's skills and queues, on behalf of `by`.
    ///
    /// # Errors
    /// When the agent is unknown, or the engine does not answer.
    pub fn change_back(&self, agent: &str, by: &str) -> Result<(), Refusal> {
        self.change_agent(agent, AgentChange::AsConfigured, by)
    }

    fn change_agent(&self, agent: &str, change: AgentChange, by: &str) -> Result<(), Refusal> {
        check_text("the name of who asks", by, SOURCE_BYTES_MAX)?;
        let by = Arc::from(by);
        let outcome = self.ask_of_agent(agent, |agent| Input::AgentChanged { agent, change, by });
        outcome.map_err(|refusal| match refusal {
            Refusal::Rejected(Rejection::RankOutOfRange(_)) => Refusal::Grade("rank", 1),
            refusal => refusal,
        })
    }

    fn force(&self, agent: &str, to: Forced, by: &str) -> Result<(), Refusal> {
        check_text("the name of who asks", by, SOURCE_BYTES_MAX)?;
        let by = Arc::from(by);
        self.ask_of_agent(agent, |agent| Input::AgentForced { agent, to, by })
    }

    /// Whether an agent proves by PIN to be that agent.
    ///
    /// # Errors
    /// When the agent is unknown.
    pub fn has_pin(&self, agent: &str) -> Result<bool, Refusal> {
        Ok(find_agent(&self.plan(), agent)?.pin.is_some())
    }

    /// Whether these digits are the agent's PIN. After a few wrong ones in a row nobody looks for
    /// a while.
    ///
    /// # Errors
    /// When the agent is unknown, has no PIN, or these digits are another one; or nobody looked.
    pub fn check_pin(&self, agent: &str, digits: &str) -> Result<(), Refusal> {
        let plan = self.plan();
        let found = find_agent(&plan, agent)?;
        let name = || found.name.to_string();
        let Some(pin) = &found.pin else {
            return Err(Refusal::NoPin(name()));
        };
        match self.lobby().pins.attempt(found.id, pin, digits) {
            Try::Right => Ok(()),
            Try::Wrong => Err(Refusal::WrongPin(name())),
            Try::TooSoon { pause_ms } => Err(Refusal::PinClosed {
                agent: name(),
                pause_s: pause_ms.div_ceil(1_000),
            }),
        }
    }

    /// Says which reasons there are, if one was refused that is not among them.
    pub(super) fn naming_reasons(
        &self,
        outcome: Result<(), Refusal>,
        by: Selectable,
    ) -> Result<(), Refusal> {
        let Err(Refusal::Rejected(Rejection::UnknownReason(reason))) = outcome else {
            return outcome;
        };
        let plan = self.plan();
        let names = plan.reasons.names(by).map(|name| &**name);
        let mut known: Vec<&str> = names.chain(SYSTEM_REASONS).take(LISTED_MAX + 1).collect();
        if known.len() > LISTED_MAX {
            known[LISTED_MAX] = "…";
        }
        Err(Refusal::UnknownReason {
            reason: quoted(&reason),
            known: known.join(", "),
        })
    }
}
