//! What can be changed about a call that waits or rings, and the tags of any call.

use super::asker::Asker;
use super::{CONFIGURED, ChangeError, Verb, first_of, unknown};
use crate::asterisk::wall_clock;
use crate::driver::{CallView, Destination, Entrance, Tagged};
use crate::engine::CallId;
use crate::engine::limits::{PRIORITY_MAX, PRIORITY_MIN};

/// Every change, in the order in which help shows them.
pub const VERBS: &[Verb] = &[
    Verb::new("priority", "N"),
    Verb::new("requirement", "TEXT|configured"),
    Verb::new("queue", "NAME [force]"),
    Verb::new("attribute", "KEY [VALUE]"),
    Verb::new("tag", "KEY[=VALUE][&KEY[=VALUE]...]"),
    Verb::new("untag", "KEY[&KEY...]"),
];

/// The word that sends a call into a queue that would not let it in.
pub const FORCE: &str = "force";

/// A change of one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallChange {
    /// Another priority of its own.
    Priority(i32),
    /// It needs something else; `None`: what its queue says.
    Requirement(Option<String>),
    /// It goes on to another queue.
    Queue {
        /// Which.
        name: String,
        /// Also if that queue would not let it in.
        is_forced: bool,
    },
    /// What it brings along.
    Attribute {
        /// Which attribute.
        name: String,
        /// Its value; `None`: it has none.
        value: Option<String>,
    },
    /// Tags, as `AcdTag` takes them.
    Tag(String),
    /// One tag, and the whole text as its value.
    TagValue {
        /// Its key.
        key: String,
        /// Its value.
        value: String,
    },
    /// Tags are taken away.
    Untag(Vec<String>),
}

impl CallChange {
    /// Reads a change: one of [`VERBS`] and the text behind it.
    ///
    /// # Errors
    /// [`ChangeError`] with what would make sense.
    pub fn read(word: &str, text: &str) -> Result<Self, ChangeError> {
        match word {
            "priority" => priority(text).map(Self::Priority),
            "requirement" => {
                let form = "what the call needs, such as `french >= 2`, or `configured`";
                first_of(word, text, form)?;
                let is_configured = text.eq_ignore_ascii_case(CONFIGURED);
                Ok(Self::Requirement((!is_configured).then(|| text.to_owned())))
            }
            "queue" => {
                first_of(word, text, "the name of a queue")?;
                let (name, last) = text.rsplit_once(char::is_whitespace).unwrap_or((text, ""));
                let is_forced = last.eq_ignore_ascii_case(FORCE);
                let name = if is_forced { name.trim_end() } else { text };
                let name = name.to_owned();
                Ok(Self::Queue { name, is_forced })
            }
            "attribute" => {
                let form = "the name of an attribute, then its value";
                let (name, value) = first_of(word, text, form)?;
                let value = Some(value).filter(|value| !value.is_empty());
                Ok(Self::Attribute {
                    name: name.trim_start_matches('$').to_owned(),
                    value: value.map(str::to_owned),
                })
            }
            "tag" => {
                let form = "tags such as `vip&reason=billing`";
                let (key, value) = first_of(word, text, form)?;
                let is_list = key.contains(['=', '&']) || value.starts_with(['=', '&']);
                if is_list || value.is_empty() {
                    return Ok(Self::Tag(text.to_owned()));
                }
                let (key, value) = (key.to_owned(), value.to_owned());
                Ok(Self::TagValue { key, value })
            }
            "untag" => {
                first_of(word, text, "keys of tags such as `vip&reason`")?;
                let keys = text.split(['&', ',', ' ']).filter(|key| !key.is_empty());
                Ok(Self::Untag(keys.map(str::to_owned).collect()))
            }
            _ => Err(unknown(word, VERBS)),
        }
    }

    /// Makes the change; gives back how the call stands then, unless it has ended meanwhile.
    ///
    /// # Errors
    /// [`ChangeError::Refused`]; nothing has changed then.
    pub fn make(
        &self,
        entrance: &Entrance,
        call: CallId,
        asker: &Asker,
    ) -> Result<Option<CallView>, ChangeError> {
        let by = asker.as_str();
        match self {
            Self::Priority(priority) => entrance.set_priority(call, *priority, by)?,
            Self::Requirement(need) => entrance.set_requirement(call, need.as_deref(), by)?,
            Self::Queue { name, is_forced } => {
                let to = Destination {
                    queue: name.clone(),
                    local_time: entrance
                        .time_wanted(name)
                        .and_then(|wanted| wall_clock::local_time(&wanted)),
                    is_forced: *is_forced,
                };
                entrance.move_to_queue(call, &to, by)?;
            }
            Self::Attribute { name, value } => {
                entrance.set_attribute(call, name, value.as_deref(), by)?;
            }
            Self::Tag(_) | Self::TagValue { .. } | Self::Untag(_) => {
                self.make_of_tags(entrance, Tagged::Call(call), asker)?;
            }
        }
        Ok(entrance.call(call)?)
    }

    /// Makes a change of tags, of a call in a queue or not.
    ///
    /// # Errors
    /// [`ChangeError`], also for a change that only a call in a queue knows; nothing has changed
    /// then.
    pub fn make_of_tags(
        &self,
        entrance: &Entrance,
        whose: Tagged,
        asker: &Asker,
    ) -> Result<(), ChangeError> {
        let by = asker.as_str();
        match self {
            Self::Tag(tags) => Ok(entrance.tag(whose, tags, by)?),
            Self::TagValue { key, value } => Ok(entrance.tag_set(whose, key, value, by)?),
            Self::Untag(keys) => {
                let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
                Ok(entrance.untag(whose, &keys, by)?)
            }
            _ => Err(ChangeError::Expected(
                "expected the number of a call in a queue: a channel has only tags to change"
                    .to_owned(),
            )),
        }
    }
}

fn priority(text: &str) -> Result<i32, ChangeError> {
    let read = text.parse().ok();
    let read = read.filter(|number| (PRIORITY_MIN..=PRIORITY_MAX).contains(number));
    read.ok_or_else(|| {
        ChangeError::Expected(format!(
            "priority `{text}`: expected a whole number from {PRIORITY_MIN} to {PRIORITY_MAX}, \
             higher is served first"
        ))
    })
}

/// How a call stands, in a sentence: `call 7 is waiting in support: priority 10, place 1, needs
/// french >= 2`.
pub fn told(call: CallId, view: Option<&CallView>) -> String {
    let Some(view) = view else {
        return format!("call {call} has just ended");
    };
    let mut told = format!("call {call} is {} in {}", view.state, view.queue);
    if !view.agents.is_empty() {
        told.push_str(&format!(" ({})", view.agents.join(", ")));
    }
    told.push_str(&format!(": priority {}", view.priority));
    if let Some(place) = view.place {
        told.push_str(&format!(", place {place}"));
    }
    if let Some(requirement) = &view.requirement {
        told.push_str(&format!(", needs {requirement}"));
    }
    if !view.tags.is_empty() {
        let tags = view
            .tags
            .iter()
            .map(|(key, value)| format!("{key}={value}"));
        told.push_str(&format!(", tags {}", tags.collect::<Vec<_>>().join("&")));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::{CallChange, ChangeError};

    #[test]
    fn every_word_is_read() {
        let read = |word, text| CallChange::read(word, text).expect("it makes sense");
        assert_eq!(read("priority", "-3"), CallChange::Priority(-3));
        let need = Some("french >= 2 & billing".to_owned());
        assert_eq!(
            read("requirement", "french >= 2 & billing"),
            CallChange::Requirement(need)
        );
        assert_eq!(
            read("requirement", "Configured"),
            CallChange::Requirement(None)
        );
        assert_eq!(
            read("queue", "sales"),
            CallChange::Queue {
                name: "sales".to_owned(),
                is_forced: false,
            }
        );
        let attribute = |value: Option<&str>| CallChange::Attribute {
            name: "lang".to_owned(),
            value: value.map(str::to_owned),
        };
        assert_eq!(read("attribute", "lang french"), attribute(Some("french")));
        assert_eq!(read("attribute", "$lang"), attribute(None));
        let tags = "vip & reason=billing";
        assert_eq!(read("tag", tags), CallChange::Tag(tags.to_owned()));
        let (key, value) = ("note".to_owned(), "a & b = c".to_owned());
        assert_eq!(
            read("tag", "note a & b = c"),
            CallChange::TagValue { key, value }
        );
        let keys = ["vip".to_owned(), "note".to_owned()];
        assert_eq!(read("untag", "vip&note"), CallChange::Untag(keys.into()));
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        for (word, text, told) in [
            (
                "priority",
                "high",
                "priority `high`: expected a whole number",
            ),
            ("priority", "9999999", "from -1000000 to 1000000"),
            ("requirement", "", "nothing follows `requirement`: expected"),
            ("queue", "", "expected the name of a queue"),
            ("attribute", "", "expected the name of an attribute"),
            ("prio", "1", "expected one of priority, requirement, queue"),
        ] {
            match CallChange::read(word, text) {
                Err(ChangeError::Expected(found) | ChangeError::Verb(found)) => {
                    assert!(found.contains(told), "{found}");
                }
                other => panic!("{word} {text}: {other:?}"),
            }
        }
    }
}
