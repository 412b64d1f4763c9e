//! What the module has registered with Asterisk, and how it is taken back.
//!
//! Asterisk keeps pointers to what is registered; whoever registers must unregister, in the
//! reverse order, on unload and on a load that fails half-way. Registrations are therefore one
//! stack that undoes itself when dropped. Unregistering does not wait for calls in progress;
//! [`super::in_flight`] knows them.

use std::fmt;

use super::action::{self, Action};
use super::application::{self, Application};
use super::command::{self, Command};
use super::function::{self, Function};
use super::refused::RegistryFull;

/// A stack of registrations.
#[derive(Default)]
pub struct Registrations {
    undo: Vec<Box<dyn FnOnce() + Send>>,
}

impl Registrations {
    /// Registers a dialplan application.
    ///
    /// # Errors
    /// [`RegistryFull`] if the name is taken.
    pub fn application<A: Application>(&mut self) -> Result<(), RegistryFull> {
        application::register::<A>()?;
        self.undo_with(application::unregister::<A>);
        Ok(())
    }

    /// Registers a dialplan function.
    ///
    /// # Errors
    /// [`RegistryFull`] if the name is taken.
    pub fn function<F: Function>(&mut self) -> Result<(), RegistryFull> {
        function::register::<F>()?;
        self.undo_with(function::unregister::<F>);
        Ok(())
    }

    /// Registers an AMI action.
    ///
    /// # Errors
    /// [`RegistryFull`] if the name is taken.
    pub fn action<A: Action>(&mut self) -> Result<(), RegistryFull> {
        action::register::<A>()?;
        self.undo_with(action::unregister::<A>);
        Ok(())
    }

    /// Registers a console command.
    ///
    /// # Errors
    /// [`RegistryFull`] if the words are taken.
    pub fn command(&mut self, command: &'static dyn Command) -> Result<(), RegistryFull> {
        let registered = command::register(command)?;
        self.undo_with(move || registered.unregister());
        Ok(())
    }

    /// Remembers how to take back something that was registered by other means.
    pub fn undo_with(&mut self, undo: impl FnOnce() + Send + 'static) {
        self.undo.push(Box::new(undo));
    }
}

impl Drop for Registrations {
    fn drop(&mut self) {
        while let Some(undo) = self.undo.pop() {
            undo();
        }
    }
}

impl fmt::Debug for Registrations {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Registrations({})", self.undo.len())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::Registrations;

    #[test]
    fn the_last_registered_goes_first() {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let mut registrations = Registrations::default();
        for number in 1..=3 {
            let seen = Arc::clone(&seen);
            registrations.undo_with(move || seen.lock().expect("not poisoned").push(number));
        }
        drop(registrations);
        assert_eq!(*seen.lock().expect("not poisoned"), [3, 2, 1]);
    }
}
