//! The floor as it was before the PBX ended: opened from the store when the driver starts.
//!
//! Rule kept: whatever the store cannot give back, the driver starts. Facts that restore agents are
//! those that restore them after a failure of the engine; what facts cannot say follows.

use std::path::PathBuf;
use std::sync::Arc;

use super::card::CallName;
use super::clock::Clock;
use super::floor_facts::warn_of_end;
use super::history::HistoryFact;
use super::inbox::Letter;
use super::keeping::{Shelf, StorePlace};
use super::lobby::{Lobby, StoreState};
use super::standing::Returning;
use super::worker::Worker;
use crate::engine::limits::DELAY_MS_MAX;
use crate::engine::{CallId, CallerTrace, FloorPlan, Millis};
use crate::store::{Hooks, Keeper, OpenStore, Recovered, StoreError};

/// What the driver's clock shows at its start: no moment before that matters.
pub(super) const PAST: Millis = Millis(DELAY_MS_MAX);

/// What a worker starts with.
#[derive(Default)]
pub(super) struct Heritage {
    pub(super) shelf: Shelf,
    pub(super) recovered: Recovered,
}

/// Opens the store, if there is to be one.
pub(super) fn open(place: Option<StorePlace>, lobby: &Arc<Lobby>) -> (Heritage, Option<Keeper>) {
    let settings = Arc::clone(&lobby.published().settings);
    let Some(place) = place.filter(|_| settings.store.is_kept) else {
        return (Heritage::default(), None);
    };
    let named = settings.store.file.as_ref();
    let file = named.map_or_else(|| place.file.clone(), |file| PathBuf::from(&**file));
    let oldest_us = Clock::wall_us().saturating_sub(PAST.0 * 1_000);
    let to_lobby = Arc::clone(lobby);
    let hooks = Hooks {
        started: place.started,
        stopping: place.stopping,
        news: Box::new(move || to_lobby.report(Letter::StoreNews)),
    };
    let opened = OpenStore::open(&file, oldest_us).and_then(|(store, recovered)| {
        let started = store.start(settings.store.keep_ms, hooks);
        let started = started.map_err(|source| StoreError::File {
            file: file.clone(),
            source,
        });
        started.map(|(feed, keeper, archive)| (feed, keeper, archive, recovered))
    });
    match opened {
        Ok((feed, keeper, archive, recovered)) => {
            lobby.set_store(StoreState::Open(archive));
            lobby.number_after(CallId(recovered.last_call), recovered.is_closed);
            let shelf = Shelf {
                feed: Some(feed),
                failure: None,
            };
            (Heritage { shelf, recovered }, Some(keeper))
        }
        Err(error) => {
            let (cause, advice) = (error.to_string(), error.advice());
            tracing::error!(
                "nothing is kept over a restart, as the store cannot be opened: {cause}; {advice}. \
                 Calls are served; unload and load the module to try again"
            );
            lobby.set_store(StoreState::Failed {
                file,
                cause: cause.clone(),
            });
            let shelf = Shelf {
                feed: None,
                failure: Some((cause, advice.to_owned())),
            };
            let recovered = Recovered::default();
            (Heritage { shelf, recovered }, None)
        }
    }
}

impl Worker {
    /// Puts everything where it was when the PBX ended.
    pub(super) fn come_back(&mut self, recovered: &Recovered) {
        for call in &recovered.open_calls {
            let name = CallName {
                call: CallId(call.call),
                host_call: call.host_call.as_str().into(),
                queue: call.queue.as_str().into(),
            };
            let agent = call.agent.as_deref().map(Arc::from);
            let fact = HistoryFact::CallInterrupted {
                is_answered: agent.is_some(),
            };
            self.record_own(|journal, now| journal.number(now, Some(name), agent, fact));
        }
        let plan = Arc::clone(&self.lobby.published().plan);
        let ended = self
            .desk
            .standing
            .queues
            .take_over(&recovered.queues, &plan);
        for fact in ended {
            warn_of_end(&fact);
            self.record_own(|journal, now| journal.number(now, None, None, fact));
        }
        let returning = self.desk.standing.take_over(&recovered.agents, &plan);
        self.replace_router();
        let now_us = Clock::wall_us();
        self.router.remember(traces(recovered, &plan, now_us));
        for returning in returning {
            self.return_agent(returning, now_us);
        }
        self.look_at_store();
    }

    fn return_agent(&mut self, returning: Returning, now_us: u64) {
        let (agent, since_us) = (returning.agent, returning.since_us);
        if let Some((of_call, until_us, disposition)) = returning.wrap_up {
            let until = moment(until_us, now_us);
            let router = &mut self.router;
            let left_ms = router.resume_wrap_up(agent, of_call, until, disposition);
            if let (Some(wrap_up_ms), Some((call, queue))) = (left_ms, returning.wrapped_up()) {
                let name = CallName {
                    call,
                    host_call: "".into(),
                    queue,
                };
                let agent = Some(self.desk.agent_name(agent));
                let fact = HistoryFact::WrapUpResumed { wrap_up_ms };
                self.record_own(|journal, now| journal.number(now, Some(name), agent, fact));
            }
        }
        if since_us > 0 {
            self.router.date_back(agent, moment(since_us, now_us));
        }
        self.desk.standing.put_back(returning);
        self.drain();
        self.keep_agent(agent);
    }
}

/// Who served whom, by the ids of this run.
fn traces(recovered: &Recovered, plan: &FloorPlan, now_us: u64) -> Vec<CallerTrace> {
    let known = recovered.callers.iter().filter_map(|row| {
        Some(CallerTrace {
            queue: plan.queues.id(&row.queue)?,
            caller: row.caller.as_str().into(),
            agent: plan.agents.id(&row.agent)?,
            served_at: moment(row.served_us, now_us),
        })
    });
    known.collect()
}

/// A moment of the day on the driver's clock, which has just started.
fn moment(wall_us: u64, now_us: u64) -> Millis {
    let past_ms = now_us.saturating_sub(wall_us) / 1_000;
    let future_ms = wall_us.saturating_sub(now_us) / 1_000;
    // Nothing under way lasts longer than that; more is a clock that was set back.
    Millis(PAST.0.saturating_sub(past_ms)) + future_ms.min(DELAY_MS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_the_day_are_told_on_the_clock_of_this_run() {
        let now_us = 1_000_000_000_000_000;
        assert_eq!(moment(now_us, now_us), PAST);
        assert_eq!(moment(now_us - 5_000_000, now_us), Millis(PAST.0 - 5_000));
        assert_eq!(moment(now_us + 5_000_000, now_us), PAST + 5_000);
        assert_eq!(moment(1, now_us), Millis::ZERO);
        assert_eq!(moment(u64::MAX, now_us), PAST + DELAY_MS_MAX);
    }
}
