//! A queue as configured: its name and its rules, by what they rule.

use std::sync::Arc;

use super::announce::AnnounceRules;
use super::caller::CallerRules;
use super::choice::ChoiceRules;
use super::entry::EntryRules;
use super::exit::ExitRules;
use super::line::LineRules;
use super::need::NeedRules;
use super::offer::OfferRules;
use super::order::OrderRules;
use super::overflow::OverflowRules;
use super::phone::PhoneRules;
use super::recording::RecordingRules;
use super::reserve::ReserveRules;
use super::roll::Listed;
use super::tag::TagUse;
use super::waiting::WaitingRules;
use super::wrap_up::WrapUpRules;
use crate::engine::id::QueueId;

/// A queue as configured.
#[derive(Debug, Clone)]
pub struct QueuePlan {
    /// The queue's id.
    pub id: QueueId,
    /// The name that the dialplan uses.
    pub name: Arc<str>,
    /// What its calls need of an agent, and how that relaxes.
    pub need: NeedRules,
    /// Who must be there for a call to be let in, and to stay.
    pub entry: EntryRules,
    /// How long its line may be, and how long a call may stay in it.
    pub line: LineRules,
    /// Which call is served first.
    pub order: OrderRules,
    /// When a call goes on to another queue.
    pub overflow: OverflowRules,
    /// What is remembered of callers from one call to the next.
    pub caller: CallerRules,
    /// Which of the agents who fit is rung.
    pub choice: ChoiceRules,
    /// Which agents are in reserve, and when they join.
    pub reserve: ReserveRules,
    /// How agents are rung, and what follows when that comes to nothing.
    pub offer: OfferRules,
    /// What an agent's phone shows, hears and may do before the conversation.
    pub phone: PhoneRules,
    /// Whether its conversations are recorded, and how.
    pub recording: RecordingRules,
    /// What follows a conversation.
    pub wrap_up: WrapUpRules,
    /// What the tags of its calls must be.
    pub tag: TagUse,
    /// What callers hear while they wait.
    pub waiting: WaitingRules,
    /// What callers are told while they wait, and when.
    pub announce: AnnounceRules,
    /// How a caller may leave by a key.
    pub exit: ExitRules,
}

impl QueuePlan {
    /// A queue of which nothing is said but its name.
    #[must_use]
    pub fn new(id: QueueId, name: impl Into<Arc<str>>) -> Self {
        Self {
            id,
            name: name.into(),
            need: NeedRules::default(),
            entry: EntryRules::default(),
            line: LineRules::default(),
            order: OrderRules::default(),
            overflow: OverflowRules::default(),
            caller: CallerRules::default(),
            choice: ChoiceRules::default(),
            reserve: ReserveRules::default(),
            offer: OfferRules::default(),
            phone: PhoneRules::default(),
            recording: RecordingRules::default(),
            wrap_up: WrapUpRules::default(),
            tag: TagUse::default(),
            waiting: WaitingRules::default(),
            announce: AnnounceRules::default(),
            exit: ExitRules::default(),
        }
    }
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
