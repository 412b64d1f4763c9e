//! Recordings by the name of a channel, for other modules.

use super::contact::caller_meant;
use super::in_flight::Visit;
use super::recording::{RecordError, Target, record, state_of};
use super::tags_by_channel::found;
use crate::driver::Refusal;
use crate::engine::{RecordingState, RecordingVerb};
use crate::ffi::status::Status;

/// Asks something of the recording of the call that a channel means, by a rule if one is named.
///
/// # Errors
/// What other modules are told; nothing has changed then, except after a failure.
pub fn ask(channel: &str, verb: RecordingVerb, rule: Option<&str>, by: &str) -> Result<(), Status> {
    let _visit = Visit::begin();
    let channel = caller_meant(found(channel)?);
    let done = record(&Target::Channel(&channel), verb, rule, by);
    done.map(drop).map_err(|error| {
        let (name, verb) = (channel.name(), verb.name());
        tracing::warn!("{name}: {by} did not {verb} the recording: {error}");
        match error {
            RecordError::Refused(_) => Status::Refused,
            RecordError::Unknown(_) => Status::Invalid,
            RecordError::Driver(Refusal::Stopped) => Status::Stopped,
            RecordError::Failed | RecordError::Driver(_) => Status::Failed,
        }
    })
}

/// What the recording of that call does.
///
/// # Errors
/// What other modules are told.
pub fn state(channel: &str) -> Result<RecordingState, Status> {
    let _visit = Visit::begin();
    Ok(state_of(&caller_meant(found(channel)?)))
}
