//! The floor plan: the checked configuration as an immutable value.
//!
//! Whoever makes a plan (the configuration, a test) has checked names, references and limits; the
//! engine relies on it. Ids are dense indexes; a name keeps its id from plan to plan, and the
//! place of a name that is gone stays empty until the PBX restarts.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::id::{AgentId, QueueId};
use super::requirement::Template;
use super::skill::{SkillNames, SkillSet};

/// Everything the engine must know of skills, queues and agents, valid from one moment on.
#[derive(Debug, Clone, Default)]
pub struct FloorPlan {
    /// All skills.
    pub skills: SkillNames,
    /// Queues by id.
    pub queues: Roll<QueueId, QueuePlan>,
    /// Agents by id.
    pub agents: Roll<AgentId, AgentPlan>,
}

/// A queue as configured.
#[derive(Debug, Clone)]
pub struct QueuePlan {
    /// The queue's id.
    pub id: QueueId,
    /// The name that the dialplan uses.
    pub name: Arc<str>,
    /// How the next agent is chosen among those who fit.
    pub strategy: Strategy,
    /// What a call needs that brings no requirement of its own.
    pub requirement: Template,
    /// How the requirement is replaced while the call waits; ascending `after_ms`.
    pub relax: Arc<[RelaxStep]>,
    /// The call leaves with a timeout after this wait; `None`: never.
    pub timeout_ms: Option<u64>,
    /// Calls that may wait (ringing ones included) before the next is refused as full.
    pub capacity: u32,
    /// How long an agent's phone rings before the next agent is tried.
    pub ring_timeout_ms: u64,
    /// After-call time of an agent; 0: none.
    pub wrap_up_ms: u64,
    /// Missed offers in a row after which an agent goes not ready with reason `rona`; 0: never.
    pub rona_limit: u32,
    /// How long an agent rests after a failed offer, by cause.
    pub back_off: BackOff,
    /// Music-on-hold class for waiting callers; `None`: the call's own.
    pub music: Option<Arc<str>>,
}

/// How long an agent is left alone after an offer failed, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackOff {
    /// The phone was busy. Default 5,000.
    pub busy_ms: u64,
    /// The agent rejected the call. Default 5,000.
    pub rejected_ms: u64,
    /// The phone did not answer, where this does not make the agent not ready. Default 5,000.
    pub no_answer_ms: u64,
    /// The phone could not be reached or the network was congested. Default 15,000.
    pub unreachable_ms: u64,
}

impl Default for BackOff {
    fn default() -> Self {
        Self {
            busy_ms: 5_000,
            rejected_ms: 5_000,
            no_answer_ms: 5_000,
            unreachable_ms: 15_000,
        }
    }
}

/// One relaxation step: from `after_ms` of waiting on, the call needs this instead.
#[derive(Debug, Clone)]
pub struct RelaxStep {
    /// Wait after which the step holds, from the call's arrival.
    pub after_ms: u64,
    /// What the call needs from then on.
    pub requirement: Template,
}

/// How an agent is chosen among the free agents who fit a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Strategy {
    /// The agent who has been idle longest.
    #[default]
    LongestIdle,
    /// The agent with the highest weighted proficiency in what the call needs and prefers; of
    /// equals the one idle longest.
    MostSkilled,
}

/// An agent as configured.
#[derive(Debug, Clone)]
pub struct AgentPlan {
    /// The agent's id.
    pub id: AgentId,
    /// The name that dialplan and console use, such as `1001`.
    pub name: Arc<str>,
    /// The person's name for displays.
    pub full_name: Option<Arc<str>>,
    /// Dial string of the agent's phone; `None`: given at sign-in.
    pub interface: Option<Arc<str>>,
    /// Whose state stands for the phone behind the configured interface.
    pub state_interface: StateInterface,
    /// Signed in from the start, without `AcdLogin`. Needs an interface.
    pub is_signed_in_at_start: bool,
    /// Skills with levels.
    pub skills: SkillSet,
    /// Queues served, each with the agent's rank in it (1 is first).
    pub queues: BTreeMap<QueueId, u8>,
    /// Overrides the queue's after-call time.
    pub wrap_up_ms: Option<u64>,
    /// Overrides the queue's ring timeout.
    pub ring_timeout_ms: Option<u64>,
}

/// Whose state stands for an agent's phone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum StateInterface {
    /// That of the device behind the interface, if the host can tell one.
    #[default]
    OfInterface,
    /// That of this device.
    Device(Arc<str>),
    /// Nobody's: the phone counts as free unless a call of ours is in hand. For phones behind a
    /// trunk that others use too.
    Unwatched,
}

/// What a roll lists: something with an id and a name.
pub trait Listed {
    /// The type of the id.
    type Id: Copy + Ord;
    /// The dense index of an id.
    fn index(id: Self::Id) -> usize;
    /// The id.
    fn id(&self) -> Self::Id;
    /// The name, unique in the roll without regard to case.
    fn name(&self) -> &Arc<str>;
}

impl Listed for QueuePlan {
    type Id = QueueId;
    fn index(id: QueueId) -> usize {
        id.index()
    }
    fn id(&self) -> QueueId {
        self.id
    }
    fn name(&self) -> &Arc<str> {
        &self.name
    }
}

impl Listed for AgentPlan {
    type Id = AgentId;
    fn index(id: AgentId) -> usize {
        id.index()
    }
    fn id(&self) -> AgentId {
        self.id
    }
    fn name(&self) -> &Arc<str> {
        &self.name
    }
}

/// Entries by dense id and by name; names are compared without regard to ASCII case.
#[derive(Debug, Clone)]
pub struct Roll<Id, T> {
    entries: Vec<Option<Arc<T>>>,
    ids: BTreeMap<Box<str>, Id>,
    // Names of former plans that this one does not have; their ids are theirs for good.
    retired: BTreeMap<Box<str>, Id>,
}

impl<Id, T> Default for Roll<Id, T> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            ids: BTreeMap::new(),
            retired: BTreeMap::new(),
        }
    }
}

impl<Id: Copy + Ord, T: Listed<Id = Id>> Roll<Id, T> {
    /// A roll of these entries; an entry whose id or name is already taken replaces the former.
    #[must_use]
    pub fn new(entries: impl IntoIterator<Item = T>) -> Self {
        let mut roll = Self::default();
        for entry in entries {
            let index = T::index(entry.id());
            if roll.entries.len() <= index {
                roll.entries.resize_with(index + 1, || None);
            }
            roll.ids
                .insert(entry.name().to_ascii_lowercase().into(), entry.id());
            roll.entries[index] = Some(Arc::new(entry));
        }
        roll
    }

    /// A roll of these entries that follows `former`: it remembers the ids of the names that are
    /// gone, so that they are never given to another name.
    #[must_use]
    pub fn following(former: &Self, entries: impl IntoIterator<Item = T>) -> Self {
        let mut roll = Self::new(entries);
        for (name, id) in former.retired.iter().chain(&former.ids) {
            if !roll.ids.contains_key(name) {
                roll.retired.insert(name.clone(), *id);
            }
        }
        if roll.entries.len() < former.entries.len() {
            roll.entries.resize_with(former.entries.len(), || None);
        }
        roll
    }

    /// The id that belongs to this name, also if the name is gone from this roll.
    #[must_use]
    pub fn known_id(&self, name: &str) -> Option<Id> {
        let name = name.to_ascii_lowercase();
        self.ids
            .get(name.as_str())
            .or_else(|| self.retired.get(name.as_str()))
            .copied()
    }

    /// The entry of this id.
    #[must_use]
    pub fn entry(&self, id: Id) -> Option<&Arc<T>> {
        self.entries.get(T::index(id))?.as_ref()
    }

    /// The id of this name.
    #[must_use]
    pub fn id(&self, name: &str) -> Option<Id> {
        self.ids.get(name.to_ascii_lowercase().as_str()).copied()
    }

    /// The entry of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Arc<T>> {
        self.entry(self.id(name)?)
    }

    /// All entries by ascending id.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<T>> {
        self.entries.iter().flatten()
    }

    /// All names in alphabetical order, in lower case, with their ids.
    pub fn names(&self) -> impl Iterator<Item = (&str, Id)> {
        self.ids.iter().map(|(name, id)| (&**name, *id))
    }

    /// One more than the largest index ever given: the size of a table with a place for each id.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.entries.len()
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// True if there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}
