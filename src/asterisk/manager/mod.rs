//! What AMI clients see and do: lists of queues, agents and calls, changes, and history as events.

mod agent;
mod call;
pub mod events;
mod explain;
mod health;
mod history;
mod lists;
mod queue;
mod recording;
mod report;
mod tag;

use super::refused::RegistryFull;
use super::registry::Registrations;
use crate::asterisk::action::{ActionError, Request};
use crate::asterisk::changes::asker::Asker;
use crate::asterisk::changes::{ChangeError, behind};
use crate::asterisk::entrance::entrance;
use crate::driver::{Entrance, Refusal};
use crate::engine::Rejection;

/// Registers all actions.
///
/// # Errors
/// [`RegistryFull`] if a name is taken.
pub fn register(registrations: &mut Registrations) -> Result<(), RegistryFull> {
    registrations.action::<lists::AcdQueues>()?;
    registrations.action::<lists::AcdAgents>()?;
    registrations.action::<lists::AcdCalls>()?;
    registrations.action::<explain::AcdExplainCall>()?;
    registrations.action::<history::AcdHistory>()?;
    registrations.action::<history::AcdStore>()?;
    registrations.action::<report::AcdReport>()?;
    registrations.action::<health::AcdHealth>()?;
    registrations.action::<agent::AcdAgentLogin>()?;
    registrations.action::<agent::AcdAgentLogout>()?;
    registrations.action::<agent::AcdAgentReady>()?;
    registrations.action::<agent::AcdAgentNotReady>()?;
    registrations.action::<agent::AcdAgentWrapUp>()?;
    registrations.action::<agent::AcdAgentChange>()?;
    registrations.action::<call::AcdCallChange>()?;
    registrations.action::<tag::AcdTag>()?;
    registrations.action::<tag::AcdUntag>()?;
    registrations.action::<recording::AcdRecord>()?;
    registrations.action::<queue::AcdQueueChange>()
}

/// The running driver.
fn running() -> Result<Entrance, ActionError> {
    Ok(entrance().ok_or(Refusal::Stopped)?)
}

/// What came of something asked about the thing that a field names.
fn about<T>(field: &str, outcome: Result<T, Refusal>) -> Result<T, ActionError> {
    outcome.map_err(|refusal| match refusal {
        Refusal::UnknownAgent(_) | Refusal::UnknownQueue(_) => {
            ActionError::Field(format!("{field}: {refusal}"))
        }
        other => ActionError::Refused(other),
    })
}

/// Who wants a change and why, as the client says.
fn asker(request: &Request<'_>) -> Asker {
    let (by, why) = (request.field(c"By"), request.field(c"Why"));
    Asker::on_ami(by.as_deref(), why.as_deref())
}

/// The text behind the verb: the fields `Name` and `Value` in the order in which the verb takes
/// them.
fn text(request: &Request<'_>) -> String {
    let field = |name| request.field(name).unwrap_or_default();
    behind(&field(c"Name"), &field(c"Value"))
}

/// What came of a change of the thing that `field` names, with the field that is to blame.
fn changed<T>(field: &str, outcome: Result<T, ChangeError>) -> Result<T, ActionError> {
    outcome.map_err(|error| {
        let blamed = match &error {
            ChangeError::Verb(_) => "Change",
            ChangeError::Refused(Refusal::UnknownAgent(_)) => field,
            ChangeError::Refused(Refusal::UnknownQueue(_)) if field == "Queue" => field,
            ChangeError::Refused(
                Refusal::Rejected(Rejection::UnknownCall(_)) | Refusal::UnknownCall(_),
            ) => field,
            ChangeError::Refused(Refusal::Tag(_)) => "Value",
            ChangeError::Refused(Refusal::UnknownQueue(_) | Refusal::UnknownSkill(_)) => "Name",
            ChangeError::Refused(Refusal::Requirement(_) | Refusal::Interface { .. })
            | ChangeError::Expected(_) => "Value",
            ChangeError::Refused(_) => return error.into(),
        };
        ActionError::Field(format!("{blamed}: {error}"))
    })
}
