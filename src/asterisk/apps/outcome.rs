//! Telling the dialplan what came of an application, and the log why it was not done.

use std::fmt::Display;

use crate::asterisk::channel::Channel;

/// What was asked for, as the log repeats it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The application.
    pub(super) application: &'static str,
    /// What stands between the parentheses, or as much of it as a log may repeat.
    pub(super) arguments: &'a str,
    /// Who is told how it went.
    pub(super) variable: &'static str,
}

/// Sets the variable of an application to one of its values.
pub(super) fn tell(caller: &Channel, variable: &str, status: &str) {
    if let Err(error) = caller.set_variable(variable, status) {
        tracing::error!("{error}");
    }
}

/// Tells the dialplan the status of what was done, or of the refusal, and the log the latter.
pub(super) fn report<Status: Display, Refusal: Display>(
    caller: &Channel,
    asked: Asked<'_>,
    done: Result<Status, Refusal>,
    status_of: impl FnOnce(&Refusal) -> Status,
) -> Status {
    let Asked {
        application,
        arguments,
        variable,
    } = asked;
    let status = done.unwrap_or_else(|refusal| {
        let status = status_of(&refusal);
        tracing::warn!(
            "{}: {application}({arguments}) was not done: {refusal}; the call goes on in the \
             dialplan with {variable}={status}",
            caller.name(),
        );
        status
    });
    tell(caller, variable, &status.to_string());
    status
}
