//! What is wrong now: alarms, raised and cleared with a delay, so that what comes and goes is one
//! alarm and not a storm.
//!
//! | Alarm | About | Raised | Cleared |
//! |---|---|---|---|
//! | `store` | | the store cannot write | it writes again |
//! | `recorder` | | a recording fails | no failure for `alarm-quiet` |
//! | `agent` | agent | three offers missed or phones lost | answered, signed out, or quiet |
//! | `queue` | queue | calls wait, nobody is signed in, for `alarm-after` | not so, as long |
//! | `engine` | | it failed and was started anew | quiet likewise |
//! | `slow` | | a step took too long, or too much waits | quiet likewise |
//!
//! Rule kept: time is an argument; only what is in trouble is remembered.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::Millis;

/// Misses of an agent, one soon after the other, that raise an alarm.
const MISSES: u32 = 3;

/// What may be wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    /// The engine failed.
    Engine,
    /// The engine is slow.
    Slow,
    /// The store cannot write.
    Store,
    /// The recorder fails.
    Recorder,
    /// Calls of this queue wait and nobody is signed in.
    Queue(Arc<str>),
    /// This agent misses offers, or the phone comes and goes.
    Agent(Arc<str>),
}

/// How an alarm comes about.
enum Course {
    /// It holds while something is so; raised and cleared after a while.
    While,
    /// It holds while something is so.
    AtOnce,
    /// So many faults raise it; it is cleared when there was none for long.
    Faults(u32),
}

impl Cause {
    /// The alarm's name.
    pub(super) const fn word(&self) -> &'static str {
        match self {
            Self::Engine => "engine",
            Self::Slow => "slow",
            Self::Store => "store",
            Self::Recorder => "recorder",
            Self::Queue(_) => "queue",
            Self::Agent(_) => "agent",
        }
    }

    /// Whom it is about.
    pub(super) fn about(&self) -> Option<Arc<str>> {
        match self {
            Self::Queue(name) | Self::Agent(name) => Some(Arc::clone(name)),
            _ => None,
        }
    }

    /// Callers are harmed, or something is lost, until somebody does something.
    pub(super) const fn is_critical(&self) -> bool {
        matches!(self, Self::Engine | Self::Store | Self::Queue(_))
    }

    const fn course(&self) -> Course {
        match self {
            Self::Queue(_) => Course::While,
            Self::Store => Course::AtOnce,
            Self::Agent(_) => Course::Faults(MISSES),
            Self::Engine | Self::Slow | Self::Recorder => Course::Faults(1),
        }
    }
}

/// How long to wait, in milliseconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Delays {
    /// Before what is so counts as so.
    pub(super) after_ms: u64,
    /// Without another fault, before what happened is over.
    pub(super) quiet_ms: u64,
}

/// What is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum News {
    /// An alarm is raised.
    Raised {
        /// Which.
        cause: Cause,
        /// What is wrong and what to do.
        words: Words,
    },
    /// An alarm is cleared.
    Cleared {
        /// Which.
        cause: Cause,
        /// How long it was raised.
        lasted_ms: u64,
    },
}

/// What is wrong, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Words {
    pub(super) cause: String,
    pub(super) advice: String,
}

#[derive(Debug)]
struct Trouble {
    is_so: bool,
    // Since when, or since the last fault.
    since: Millis,
    faults: u32,
    raised_at: Option<Millis>,
    words: Words,
}

/// Everything in trouble.
#[derive(Debug, Default)]
pub(super) struct Health(BTreeMap<Cause, Trouble>);

impl Health {
    /// Something is so, or is not.
    pub(super) fn set(
        &mut self,
        cause: Cause,
        is_so: bool,
        now: Millis,
        words: impl Fn() -> Words,
    ) {
        match self.0.get_mut(&cause) {
            Some(trouble) if trouble.is_so != is_so => {
                trouble.is_so = is_so;
                trouble.since = now;
            }
            None if is_so => {
                let trouble = Trouble {
                    is_so,
                    since: now,
                    faults: 0,
                    raised_at: None,
                    words: words(),
                };
                self.0.insert(cause, trouble);
            }
            _ => {}
        }
    }

    /// Something went wrong once.
    pub(super) fn fault(&mut self, cause: Cause, now: Millis, words: impl Fn() -> Words) {
        let trouble = self.0.entry(cause).or_insert_with(|| Trouble {
            is_so: false,
            since: now,
            faults: 0,
            raised_at: None,
            words: words(),
        });
        trouble.since = now;
        trouble.faults = trouble.faults.saturating_add(1);
        if trouble.raised_at.is_none() {
            trouble.words = words();
        }
    }

    /// What went wrong before does not count any more.
    pub(super) fn relieve(&mut self, cause: &Cause) {
        if let Some(trouble) = self.0.get_mut(cause) {
            trouble.faults = 0;
        }
    }

    /// Causes of one kind that are in trouble.
    pub(super) fn queues(&self) -> impl Iterator<Item = Arc<str>> {
        self.0.keys().filter_map(|cause| match cause {
            Cause::Queue(name) => Some(Arc::clone(name)),
            _ => None,
        })
    }

    /// What is to be told now.
    pub(super) fn poll(&mut self, now: Millis, delays: Delays) -> Vec<News> {
        let mut news = Vec::new();
        self.0.retain(|cause, trouble| {
            let (wants, due) = trouble.wants(cause, delays);
            if wants == trouble.raised_at.is_some() || due > now {
                // Forgotten once nothing more can come of it.
                let is_over = !wants && !trouble.is_so && trouble.raised_at.is_none();
                return !(is_over && (trouble.faults == 0 || due <= now));
            }
            let cause = cause.clone();
            if let Some(raised_at) = trouble.raised_at.take() {
                let lasted_ms = now.since(raised_at);
                news.push(News::Cleared { cause, lasted_ms });
                return false;
            }
            trouble.raised_at = Some(now);
            let words = trouble.words.clone();
            news.push(News::Raised { cause, words });
            true
        });
        news
    }

    /// When to ask again if nothing happens before.
    pub(super) fn deadline(&self, delays: Delays) -> Option<Millis> {
        let dues = self.0.iter().filter_map(|(cause, trouble)| {
            let (wants, due) = trouble.wants(cause, delays);
            let is_settled = wants == trouble.raised_at.is_some() && trouble.faults == 0;
            (!is_settled).then_some(due)
        });
        dues.min()
    }

    /// What is raised, and since when.
    pub(super) fn raised(&self) -> impl Iterator<Item = (&Cause, Millis, &Words)> {
        let raised = self.0.iter();
        raised.filter_map(|(cause, trouble)| Some((cause, trouble.raised_at?, &trouble.words)))
    }
}

impl Trouble {
    /// Whether it is to be raised, and from when on that counts.
    fn wants(&self, cause: &Cause, delays: Delays) -> (bool, Millis) {
        match cause.course() {
            Course::AtOnce => (self.is_so, self.since),
            Course::While => (self.is_so, self.since + delays.after_ms),
            Course::Faults(_) if self.faults == 0 => (false, self.since),
            Course::Faults(enough) => {
                let is_raised = self.raised_at.is_some();
                if !is_raised && self.faults >= enough {
                    (true, self.since)
                } else {
                    // Nothing changes before it was quiet for long.
                    (false, self.since + delays.quiet_ms)
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DELAYS: Delays = Delays {
        after_ms: 30,
        quiet_ms: 600,
    };

    fn told(health: &mut Health, at: u64) -> Vec<String> {
        let news = health.poll(Millis(at), DELAYS).into_iter();
        news.map(|news| match news {
            News::Raised { cause, .. } => format!("{} raised", cause.word()),
            News::Cleared { cause, lasted_ms } => format!("{} {lasted_ms}", cause.word()),
        })
        .collect()
    }

    fn queue() -> Cause {
        Cause::Queue("support".into())
    }

    #[test]
    fn a_state_is_told_when_it_lasts_and_when_its_end_lasts() {
        let mut health = Health::default();
        let set = |health: &mut Health, is_so, at| {
            health.set(queue(), is_so, Millis(at), Words::default);
        };
        set(&mut health, true, 100);
        assert_eq!(health.deadline(DELAYS), Some(Millis(130)));
        assert_eq!(told(&mut health, 129), [""; 0]);
        set(&mut health, false, 129);
        set(&mut health, true, 140);
        assert_eq!(told(&mut health, 160), [""; 0]);
        assert_eq!(told(&mut health, 170), ["queue raised"]);
        assert_eq!(told(&mut health, 171), [""; 0], "once");
        assert_eq!(health.deadline(DELAYS), None);
        assert_eq!(health.raised().count(), 1);
        set(&mut health, false, 200);
        set(&mut health, true, 210);
        assert_eq!(told(&mut health, 250), [""; 0], "it came back");
        set(&mut health, false, 300);
        assert_eq!(health.deadline(DELAYS), Some(Millis(330)));
        assert_eq!(told(&mut health, 330), ["queue 160"]);
        assert_eq!(health.deadline(DELAYS), None);
        assert!(health.0.is_empty());
    }

    #[test]
    fn enough_faults_are_one_alarm_until_it_is_quiet() {
        let mut health = Health::default();
        let agent = || Cause::Agent("1001".into());
        for at in [0, 10] {
            health.fault(agent(), Millis(at), Words::default);
            assert_eq!(told(&mut health, at), [""; 0]);
        }
        health.fault(agent(), Millis(20), Words::default);
        assert_eq!(told(&mut health, 20), ["agent raised"]);
        health.fault(agent(), Millis(500), Words::default);
        assert_eq!(told(&mut health, 1_099), [""; 0]);
        assert_eq!(health.deadline(DELAYS), Some(Millis(1_100)));
        assert_eq!(told(&mut health, 1_100), ["agent 1080"]);
        assert!(health.0.is_empty());
        // Two long ago are none.
        health.fault(agent(), Millis(2_000), Words::default);
        health.fault(agent(), Millis(2_001), Words::default);
        assert_eq!(told(&mut health, 2_700), [""; 0]);
        assert!(health.0.is_empty());
    }

    #[test]
    fn relief_clears_at_once_and_what_is_at_once_is() {
        let mut health = Health::default();
        health.fault(Cause::Engine, Millis(5), Words::default);
        assert_eq!(told(&mut health, 5), ["engine raised"]);
        health.relieve(&Cause::Engine);
        assert_eq!(told(&mut health, 9), ["engine 4"]);
        health.set(Cause::Store, true, Millis(10), Words::default);
        assert_eq!(told(&mut health, 10), ["store raised"]);
        health.set(Cause::Store, false, Millis(11), Words::default);
        assert_eq!(told(&mut health, 11), ["store 1"]);
        assert_eq!(health.deadline(DELAYS), None);
    }
}
