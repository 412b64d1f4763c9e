//! Telling the dialplan what came of an application.

use crate::asterisk::channel::Channel;

/// Sets the variable of an application to one of its values.
pub(super) fn tell(caller: &Channel, variable: &str, status: &str) {
    if let Err(error) = caller.set_variable(variable, status) {
        tracing::error!("{error}");
    }
}
