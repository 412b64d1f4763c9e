//! What can be changed about a queue while the floor is open.

use super::asker::Asker;
use super::{CONFIGURED, ChangeError, Verb, nothing_after, unknown};
use crate::driver::Entrance;
use crate::engine::limits::OFFERS_MAX;
use crate::engine::{Door, QueueChange as Change, Strategy};

/// Every change, in the order in which help shows them.
pub const VERBS: &[Verb] = &[
    Verb::new("strategy", "WORD|configured"),
    Verb::new("ring-at-once", "N|all|configured"),
    Verb::new("open", ""),
    Verb::new("close", ""),
    Verb::new("auto", ""),
];

/// As many agents as may be.
pub const ALL: &str = "all";

/// A change of one queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueChange(Change);

impl QueueChange {
    /// Reads a change: one of [`VERBS`] and the text behind it.
    ///
    /// # Errors
    /// [`ChangeError::Expected`] with what would make sense.
    pub fn read(word: &str, text: &str) -> Result<Self, ChangeError> {
        let door = match word {
            "strategy" => {
                let set = set_to(text, strategy)?;
                return Ok(Self(Change::Strategy(set)));
            }
            "ring-at-once" => {
                let set = set_to(text, ring_at_once)?;
                return Ok(Self(Change::RingAtOnce(set)));
            }
            "open" => Door::Open,
            "close" => Door::Closed,
            "auto" => Door::Auto,
            _ => return Err(unknown(word, VERBS)),
        };
        nothing_after(word, text).map(|()| Self(Change::Door(door)))
    }

    /// Makes the change; tells in a sentence what holds then.
    ///
    /// # Errors
    /// [`ChangeError::Refused`]; nothing has changed then.
    pub fn make(
        self,
        entrance: &Entrance,
        queue: &str,
        asker: &Asker,
    ) -> Result<String, ChangeError> {
        entrance.set_of_queue(queue, self.0, asker.as_str())?;
        Ok(match self.0 {
            Change::Strategy(Some(strategy)) => {
                format!("queue {queue} chooses by {}", strategy.name())
            }
            Change::Strategy(None) => format!("queue {queue} chooses as acd.conf says"),
            Change::RingAtOnce(Some(agents)) => {
                format!("queue {queue} rings {} at once", at_once(agents))
            }
            Change::RingAtOnce(None) => {
                format!("queue {queue} rings as many at once as acd.conf says")
            }
            Change::Door(Door::Open) => format!("queue {queue} is open whatever its hours say"),
            Change::Door(Door::Closed) => format!("queue {queue} is closed whatever its hours say"),
            Change::Door(Door::Auto) => format!("queue {queue} keeps its hours"),
        })
    }
}

/// How many are rung at once, as an operator writes it.
pub fn at_once(agents: u8) -> String {
    match usize::from(agents) {
        OFFERS_MAX => ALL.to_owned(),
        agents => agents.to_string(),
    }
}

/// What a key is set to; `None`: what `acd.conf` says.
fn set_to<T>(
    text: &str,
    read: impl Fn(&str) -> Result<T, ChangeError>,
) -> Result<Option<T>, ChangeError> {
    let is_configured = text.eq_ignore_ascii_case(CONFIGURED);
    (!is_configured).then(|| read(text)).transpose()
}

fn strategy(text: &str) -> Result<Strategy, ChangeError> {
    Strategy::named(text).ok_or_else(|| {
        let known = Strategy::NAMES.join(", ");
        ChangeError::Expected(format!(
            "strategy `{text}`: expected one of {known}, or {CONFIGURED}"
        ))
    })
}

fn ring_at_once(text: &str) -> Result<u8, ChangeError> {
    if text.eq_ignore_ascii_case(ALL) {
        return Ok(OFFERS_MAX as u8);
    }
    let agents = text.parse().ok();
    let agents = agents.filter(|agents| (1..=OFFERS_MAX).contains(&usize::from(*agents)));
    agents.ok_or_else(|| {
        ChangeError::Expected(format!(
            "ring-at-once `{text}`: expected a number of agents from 1 to {OFFERS_MAX}, {ALL}, \
             or {CONFIGURED}"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::{Change, ChangeError, Door, QueueChange, Strategy, at_once};

    #[test]
    fn every_word_is_read_and_what_makes_no_sense_is_named() {
        for (word, text, change) in [
            (
                "strategy",
                "ordered",
                Change::Strategy(Some(Strategy::Ordered)),
            ),
            ("strategy", "Configured", Change::Strategy(None)),
            ("ring-at-once", "3", Change::RingAtOnce(Some(3))),
            ("ring-at-once", "All", Change::RingAtOnce(Some(32))),
            ("ring-at-once", "configured", Change::RingAtOnce(None)),
            ("close", "", Change::Door(Door::Closed)),
        ] {
            assert_eq!(QueueChange::read(word, text), Ok(QueueChange(change)));
        }
        assert_eq!((at_once(3), at_once(32)), ("3".into(), "all".into()));
        for (word, text, told) in [
            ("strategy", "odered", "expected one of longest-idle"),
            ("open", "now", "nothing is expected after `open`"),
            (
                "ring-at-once",
                "0",
                "expected a number of agents from 1 to 32",
            ),
            (
                "ring-at-once",
                "33",
                "expected a number of agents from 1 to 32",
            ),
            (
                "ring-at-once",
                "",
                "expected a number of agents from 1 to 32",
            ),
            (
                "opne",
                "",
                "expected one of strategy, ring-at-once, open, close, auto",
            ),
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
