//! What callers are told while they wait, and when.

use std::sync::Arc;

/// The rules of announcements and prompts.
#[derive(Debug, Clone)]
pub struct AnnounceRules {
    /// Whether the place in line is told. Default: no.
    pub position: TellPosition,
    /// Whether the estimated wait is told. Default: no.
    pub wait: TellWait,
    /// Wait after which the first of these is told. Default 5,000.
    pub first_ms: u64,
    /// From then on, again after so long; `None`: once. Default 30,000.
    pub every_ms: Option<u64>,
    /// The estimated wait is told in whole multiples of this, rounded up. Default 60,000.
    pub round_ms: u64,
    /// When they are cut short. Default: when an agent's phone is about to ring.
    pub until: TalkUntil,
    /// What is played besides; ascending order is not needed. Default: nothing.
    pub prompts: Arc<[Prompt]>,
    /// Of what an announcement is put together.
    pub sounds: Arc<Sounds>,
}

impl Default for AnnounceRules {
    fn default() -> Self {
        Self {
            position: TellPosition::default(),
            wait: TellWait::default(),
            first_ms: 5_000,
            every_ms: Some(30_000),
            round_ms: 60_000,
            until: TalkUntil::default(),
            prompts: Arc::new([]),
            sounds: Arc::default(),
        }
    }
}

/// Whether the place in line is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TellPosition {
    /// Never.
    #[default]
    No,
    /// Always.
    Yes,
    /// Only to those of at most this place.
    Limit(u32),
    /// Behind this place, that there are more than so many.
    More(u32),
}

/// Whether the estimated wait is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TellWait {
    /// Never.
    #[default]
    No,
    /// With each announcement.
    Yes,
    /// With the first announcement for which there is an estimate.
    Once,
}

/// When announcements and prompts are cut short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TalkUntil {
    /// As soon as an agent is reserved for the call.
    #[default]
    Offered,
    /// When an agent has answered.
    Answered,
}

/// Sounds that are played at certain waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// After this wait.
    pub after_ms: u64,
    /// And again after each so long; `None`: once.
    pub every_ms: Option<u64>,
    /// Files, one after the other.
    pub files: Arc<[Arc<str>]>,
}

/// The files of which announcements are put together; `None`: left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sounds {
    /// "You are next."
    pub next: Option<Arc<str>>,
    /// "There are", before the place.
    pub there_are: Option<Arc<str>>,
    /// "calls waiting", after the place.
    pub calls_waiting: Option<Arc<str>>,
    /// "There are more than", before a number.
    pub more_than: Option<Arc<str>>,
    /// "callers waiting", after that number.
    pub more_waiting: Option<Arc<str>>,
    /// "The estimated wait is", before a time.
    pub wait: Option<Arc<str>>,
    /// "minute", after one.
    pub minute: Option<Arc<str>>,
    /// "minutes".
    pub minutes: Option<Arc<str>>,
    /// "seconds".
    pub seconds: Option<Arc<str>>,
    /// "Thank you", at the end.
    pub thanks: Option<Arc<str>>,
}

impl Default for Sounds {
    fn default() -> Self {
        let file = |name: &str| Some(name.into());
        Self {
            next: file("queue-youarenext"),
            there_are: file("queue-thereare"),
            calls_waiting: file("queue-callswaiting"),
            more_than: file("queue-quantity1"),
            more_waiting: file("queue-quantity2"),
            wait: file("queue-holdtime"),
            minute: file("queue-minute"),
            minutes: file("queue-minutes"),
            seconds: file("queue-seconds"),
            thanks: file("queue-thankyou"),
        }
    }
}
