//! What can be changed about an agent who is on the floor.

use super::asker::{Asker, BECAUSE};
use super::{CONFIGURED, ChangeError, Verb, first_of, nothing_after, unknown};
use crate::asterisk::apps::agent::{ONCE, REASON_DEFAULT};
use crate::asterisk::apps::wrap_up_options::{self, WrapUpOptions};
use crate::driver::{AgentView, Entrance};

/// Every change, in the order in which help shows them. The first ones are the agent's own word,
/// the others somebody else's, whom history names.
pub const VERBS: &[Verb] = &[
    Verb::new("ready", "[once]"),
    Verb::new("not-ready", "[REASON]"),
    Verb::new("sign-in", "[INTERFACE]"),
    Verb::new("sign-out", ""),
    Verb::new("wrap-up", "[DISPOSITION] [OPTIONS]"),
    Verb::new("force-ready", ""),
    Verb::new("force-not-ready", "[REASON]"),
    Verb::new("force-sign-in", "[INTERFACE]"),
    Verb::new("force-sign-out", ""),
    Verb::new("skill", "NAME LEVEL|remove"),
    Verb::new("queue", "NAME RANK|join|leave"),
    Verb::new("interface", "INTERFACE"),
    Verb::new(CONFIGURED, ""),
];

/// What takes a skill away.
pub const REMOVE: &str = "remove";
/// What lets an agent serve a queue among its first.
pub const JOIN: &str = "join";
/// What lets an agent serve a queue no more.
pub const LEAVE: &str = "leave";

/// A change of one agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgentChange {
    /// Ready for calls.
    Ready,
    /// Ready for one call, not ready after it.
    ReadyOnce,
    /// Not ready, for this reason.
    NotReady(String),
    /// Signed in, on this interface or the configured one.
    SignIn(Option<String>),
    /// Signed out.
    SignOut,
    /// What became of a call, and what becomes of after-call time.
    WrapUp {
        /// The code; `None`: nothing is said of it.
        disposition: Option<String>,
        /// As the options of `AcdWrapUp`.
        options: WrapUpOptions,
    },
    /// What somebody else decides, or changes of the agent.
    ByOthers(Decision),
}

/// A change of one agent that is not the agent's own word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Ready for calls.
    Ready,
    /// Not ready, for this reason.
    NotReady(String),
    /// Signed in, on this interface or the configured one.
    SignIn(Option<String>),
    /// Signed out.
    SignOut,
    /// A skill at this level.
    Skill {
        /// Which skill.
        name: String,
        /// 0: taken away.
        level: u8,
    },
    /// A queue at this rank.
    Queue {
        /// Which queue.
        name: String,
        /// `None`: not served any more.
        rank: Option<u8>,
    },
    /// Another phone.
    Interface(String),
    /// Skills and queues as `acd.conf` says.
    Configured,
}

impl AgentChange {
    /// Reads a change: one of [`VERBS`] and the text behind it.
    ///
    /// # Errors
    /// [`ChangeError`] with what would make sense.
    pub fn read(word: &str, text: &str) -> Result<Self, ChangeError> {
        let some = Some(text).filter(|text| !text.is_empty());
        match word {
            "ready" => match some {
                None => Ok(Self::Ready),
                Some(text) if text.eq_ignore_ascii_case(ONCE) => Ok(Self::ReadyOnce),
                Some(text) => Err(ChangeError::Expected(format!(
                    "`ready {text}`: expected nothing after `ready`, or {ONCE}"
                ))),
            },
            "not-ready" => Ok(Self::NotReady(some.unwrap_or(REASON_DEFAULT).to_owned())),
            "sign-in" => Ok(Self::SignIn(some.map(str::to_owned))),
            "sign-out" => nothing_after(word, text).map(|()| Self::SignOut),
            "wrap-up" => {
                let (disposition, options) = text
                    .split_once([',', ' '])
                    .map_or((text, ""), |(code, options)| (code.trim(), options.trim()));
                let options = wrap_up_options::parse(options)
                    .map_err(|error| ChangeError::Expected(error.to_string()))?;
                let disposition = Some(disposition).filter(|code| !code.is_empty());
                Ok(Self::WrapUp {
                    disposition: disposition.map(str::to_owned),
                    options,
                })
            }
            _ => Decision::read(word, text).map(Self::ByOthers),
        }
    }

    /// Makes the change; gives back what the agent does then.
    ///
    /// # Errors
    /// [`ChangeError::Refused`]; nothing has changed then.
    pub fn make(
        &self,
        entrance: &Entrance,
        agent: &str,
        asker: &Asker,
    ) -> Result<AgentView, ChangeError> {
        let is_own_word = !matches!(self, Self::ByOthers(_));
        if is_own_word && asker.has_reason() {
            return Err(ChangeError::Expected(format!(
                "`{BECAUSE}` goes with a change that others make: force-ready, force-not-ready, \
                 force-sign-in, force-sign-out, skill, queue, interface, {CONFIGURED}"
            )));
        }
        match self {
            Self::Ready => entrance.ready(agent)?,
            Self::ReadyOnce => entrance.ready_once(agent)?,
            Self::NotReady(reason) => entrance.not_ready(agent, reason)?,
            Self::SignIn(interface) => entrance.sign_in(agent, interface.as_deref())?,
            Self::SignOut => entrance.sign_out(agent)?,
            Self::WrapUp {
                disposition,
                options,
            } => entrance.wrap_up(
                agent,
                disposition.as_deref(),
                options.extend_ms,
                options.finish,
            )?,
            Self::ByOthers(decision) => decision.make(entrance, agent, asker.as_str())?,
        }
        Ok(entrance.agent(agent)?)
    }
}

impl Decision {
    fn read(word: &str, text: &str) -> Result<Self, ChangeError> {
        let some = Some(text).filter(|text| !text.is_empty());
        match word {
            "force-ready" => nothing_after(word, text).map(|()| Self::Ready),
            "force-not-ready" => Ok(Self::NotReady(some.unwrap_or(REASON_DEFAULT).to_owned())),
            "force-sign-in" => Ok(Self::SignIn(some.map(str::to_owned))),
            "force-sign-out" => nothing_after(word, text).map(|()| Self::SignOut),
            "skill" => {
                let (name, level) = first_of(word, text, "the name of a skill, then its level")?;
                Ok(Self::Skill {
                    level: read_level(level)?,
                    name: name.to_owned(),
                })
            }
            "queue" => {
                let (name, rank) = first_of(word, text, "the name of a queue, then a rank")?;
                Ok(Self::Queue {
                    rank: read_rank(rank)?,
                    name: name.to_owned(),
                })
            }
            "interface" => {
                first_of(word, text, "the dial string of a phone, such as PJSIP/1001")?;
                Ok(Self::Interface(text.to_owned()))
            }
            CONFIGURED => nothing_after(word, text).map(|()| Self::Configured),
            _ => Err(unknown(word, VERBS)),
        }
    }

    fn make(&self, entrance: &Entrance, agent: &str, by: &str) -> Result<(), ChangeError> {
        match self {
            Self::Ready => entrance.force_ready(agent, by)?,
            Self::NotReady(reason) => entrance.force_not_ready(agent, reason, by)?,
            Self::SignIn(interface) => entrance.force_sign_in(agent, interface.as_deref(), by)?,
            Self::SignOut => entrance.force_sign_out(agent, by)?,
            Self::Skill { name, level } => entrance.change_skill(agent, name, *level, by)?,
            Self::Queue { name, rank } => entrance.change_queue(agent, name, *rank, by)?,
            Self::Interface(interface) => entrance.change_interface(agent, interface, by)?,
            Self::Configured => entrance.change_back(agent, by)?,
        }
        Ok(())
    }
}

fn read_level(text: &str) -> Result<u8, ChangeError> {
    if text.eq_ignore_ascii_case(REMOVE) {
        return Ok(0);
    }
    let level = text.parse().ok().filter(|level| *level <= 100);
    level.ok_or_else(|| {
        ChangeError::Expected(format!(
            "skill level `{text}`: expected a number from 0 to 100, or {REMOVE}"
        ))
    })
}

fn read_rank(text: &str) -> Result<Option<u8>, ChangeError> {
    if text.eq_ignore_ascii_case(LEAVE) {
        return Ok(None);
    }
    if text.eq_ignore_ascii_case(JOIN) {
        return Ok(Some(1));
    }
    let rank = text.parse().ok().filter(|rank| (1..=100).contains(rank));
    rank.map(Some).ok_or_else(|| {
        ChangeError::Expected(format!(
            "rank `{text}`: expected a number from 1 to 100, {JOIN} or {LEAVE}"
        ))
    })
}

/// What an agent does now, in a sentence: `1001 is talking, then lunch; changed: skill french 3
/// (was 5)`.
pub fn told(agent: &AgentView) -> String {
    let mut told = format!("{} is {}", agent.agent, agent.doing.state.replace('_', " "));
    if let Some(reason) = &agent.doing.reason {
        told.push_str(&format!(" ({reason})"));
    }
    if let Some(pending) = &agent.pending {
        told.push_str(&format!(", then {pending}"));
    }
    if !agent.changed.is_empty() {
        told.push_str(&format!("; changed: {}", agent.changed.join(", ")));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::{AgentChange, ChangeError, Decision, VERBS};

    #[test]
    fn every_word_is_read_and_what_makes_no_sense_is_named() {
        for verb in VERBS {
            let is_optional = verb.form.is_empty() || verb.form.starts_with('[');
            let read = AgentChange::read(verb.word, "");
            assert_eq!(read.is_ok(), is_optional, "{}: {read:?}", verb.word);
        }
        let lunch = AgentChange::NotReady("long lunch".to_owned());
        assert_eq!(AgentChange::read("not-ready", "long lunch"), Ok(lunch));
        for text in ["once", "Once"] {
            assert_eq!(AgentChange::read("ready", text), Ok(AgentChange::ReadyOnce));
        }
        let here = AgentChange::SignIn(Some("PJSIP/1".to_owned()));
        assert_eq!(AgentChange::read("sign-in", "PJSIP/1"), Ok(here));
        let expected = |text: &str| Err(ChangeError::Expected(text.to_owned()));
        assert_eq!(
            AgentChange::read("ready", "now"),
            expected("`ready now`: expected nothing after `ready`, or once")
        );
        let Err(ChangeError::Verb(told)) = AgentChange::read("redy", "") else {
            panic!("there is no such verb");
        };
        assert!(
            told.starts_with("`redy`: expected one of ready, not-ready,"),
            "{told}"
        );
        let AgentChange::WrapUp {
            disposition,
            options,
        } = AgentChange::read("wrap-up", "sold e(30s)").expect("a code and a letter")
        else {
            panic!("another change");
        };
        assert_eq!(disposition.as_deref(), Some("sold"));
        assert_eq!(options.extend_ms, 30_000);
        assert!(AgentChange::read("wrap-up", "sold,z").is_err());
    }
    #[test]
    fn skills_and_queues_are_read_with_their_grades() {
        let read = |word, text| match AgentChange::read(word, text) {
            Ok(AgentChange::ByOthers(decision)) => decision,
            other => panic!("{word} {text}: {other:?}"),
        };
        let skill = |level| Decision::Skill {
            name: "french".to_owned(),
            level,
        };
        assert_eq!(read("skill", "french 3"), skill(3));
        assert_eq!(read("skill", "french remove"), skill(0));
        let queue = |rank| Decision::Queue {
            name: "sales".to_owned(),
            rank,
        };
        assert_eq!(read("queue", "sales join"), queue(Some(1)));
        assert_eq!(read("queue", "sales 7"), queue(Some(7)));
        assert_eq!(read("queue", "sales Leave"), queue(None));
        for (word, text, told) in [
            ("skill", "french", "skill level ``: expected a number"),
            (
                "skill",
                "french 101",
                "expected a number from 0 to 100, or remove",
            ),
            (
                "skill",
                "",
                "nothing follows `skill`: expected the name of a skill",
            ),
            (
                "queue",
                "sales 0",
                "rank `0`: expected a number from 1 to 100, join or leave",
            ),
            (
                "configured",
                "all",
                "nothing is expected after `configured`",
            ),
        ] {
            match AgentChange::read(word, text) {
                Err(ChangeError::Expected(found)) => assert!(found.contains(told), "{found}"),
                other => panic!("{word} {text}: {other:?}"),
            }
        }
    }
}
