//! What AMI clients see and do: lists of queues, agents and calls, changes, and history as events.

mod agent;
pub mod events;
mod explain;
mod lists;
mod queue;

use super::refused::RegistryFull;
use super::registry::Registrations;
use crate::asterisk::action::ActionError;
use crate::asterisk::entrance::entrance;
use crate::driver::{Entrance, Refusal};

/// Registers all actions.
///
/// # Errors
/// [`RegistryFull`] if a name is taken.
pub fn register(registrations: &mut Registrations) -> Result<(), RegistryFull> {
    registrations.action::<lists::AcdQueues>()?;
    registrations.action::<lists::AcdAgents>()?;
    registrations.action::<lists::AcdCalls>()?;
    registrations.action::<explain::AcdExplainCall>()?;
    registrations.action::<agent::AcdAgentLogin>()?;
    registrations.action::<agent::AcdAgentLogout>()?;
    registrations.action::<agent::AcdAgentReady>()?;
    registrations.action::<agent::AcdAgentNotReady>()?;
    registrations.action::<agent::AcdAgentWrapUp>()?;
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
