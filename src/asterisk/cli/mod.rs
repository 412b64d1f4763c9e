//! Console commands.

mod agents;
mod answer;
mod calls;
mod door;
mod explain;
mod queues;
mod reload;
mod table;
mod version;

use super::refused::RegistryFull;
use super::registry::Registrations;

/// Registers all of them.
///
/// # Errors
/// [`RegistryFull`] if the words are taken.
pub fn register(registrations: &mut Registrations) -> Result<(), RegistryFull> {
    registrations.command(&queues::ShowQueues)?;
    registrations.command(&agents::ShowAgents)?;
    registrations.command(&calls::ShowCalls)?;
    registrations.command(&door::OpenQueue)?;
    registrations.command(&explain::ExplainCall)?;
    registrations.command(&version::ShowVersion)?;
    registrations.command(&reload::Reload)
}
