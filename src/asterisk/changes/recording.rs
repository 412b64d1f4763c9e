//! What can be asked of a call's recording, from console and AMI.

use super::ChangeError;
use super::asker::Asker;
use crate::asterisk::recording::{RecordError, Target, record};
use crate::engine::{CallId, RecordingVerb};

/// The word of the console behind the call.
pub const WORD: &str = "record";

/// Carries out a verb with a rule's name behind it, or with nothing; tells what holds then.
///
/// # Errors
/// [`ChangeError`]; nothing has changed then.
pub fn make(
    call: CallId,
    word: &str,
    rule: Option<&str>,
    asker: &Asker,
) -> Result<String, ChangeError> {
    let verb = RecordingVerb::named(word).ok_or_else(|| {
        let words = RecordingVerb::WORDS.join(", ");
        ChangeError::Expected(format!("`{word}`: expected one of {words}"))
    })?;
    match record(&Target::Call(call), verb, rule, asker.as_str()) {
        Ok(state) => Ok(format!("the recording of call {call} is {}", state.name())),
        Err(RecordError::Driver(refusal)) => Err(refusal.into()),
        Err(error) => Err(ChangeError::Expected(error.to_string())),
    }
}
