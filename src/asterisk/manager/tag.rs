//! Tags over AMI: set and taken away by channel, or by the number of a call in a queue.

use std::ffi::CStr;

use super::{asker, running};
use crate::asterisk::action::{Action, ActionError, Answer, Permission, Request};
use crate::asterisk::channel::Channel;
use crate::asterisk::contact::tagged;
use crate::driver::Tagged;
use crate::engine::CallId;

/// `AcdTag`: sets `Tags`, or the tag `Key` to `Value`.
#[derive(Debug)]
pub(super) struct AcdTag;

/// `AcdUntag`: takes the tags of `Keys` away.
#[derive(Debug)]
pub(super) struct AcdUntag;

impl Action for AcdTag {
    const NAME: &'static CStr = c"AcdTag";
    const PERMISSION: Permission = Permission::Call;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        let (whose, by) = (meant(request)?, asker(request));
        let entrance = running()?;
        match (request.field(c"Tags"), request.field(c"Key")) {
            (Some(tags), None) => entrance.tag(whose, &tags, by.as_str())?,
            (None, Some(key)) => {
                let value = request.required(c"Value", "the value of the tag")?;
                entrance.tag_set(whose, &key, &value, by.as_str())?;
            }
            _ => {
                let expected = "expected Tags such as `vip&reason=billing`, or Key and Value";
                return Err(ActionError::Field(expected.to_owned()));
            }
        }
        Ok(Answer::Done("The tags are set".to_owned()))
    }
}

impl Action for AcdUntag {
    const NAME: &'static CStr = c"AcdUntag";
    const PERMISSION: Permission = Permission::Call;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        let whose = meant(request)?;
        let keys = request.required(c"Keys", "keys of tags, parted by commas")?;
        let keys: Vec<&str> = keys.split(',').map(str::trim).collect();
        running()?.untag(whose, &keys, asker(request).as_str())?;
        Ok(Answer::Done("The tags are taken away".to_owned()))
    }
}

/// The field `Channel` or the field `Call`.
fn meant(request: &Request<'_>) -> Result<Tagged, ActionError> {
    match (request.field(c"Channel"), request.field(c"Call")) {
        (Some(name), None) => {
            let unknown = || ActionError::Field(format!("Channel: there is no channel `{name}`"));
            let channel = Channel::by_name(&name).ok_or_else(unknown)?;
            Ok(tagged(&channel)?)
        }
        (None, Some(call)) => {
            let call = call.parse().map_err(|_| {
                ActionError::Field(format!(
                    "Call: `{call}` is no number as AcdCalls lists them"
                ))
            })?;
            Ok(Tagged::Call(CallId(call)))
        }
        _ => Err(ActionError::Field(
            "expected either Channel or Call, whose tags are meant".to_owned(),
        )),
    }
}
