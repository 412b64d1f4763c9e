//! Lines of history as the store keeps them: what each means for its call.

use serde::Serialize;
use serde_json::Value;

use super::history::HistoryFact;
use super::history_record::HistoryRecord;
use crate::store::{self, Arrived, Ended, FactEntry, Fileable, Recorded, Step};

impl Fileable for HistoryRecord {
    fn sequence(&self) -> u64 {
        self.sequence
    }

    fn entry(&self) -> FactEntry {
        FactEntry {
            sequence: self.sequence,
            wall_us: self.wall_us,
            call: self.call.as_ref().map(|call| call.call.0),
            agent: self.agent.as_ref().map(|agent| agent.to_string()),
            event: self.event(),
            line: self.to_json(),
            step: self.step(),
        }
    }
}

impl HistoryRecord {
    /// What happened in one word, such as `call_arrived`.
    fn event(&self) -> String {
        let fact = serde_json::to_value(&self.fact).unwrap_or_default();
        word_of(fact.get("event"))
    }

    /// What it means for its call, if anything.
    fn step(&self) -> Option<Step> {
        let fact = &self.fact;
        self.waiting_step()
            .or_else(|| offer_step(fact))
            .or_else(|| end_step(fact))
            .or_else(|| after_step(fact))
    }

    fn waiting_step(&self) -> Option<Step> {
        Some(match &self.fact {
            HistoryFact::CallArrived {
                caller,
                follows,
                priority,
                requirement,
            } => {
                let call = self.call.as_ref()?;
                Step::Arrived(Box::new(Arrived {
                    queue: call.queue.to_string(),
                    host_call: call.host_call.to_string(),
                    number: caller.number.reveal().clone(),
                    name: caller.name.reveal().clone(),
                    follows: follows.map(|call| call.0),
                    priority: *priority,
                    requirement: requirement.clone(),
                }))
            }
            HistoryFact::CallMoved { to, .. } => Step::Moved {
                queue: to.to_string(),
            },
            HistoryFact::CallRelaxed {
                step, requirement, ..
            } => Step::Relaxed {
                step: *step,
                requirement: requirement.clone(),
            },
            HistoryFact::CallChanged { what, after, .. } if what == "priority" => {
                Step::Prioritized {
                    priority: after.as_ref()?.parse().ok()?,
                }
            }
            _ => return None,
        })
    }
}

fn offer_step(fact: &HistoryFact) -> Option<Step> {
    Some(match fact {
        HistoryFact::CallOffered { offer, .. } => Step::Offered { offer: offer.0 },
        HistoryFact::OfferRang { offer } => Step::Rang { offer: offer.0 },
        HistoryFact::OfferFailed {
            offer,
            failure,
            ring_ms,
            ..
        } => Step::OfferFailed {
            offer: offer.0,
            failure: word(failure),
            ring_ms: *ring_ms,
        },
        HistoryFact::CallConnected {
            offer,
            wait_ms,
            ring_ms,
            ..
        } => Step::Connected {
            offer: offer.0,
            wait_ms: *wait_ms,
            ring_ms: *ring_ms,
        },
        _ => return None,
    })
}

fn end_step(fact: &HistoryFact) -> Option<Step> {
    let ended = match fact {
        HistoryFact::ConversationEnded {
            talk_ms,
            hold_ms,
            ended_by,
        } => Ended {
            hold_ms: *hold_ms,
            end: "answered".to_owned(),
            ended_by: Some(word(ended_by)),
            talk_ms: Some(*talk_ms),
            ..Ended::default()
        },
        HistoryFact::CallLeft {
            departure,
            is_short,
            wait_ms,
        } => Ended {
            end: word(departure),
            wait_ms: Some(*wait_ms),
            is_short: *is_short,
            ..Ended::default()
        },
        HistoryFact::CallReleased {
            exit,
            wait_ms,
            was_in_line,
        } => Ended {
            is_refused: !was_in_line,
            end: word(exit),
            wait_ms: Some(*wait_ms),
            ..Ended::default()
        },
        HistoryFact::CallInterrupted { .. } => Ended {
            end: store::ENDED_BY_RESTART.to_owned(),
            ..Ended::default()
        },
        _ => return None,
    };
    Some(Step::Ended(Box::new(ended)))
}

fn after_step(fact: &HistoryFact) -> Option<Step> {
    Some(match fact {
        HistoryFact::TagSet { tag, value, by, .. } => Step::Tagged {
            key: tag.to_string(),
            value: value.to_string(),
            by: by.to_string(),
        },
        HistoryFact::RecordingFinished {
            sidecar,
            length_ms,
            is_interrupted,
            ..
        } => Step::Recorded(Recorded {
            sidecar: sidecar.clone(),
            length_ms: *length_ms,
            is_interrupted: *is_interrupted,
        }),
        HistoryFact::RecordingFailed { cause, file, .. } => Step::NotRecorded {
            file: file.clone(),
            cause: cause.clone(),
        },
        HistoryFact::RecordingExpired {
            sidecar, archive, ..
        } => Step::RecordingExpired {
            sidecar: sidecar.clone(),
            archive: archive.clone(),
        },
        HistoryFact::TagRemoved { tag, .. } => Step::Untagged {
            key: tag.to_string(),
        },
        HistoryFact::WrapUpStarted { .. } => Step::WrapUpStarted,
        HistoryFact::CallDisposed { disposition } => Step::Disposed {
            disposition: disposition.to_string(),
        },
        HistoryFact::WrapUpEnded {
            disposition,
            is_default,
            ..
        } => Step::WrapUpEnded {
            disposition: disposition.as_ref().map(|code| code.to_string()),
            is_default: *is_default,
        },
        _ => return None,
    })
}

// A value that is written as one word.
fn word(value: &impl Serialize) -> String {
    word_of(serde_json::to_value(value).ok().as_ref())
}

fn word_of(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::driver::CallName;
    use crate::engine::{CallExit, CallId, Departure, EndedBy};

    fn filed(fact: HistoryFact) -> FactEntry {
        let call = CallName {
            call: CallId(7),
            host_call: Arc::from("host-7"),
            queue: Arc::from("support"),
        };
        let record = HistoryRecord {
            sequence: 3,
            at_ms: 1,
            wall_us: 2,
            call: Some(call),
            agent: Some(Arc::from("1001")),
            fact,
        };
        record.entry()
    }

    #[test]
    fn a_fact_is_kept_as_its_line_with_its_name() {
        let entry = filed(HistoryFact::AgentReady);
        assert_eq!(
            (entry.sequence, entry.call, &*entry.event),
            (3, Some(7), "agent_ready")
        );
        assert!(
            entry.line.contains("\"host_call\":\"host-7\""),
            "{}",
            entry.line
        );
        assert_eq!(entry.step, None);
    }

    #[test]
    fn every_end_of_a_call_is_one_word() {
        let end = |fact| match filed(fact).step {
            Some(Step::Ended(ended)) => ended.end,
            other => panic!("no end: {other:?}"),
        };
        let ended_by = EndedBy::Agent;
        let talk_ms = 1;
        assert_eq!(
            end(HistoryFact::ConversationEnded {
                talk_ms,
                hold_ms: 0,
                ended_by
            }),
            "answered"
        );
        let (departure, is_short, wait_ms) = (Departure::ExitKey, false, 1);
        let left = HistoryFact::CallLeft {
            departure,
            is_short,
            wait_ms,
        };
        assert_eq!(end(left), "exit_key");
        let (exit, was_in_line) = (CallExit::Timeout, true);
        let released = HistoryFact::CallReleased {
            exit,
            was_in_line,
            wait_ms,
        };
        assert_eq!(end(released), "timeout");
        assert_eq!(
            end(HistoryFact::CallInterrupted { is_answered: true }),
            "restart"
        );
    }
}
