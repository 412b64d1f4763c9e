//! What lives between load and unload, in the order in which it is taken back.

use std::ffi::CStr;

use super::apps;
use super::cli;
use super::configuration::{self, Unreadable};
use super::device_state::DeviceWatch;
use super::entrance::{self, Opened};
#[cfg(feature = "fault-injection")]
use super::fault;
use super::functions;
use super::host::AsteriskHost;
use super::lamps::Lamps;
use super::last_words::LastWords;
use super::leg_tags::Teller;
use super::manager;
use super::manager::events::{self, EventSender};
use super::recording::{HoldWatch, Keeper};
use super::refused::RegistryFull;
use super::registry::Registrations;
use super::release::{self, Mismatch};
use super::reload::{self, ReloadFailure};
use super::sys;
use crate::driver::{Driver, StartError};
use crate::ffi::text;
use crate::ffi::thread::with_host_signals_blocked;

/// The running module. Fields are dropped in order: what the PBX can reach goes first, what
/// serves it goes last.
#[derive(Debug)]
pub struct Running {
    _registrations: Registrations,
    _lamps: Lamps,
    _teller: Teller,
    _last_words: LastWords,
    _opened: Opened,
    _watch: DeviceWatch,
    _holds: HoldWatch,
    _keeper: Keeper,
    driver: Driver,
    _events: EventSender,
}

/// Why the module did not start; the text tells the administrator what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartFailure {
    /// Built for another Asterisk.
    #[error(transparent)]
    Release(#[from] Mismatch),
    /// There is no configuration to check.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The configuration has errors, or there is no thread.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The phones cannot be followed.
    #[error(
        "Asterisk gives no device states: remove stasis.conf's `decline` of \
         ast_device_state_message_type"
    )]
    NoDeviceStates,
    /// Nobody tells who is on hold.
    #[error("Asterisk gives no news of its channels: there is no memory")]
    NoHolds,
    /// Asterisk refused a registration.
    #[error(transparent)]
    Registry(#[from] RegistryFull),
}

/// Why the module cannot stop now.
#[derive(Debug, thiserror::Error)]
pub enum StopRefusal {
    /// Callers wait or talk.
    #[error(
        "{0} call(s) wait in its queues or talk to its agents; unload it when they have ended, \
         `acd show calls` lists them"
    )]
    CallsInHand(usize),
}

impl Running {
    /// Starts everything; on failure nothing is left behind.
    ///
    /// # Errors
    /// [`StartFailure`], for the log.
    pub fn start() -> Result<Self, StartFailure> {
        release::check(release::BUILT_FOR, &running_release())?;
        let sections = configuration::read()?;
        let watch = DeviceWatch::open().ok_or(StartFailure::NoDeviceStates)?;
        let (feed, events) = events::start().map_err(StartError::Thread)?;
        let host = AsteriskHost::new(watch.table(), feed);
        let started = with_host_signals_blocked(|| Driver::start(host, &sections));
        let driver = started.inspect_err(|failure| {
            if let StartError::Config(errors) = failure {
                for line in reload::rendered(errors) {
                    tracing::error!("{line}");
                }
            }
        })?;
        for warning in driver.warnings() {
            tracing::warn!("{warning}");
        }
        watch.report_to(&driver.entrance());
        let opened = entrance::open(driver.entrance());
        let lamps = Lamps::light().map_err(StartError::Thread)?;
        let teller = Teller::start().map_err(StartError::Thread)?;
        // After the entrance is open: what is recovered goes into history.
        let keeper = Keeper::start().map_err(StartError::Thread)?;
        let holds = HoldWatch::open().ok_or(StartFailure::NoHolds)?;
        let last_words = LastWords::promise();
        let mut registrations = Registrations::default();
        apps::register(&mut registrations)?;
        functions::register(&mut registrations)?;
        manager::register(&mut registrations)?;
        cli::register(&mut registrations)?;
        #[cfg(feature = "fault-injection")]
        fault::register(&mut registrations)?;
        tracing::debug!("app_acd {} is ready", env!("CARGO_PKG_VERSION"));
        Ok(Self {
            _registrations: registrations,
            _lamps: lamps,
            _teller: teller,
            _last_words: last_words,
            _opened: opened,
            _watch: watch,
            _holds: holds,
            _keeper: keeper,
            driver,
            _events: events,
        })
    }

    /// Takes over a changed configuration.
    ///
    /// # Errors
    /// [`ReloadFailure`]; nothing has changed then.
    pub fn reload(&mut self) -> Result<(), ReloadFailure> {
        reload::apply(&self.driver.entrance()).map(drop)
    }

    /// Whether the module may stop now.
    ///
    /// # Errors
    /// [`StopRefusal`] with the reason.
    pub fn may_stop(&self) -> Result<(), StopRefusal> {
        match self.driver.entrance().calls_in_hand() {
            0 => Ok(()),
            calls => Err(StopRefusal::CallsInHand(calls)),
        }
    }
}

/// What the running Asterisk calls itself.
pub fn running_release() -> String {
    // SAFETY: returns a constant of Asterisk.
    let release = unsafe { sys::ast_get_version() };
    // SAFETY: as above; lives as long as Asterisk.
    let release: &'static CStr = unsafe { text::borrow(release) };
    text::lossy(release).into_owned()
}
