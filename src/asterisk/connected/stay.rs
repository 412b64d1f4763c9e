//! An agent's stay on the line, on the agent's own thread: one wait for the agent and the bell.
//!
//! Between calls the agent hears music or nothing and may press keys. The line is lent to the
//! caller's thread that wants it, and while it is, this thread only waits for the bell. After a
//! call the agent is back at once; when the next one may come, the engine says.

use std::io;
use std::sync::Arc;

use super::hold::HoldWatch;
use super::keys::{Keys, Match};
use super::leg;
use super::line::{Line, Returned};
use super::lines::{self, Entered};
use super::shown::Shown;
use crate::asterisk::apps::connect_options::{ConnectOptions, Heard};
use crate::asterisk::apps::status::ConnectStatus;
use crate::asterisk::channel::to_int;
use crate::asterisk::dressing;
use crate::asterisk::frame::{Control, Happening};
use crate::asterisk::serviced::{Read, Serviced};
use crate::asterisk::sys;
use crate::asterisk::wait::{self, Ready};
use crate::driver::{AgentLine, Entrance, Refusal, WhereSignedIn};
use crate::engine::ConnectedRules;
use crate::ffi::text;

/// An agent's stay.
pub(in crate::asterisk) struct AgentStay<'a> {
    agent: &'a mut Serviced,
    entrance: Entrance,
    options: &'a ConnectOptions,
    line: Arc<Line>,
    keys: Keys,
    shown: Shown,
    hears_music: bool,
    _hold: Option<HoldWatch>,
    // Last: who wants the line is told when everything else is over.
    _entered: Entered,
}

impl<'a> AgentStay<'a> {
    /// A stay that begins, with the agent signed in.
    ///
    /// # Errors
    /// When the agent cannot be signed in.
    pub(in crate::asterisk) fn begin(
        agent: &'a mut Serviced,
        entrance: Entrance,
        options: &'a ConnectOptions,
        agent_line: AgentLine,
    ) -> Result<Self, Refusal> {
        let line = Line::new(agent_line, options.beep.clone()).map_err(|error| {
            tracing::error!("{}: no descriptor for the line: {error}", agent.name());
            Refusal::Overloaded
        })?;
        let line = Arc::new(line);
        let entered = lines::enter(&line);
        let hold = HoldWatch::new(agent, &line);
        entrance.connect(&line.agent)?;
        tracing::debug!("{}: is on the line", line.agent);
        Ok(Self {
            shown: Shown::note(agent),
            agent,
            entrance,
            options,
            line,
            keys: Keys::default(),
            hears_music: false,
            _hold: hold,
            _entered: entered,
        })
    }

    /// Waits, lends the line and talks until the stay is over.
    pub(in crate::asterisk) fn run(mut self) -> ConnectStatus {
        loop {
            if let Some(status) = self.is_over() {
                return status;
            }
            if self.line.is_wanted() {
                if let Err(error) = self.lend() {
                    return self.cannot_wait(&error);
                }
                continue;
            }
            if let Some(code) = self.keys.settled() {
                self.run_code(&code);
                continue;
            }
            self.entertain();
            let bell = self.line.bell.descriptor();
            match wait::wait(&[self.agent], &[bell], self.keys.next_wait()) {
                Ok(Ready::Channel(_)) => self.hear(),
                Ok(Ready::Woken) => self.line.bell.silence(),
                Ok(Ready::TimedOut | Ready::Interrupted) => {}
                Err(error) => return self.cannot_wait(&error),
            }
        }
    }

    fn cannot_wait(&self, error: &io::Error) -> ConnectStatus {
        tracing::error!(
            "{}: cannot wait for the agent ({error}); the call goes on in the dialplan with \
             {}=ERROR",
            self.agent.name(),
            ConnectStatus::VARIABLE,
        );
        ConnectStatus::Error
    }

    /// Why the agent is no longer here.
    fn is_over(&self) -> Option<ConnectStatus> {
        if self.agent.is_hung_up() {
            return Some(if self.agent.lock().is_redirected() {
                ConnectStatus::Redirected
            } else {
                ConnectStatus::HungUp
            });
        }
        if !self.line.is_doubted() {
            return None;
        }
        match self.entrance.where_signed_in(&self.line.agent) {
            Ok(WhereSignedIn::Here) => None,
            Ok(WhereSignedIn::Elsewhere) => Some(ConnectStatus::Moved),
            Ok(WhereSignedIn::Nowhere) => Some(ConnectStatus::SignedOut),
            Err(refusal) => {
                tracing::error!("{}: leaves the line: {refusal}", self.line.agent);
                Some(ConnectStatus::Error)
            }
        }
    }

    fn hear(&mut self) {
        // An end is seen by the flag that comes with it.
        let Read::Frame(frame) = self.agent.read() else {
            self.hang_up();
            return;
        };
        match frame.happening() {
            Happening::Control(Control::Hangup) => self.hang_up(),
            Happening::Key(key) => {
                let Some(context) = &self.options.keys else {
                    return;
                };
                let code = self
                    .keys
                    .press(key, |digits| look(self.agent, context, digits));
                if let Some(code) = code {
                    self.run_code(&code);
                }
            }
            _ => {}
        }
    }

    /// The far end is gone, which the channel's own flag need not say yet.
    fn hang_up(&self) {
        if !self.agent.is_hung_up() {
            // SAFETY: a live channel that is not locked.
            unsafe { sys::ast_softhangup(self.agent.as_ptr(), to_int(sys::AST_SOFTHANGUP_DEV)) };
        }
    }

    /// Runs what the keys stand for; no call comes meanwhile.
    fn run_code(&mut self, code: &str) {
        let Some(context) = &self.options.keys else {
            return;
        };
        self.line.occupy(true);
        self.fall_silent();
        dressing::run_on_caller(self.agent, &format!("{context},{code},1"));
        self.line.occupy(false);
    }

    /// Lends the line, and takes it back.
    fn lend(&mut self) -> io::Result<()> {
        self.fall_silent();
        self.keys = Keys::default();
        self.line.lend(self.agent);
        let returned = loop {
            if let Some(returned) = self.line.returned() {
                break returned;
            }
            wait::wait(&[], &[self.line.bell.descriptor()], None)?;
            self.line.bell.silence();
        };
        if let Returned::Invited(seat) = returned {
            seat.take(self.agent);
            self.line.come_home();
        }
        self.agent.stop_playing();
        if !self.agent.is_hung_up() {
            leg::forget_call(self.agent);
            self.shown.restore(self.agent);
        }
        Ok(())
    }

    /// Music, if there is to be any.
    fn entertain(&mut self) {
        if self.hears_music {
            return;
        }
        // Asked for each time: a reload may have changed it.
        let plan = self.entrance.plan();
        let planned = plan.agents.entry(self.line.agent.agent());
        let rules = planned.map_or_else(ConnectedRules::default, |agent| {
            agent.phone.connected.clone()
        });
        let class = match &self.options.heard {
            Some(Heard::Silence) => return,
            Some(Heard::Music(class)) => Some(class.as_str()),
            None if !rules.has_music => return,
            None => rules.music.as_deref(),
        };
        self.hears_music = true;
        if !self.agent.start_music(class) {
            tracing::info!(
                "{}: waits without music: music class {} cannot be played; look at `moh show \
                 classes`",
                self.line.agent,
                class.unwrap_or("of the call"),
            );
        }
    }

    fn fall_silent(&mut self) {
        if std::mem::take(&mut self.hears_music) {
            self.agent.stop_music();
        }
    }
}

impl Drop for AgentStay<'_> {
    /// Also when a fault of ours ends the stay: the agent is signed out first, then whoever wants
    /// the line is told.
    fn drop(&mut self) {
        self.fall_silent();
        self.entrance.line_ended(&self.line.agent);
        tracing::debug!("{}: is no longer on the line", self.line.agent);
    }
}

/// What the extensions of the context make of these digits.
fn look(agent: &Serviced, context: &str, digits: &str) -> Match {
    let (context, digits) = (text::c_string(context), text::c_string(digits));
    // SAFETY: a live channel whose lock is not held; texts that outlive the call.
    let found =
        unsafe { sys::acd_shim_line_keys(agent.as_ptr(), context.as_ptr(), digits.as_ptr()) };
    let has = |bit: u32| found & to_int(bit) != 0;
    match (has(sys::ACD_KEYS_CODE), has(sys::ACD_KEYS_BEGUN)) {
        (false, false) => Match::None,
        (false, true) => Match::Begun,
        (true, false) => Match::Code,
        (true, true) => Match::CodeOrBegun,
    }
}
