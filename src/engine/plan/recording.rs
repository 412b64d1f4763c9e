//! How calls are recorded: rules by name, which queues and agents refer to.
//!
//! Hosts obey these rules, the engine does not look at them.

use std::sync::Arc;

use crate::engine::id::SkillId;
use crate::engine::recording::share::RecordingShare;
use crate::engine::recording::template::FileTemplate;

/// A rule of recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordingPlan {
    /// The name by which queues and agents refer to it.
    pub name: Arc<str>,
    /// Which calls are recorded.
    pub share: RecordingShare,
    /// It also holds for calls of agents who have one of these skills.
    pub skills: Vec<SkillId>,
    /// Who is where in the file.
    pub layout: RecordingLayout,
    /// Format by its ending, such as `wav`.
    pub format: Arc<str>,
    /// Where the files go; `None`: the host's place for recordings.
    pub directory: Option<Arc<str>>,
    /// What they are called below that.
    pub file: FileTemplate,
    /// What follows when recording is not possible.
    pub need: RecordingNeed,
    /// What the caller hears before entering the queue.
    pub announcement: Option<Arc<str>>,
    /// The key by which the caller agrees; `None`: nobody is asked.
    pub consent_key: Option<char>,
    /// How long the caller has for that, in milliseconds.
    pub consent_wait_ms: u64,
    /// How often both hear a beep, in milliseconds; `None`: never.
    pub beep_ms: Option<u64>,
    /// Silence while one of the two is on hold.
    pub pauses_on_hold: bool,
    /// It goes on when the agent has transferred the caller elsewhere.
    pub follows_transfer: bool,
    /// The program that gets every finished recording; `None`: none.
    pub hook: Option<Arc<str>>,
    /// Days after which a recording expires; `None`: never.
    pub keep_days: Option<u32>,
    /// Where expired ones go; `None`: they are deleted.
    pub archive: Option<Arc<str>>,
}

/// Who is where in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RecordingLayout {
    /// Both in one track.
    #[default]
    Mixed,
    /// The agent left, the caller right.
    Stereo,
    /// A file each.
    Separate,
}

/// What follows when recording is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RecordingNeed {
    /// The failure is told, the call goes on.
    #[default]
    Wanted,
    /// Tried again and again until the call ends.
    Retried,
    /// Tried again too, and no call is let in or connected while it is not possible.
    Mandatory,
}

/// Which rule holds for the calls of a queue.
#[derive(Debug, Clone, Default)]
pub struct RecordingRules {
    /// The rule; `None`: they are not recorded, and may be on demand by nobody.
    pub rule: Option<Arc<RecordingPlan>>,
}

impl RecordingPlan {
    /// A rule of which nothing is said but its name: on demand, mixed, `wav`.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self {
            name: name.into(),
            share: RecordingShare::OnDemand,
            skills: Vec::new(),
            layout: RecordingLayout::default(),
            format: "wav".into(),
            directory: None,
            file: FileTemplate::read(FileTemplate::DEFAULT).expect("the default is a template"),
            need: RecordingNeed::default(),
            announcement: None,
            consent_key: None,
            consent_wait_ms: 10_000,
            beep_ms: None,
            pauses_on_hold: false,
            follows_transfer: false,
            hook: None,
            keep_days: None,
            archive: None,
        }
    }
}
