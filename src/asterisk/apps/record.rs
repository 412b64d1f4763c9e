//! `AcdRecord(verb[,rule])`: starts, stops, pauses or resumes the recording of this call.

use std::ffi::CStr;

use super::arguments::{self, ArgumentsError};
use super::outcome::{Asked, report, tell};
use super::status::RecordStatus;
use crate::asterisk::application::{AfterApplication, Application};
use crate::asterisk::channel::Channel;
use crate::asterisk::recording::{RecordError, Target, record};
use crate::asterisk::serviced::Serviced;
use crate::engine::{RecordingState, RecordingVerb};

/// `AcdRecord(verb[,rule])`.
#[derive(Debug)]
pub struct AcdRecord;

impl Application for AcdRecord {
    const NAME: &'static CStr = c"AcdRecord";

    fn run(caller: &mut Serviced, arguments: &str) -> AfterApplication {
        let asked = Asked {
            application: "AcdRecord",
            arguments,
            variable: Self::VARIABLE,
        };
        let done = carry_out(caller, arguments).map(|state| match state {
            RecordingState::Recording => RecordStatus::Recording,
            RecordingState::Paused => RecordStatus::Paused,
            RecordingState::Off => RecordStatus::Off,
        });
        report(caller, asked, done, status_of);
        AfterApplication::Continue
    }

    fn failed(caller: &Channel) {
        tell(caller, Self::VARIABLE, RecordStatus::Error.as_str());
    }
}

impl AcdRecord {
    /// The variable that carries the outcome.
    pub const VARIABLE: &'static str = "ACDRECORDSTATUS";
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
enum NotDone {
    #[error("{0}")]
    Arguments(#[from] ArgumentsError),
    #[error("verb `{0}`: expected one of {words}", words = RecordingVerb::WORDS.join(", "))]
    Verb(String),
    #[error("{0}")]
    Record(#[from] RecordError),
}

fn carry_out(caller: &Channel, arguments: &str) -> Result<RecordingState, NotDone> {
    let [word, rule] = arguments::split::<2>(arguments)?;
    let verb = RecordingVerb::named(&word).ok_or(NotDone::Verb(word))?;
    let rule = Some(rule.as_str()).filter(|rule| !rule.is_empty());
    Ok(record(&Target::Channel(caller), verb, rule, "dialplan")?)
}

const fn status_of(refusal: &NotDone) -> RecordStatus {
    match refusal {
        NotDone::Arguments(_) | NotDone::Verb(_) => RecordStatus::Invalid,
        NotDone::Record(RecordError::Unknown(_)) => RecordStatus::Invalid,
        NotDone::Record(RecordError::Refused(_)) => RecordStatus::Refused,
        NotDone::Record(RecordError::Failed) => RecordStatus::Failed,
        NotDone::Record(RecordError::Driver(_)) => RecordStatus::Error,
    }
}
