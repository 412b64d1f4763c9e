//! The dialplan functions: what a dialplan can ask about calls, agents and queues.

mod agent;
mod call;
mod found;
mod prospect;
mod queue;
mod tag;

use super::refused::RegistryFull;
use super::registry::Registrations;

/// Registers all of them.
///
/// # Errors
/// [`RegistryFull`] if a name is taken.
pub fn register(registrations: &mut Registrations) -> Result<(), RegistryFull> {
    registrations.function::<call::AcdCall>()?;
    registrations.function::<agent::AcdAgent>()?;
    registrations.function::<queue::AcdQueue>()?;
    registrations.function::<tag::AcdTag>()?;
    registrations.function::<prospect::AcdMatch>()
}
