//! An agent's line, as the threads share it: who services it now, and who wants it next.
//!
//! Rule kept: exactly one thread services the line. The lock is a leaf but for one thing: what the
//! engine is told of the line's state is told under it, so that the last word is the true one.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::talk::Seat;
use crate::asterisk::bell::Bell;
use crate::asterisk::channel::Channel;
use crate::asterisk::entrance::entrance;
use crate::driver::AgentLine;
use crate::engine::{DeviceState, OfferId};

/// An agent's line.
#[derive(Debug)]
pub(in crate::asterisk) struct Line {
    /// Whose it is, under which name.
    pub(super) agent: AgentLine,
    /// What is heard before a call; `None`: as the agent's rules say.
    pub(super) beep: Option<Option<Arc<str>>>,
    /// Wakes the agent's own thread.
    pub(super) bell: Bell,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    place: Place,
    /// The offer for which the line is wanted next.
    asker: Option<(OfferId, Arc<Bell>)>,
    /// The engine follows the state of the line.
    is_followed: bool,
    /// The agent has put the line on hold.
    is_held: bool,
    /// Dialplan runs on the line.
    is_busy: bool,
    /// Whether the agent is still signed in here is to be asked.
    is_doubted: bool,
}

/// Who services the line.
#[derive(Debug)]
enum Place {
    /// The agent's own thread.
    Home,
    /// The thread of the caller to whom this offer belongs.
    Lent(OfferId, Channel),
    /// Nobody: the agent's thread is asked to join a bridge.
    Invited(Seat),
    /// A bridge, or nobody any more.
    Away,
    /// Nobody: the agent has left.
    Gone,
}

/// What became of a line that was lent.
#[derive(Debug)]
pub(super) enum Returned {
    /// It was given back.
    Home,
    /// The agent is to talk.
    Invited(Seat),
}

/// A wish for the line, and the line itself once it is lent. Dropped, it is given back.
#[derive(Debug)]
pub(super) struct Loan {
    pub(super) line: Arc<Line>,
    offer: OfferId,
    bell: Arc<Bell>,
}

/// How a wish stands.
#[derive(Debug)]
pub(super) enum Standing {
    /// The agent's thread has not come to it yet.
    Wanted,
    /// The line is here.
    Lent(Channel),
    /// The agent has left.
    Gone,
}

impl Line {
    /// A line at home.
    ///
    /// # Errors
    /// When the system gives no descriptor.
    pub(super) fn new(agent: AgentLine, beep: Option<Option<Arc<str>>>) -> io::Result<Self> {
        Ok(Self {
            agent,
            beep,
            bell: Bell::new()?,
            state: Mutex::new(State {
                place: Place::Home,
                asker: None,
                is_followed: false,
                is_held: false,
                is_busy: false,
                is_doubted: false,
            }),
        })
    }

    /// Asks for the line; `None`: somebody else does already, or the agent has left.
    pub(super) fn ask(self: &Arc<Self>, offer: OfferId) -> io::Result<Option<Loan>> {
        let bell = Arc::new(Bell::new()?);
        let mut state = self.lock();
        if state.asker.is_some() || matches!(state.place, Place::Gone) {
            return Ok(None);
        }
        state.asker = Some((offer, Arc::clone(&bell)));
        drop(state);
        self.bell.ring();
        let line = Arc::clone(self);
        Ok(Some(Loan { line, offer, bell }))
    }

    /// Whether the line is wanted, or to be asked about.
    pub(super) fn is_wanted(&self) -> bool {
        let state = self.lock();
        state.asker.is_some() && matches!(state.place, Place::Home)
    }

    /// Whether it is to be asked, once, if the agent is still signed in here.
    pub(super) fn is_doubted(&self) -> bool {
        std::mem::take(&mut self.lock().is_doubted)
    }

    /// The agent's thread lends the line to whoever wants it, and leaves it alone from now on.
    pub(super) fn lend(&self, channel: &Channel) {
        let mut state = self.lock();
        if let Some((offer, bell)) = state.asker.take() {
            state.place = Place::Lent(offer, channel.clone());
            drop(state);
            bell.ring();
        }
    }

    /// What became of the line that was lent; `None`: it still is.
    pub(super) fn returned(&self) -> Option<Returned> {
        let mut state = self.lock();
        match std::mem::replace(&mut state.place, Place::Away) {
            Place::Invited(seat) => Some(Returned::Invited(seat)),
            lent @ Place::Lent(..) => {
                state.place = lent;
                None
            }
            place => {
                state.place = place;
                Some(Returned::Home)
            }
        }
    }

    /// The agent's thread services the line again.
    pub(super) fn come_home(&self) {
        self.lock().place = Place::Home;
    }

    /// The agent has left; whoever wants the line is told.
    pub(super) fn leave(&self) {
        let mut state = self.lock();
        let former = std::mem::replace(&mut state.place, Place::Gone);
        let asker = state.asker.take();
        self.tell(&state);
        drop(state);
        // A seat that nobody took ends its bridge, which is not for under a lock.
        drop(former);
        if let Some((_, bell)) = asker {
            bell.ring();
        }
    }

    /// The engine has said something of where the agent is signed in.
    pub(super) fn doubt(&self) {
        self.lock().is_doubted = true;
        self.bell.ring();
    }

    /// Whether the engine follows the state of the line from now on, and that state.
    pub(super) fn follow(&self, is_followed: bool) -> DeviceState {
        let mut state = self.lock();
        state.is_followed = is_followed;
        state.device()
    }

    /// The agent has put the line on hold, or taken it off.
    pub(super) fn hold(&self, is_held: bool) {
        self.change(|state| std::mem::replace(&mut state.is_held, is_held) != is_held);
    }

    /// Dialplan runs on the line, or no longer does.
    pub(super) fn occupy(&self, is_busy: bool) {
        self.change(|state| std::mem::replace(&mut state.is_busy, is_busy) != is_busy);
    }

    fn change(&self, change: impl FnOnce(&mut State) -> bool) {
        let mut state = self.lock();
        if change(&mut state) {
            self.tell(&state);
        }
    }

    fn tell(&self, state: &State) {
        if let (true, Some(entrance)) = (state.is_followed, entrance()) {
            entrance.device_changed(self.agent.agent(), state.device());
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    const fn device(&self) -> DeviceState {
        match self.place {
            Place::Gone => DeviceState::Unreachable,
            _ if self.is_held || self.is_busy => DeviceState::InUse,
            _ => DeviceState::Free,
        }
    }
}

impl Loan {
    /// Wakes this thread when something has changed.
    pub(super) fn bell(&self) -> &Bell {
        &self.bell
    }

    /// How the wish stands.
    pub(super) fn standing(&self) -> Standing {
        self.bell.silence();
        let state = self.line.lock();
        match (&state.place, &state.asker) {
            (Place::Lent(offer, channel), _) if *offer == self.offer => {
                Standing::Lent(channel.clone())
            }
            (_, Some((offer, _))) if *offer == self.offer => Standing::Wanted,
            _ => Standing::Gone,
        }
    }

    /// Gives the line back with the request to join a bridge.
    pub(super) fn invite(self, seat: Seat) {
        self.give_back(Some(seat));
    }

    fn give_back(&self, seat: Option<Seat>) {
        let mut state = self.line.lock();
        let is_asker = state.asker.as_ref();
        if is_asker.is_some_and(|(offer, _)| *offer == self.offer) {
            state.asker = None;
        }
        let is_mine = matches!(&state.place, Place::Lent(offer, _) if *offer == self.offer);
        let mut unused = seat;
        if is_mine {
            state.place = unused.take().map_or(Place::Home, Place::Invited);
        }
        drop(state);
        // Ends its bridge: the agent has left meanwhile.
        drop(unused);
        self.line.bell.ring();
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        self.give_back(None);
    }
}
