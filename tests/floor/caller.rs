//! Callers, as a story introduces them.

use acd::engine::{Arrival, Attributes, CallId, Tags, assignments};

use crate::stage::blueprint::{Blueprint, template};

/// Somebody who is about to enter a queue.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    queue: String,
    requirement: Option<String>,
    attributes: Vec<(String, String)>,
    tags: Tags,
    priority: i32,
    position: Option<u32>,
    timeout_ms: Option<u64>,
    is_after_hours: bool,
    closes_in_ms: Option<u64>,
    number: Option<String>,
    wanted_agent: Option<String>,
}

impl Caller {
    /// A caller of that queue who needs what the queue says.
    pub(crate) fn of(queue: &str) -> Self {
        Self {
            queue: queue.to_owned(),
            requirement: None,
            attributes: Vec::new(),
            tags: Tags::default(),
            priority: 0,
            position: None,
            timeout_ms: None,
            is_after_hours: false,
            closes_in_ms: None,
            number: None,
            wanted_agent: None,
        }
    }

    /// Who needs this instead of what the queue says.
    pub(crate) fn needs(mut self, requirement: &str) -> Self {
        self.requirement = Some(requirement.to_owned());
        self
    }

    /// Who brings this attribute along.
    pub(crate) fn brings(mut self, name: &str, value: &str) -> Self {
        self.attributes.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Whose contact has these tags, written as `key=value&key`.
    pub(crate) fn tagged(mut self, tags: &str) -> Self {
        self.tags = tags_of(tags);
        self
    }

    /// Who matters this much.
    pub(crate) fn priority(mut self, priority: i32) -> Self {
        self.priority = priority;
        self
    }

    /// Who enters the line at this place.
    pub(crate) fn position(mut self, place: u32) -> Self {
        self.position = Some(place);
        self
    }

    /// Who waits no longer than that.
    pub(crate) fn timeout(mut self, timeout_ms: u64) -> Self {
        self.timeout_ms = Some(timeout_ms);
        self
    }

    /// Who has this number.
    pub(crate) fn number(mut self, number: &str) -> Self {
        self.number = Some(number.to_owned());
        self
    }

    /// Who wants to talk to this agent.
    pub(crate) fn wants(mut self, agent: &str) -> Self {
        self.wanted_agent = Some(agent.to_owned());
        self
    }

    /// Who comes when the queue is closed by its hours.
    pub(crate) fn after_hours(mut self) -> Self {
        self.is_after_hours = true;
        self
    }

    /// The opening hours end after that time.
    pub(crate) fn before_closing(mut self, closes_in_ms: u64) -> Self {
        self.closes_in_ms = Some(closes_in_ms);
        self
    }

    /// The arrival as the host reports it.
    pub(crate) fn arrival(&self, call: CallId, blueprint: &Blueprint) -> Arrival {
        let pairs = self
            .attributes
            .iter()
            .map(|(name, value)| (&**name, &**value));
        Arrival {
            call,
            queue: blueprint.queue_id(&self.queue),
            requirement: self.requirement.as_deref().map(template),
            attributes: Attributes::new(pairs).expect("tests bring few attributes"),
            tags: self.tags.clone(),
            priority: self.priority,
            position: self.position,
            timeout_ms: self.timeout_ms,
            is_after_hours: self.is_after_hours,
            closes_in_ms: self.closes_in_ms,
            caller: self.number.as_deref().map(Into::into),
            wanted_agent: self
                .wanted_agent
                .as_deref()
                .map(|name| blueprint.agent_id(name)),
        }
    }
}

/// Tags as the dialplan writes them.
pub(crate) fn tags_of(text: &str) -> Tags {
    if text.is_empty() {
        return Tags::default();
    }
    let tags = assignments(text).expect("tests write tags properly");
    tags.iter().fold(Tags::default(), |tags, (key, value)| {
        tags.with(key, Some(value)).expect("tests set few tags")
    })
}
