//! `ACD_TAG(key)`: a tag of this channel's call, in a queue or not; an agent's channel means the
//! call that it talks to. Without a key: the keys of all tags.

use std::ffi::CStr;

use super::found::running;
use crate::asterisk::apps::arguments;
use crate::asterisk::changes::asker::Asker;
use crate::asterisk::channel::Channel;
use crate::asterisk::contact::{tagged, tags_of};
use crate::asterisk::function::{Function, FunctionError, Slot, Writing};
use crate::driver::Refusal;
use crate::engine::TagKey;

/// The function.
#[derive(Debug)]
pub(super) struct AcdTag;

impl Function for AcdTag {
    const NAME: &'static CStr = c"ACD_TAG";
    const WRITING: Writing = Writing::Allowed;

    fn slot() -> &'static Slot {
        static SLOT: Slot = Slot::new();
        &SLOT
    }

    /// A tag that is not there is empty; that is no error.
    fn read(channel: Option<&Channel>, arguments: &str) -> Result<String, FunctionError> {
        let [key] = arguments::split::<1>(arguments)?;
        let tags = tags_of(required(channel)?);
        if key.is_empty() {
            let keys: Vec<&str> = tags.iter().map(|(key, _)| key.as_str()).collect();
            return Ok(keys.join(","));
        }
        let key = TagKey::new(&key).map_err(Refusal::Tag)?;
        let value = tags.value(key.as_str());
        Ok(value.map(ToString::to_string).unwrap_or_default())
    }

    /// The whole value is the tag's, whatever it holds; an empty one takes the tag away.
    fn write(channel: Option<&Channel>, arguments: &str, value: &str) -> Result<(), FunctionError> {
        let channel = required(channel)?;
        let [key] = arguments::split::<1>(arguments)?;
        let entrance = running()?;
        let (whose, by) = (tagged(channel)?, Asker::in_dialplan(Some(channel)));
        if value.is_empty() {
            entrance.untag(whose, &[&key], by.as_str())?;
        } else {
            entrance.tag_set(whose, &key, value, by.as_str())?;
        }
        Ok(())
    }
}

fn required(channel: Option<&Channel>) -> Result<&Channel, FunctionError> {
    channel.ok_or_else(|| FunctionError::Expected("expected a channel whose call is meant".into()))
}
