//! What can be changed about an agent who is on the floor.

use super::{ChangeError, Verb, nothing_after, unknown};
use crate::asterisk::apps::agent::REASON_DEFAULT;
use crate::asterisk::apps::wrap_up_options::{self, WrapUpOptions};
use crate::driver::{AgentView, Entrance};

/// Every change, in the order in which help shows them.
pub const VERBS: &[Verb] = &[
    Verb {
        word: "ready",
        form: "",
    },
    Verb {
        word: "not-ready",
        form: "[REASON]",
    },
    Verb {
        word: "sign-in",
        form: "[INTERFACE]",
    },
    Verb {
        word: "sign-out",
        form: "",
    },
    Verb {
        word: "wrap-up",
        form: "[DISPOSITION] [OPTIONS]",
    },
];

/// A change of one agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgentChange {
    /// Ready for calls.
    Ready,
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
}

impl AgentChange {
    /// Reads a change: one of [`VERBS`] and the text behind it.
    ///
    /// # Errors
    /// [`ChangeError::Expected`] with what would make sense.
    pub fn read(word: &str, text: &str) -> Result<Self, ChangeError> {
        let some = Some(text).filter(|text| !text.is_empty());
        match word {
            "ready" => nothing_after(word, text).map(|()| Self::Ready),
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
            _ => Err(unknown(word, VERBS)),
        }
    }

    /// Makes the change; gives back what the agent does then.
    ///
    /// # Errors
    /// [`ChangeError::Refused`]; nothing has changed then.
    pub fn make(&self, entrance: &Entrance, agent: &str) -> Result<AgentView, ChangeError> {
        match self {
            Self::Ready => entrance.ready(agent)?,
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
        }
        Ok(entrance.agent(agent)?)
    }
}

/// What an agent does now, in a sentence: `1001 is talking, then lunch`.
pub fn told(agent: &AgentView) -> String {
    let mut told = format!("{} is {}", agent.agent, agent.doing.state.replace('_', " "));
    if let Some(reason) = &agent.doing.reason {
        told.push_str(&format!(" ({reason})"));
    }
    if let Some(pending) = &agent.pending {
        told.push_str(&format!(", then {pending}"));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::{AgentChange, ChangeError, VERBS};

    #[test]
    fn every_word_is_read_and_what_makes_no_sense_is_named() {
        for verb in VERBS {
            AgentChange::read(verb.word, "").expect("what follows may be missing");
        }
        let lunch = AgentChange::NotReady("long lunch".to_owned());
        assert_eq!(AgentChange::read("not-ready", "long lunch"), Ok(lunch));
        let here = AgentChange::SignIn(Some("PJSIP/1".to_owned()));
        assert_eq!(AgentChange::read("sign-in", "PJSIP/1"), Ok(here));
        let expected = |text: &str| Err(ChangeError::Expected(text.to_owned()));
        assert_eq!(
            AgentChange::read("ready", "now"),
            expected("nothing is expected after `ready`, found `now`")
        );
        assert_eq!(
            AgentChange::read("redy", ""),
            expected("`redy`: expected one of ready, not-ready, sign-in, sign-out, wrap-up")
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
}
