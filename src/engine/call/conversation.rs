//! Conversation: the first answered offer wins the call, until either side ends it.

use std::sync::Arc;

use smallvec::SmallVec;

use super::attribute::Attributes;
use super::record::{Call, CallActivity};
use super::state::CallMove;
use crate::engine::agent::record::{Activity, PendingChange};
use crate::engine::agent::state::{AgentMove, AgentState, Leads};
use crate::engine::cause::WrapUpEnd;
use crate::engine::estimate::handling::Handling;
use crate::engine::event::EventKind;
use crate::engine::id::{AgentId, CallId, OfferId, QueueId};
use crate::engine::input::EndedBy;
use crate::engine::limits::CALLS_MAX;
use crate::engine::matching::reservation::OfferPhase;
use crate::engine::output::Output;
use crate::engine::rejection::Rejection;
use crate::engine::router::Router;

impl Router {
    /// See [`Input::OfferAnswered`](crate::engine::Input::OfferAnswered).
    pub(in crate::engine) fn offer_answered(&mut self, id: OfferId) -> Result<(), Rejection> {
        let offer = self.offers.get(&id).ok_or(Rejection::UnknownOffer(id))?;
        if offer.phase == OfferPhase::Orphaned {
            return Err(Rejection::UnknownCall(offer.call));
        }
        let now = self.now;
        let offer = self.take_offer(id);
        let class = self.calls[&offer.call].class;
        let class = class.map(|place| (place, self.classes.class(place).number));
        self.leave_queue(offer.call);
        let call = self.call_mut(offer.call);
        let losers: SmallVec<[OfferId; 1]> = call
            .offers()
            .iter()
            .map(|known| known.offer)
            .filter(|known| *known != id)
            .collect();
        call.go(
            CallMove::Connect,
            CallActivity::Talking { agent: offer.agent },
            now,
        );
        let (queue, wait_ms) = (call.queue, now.since(call.arrived_at));
        let caller = call.caller.take();
        call.own = None;
        call.attributes = Attributes::default();
        call.steps = Arc::default();
        self.count_answer(offer.agent, queue);
        if let Some(Some(queue)) = self.queues.get_mut(queue.index()) {
            queue.count_service(wait_ms <= queue.plan.order.service_level.0);
        }
        let agent = self.agent_mut(offer.agent);
        agent.go(
            AgentMove::Connect,
            Activity::Talking { call: offer.call },
            now,
        );
        agent.missed = 0;
        agent.duty.missed_in_all = 0;
        agent.handling = Some(Handling {
            queue,
            class,
            began_at: offer.offered_at,
        });
        self.remember_agent(queue, caller, offer.agent);
        // The losers first: their phones stop ringing before the host turns to the conversation.
        for loser in losers {
            self.rescind_loser(offer.call, loser);
        }
        self.order(Output::ConnectCall {
            call: offer.call,
            offer: id,
        });
        self.record(EventKind::CallConnected {
            call: offer.call,
            offer: id,
            queue,
            agent: offer.agent,
            wait_ms,
            ring_ms: now.since(offer.offered_at),
            requirement: offer.requirement,
            skills: offer.agent_plan.skills.clone(),
        });
        Ok(())
    }

    /// Remembers who serves the caller, if a rule looks at it.
    fn remember_agent(&mut self, queue: QueueId, caller: Option<Arc<str>>, agent: AgentId) {
        let plan = self.plan.queues.entry(queue);
        let is_ruled = plan.is_some_and(|plan| plan.caller.is_sticky || plan.caller.regain_ms > 0);
        if let Some(caller) = caller.filter(|_| is_ruled) {
            self.memory.note_served((queue, caller), agent, self.now);
        }
    }

    /// See [`Input::ConversationEnded`](crate::engine::Input::ConversationEnded).
    pub(in crate::engine) fn conversation_ended(
        &mut self,
        id: CallId,
        ended_by: EndedBy,
    ) -> Result<(), Rejection> {
        let call = self.calls.get(&id).ok_or(Rejection::UnknownCall(id))?;
        let CallActivity::Talking { agent } = call.activity else {
            return Err(Rejection::IllegalCallMove {
                call: id,
                state: call.state().name(),
                attempt: CallMove::End.name(),
            });
        };
        let wrap_up_ms = self.wrap_up_ms(agent, call.queue);
        self.end_conversation(id, agent, ended_by, Some(wrap_up_ms));
        Ok(())
    }

    /// The conversation is over; after-call time follows unless it is 0 or the agent asked for
    /// something else meanwhile. `None`: nobody talked.
    pub(in crate::engine) fn end_conversation(
        &mut self,
        id: CallId,
        agent_id: AgentId,
        ended_by: EndedBy,
        wrap_up_ms: Option<u64>,
    ) {
        let now = self.now;
        let call = self.calls.remove(&id).expect("the call was just looked up");
        let (queue, talk_ms) = (call.queue, now.since(call.since));
        self.record(EventKind::ConversationEnded {
            call: id,
            queue,
            agent: agent_id,
            talk_ms,
            ended_by,
        });
        self.agent_mut(agent_id).idle_since = now;
        self.follow_up(agent_id, (id, queue, call.tags), wrap_up_ms);
        if self.agent(agent_id).state() != AgentState::WrapUp {
            self.learn_handling(agent_id);
        }
        let has_talked = wrap_up_ms.is_some();
        if self.catch_up(agent_id) && !(has_talked && self.pause_after_call(agent_id)) {
            self.settle(agent_id);
        }
    }

    /// See [`Input::ConversationResumed`](crate::engine::Input::ConversationResumed). The agent's
    /// standing is what follows when the conversation is over.
    pub(in crate::engine) fn conversation_resumed(
        &mut self,
        id: CallId,
        queue: QueueId,
        agent_id: AgentId,
    ) -> Result<(), Rejection> {
        let agent = self.planned_agent(agent_id)?;
        let state = agent.state();
        if self.calls.contains_key(&id) {
            return Err(Rejection::CallIdReused(id));
        }
        if self.calls.len() >= CALLS_MAX {
            return Err(Rejection::TooManyCalls);
        }
        if state.after(AgentMove::Resume) == Leads::Nowhere {
            return Err(Rejection::IllegalAgentMove {
                agent: agent_id,
                state: state.name(),
                attempt: AgentMove::Resume.name(),
            });
        }
        let pending = match &agent.activity {
            Activity::SignedOut => Some(PendingChange::SignOut),
            Activity::NotReady { reason } => Some(PendingChange::NotReady {
                reason: Arc::clone(reason),
            }),
            _ => None,
        };
        if state == AgentState::WrapUp {
            self.end_wrap_up(agent_id, WrapUpEnd::Departure);
        }
        self.stop_rest(agent_id);
        self.stop_limit(agent_id);
        let now = self.now;
        let agent = self.agent_mut(agent_id);
        agent.go(AgentMove::Resume, Activity::Talking { call: id }, now);
        agent.pending = pending;
        self.calls
            .insert(id, Box::new(Call::resumed(id, queue, agent_id, now)));
        self.record(EventKind::ConversationResumed {
            call: id,
            agent: agent_id,
        });
        self.refresh(agent_id);
        Ok(())
    }
}
