//! What the store takes: facts of history with what they mean for a call, agents as they stand,
//! and who served whom.
//!
//! Names, not ids: ids are numbers of one run, what is kept lasts longer. Whoever files facts gives
//! them in their own form; they are turned into entries on the store's own thread.

use serde::{Deserialize, Serialize};

/// Something that can be filed as a fact.
pub trait Fileable: Send + 'static {
    /// Its number in history, without gaps.
    fn sequence(&self) -> u64;

    /// The fact as it is kept; asked on the store's thread.
    fn entry(&self) -> FactEntry;
}

/// One thing to keep. Those that come first are kept first.
#[derive(Debug)]
pub enum Entry<F> {
    /// A fact of history.
    Fact(F),
    /// An agent, as it is from now on.
    Agent(Box<AgentRow>),
    /// All queues of which something is set by hand, as they are from now on.
    Queues(Vec<QueueStandingRow>),
    /// An agent talks to a caller who is to be known again.
    Caller(CallerRow),
    /// The tags with which a call entered its queue.
    Tags(TagsRow),
    /// The calls that are alive, after facts could not be kept: what else seems alive is not.
    Alive(Vec<u64>),
}

/// A fact of history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactEntry {
    /// Its number.
    pub sequence: u64,
    /// When, in microseconds since 1970.
    pub wall_us: u64,
    /// The call it is about.
    pub call: Option<u64>,
    /// The agent it is about.
    pub agent: Option<String>,
    /// What happened, such as `call_arrived`.
    pub event: String,
    /// The fact as one line of JSON.
    pub line: String,
    /// What it means for its call, if anything.
    pub step: Option<Step>,
}

/// A step in the life of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It entered a queue.
    Arrived(Box<Arrived>),
    /// It moved to another queue.
    Moved {
        /// Which.
        queue: String,
    },
    /// What it needs was replaced.
    Relaxed {
        /// The step, from 1.
        step: u8,
        /// What it needs now.
        requirement: String,
    },
    /// Its priority was changed.
    Prioritized {
        /// What it is now.
        priority: i64,
    },
    /// It was offered to the agent.
    Offered {
        /// Which offer.
        offer: u64,
    },
    /// The agent's phone rings.
    Rang {
        /// Which offer.
        offer: u64,
    },
    /// An offer came to nothing.
    OfferFailed {
        /// Which offer.
        offer: u64,
        /// Why.
        failure: String,
        /// How long it lasted.
        ring_ms: u64,
    },
    /// Caller and agent were connected.
    Connected {
        /// Which offer was answered.
        offer: u64,
        /// How long the caller waited.
        wait_ms: u64,
        /// How long the phone rang.
        ring_ms: u64,
    },
    /// It is over.
    Ended(Box<Ended>),
    /// A tag of it was set.
    Tagged {
        /// Its key.
        key: String,
        /// Its value.
        value: String,
        /// Who set it.
        by: String,
    },
    /// A tag of it was taken away.
    Untagged {
        /// Its key.
        key: String,
    },
    /// A recording of it is finished.
    Recorded(Recorded),
    /// A recording of it does not work.
    NotRecorded {
        /// The sound file without its ending; empty: there is none.
        file: String,
        /// Why.
        cause: String,
    },
    /// A recording of it has expired.
    RecordingExpired {
        /// Its sidecar, where it was.
        sidecar: String,
        /// Its sidecar, where it is; empty: it is deleted.
        archive: String,
    },
    /// After-call time began.
    WrapUpStarted,
    /// Somebody said what became of it.
    Disposed {
        /// The disposition's code.
        disposition: String,
    },
    /// After-call time ended.
    WrapUpEnded {
        /// What became of the call.
        disposition: Option<String>,
        /// Nobody said so: it is the queue's default.
        is_default: bool,
    },
}

/// A call that enters a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// The queue.
    pub queue: String,
    /// The PBX's name of the call.
    pub host_call: String,
    /// The caller's number; empty: withheld.
    pub number: String,
    /// The caller's name; empty: none.
    pub name: String,
    /// The call that the same caller was in before.
    pub follows: Option<u64>,
    /// Its priority.
    pub priority: i32,
    /// What it needs.
    pub requirement: String,
}

/// A recording of a call, finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its sidecar, which names the files.
    pub sidecar: String,
    /// How long it is.
    pub length_ms: u64,
    /// The PBX died in the middle of it.
    pub is_interrupted: bool,
}

/// The end of a call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ended {
    /// How: `answered`, or why it was not.
    pub end: String,
    /// Who ended the conversation.
    pub ended_by: Option<String>,
    /// How long they talked.
    pub talk_ms: Option<u64>,
    /// How long the caller waited, if nobody answered.
    pub wait_ms: Option<u64>,
    /// The caller hung up after so short a wait that it counts as a mistake.
    pub is_short: bool,
    /// For how long the agent had the caller on hold.
    pub hold_ms: u64,
    /// It was not let in.
    pub is_refused: bool,
}

/// An agent as it stands: enough to put the agent back after a restart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AgentRow {
    /// The agent's name.
    pub agent: String,
    /// The phone the agent is signed in on; `None`: signed out.
    pub interface: Option<String>,
    /// It is the one of the configuration.
    pub is_own_phone: bool,
    /// Why the agent is not ready.
    pub not_ready: Option<String>,
    /// Who decided that, if it was not the agent.
    pub forced_by: Option<String>,
    /// What happens when the call in hand is over.
    pub pending: Option<PendingRow>,
    /// Since when, in microseconds since 1970.
    pub since_us: u64,
    /// The agent talks: what it is since then is over with the call.
    pub is_talking: bool,
    /// Is not ready after the next call, or after the one in hand.
    pub is_for_one_call: bool,
    /// After-call time that is under way.
    pub wrap_up: Option<WrapUpRow>,
    /// Skills changed while the floor was open.
    pub skills: Vec<SkillRow>,
    /// Queues likewise.
    pub queues: Vec<QueueRow>,
}

/// What happens to an agent when the call in hand is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PendingRow {
    /// Signs out.
    SignOut,
    /// Becomes not ready for this reason.
    NotReady(String),
}

/// After-call time that is under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrapUpRow {
    /// After which call.
    pub call: u64,
    /// The call's queue.
    pub queue: String,
    /// When it ends by itself, in microseconds since 1970.
    pub until_us: u64,
    /// What the agent has said became of the call.
    pub disposition: Option<String>,
    /// By how much it was extended.
    #[serde(default)]
    pub extended_ms: u64,
}

/// A skill that was changed while the floor was open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkillRow {
    /// Which skill.
    pub skill: String,
    /// The level; 0: absent.
    pub level: u8,
    /// What the configuration said at that time.
    pub planned: u8,
}

/// A queue that an agent was given, or taken from, while the floor was open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    /// Which queue.
    pub queue: String,
    /// The rank; `None`: does not serve it.
    pub rank: Option<u8>,
    /// What the configuration said at that time.
    pub planned: Option<u8>,
}

/// What is set of a queue by hand.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct QueueStandingRow {
    /// The queue's name.
    pub queue: String,
    /// How it chooses agents.
    pub strategy: Option<SetRow<String>>,
    /// How many agents it rings at once.
    pub ring_at_once: Option<SetRow<u8>>,
    /// `open` or `closed`.
    pub door: Option<String>,
}

/// A value that was set by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetRow<T> {
    /// What was set.
    pub value: T,
    /// What the configuration said at that time.
    pub planned: T,
}

/// Who served a caller last in a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerRow {
    /// The queue.
    pub queue: String,
    /// The caller's number.
    pub caller: String,
    /// The agent.
    pub agent: String,
    /// When they began to talk, in microseconds since 1970.
    pub served_us: u64,
}

/// The tags with which a call entered its queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagsRow {
    /// The call.
    pub call: u64,
    /// When, in microseconds since 1970.
    pub set_us: u64,
    /// Keys and values.
    pub tags: Vec<(String, String)>,
}
