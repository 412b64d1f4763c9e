//! Tags by the name of a channel, for other modules.

use super::channel::Channel;
use super::contact::{tagged, tags_of};
use super::entrance::entrance;
use super::in_flight::Visit;
use crate::driver::Refusal;
use crate::engine::{TagError, TagKey};
use crate::ffi::status::Status;

/// The value of a tag of the call that a channel means.
///
/// # Errors
/// What other modules are told.
pub fn get(channel: &str, key: &str) -> Result<String, Status> {
    let _visit = Visit::begin();
    let tags = tags_of(&found(channel)?);
    let key = TagKey::new(key).map_err(|_| Status::Invalid)?;
    let value = tags.value(key.as_str());
    value.map(ToString::to_string).ok_or(Status::NoTag)
}

/// Sets a tag, or takes it away.
///
/// # Errors
/// What other modules are told; nothing has changed then.
pub fn set(channel: &str, key: &str, value: Option<&str>, by: &str) -> Result<(), Status> {
    let _visit = Visit::begin();
    let entrance = entrance().ok_or(Status::Stopped)?;
    let channel = found(channel)?;
    let done = tagged(&channel).and_then(|whose| match value {
        Some(value) => entrance.tag_set(whose, key, value, by),
        None => entrance.untag(whose, &[key], by),
    });
    done.map_err(|refusal: Refusal| {
        tracing::warn!("{}: {by} changed no tag: {refusal}", channel.name());
        status_of(&refusal)
    })
}

/// The keys of all tags, parted by commas.
///
/// # Errors
/// What other modules are told.
pub fn list(channel: &str) -> Result<String, Status> {
    let _visit = Visit::begin();
    let tags = tags_of(&found(channel)?);
    let keys: Vec<&str> = tags.iter().map(|(key, _)| key.as_str()).collect();
    Ok(keys.join(","))
}

// The host would take the beginning of a name for the name.
fn found(name: &str) -> Result<Channel, Status> {
    let channel = Channel::by_name(name).filter(|_| !name.is_empty());
    let channel = channel.ok_or(Status::NoChannel)?;
    let is_it = channel.name().eq_ignore_ascii_case(name) || channel.unique_id() == name;
    is_it.then_some(channel).ok_or(Status::NoChannel)
}

/// What a refusal of the driver is for other modules.
const fn status_of(refusal: &Refusal) -> Status {
    match refusal {
        Refusal::Tag(TagError::Undeclared { .. }) => Status::Undeclared,
        Refusal::Tag(TagError::TooMany(_)) => Status::Limit,
        Refusal::Tag(_) | Refusal::Requirement(_) | Refusal::Text { .. } => Status::Invalid,
        Refusal::NoContact | Refusal::NothingToTag(_) => Status::NoChannel,
        Refusal::Stopped => Status::Stopped,
        _ => Status::Failed,
    }
}
