//! What the worker watches for alarms, and what everybody reads of them.
//!
//! Rule kept: what happens is heard from history, and queues are looked at only when something of
//! theirs has changed; readers have a copy and never ask the worker.

use std::sync::Arc;

use serde::Serialize;

use super::clock::Clock;
use super::entrance::Entrance;
use super::health::{Cause, Delays, Health, News, Words};
use super::history::HistoryFact as Fact;
use super::history_record::HistoryRecord;
use super::worker::Worker;
use crate::engine::{DeviceState, Millis, OfferFailure};

/// How long one step may take before call distribution counts as slow.
const STEP_MS: u64 = 500;
/// Letters that may wait for it.
const LETTERS_MAX: usize = 5_000;

/// Something that is wrong now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AlarmView {
    /// `engine`, `slow`, `store`, `recorder`, `queue`, `agent`, or `stopped`: nothing runs at all.
    pub alarm: &'static str,
    /// Which queue or agent.
    pub about: Option<Arc<str>>,
    /// `critical`: callers are harmed or something is lost until somebody does something; else
    /// `warning`.
    pub severity: &'static str,
    /// What is wrong.
    pub cause: String,
    /// What to do about it.
    pub advice: String,
    /// Since when, in microseconds since 1970.
    pub since_us: u64,
}

/// The worker's watch.
#[derive(Default)]
pub(super) struct Watch {
    health: Health,
    // Queues of which something has changed.
    touched: Vec<Arc<str>>,
    // Somebody came or went: all queues.
    is_all_touched: bool,
}

impl Watch {
    fn touch(&mut self, queue: &Arc<str>) {
        if !queue.is_empty() && !self.touched.iter().any(|known| known == queue) {
            self.touched.push(Arc::clone(queue));
        }
    }

    /// Hears a line of history.
    pub(super) fn note(&mut self, record: &HistoryRecord, now: Millis) {
        self.note_line(record);
        self.note_agent(record, now);
        match &record.fact {
            Fact::StoreBehind { cause, advice, .. } => {
                let words = || say(cause.clone(), advice.clone());
                self.health.set(Cause::Store, true, now, words);
            }
            Fact::StoreCaughtUp { .. } => {
                self.health.set(Cause::Store, false, now, Words::default);
            }
            Fact::RecordingFailed { cause, .. } => self.health.fault(Cause::Recorder, now, || {
                let advice = "look at the room on that disk, at who may write there, and at the \
                              rule of that recording";
                say(format!("a recording failed: {cause}"), advice.to_owned())
            }),
            Fact::EngineFailed { topic, cause, .. } => {
                self.health.fault(Cause::Engine, now, || {
                    let advice = "report it as a bug, with Asterisk's log of that time";
                    say(
                        format!(
                            "call distribution failed at {topic} and was started anew: {cause}"
                        ),
                        advice.to_owned(),
                    )
                });
            }
            _ => {}
        }
    }

    fn note_line(&mut self, record: &HistoryRecord) {
        if let Some(call) = &record.call {
            match &record.fact {
                Fact::CallMoved { from, to, .. } => {
                    self.touch(from);
                    self.touch(to);
                }
                Fact::CallArrived { .. }
                | Fact::CallConnected { .. }
                | Fact::CallLeft { .. }
                | Fact::CallReleased { .. } => self.touch(&call.queue),
                _ => {}
            }
        }
        self.is_all_touched |= matches!(
            record.fact,
            Fact::AgentSignedIn { .. }
                | Fact::AgentSignedOut
                | Fact::AgentChanged { .. }
                | Fact::FloorPlanned
                | Fact::EngineFailed { .. }
        );
    }

    fn note_agent(&mut self, record: &HistoryRecord, now: Millis) {
        let Some(agent) = &record.agent else {
            return;
        };
        let cause = || Cause::Agent(Arc::clone(agent));
        let is_fault = match &record.fact {
            Fact::OfferFailed { failure, .. } => *failure != OfferFailure::Rescinded,
            Fact::DeviceChanged { device } => *device == DeviceState::Unreachable,
            Fact::CallConnected { .. } | Fact::AgentSignedOut => {
                self.health.relieve(&cause());
                false
            }
            _ => false,
        };
        if is_fault {
            self.health.fault(cause(), now, || {
                say(
                    format!("agent {agent} misses offers, or the phone comes and goes"),
                    format!("look at that phone; `acd explain agent {agent}` says how it stands"),
                )
            });
        }
    }
}

fn say(cause: String, advice: String) -> Words {
    Words { cause, advice }
}

impl Worker {
    /// A step took so long.
    pub(super) fn note_step(&mut self, began: Millis, waiting: usize) {
        let now = self.clock.now();
        let step_ms = now.since(began);
        if step_ms < STEP_MS && waiting < LETTERS_MAX {
            return;
        }
        self.watch.health.fault(Cause::Slow, now, || {
            say(
                format!("a step of call distribution took {step_ms} ms, {waiting} facts wait"),
                "look at the load of this machine; if it has none, report it as a bug".to_owned(),
            )
        });
    }

    /// Raises and clears alarms.
    pub(super) fn look_at_health(&mut self) {
        let now = self.clock.now();
        self.look_at_queues(now);
        let settings = &self.lobby.published().settings;
        let delays = Delays {
            after_ms: settings.alarms.after_ms,
            quiet_ms: settings.alarms.quiet_ms,
        };
        let news = self.watch.health.poll(now, delays);
        if !news.is_empty() {
            self.publish_alarms(now);
        }
        for news in news {
            self.tell_of_health(news);
        }
        let due = self.watch.health.deadline(delays);
        self.deadline = self.deadline.into_iter().chain(due).min();
    }

    fn look_at_queues(&mut self, now: Millis) {
        let mut touched = std::mem::take(&mut self.watch.touched);
        let plan = Arc::clone(self.router.plan());
        if std::mem::take(&mut self.watch.is_all_touched) {
            touched = plan
                .queues
                .iter()
                .map(|queue| Arc::clone(&queue.name))
                .collect();
            // A queue may be gone.
            touched.extend(self.watch.health.queues());
        }
        for name in touched {
            let queue = plan.queues.find(&name);
            let line = queue.and_then(|queue| self.router.unstaffed_line(queue.id));
            let words = || {
                say(
                    format!("calls wait in queue {name} and nobody is signed in for it"),
                    format!(
                        "sign somebody in (`acd agent NAME sign-in`), or close the queue \
                         (`acd queue {name} close`)"
                    ),
                )
            };
            let cause = Cause::Queue(Arc::clone(&name));
            self.watch.health.set(cause, line.is_some(), now, words);
        }
    }

    fn publish_alarms(&self, now: Millis) {
        let wall_us = Clock::wall_us();
        let alarms = self.watch.health.raised();
        let alarms = alarms.map(|(cause, raised_at, words)| AlarmView {
            alarm: cause.word(),
            about: cause.about(),
            severity: severity(cause),
            cause: words.cause.clone(),
            advice: words.advice.clone(),
            since_us: wall_us.saturating_sub(now.since(raised_at) * 1_000),
        });
        self.lobby.set_alarms(alarms.collect());
    }

    fn tell_of_health(&mut self, news: News) {
        let fact = match news {
            News::Raised { cause, words } => {
                let Words { cause: why, advice } = words;
                tracing::warn!("alarm `{}`: {why}; {advice}", cause.word());
                Fact::AlarmRaised {
                    alarm: cause.word(),
                    about: cause.about(),
                    severity: severity(&cause),
                    cause: why,
                    advice,
                }
            }
            News::Cleared { cause, lasted_ms } => Fact::AlarmCleared {
                alarm: cause.word(),
                about: cause.about(),
                lasted_ms,
            },
        };
        self.record_own(|journal, now| journal.number(now, None, None, fact));
    }
}

const fn severity(cause: &Cause) -> &'static str {
    if cause.is_critical() {
        "critical"
    } else {
        "warning"
    }
}

impl Entrance {
    /// What is wrong now, the worst first. Never waits.
    #[must_use]
    pub fn health(&self) -> Vec<AlarmView> {
        if let Err(refusal) = self.lobby().check() {
            return vec![AlarmView {
                alarm: "stopped",
                about: None,
                severity: "critical",
                cause: refusal.to_string(),
                advice: "unload and load the module, and look at what Asterisk logged".to_owned(),
                since_us: Clock::wall_us(),
            }];
        }
        let mut alarms = self.lobby().alarms().to_vec();
        alarms.sort_by_key(|alarm| alarm.severity != "critical");
        alarms
    }
}
