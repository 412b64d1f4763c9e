//! What can be changed about a queue while the floor is open.

use super::{CONFIGURED, ChangeError, Verb, nothing_after, unknown};
use crate::driver::Entrance;
use crate::engine::{Door, Strategy};

/// Every change, in the order in which help shows them.
pub const VERBS: &[Verb] = &[
    Verb::new("strategy", "WORD"),
    Verb::new("open", ""),
    Verb::new("close", ""),
    Verb::new("auto", ""),
];

/// A change of one queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueChange {
    /// Another way to choose agents; `None`: as `acd.conf` says.
    Strategy(Option<Strategy>),
    /// Who decides whether calls are let in.
    Door(Door),
}

impl QueueChange {
    /// Reads a change: one of [`VERBS`] and the text behind it.
    ///
    /// # Errors
    /// [`ChangeError::Expected`] with what would make sense.
    pub fn read(word: &str, text: &str) -> Result<Self, ChangeError> {
        let door = match word {
            "strategy" => return strategy(text).map(Self::Strategy),
            "open" => Door::Open,
            "close" => Door::Closed,
            "auto" => Door::Auto,
            _ => return Err(unknown(word, VERBS)),
        };
        nothing_after(word, text).map(|()| Self::Door(door))
    }

    /// Makes the change; tells in a sentence what holds then.
    ///
    /// # Errors
    /// [`ChangeError::Refused`]; nothing has changed then.
    pub fn make(self, entrance: &Entrance, queue: &str) -> Result<String, ChangeError> {
        match self {
            Self::Strategy(strategy) => {
                entrance.change_strategy(queue, strategy)?;
                Ok(match strategy {
                    Some(strategy) => format!("queue {queue} chooses by {}", strategy.name()),
                    None => format!("queue {queue} chooses as acd.conf says"),
                })
            }
            Self::Door(door) => {
                entrance.set_door(queue, door)?;
                Ok(match door {
                    Door::Open => format!("queue {queue} is open whatever its hours say"),
                    Door::Closed => format!("queue {queue} is closed whatever its hours say"),
                    Door::Auto => format!("queue {queue} keeps its hours"),
                })
            }
        }
    }
}

fn strategy(text: &str) -> Result<Option<Strategy>, ChangeError> {
    if text.eq_ignore_ascii_case(CONFIGURED) {
        return Ok(None);
    }
    let found = Strategy::named(text).map(Some);
    found.ok_or_else(|| {
        let known = Strategy::NAMES.join(", ");
        ChangeError::Expected(format!(
            "strategy `{text}`: expected one of {known}, or {CONFIGURED}"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::{ChangeError, Door, QueueChange, Strategy};

    #[test]
    fn every_word_is_read_and_what_makes_no_sense_is_named() {
        let ordered = QueueChange::Strategy(Some(Strategy::Ordered));
        assert_eq!(QueueChange::read("strategy", "ordered"), Ok(ordered));
        let planned = QueueChange::Strategy(None);
        assert_eq!(QueueChange::read("strategy", "Configured"), Ok(planned));
        let closed = QueueChange::Door(Door::Closed);
        assert_eq!(QueueChange::read("close", ""), Ok(closed));
        for (word, text, told) in [
            ("strategy", "odered", "expected one of longest-idle"),
            ("open", "now", "nothing is expected after `open`"),
            ("opne", "", "expected one of strategy, open, close, auto"),
        ] {
            match QueueChange::read(word, text) {
                Err(ChangeError::Expected(found) | ChangeError::Verb(found)) => {
                    assert!(found.contains(told), "{found}");
                }
                other => panic!("{word} {text}: {other:?}"),
            }
        }
    }
}
