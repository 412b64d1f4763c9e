//! How calls are recorded: rules by name, which queues and agents refer to.
//!
//! Hosts obey these rules, the engine does not look at them.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::engine::id::{QueueId, SkillId};
use crate::engine::recording::control::RecordingVerb;
use crate::engine::recording::retention::KeepRule;
use crate::engine::recording::share::RecordingShare;
use crate::engine::recording::template::FileTemplate;
use crate::engine::tag::Expression;

/// A rule of recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordingPlan {
    /// The name by which queues and agents refer to it.
    pub name: Arc<str>,
    /// Which calls are recorded.
    pub share: RecordingShare,
    /// It holds by itself for calls of which this is so; `None`: nothing is asked.
    pub condition: Option<Expression>,
    /// Beside a condition: only in these queues; empty: in all of them and outside.
    pub queues: BTreeSet<QueueId>,
    /// It also holds for calls of agents who have one of these skills; beside a condition, only
    /// for those.
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
    /// Silence while this is so of the call; `None`: never.
    pub pauses_if: Option<Expression>,
    /// It goes on when the agent has transferred the caller elsewhere.
    pub follows_transfer: bool,
    /// The program that gets every finished recording; `None`: none.
    pub hook: Option<Arc<str>>,
    /// Days after which a recording expires; `None`: never.
    pub keep_days: Option<u32>,
    /// For how long instead, for calls of which something is so; the first that holds counts.
    pub keep_if: Vec<KeepRule>,
    /// Recordings of whose call this is so never expire; `None`: nothing holds them. Default:
    /// those with the tag `legal-hold`.
    pub legal_hold: Option<Expression>,
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

/// Which rule holds for the calls of a queue, and by which keys its agents have a say.
#[derive(Debug, Clone)]
pub struct RecordingRules {
    /// The rule; `None`: they are not recorded unless somebody asks.
    pub rule: Option<Arc<RecordingPlan>>,
    /// What agents ask for by keys in the conversation. Default: nothing.
    pub keys: Arc<[RecordingKeys]>,
    /// What the agent hears then; `None`: nothing. Default: `beep`.
    pub sound: Option<Arc<str>>,
}

/// Keys of a telephone, and what they ask for.
pub type RecordingKeys = (Arc<str>, RecordingVerb);

impl Default for RecordingRules {
    fn default() -> Self {
        Self {
            rule: None,
            keys: Arc::default(),
            sound: Some("beep".into()),
        }
    }
}

impl RecordingPlan {
    /// The tag that holds recordings unless the operator says otherwise.
    pub const LEGAL_HOLD: &'static str = "legal-hold";

    /// A rule of which nothing is said but its name: on demand, mixed, `wav`.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self {
            name: name.into(),
            share: RecordingShare::OnDemand,
            condition: None,
            queues: BTreeSet::new(),
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
            pauses_if: None,
            follows_transfer: false,
            hook: None,
            keep_days: None,
            keep_if: Vec::new(),
            legal_hold: Some(Expression::parse(Self::LEGAL_HOLD).expect("a key is an expression")),
            archive: None,
        }
    }
}
