//! Console commands.

mod agent;
mod agents;
mod answer;
mod call;
mod calls;
mod expire;
mod explain;
mod explain_agent;
mod health;
mod history;
mod queue;
mod queues;
mod recordings;
mod reload;
mod report;
mod store;
mod table;
mod verbs;
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
    registrations.command(&explain::ExplainCall)?;
    registrations.command(&queue::ChangeQueue)?;
    registrations.command(&agent::ChangeAgent)?;
    registrations.command(&call::ChangeCall)?;
    registrations.command(&explain_agent::ExplainAgent)?;
    registrations.command(&recordings::ShowRecordings)?;
    registrations.command(&expire::ExpireRecordings)?;
    registrations.command(&history::ShowHistory)?;
    registrations.command(&store::ShowStore)?;
    registrations.command(&health::ShowHealth)?;
    registrations.command(&report::Report)?;
    registrations.command(&version::ShowVersion)?;
    registrations.command(&reload::Reload)
}
