//! What must hold after every fact, computed plainly and independently of the tables that make
//! the router fast.
//!
//! Slow on purpose: for tests and simulations, never for a live floor.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::engine::agent::record::{Activity, Agent};
use crate::engine::agent::state::AgentState;
use crate::engine::agent::workload::is_at_work;
use crate::engine::call::record::{Call, CallActivity, CallOffer};
use crate::engine::call::state::CallState;
use crate::engine::id::{AgentId, CallId};
use crate::engine::limits::OFFERS_MAX;
use crate::engine::matching::ranking::{Merits, merit};
use crate::engine::matching::reservation::OfferPhase;
use crate::engine::output::Output;
use crate::engine::plan::Strategy;
use crate::engine::queue::class::{Class, is_qualified};
use crate::engine::queue::order::OrderKey;
use crate::engine::router::Router;
use crate::engine::time::Millis;

impl Router {
    /// Checks that no agent has two calls and no call two winners, that nobody who is free is left
    /// beside a call that fits, and that every table says what a plain computation says.
    ///
    /// # Panics
    /// When something does not hold.
    pub fn assert_invariants(&self, now: Millis) {
        assert!(self.now >= now, "the router was not given this moment");
        self.assert_agents();
        self.assert_calls();
        self.assert_offers();
        self.assert_idle();
        self.assert_classes();
        self.assert_nobody_idles();
        self.assert_columns();
        self.assert_levels();
        self.assert_watches();
        self.assert_timers();
        self.assert_staffing();
        self.assert_reaches();
        self.assert_reserves();
        self.assert_estimates();
        self.assert_history();
    }

    pub(in crate::engine) fn floor(&self) -> impl Iterator<Item = (AgentId, &Agent)> {
        let agents = self.agents.iter().flatten();
        agents.map(|agent| (agent.plan.id, agent))
    }

    fn assert_agents(&self) {
        for (index, agent) in self.agents.iter().enumerate() {
            let planned = self
                .plan
                .agents
                .iter()
                .find(|plan| plan.id.index() == index);
            let Some(agent) = agent else {
                assert!(
                    planned.is_none(),
                    "agent {index} of the plan is not on the floor"
                );
                continue;
            };
            assert_eq!(agent.plan.id.index(), index, "agent in the wrong place");
            assert_eq!(agent.is_removed, planned.is_none(), "agent {index}");
            match planned {
                Some(plan) => assert!(Arc::ptr_eq(plan, &agent.plan), "agent {index}: old plan"),
                None => assert!(
                    agent.has_call(),
                    "removed agent {index} has nothing in hand"
                ),
            }
            let may_wait = agent.has_call();
            assert!(
                may_wait || agent.pending.is_none(),
                "agent {index}: forgotten wish"
            );
            assert!(
                may_wait || agent.next_interface.is_none(),
                "agent {index}: forgotten move"
            );
            self.assert_agent(index, agent);
            match agent.activity {
                Activity::Offered { offer, call } => {
                    let offer = &self.offers[&offer];
                    assert_eq!((offer.agent.index(), offer.call), (index, call));
                }
                Activity::Talking { call } => {
                    let activity = CallActivity::Talking {
                        agent: agent.plan.id,
                    };
                    assert_eq!(self.calls[&call].activity, activity);
                }
                _ => {}
            }
        }
    }

    fn assert_agent(&self, index: usize, agent: &Agent) {
        assert_eq!(agent.watched, agent.device_to_watch(), "agent {index}");
        assert_eq!(agent.state() == AgentState::SignedOut, {
            let is_resumed = agent.state() == AgentState::Talking;
            agent.interface.is_none() && !is_resumed
        });
        let has_said = matches!(agent.state(), AgentState::Talking | AgentState::WrapUp);
        assert!(
            has_said || agent.after_call.is_unsaid(),
            "agent {index}: words about a call long over"
        );
        let is_away = agent.state() == AgentState::NotReady;
        assert!(
            is_away || (agent.duty.ends.is_none() && !agent.duty.is_over_limit),
            "agent {index} is not away and has a limit"
        );
        assert!(
            agent.pending.is_some() || agent.duty.pending_cause.is_none(),
            "agent {index}: a cause without a change"
        );
        let may_rest = agent.state() == AgentState::Ready;
        assert!(
            may_rest || agent.rest.is_none(),
            "agent {index} rests and works"
        );
    }

    fn assert_calls(&self) {
        let mut in_line = vec![0; self.queues.len()];
        for (id, call) in &self.calls {
            assert_eq!(*id, call.id);
            assert_eq!(
                call.class.is_some(),
                call.state() != CallState::Talking,
                "call {id}"
            );
            match &call.activity {
                CallActivity::Waiting => {}
                CallActivity::Ringing { offers } => self.assert_rung(*id, offers),
                CallActivity::Talking { agent } => {
                    let activity = Activity::Talking { call: *id };
                    assert_eq!(self.agent(*agent).activity, activity, "call {id}");
                    continue;
                }
            }
            in_line[call.queue.index()] += 1;
            let class = self.classes.class(call.class.expect("checked above"));
            assert_eq!(class.queue, call.queue, "call {id}");
            let queue = self.queues[call.queue.index()].as_ref();
            let queue = queue.expect("checked by the class");
            assert_eq!(call.ring_at_once, queue.ring_at_once(), "call {id}");
            let need = self.need_of(call, queue);
            assert_eq!(Some(class.need()), need, "call {id}");
            let rules = &self
                .plan
                .queues
                .entry(call.queue)
                .expect("checked above")
                .order;
            let key = OrderKey::new(rules, call.base_priority(rules), call.seniority, *id);
            assert_eq!(call.key, key, "place of call {id} in line");
        }
        for (index, counted) in in_line.into_iter().enumerate() {
            let believed = self.queues[index].as_ref().map_or(0, |queue| queue.in_line);
            assert_eq!(believed, counted, "calls in queue {index}");
        }
    }

    /// Each offer of a call is to another agent, and none of them is lost yet.
    fn assert_rung(&self, id: CallId, offers: &[CallOffer]) {
        let agents: BTreeSet<AgentId> = offers.iter().map(|rung| rung.agent).collect();
        assert_eq!(
            agents.len(),
            offers.len(),
            "call {id}: one agent, two offers"
        );
        assert!((1..=OFFERS_MAX).contains(&offers.len()), "call {id}");
        assert!(offers.is_sorted_by_key(|rung| rung.offer), "call {id}");
        for rung in offers {
            let offer = &self.offers[&rung.offer];
            assert_eq!((offer.call, offer.agent), (id, rung.agent));
            assert_ne!(offer.phase, OfferPhase::Orphaned, "call {id}");
        }
    }

    fn assert_offers(&self) {
        for (id, offer) in &self.offers {
            assert!(*id < self.next_offer, "offer {id} is of the future");
            let activity = Activity::Offered {
                offer: *id,
                call: offer.call,
            };
            assert_eq!(self.agent(offer.agent).activity, activity, "offer {id}");
            let rings = CallOffer {
                offer: *id,
                agent: offer.agent,
            };
            let call = self.calls.get(&offer.call);
            let is_rung = call.is_some_and(|call| call.offers().contains(&rings));
            let is_orphaned = offer.phase == OfferPhase::Orphaned;
            assert_eq!(is_rung, !is_orphaned, "offer {id}");
        }
    }

    fn assert_idle(&self) {
        let free: BTreeSet<usize> = self
            .floor()
            .filter(|(_, agent)| agent.is_free())
            .map(|(id, _)| id.index())
            .collect();
        let at_work = self.floor().filter(|(_, agent)| agent.is_at_work());
        let at_work: Vec<usize> = at_work.map(|(id, _)| id.index()).collect();
        assert_eq!(
            self.at_work.ones().collect::<Vec<_>>(),
            at_work,
            "agents at work"
        );
        for index in 0..self.agents.len() {
            let id = AgentId(u32::try_from(index).expect("indexes come from agent ids"));
            assert_eq!(
                self.idle.contains(id),
                free.contains(&index),
                "agent {id} in idle table"
            );
            if free.contains(&index) {
                let agent = self.agent(id);
                assert_eq!(self.idle.since(index), agent.idle_since, "agent {id}");
                assert_eq!(self.idle.load(index), agent.workload.load(), "agent {id}");
            }
        }
    }

    fn assert_classes(&self) {
        for (place, class) in self.classes.iter() {
            let of_class = || {
                self.calls
                    .values()
                    .filter(move |call| call.class == Some(place))
            };
            assert_eq!(
                class.holders as usize,
                of_class().count(),
                "holders of class {place}"
            );
            let line: BTreeSet<OrderKey> = of_class().filter_map(|call| call.line_key()).collect();
            assert!(
                class.line.iter().eq(line.iter().copied()),
                "line of class {place}"
            );
            assert_eq!(
                self.classes.cached_head(place),
                line.first().copied(),
                "class {place}"
            );
            self.assert_fits(place, class);
        }
        let places: BTreeSet<u32> = self.calls.values().filter_map(|call| call.class).collect();
        for place in places {
            let _ = self.classes.class(place);
        }
    }

    /// The columns say what the agents' skill sets say.
    fn assert_columns(&self) {
        for agent in self.plan.agents.iter() {
            for (skill, level) in agent.skills.iter() {
                let believed = self.levels.level(skill, agent.id.index());
                assert_eq!(believed, level.number(), "agent {}, {skill:?}", agent.id);
            }
        }
    }

    fn assert_fits(&self, place: u32, class: &Class) {
        let queue = self.queues[class.queue.index()].as_ref();
        let queue = queue.expect("classes are of the plan");
        let strategy = queue.strategy();
        let mut count = 0;
        for agent in self.plan.agents.iter() {
            let fits = queue.lets_take(agent, &class.need());
            let could_fit = is_qualified(agent, class.queue, &class.need());
            assert_eq!(
                class.everyone().contains(agent.id.index()),
                could_fit,
                "agent {}",
                agent.id
            );
            assert_eq!(
                class.qualified.contains(agent.id.index()),
                fits,
                "agent {}",
                agent.id
            );
            assert_eq!(
                self.classes.has_fit(agent.id, place),
                fits,
                "agent {}",
                agent.id
            );
            count += usize::from(fits);
        }
        assert_eq!(class.qualified.count_ones(..), count, "class {place}");
        assert_eq!(class.qualified_count as usize, count, "class {place}");
        if let Some(believed) = &class.merits {
            let merits = Merits::new(class.everyone(), |id| {
                let rank = self.agent(id).plan.queues[&class.queue];
                merit(strategy, rank, &class.requirement, (self.abilities(), id))
            });
            assert_eq!(*believed, merits, "class {place}");
        }
    }

    fn assert_nobody_idles(&self) {
        let in_line: Vec<&Call> = self
            .calls
            .values()
            .map(|call| &**call)
            .filter(|call| call.line_key().is_some())
            .collect();
        for (id, agent) in self.floor().filter(|(_, agent)| agent.is_free()) {
            for call in &in_line {
                let queue = self.queues[call.queue.index()].as_ref();
                let queue = queue.expect("a call in line has a queue");
                let need = self.need_of(call, queue);
                let need = need.expect("a call in line needs something");
                assert!(
                    !queue.lets_take(&agent.plan, &need),
                    "agent {id} is free while call {} may ring one more",
                    call.id
                );
            }
        }
    }

    fn assert_levels(&self) {
        for queue in self.queues.iter().flatten() {
            let is_levelled = queue.strategy() == Strategy::FewestCalls;
            assert_eq!(queue.answered.is_some(), is_levelled, "{}", queue.plan.name);
            let Some(counts) = &queue.answered else {
                continue;
            };
            let mut levels = BTreeMap::new();
            for (id, _) in queue.agents.iter() {
                let is_here = is_at_work(self.agent(id).state());
                assert_eq!(counts.is_at_work(id), is_here, "agent {id}");
                if is_here {
                    *levels.entry(counts.of(id.index())).or_default() += 1;
                }
            }
            assert_eq!(*counts.levels(), levels, "{}", queue.plan.name);
        }
    }

    fn assert_estimates(&self) {
        let together = self.estimated_waits();
        for call in self.calls.values() {
            let alone = self.estimated_wait_ms(call.id);
            match call.state() {
                CallState::Waiting => assert_eq!(alone, together.get(&call.id).copied()),
                CallState::Ringing => assert_eq!(alone, Some(0)),
                CallState::Talking => assert_eq!(alone, None),
            }
        }
    }

    fn assert_history(&self) {
        let numbers = self.outputs.iter().filter_map(|output| match output {
            Output::Record(event) => Some(event.sequence),
            _ => None,
        });
        let numbers: Vec<u64> = numbers.collect();
        assert!(
            numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]),
            "gap in history"
        );
        assert!(
            numbers.last().is_none_or(|last| *last == self.sequence),
            "gap in history"
        );
    }
}
