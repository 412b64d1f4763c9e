//! Asterisk asks for lamps here, and a thread of ours tells it when one changes.

use std::collections::BTreeSet;
use std::ffi::{CStr, c_char};
use std::io;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam::channel::{Receiver, bounded, never};

use super::board::{Stale, board};
use super::{HEALTH, Light, of_agent, of_health, of_queue};
use crate::asterisk::entrance::entrance;
use crate::asterisk::in_flight::Visit;
use crate::asterisk::sys;
use crate::asterisk::thread::{discharge, enlist};
use crate::driver::{AgentView, Entrance, QueueView};
use crate::ffi::guard::{caught, guard};
use crate::ffi::text;
use crate::ffi::thread::with_host_signals_blocked;

/// What stands before the colon.
const LABEL: &CStr = c"ACD";
/// Agents or queues that are asked about one by one; more are asked about all at once.
const ONE_BY_ONE_MAX: usize = 16;
/// Lamps told without a breath, and the breath, in which further changes gather.
const BURST_MAX: usize = 200;
const BREATH: Duration = Duration::from_millis(20);

/// Lamps are lit while this lives.
#[derive(Debug)]
pub struct Lamps(Option<JoinHandle<()>>);

impl Lamps {
    /// Starts to light them; the entrance must be open.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn light() -> io::Result<Self> {
        let (bell, rings) = bounded(1);
        board().open(Some(bell));
        // SAFETY: a literal and a function that live as long as the program.
        if unsafe { sys::ast_devstate_prov_add(LABEL.as_ptr(), Some(state_of)) } != 0 {
            tracing::warn!("Asterisk takes no provider of device states: no lamp shows anything");
        }
        let builder = thread::Builder::new().name("acd-lamps".to_owned());
        let thread = with_host_signals_blocked(|| builder.spawn(move || follow(&rings)));
        let lamps = Self(None);
        // On failure what was begun is taken back.
        thread.map(|thread| {
            let mut lamps = lamps;
            lamps.0 = Some(thread);
            lamps
        })
    }
}

impl Drop for Lamps {
    fn drop(&mut self) {
        // SAFETY: the literal that was given; waits until no callback runs any more.
        unsafe { sys::ast_devstate_prov_del(LABEL.as_ptr()) };
        // Without its bell the thread ends.
        board().open(None);
        let thread = self.0.take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that lights lamps ended by a panic");
        }
    }
}

/// The entry: what the lamp behind `ACD:` shows.
unsafe extern "C" fn state_of(lamp: *const c_char) -> sys::ast_device_state {
    guard("a lamp", sys::AST_DEVICE_INVALID, || {
        let _visit = Visit::begin();
        // SAFETY: the host's text lives for the whole call.
        let lamp = text::lossy(unsafe { text::borrow(lamp) });
        let light = board().ask(&lamp);
        light.map_or(sys::AST_DEVICE_INVALID, state)
    })
}

const fn state(light: Light) -> sys::ast_device_state {
    match light {
        Light::Off => sys::AST_DEVICE_NOT_INUSE,
        Light::On => sys::AST_DEVICE_INUSE,
        Light::Rings => sys::AST_DEVICE_RINGING,
        Light::Busy => sys::AST_DEVICE_BUSY,
        Light::Held => sys::AST_DEVICE_ONHOLD,
        Light::Away => sys::AST_DEVICE_UNAVAILABLE,
    }
}

fn follow(rings: &Receiver<()>) {
    enlist(c"acd lamps");
    while rings.recv().is_ok() {
        let _ = caught("lamps", || {
            let stale = board().take_stale();
            if let Some(entrance) = entrance() {
                look(&entrance, stale);
            }
        });
        rest();
    }
    discharge();
}

fn rest() {
    let _ = never::<()>().recv_timeout(BREATH);
}

fn look(entrance: &Entrance, stale: Stale) {
    let lamps = match stale {
        Stale::All => {
            let (Ok(agents), Ok(queues)) = (entrance.agents(), entrance.queues()) else {
                return;
            };
            let mut lamps = lights(&agents, &queues);
            lamps.push(of_health(&entrance.health()));
            let names = lamps.iter().map(|(name, _)| name.clone()).collect();
            for gone in board().keep(&names) {
                tell(&gone, sys::AST_DEVICE_INVALID);
            }
            lamps
        }
        Stale::Some(names) => {
            let agents = people(entrance, &whose(&names, &["agent-", "notready-"]));
            let queues = lines(entrance, &whose(&names, &["waiting-", "staffed-"]));
            let mut lamps = lights(&agents, &queues);
            if names.contains(HEALTH) {
                lamps.push(of_health(&entrance.health()));
            }
            lamps
        }
    };
    let mut in_a_row = 0;
    for (name, light) in lamps {
        let is_news = board().show(name.clone(), light);
        if is_news {
            tell(&name, state(light));
            in_a_row += 1;
        }
        if in_a_row >= BURST_MAX {
            in_a_row = 0;
            rest();
        }
    }
}

fn lights(agents: &[AgentView], queues: &[QueueView]) -> Vec<(String, Light)> {
    let agents = agents.iter().flat_map(of_agent);
    agents.chain(queues.iter().flat_map(of_queue)).collect()
}

/// Whose lamps of these kinds they are.
fn whose<'a>(names: &'a BTreeSet<String>, kinds: &[&str]) -> BTreeSet<&'a str> {
    let owner = |name: &'a String| kinds.iter().find_map(|kind| name.strip_prefix(kind));
    names.iter().filter_map(owner).collect()
}

fn people(entrance: &Entrance, names: &BTreeSet<&str>) -> Vec<AgentView> {
    if names.len() > ONE_BY_ONE_MAX {
        return entrance.agents().unwrap_or_default();
    }
    let found = names.iter().filter_map(|name| entrance.agent(name).ok());
    found.collect()
}

fn lines(entrance: &Entrance, names: &BTreeSet<&str>) -> Vec<QueueView> {
    if names.len() > ONE_BY_ONE_MAX {
        return entrance.queues().unwrap_or_default();
    }
    let found = names.iter().filter_map(|name| entrance.queue(name).ok());
    found.collect()
}

/// Tells the host. It keeps nothing of it, so that whoever looks at the lamp asks here, and the
/// board knows that the lamp is watched.
fn tell(lamp: &str, state: sys::ast_device_state) {
    let device = text::c_string(&format!("ACD:{lamp}"));
    let cachable = sys::AST_DEVSTATE_NOT_CACHABLE;
    // SAFETY: a text that outlives the call; the host copies it.
    unsafe { sys::ast_devstate_changed_literal(state, cachable, device.as_ptr()) };
}
