//! Faults on purpose, to prove that the PBX survives ours. Only with the feature
//! `fault-injection`, which no installed module has.

use std::ffi::CStr;

use super::application::{AfterApplication, Application};
use super::command::{Command, Console, Outcome};
use super::entrance::entrance;
use super::refused::RegistryFull;
use super::registry::Registrations;
use super::serviced::Serviced;

/// Registers everything that fails.
pub(super) fn register(registrations: &mut Registrations) -> Result<(), RegistryFull> {
    registrations.application::<AcdFault>()?;
    registrations.command(&FaultCommand)?;
    registrations.command(&FaultWorker)
}

/// `AcdFault(panic)`: panics on the caller's own thread.
struct AcdFault;

impl Application for AcdFault {
    const NAME: &'static CStr = c"AcdFault";
    const OWN_HELP: Option<&'static CStr> = Some(c"AcdFault(panic): panics, on purpose");

    fn run(_caller: &mut Serviced, arguments: &str) -> AfterApplication {
        assert!(arguments != "panic", "AcdFault was asked to panic");
        AfterApplication::Continue
    }
}

/// `acd fault command`: panics on the console's thread.
struct FaultCommand;

impl Command for FaultCommand {
    fn words(&self) -> &'static CStr {
        c"acd fault command"
    }

    fn summary(&self) -> &'static CStr {
        c"Panic inside a console command, on purpose"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd fault command\n       Panics, to prove that Asterisk survives it.\n"
    }

    fn run(&self, console: &mut Console) -> Outcome {
        console.line("about to panic");
        panic!("acd fault command was asked to panic");
    }
}

/// `acd fault worker`: the worker panics at its next input.
struct FaultWorker;

impl Command for FaultWorker {
    fn words(&self) -> &'static CStr {
        c"acd fault worker"
    }

    fn summary(&self) -> &'static CStr {
        c"Panic inside call distribution, on purpose"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd fault worker\n       Panics, to prove that calls survive it.\n"
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let Some(entrance) = entrance() else {
            return Outcome::Failed;
        };
        entrance.provoke_panic();
        console.line("the worker was told to panic");
        Outcome::Done
    }
}
