//! Wrap-up: after-call time, in which the agent finishes what the call was about and says what
//! became of it.
//!
//! It ends by itself, or when the agent finishes it, becomes not ready or signs out. Where a
//! disposition is mandatory the agent cannot finish it, nor become ready, without one; whoever
//! leaves by other ways, or lets the time pass, leaves the queue's default behind, marked as such.
//! Mandatory tags are alike (`call/tagging.rs`), and may have the time begin anew.
//! What was said during the conversation counts. A call of which something is known or due and
//! which no after-call time follows has one of 0 ms, so that every outcome is told in one place.
//! The rules are those of the end of the conversation, whatever a new plan says meanwhile.

use std::sync::Arc;

use super::record::{Activity, Agent};
use super::state::{AgentMove, AgentState};
use crate::engine::cause::WrapUpEnd;
use crate::engine::event::EventKind;
use crate::engine::id::{AgentId, CallId, DispositionId, QueueId};
use crate::engine::input::WrapUpFinish;
use crate::engine::plan::{DispositionPlan, DispositionUse, QueuePlan, WrapUpRules};
use crate::engine::rejection::Rejection;
use crate::engine::router::Router;
use crate::engine::tag::{TagKey, Tags};
use crate::engine::timer::Timer;

/// What an agent has said of the call in hand or of the last one, until its after-call time ends.
#[derive(Debug, Default)]
pub(in crate::engine) struct AfterCall {
    /// What became of the call.
    pub(in crate::engine) disposition: Option<Arc<DispositionPlan>>,
    /// By how much its after-call time is extended.
    pub(in crate::engine) extended_ms: u64,
    /// No after-call time follows.
    is_skipped: bool,
    /// The call, once its conversation is over.
    pub(in crate::engine) call: Option<CallId>,
    /// The tags of the call since then.
    pub(in crate::engine) tags: Tags,
    /// The rules of its queue at that moment; `None`: the queue was gone.
    pub(in crate::engine) rules: Option<Arc<QueuePlan>>,
}

impl AfterCall {
    fn rules(&self) -> Option<&WrapUpRules> {
        self.rules.as_ref().map(|queue| &queue.wrap_up)
    }

    /// What was said before a restart holds again.
    pub(in crate::engine) fn resume(
        &mut self,
        call: CallId,
        rules: Option<Arc<QueuePlan>>,
        disposition: Option<Arc<DispositionPlan>>,
    ) {
        *self = Self {
            call: Some(call),
            rules,
            disposition,
            ..Self::default()
        };
    }

    /// Whether the agent has said nothing yet.
    pub(in crate::engine) fn is_unsaid(&self) -> bool {
        let Self {
            disposition,
            extended_ms,
            is_skipped,
            call,
            tags,
            rules,
        } = self;
        let is_open = call.is_some() || rules.is_some() || !tags.is_empty();
        disposition.is_none() && *extended_ms == 0 && !is_skipped && !is_open
    }
}

impl Agent {
    /// Whether after-call time cannot be finished because a disposition is missing.
    pub(in crate::engine) fn is_disposition_missing(&self) -> bool {
        let said = &self.after_call;
        let must = said
            .rules()
            .is_some_and(|rules| rules.disposition == DispositionUse::Mandatory);
        must && said.disposition.is_none() && self.state() == AgentState::WrapUp
    }

    /// The mandatory tags that are missing in after-call time.
    pub(in crate::engine) fn tags_missing(&self) -> Vec<TagKey> {
        let said = &self.after_call;
        let is_over = self.state() == AgentState::WrapUp;
        let rules = said.rules.as_ref().filter(|_| is_over);
        let missing = rules.map(|queue| queue.tag.missing(&said.tags).cloned().collect());
        missing.unwrap_or_default()
    }
}

impl Router {
    /// The agent's after-call time for calls of this queue; 0: none.
    pub(in crate::engine) fn wrap_up_ms(&self, agent: AgentId, queue: QueueId) -> u64 {
        let of_queue = || {
            let queue = self.plan.queues.entry(queue);
            queue.map(|queue| queue.wrap_up.time_ms)
        };
        self.agent(agent)
            .plan
            .wrap_up_ms
            .or_else(of_queue)
            .unwrap_or(0)
    }

    /// The conversation is over: after-call time begins, or what is known of the call is told at
    /// once. `None`: nobody talked.
    pub(in crate::engine) fn follow_up(
        &mut self,
        id: AgentId,
        (call, queue, tags): (CallId, QueueId, Tags),
        wrap_up_ms: Option<u64>,
    ) {
        let now = self.now;
        let rules = self.plan.queues.entry(queue).cloned();
        let agent = self.agent_mut(id);
        let is_leaving = agent.is_removed || agent.pending.is_some();
        let said = &mut agent.after_call;
        let Some(wrap_up_ms) = wrap_up_ms else {
            *said = AfterCall::default();
            agent.go(AgentMove::EndConversation, Activity::Ready, now);
            return;
        };
        let wrap_up_ms = wrap_up_ms + said.extended_ms;
        let ended_by = match (is_leaving, said.is_skipped) {
            (true, _) => Some(WrapUpEnd::Departure),
            (_, true) => Some(WrapUpEnd::Agent),
            _ => (wrap_up_ms == 0).then_some(WrapUpEnd::Timeout),
        };
        said.call = Some(call);
        said.rules = rules;
        said.tags = tags;
        let is_missing = said
            .rules
            .as_ref()
            .is_some_and(|queue| queue.tag.missing(&said.tags).next().is_some());
        let is_known =
            said.disposition.is_some() || self.default_disposition(id).is_some() || is_missing;
        let Some(ended_by) = ended_by else {
            return self.begin_wrap_up(id, call, wrap_up_ms);
        };
        self.agent_mut(id)
            .go(AgentMove::EndConversation, Activity::Ready, now);
        if is_known {
            self.record(EventKind::WrapUpStarted {
                agent: id,
                call,
                wrap_up_ms: 0,
            });
        }
        self.close_wrap_up(id, is_known.then_some(ended_by));
    }

    fn begin_wrap_up(&mut self, id: AgentId, call: CallId, wrap_up_ms: u64) {
        let (now, until) = (self.now, self.now + wrap_up_ms);
        self.agent_mut(id)
            .go(AgentMove::BeginWrapUp, Activity::WrapUp { until }, now);
        self.timers.set(until, Timer::AgentWrapUp(id));
        self.record(EventKind::WrapUpStarted {
            agent: id,
            call,
            wrap_up_ms,
        });
    }

    /// See [`Input::WrapUpChanged`](crate::engine::Input::WrapUpChanged).
    pub(in crate::engine) fn wrap_up_changed(
        &mut self,
        id: AgentId,
        (disposition, extend_ms): (Option<DispositionId>, u64),
        finish: WrapUpFinish,
    ) -> Result<(), Rejection> {
        let agent = self.planned_agent(id)?;
        let said = &agent.after_call;
        let (call, rules) = match &agent.activity {
            Activity::SignedOut => return Err(Rejection::AgentSignedOut(id)),
            Activity::Talking { call } => {
                let queue = self.plan.queues.entry(self.calls[call].queue);
                (*call, queue.map(|queue| &queue.wrap_up))
            }
            Activity::WrapUp { .. } => {
                let call = said.call.expect("after-call time follows a call");
                (call, said.rules())
            }
            _ => return Err(Rejection::NothingToWrapUp(id)),
        };
        let unruled = WrapUpRules::default();
        let rules = rules.unwrap_or(&unruled);
        let given = match disposition {
            Some(given) => Some(self.disposition_for(rules, given)?),
            None => None,
        };
        let left_ms = rules.extension_ms_max.saturating_sub(said.extended_ms);
        if extend_ms > left_ms {
            return Err(Rejection::ExtensionTooLong { left_ms });
        }
        let is_over = agent.state() == AgentState::WrapUp;
        let is_finished = finish == WrapUpFinish::Skip || (is_over && finish == WrapUpFinish::Now);
        let is_said = given.is_some() || said.disposition.is_some();
        if is_finished && !is_said && rules.disposition == DispositionUse::Mandatory {
            return Err(Rejection::DispositionMissing(id));
        }
        if is_finished {
            self.check_tags_for(id, call)?;
        }
        if let Some(given) = given {
            self.dispose(id, call, given);
        }
        self.extend(id, call, extend_ms);
        if is_over && is_finished {
            self.end_wrap_up(id, WrapUpEnd::Agent);
            if !self.pause_after_call(id) {
                self.settle(id);
            }
        } else if is_finished {
            self.agent_mut(id).after_call.is_skipped = true;
        }
        Ok(())
    }

    fn disposition_for(
        &self,
        rules: &WrapUpRules,
        id: DispositionId,
    ) -> Result<Arc<DispositionPlan>, Rejection> {
        let planned = self.plan.dispositions.entry(id);
        let taken = planned.filter(|_| rules.takes(id));
        taken.cloned().ok_or(Rejection::DispositionNotTaken(id))
    }

    fn dispose(&mut self, id: AgentId, call: CallId, disposition: Arc<DispositionPlan>) {
        self.agent_mut(id).after_call.disposition = Some(Arc::clone(&disposition));
        self.record(EventKind::CallDisposed {
            agent: id,
            call,
            disposition,
        });
    }

    /// More time, also for after-call time that has not begun.
    fn extend(&mut self, id: AgentId, call: CallId, extend_ms: u64) {
        if extend_ms == 0 {
            return;
        }
        let agent = self.agent_mut(id);
        agent.after_call.extended_ms += extend_ms;
        agent.after_call.is_skipped = false;
        if let Activity::WrapUp { until } = &mut agent.activity {
            let former = *until;
            *until = former + extend_ms;
            self.timers.stop(former, Timer::AgentWrapUp(id));
            self.timers.set(former + extend_ms, Timer::AgentWrapUp(id));
        }
        self.record(EventKind::WrapUpExtended {
            agent: id,
            call,
            extend_ms,
        });
    }

    pub(in crate::engine) fn wrap_up_timed_out(&mut self, id: AgentId) {
        if self.extend_for_tags(id) {
            return;
        }
        self.finish_wrap_up(id, WrapUpEnd::Timeout);
        if !self.pause_after_call(id) {
            self.settle(id);
        }
    }

    /// After-call time that is over begins anew.
    pub(in crate::engine) fn begin_wrap_up_anew(
        &mut self,
        id: AgentId,
        call: CallId,
        extend_ms: u64,
    ) {
        let until = self.now + extend_ms;
        let agent = self.agent_mut(id);
        agent.after_call.extended_ms += extend_ms;
        agent.activity = Activity::WrapUp { until };
        self.timers.set(until, Timer::AgentWrapUp(id));
        self.record(EventKind::WrapUpExtended {
            agent: id,
            call,
            extend_ms,
        });
    }

    /// Ends after-call time before its time, if the agent is in it.
    pub(in crate::engine) fn end_wrap_up(&mut self, id: AgentId, ended_by: WrapUpEnd) {
        if let Activity::WrapUp { until } = self.agent(id).activity {
            self.timers.stop(until, Timer::AgentWrapUp(id));
            self.finish_wrap_up(id, ended_by);
        }
    }

    fn finish_wrap_up(&mut self, id: AgentId, ended_by: WrapUpEnd) {
        let now = self.now;
        let agent = self.agent_mut(id);
        agent.go(AgentMove::EndWrapUp, Activity::Ready, now);
        agent.idle_since = now;
        self.learn_handling(id);
        self.close_wrap_up(id, Some(ended_by));
    }

    /// What the agent said of the call is final; told unless there is nothing to tell.
    fn close_wrap_up(&mut self, id: AgentId, ended_by: Option<WrapUpEnd>) {
        let default = self.default_disposition(id);
        if ended_by.is_some() {
            self.record_missing_tags(id);
        }
        let said = std::mem::take(&mut self.agent_mut(id).after_call);
        let (Some(ended_by), Some(call)) = (ended_by, said.call) else {
            return;
        };
        let is_default = said.disposition.is_none() && default.is_some();
        self.record(EventKind::WrapUpEnded {
            agent: id,
            call,
            ended_by,
            disposition: said.disposition.or(default),
            is_default,
        });
    }

    /// What counts if the agent says nothing.
    fn default_disposition(&self, id: AgentId) -> Option<Arc<DispositionPlan>> {
        let rules = self.agent(id).after_call.rules()?;
        let default = rules.disposition_default.filter(|id| rules.takes(*id))?;
        self.plan.dispositions.entry(default).cloned()
    }
}
