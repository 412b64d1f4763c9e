//! Lamps on phones and consoles: the device states `ACD:agent-NAME`, `ACD:notready-NAME`,
//! `ACD:waiting-QUEUE`, `ACD:staffed-QUEUE` and `ACD:health`, for hints and for `DEVICE_STATE()`.
//!
//! Rule kept: what the host asks is answered from a board, at once. The board follows history: a
//! line about somebody whose lamp is watched makes a thread look at that agent or queue and tell
//! the host what has changed. Nothing is looked at for lamps that nobody has ever asked about.
//! At load, and when a reload brings new names, every lamp is told once, so that hints that were
//! there before the module ask again.

mod board;
mod provider;

pub use board::note;
pub use provider::Lamps;

use crate::driver::{AgentView, AlarmView, QueueView};

/// What a lamp shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Light {
    /// Off: `NOT_INUSE`.
    Off,
    /// On: `INUSE`.
    On,
    /// Flashes as a phone that rings: `RINGING`.
    Rings,
    /// As a busy phone: `BUSY`.
    Busy,
    /// As a call on hold: `ONHOLD`.
    Held,
    /// Not there: `UNAVAILABLE`.
    Away,
}

/// A lamp's name, without `ACD:`: its kind and whose it is, in small letters.
fn key(kind: &str, name: &str) -> String {
    format!("{kind}-{}", name.to_lowercase())
}

/// An agent's lamps.
fn of_agent(view: &AgentView) -> [(String, Light); 2] {
    let state = view.doing.state;
    let whole = match state {
        "signed_out" | "unreachable" => Light::Away,
        "not_ready" => Light::Held,
        "offered" => Light::Rings,
        "talking" | "in_use" => Light::On,
        "free" => Light::Off,
        _ => Light::Busy,
    };
    let not_ready = lit(state == "not_ready");
    [
        (key("agent", &view.agent), whole),
        (key("notready", &view.agent), not_ready),
    ]
}

/// A queue's lamps.
fn of_queue(view: &QueueView) -> [(String, Light); 2] {
    [
        (
            key("waiting", &view.queue),
            lit(view.waiting + view.ringing > 0),
        ),
        (key("staffed", &view.queue), lit(view.signed_in > 0)),
    ]
}

/// The lamp that burns while something is wrong.
const HEALTH: &str = "health";

/// That lamp.
fn of_health(alarms: &[AlarmView]) -> (String, Light) {
    (HEALTH.to_owned(), lit(!alarms.is_empty()))
}

const fn lit(is_lit: bool) -> Light {
    if is_lit { Light::On } else { Light::Off }
}
