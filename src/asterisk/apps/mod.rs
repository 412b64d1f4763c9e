//! The dialplan applications. Each reads its arguments, asks the driver, and says in a variable
//! what came of it; none of them ever ends a call because of something wrong on our side.

pub mod agent;
pub mod arguments;
pub mod connect;
pub(super) mod connect_options;
mod force_options;
pub mod login;
mod login_options;
pub mod options;
mod outcome;
pub mod queue;
pub mod record;
pub mod status;
pub mod tag;
pub mod wrap_up;
pub mod wrap_up_options;

use super::refused::RegistryFull;
use super::registry::Registrations;

/// Registers all of them.
///
/// # Errors
/// [`RegistryFull`] if a name is taken.
pub fn register(registrations: &mut Registrations) -> Result<(), RegistryFull> {
    registrations.application::<queue::AcdQueue>()?;
    registrations.application::<login::AcdLogin>()?;
    registrations.application::<connect::AcdConnect>()?;
    registrations.application::<agent::AcdLogout>()?;
    registrations.application::<agent::AcdReady>()?;
    registrations.application::<agent::AcdNotReady>()?;
    registrations.application::<tag::AcdTag>()?;
    registrations.application::<tag::AcdUntag>()?;
    registrations.application::<record::AcdRecord>()?;
    registrations.application::<wrap_up::AcdWrapUp>()
}
