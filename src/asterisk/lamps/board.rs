//! The board: what every lamp shows, which are watched, and which must be looked at.
//!
//! A leaf lock: nothing of Asterisk is called while it is held. Bounded by the names of the floor
//! plan.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crossbeam::channel::Sender;

use super::{HEALTH, Light, key};
use crate::driver::{HistoryFact, HistoryRecord};

static BOARD: Mutex<Board> = Mutex::new(Board::new());
// Whether history matters at all, so that a floor without lamps does nothing for them.
static IS_WATCHED: AtomicBool = AtomicBool::new(false);

/// What is shown.
#[derive(Debug)]
pub(super) struct Board {
    lamps: BTreeMap<String, Shown>,
    stale: BTreeSet<String>,
    is_all_stale: bool,
    bell: Option<Sender<()>>,
}

#[derive(Debug, Clone, Copy)]
struct Shown {
    light: Light,
    is_watched: bool,
}

/// What must be looked at.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stale {
    /// Everything: names may have come and gone.
    All,
    /// These lamps.
    Some(BTreeSet<String>),
}

pub(super) fn board() -> MutexGuard<'static, Board> {
    BOARD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Something has happened on the floor.
pub fn note(line: &HistoryRecord) {
    let is_plan = matches!(line.fact, HistoryFact::FloorPlanned);
    // Few, and what the lamp of all alarms shows must be right when it is first looked at.
    let is_alarm = matches!(
        line.fact,
        HistoryFact::AlarmRaised { .. } | HistoryFact::AlarmCleared { .. }
    );
    if is_plan || is_alarm || IS_WATCHED.load(Ordering::Relaxed) {
        board().note(line, is_plan);
    }
}

impl Board {
    const fn new() -> Self {
        Self {
            lamps: BTreeMap::new(),
            stale: BTreeSet::new(),
            is_all_stale: false,
            bell: None,
        }
    }

    /// From now on this bell rings when something must be looked at, first of all everything;
    /// without one nothing is kept.
    pub(super) fn open(&mut self, bell: Option<Sender<()>>) {
        *self = Self::new();
        IS_WATCHED.store(false, Ordering::Relaxed);
        self.bell = bell;
        self.is_all_stale = true;
        self.ring();
    }

    fn note(&mut self, line: &HistoryRecord, is_plan: bool) {
        self.is_all_stale |= is_plan;
        if let Some(agent) = &line.agent {
            self.doubt(key("agent", agent));
            self.doubt(key("notready", agent));
        }
        if let Some(call) = &line.call {
            self.doubt(key("waiting", &call.queue));
        }
        match &line.fact {
            HistoryFact::CallMoved { from, to, .. } => {
                self.doubt(key("waiting", from));
                self.doubt(key("waiting", to));
            }
            HistoryFact::AgentSignedIn { .. }
            | HistoryFact::AgentSignedOut
            | HistoryFact::AgentChanged { .. } => {
                let staffed = self
                    .lamps
                    .iter()
                    .filter(|(name, shown)| shown.is_watched && name.starts_with("staffed-"));
                let staffed: Vec<String> = staffed.map(|(name, _)| name.clone()).collect();
                self.stale.extend(staffed);
            }
            HistoryFact::AlarmRaised { .. } | HistoryFact::AlarmCleared { .. } => {
                self.stale.insert(HEALTH.to_owned());
            }
            // All calls in line left at once.
            HistoryFact::EngineFailed { .. } => self.is_all_stale = true,
            _ => {}
        }
        if self.is_all_stale || !self.stale.is_empty() {
            self.ring();
        }
    }

    fn doubt(&mut self, lamp: String) {
        if self.lamps.get(&lamp).is_some_and(|shown| shown.is_watched) {
            self.stale.insert(lamp);
        }
    }

    fn ring(&self) {
        if let Some(bell) = &self.bell {
            // A bell that has been rung and not heard yet is enough.
            let _ = bell.try_send(());
        }
    }

    /// What a lamp shows, as far as is known; it is watched from now on. `None`: no such lamp.
    pub(super) fn ask(&mut self, lamp: &str) -> Option<Light> {
        let lamp = lamp.to_lowercase();
        let shown = self.lamps.get_mut(&lamp)?;
        let light = shown.light;
        if !shown.is_watched {
            // Nobody has followed it so far.
            shown.is_watched = true;
            IS_WATCHED.store(true, Ordering::Relaxed);
            self.stale.insert(lamp);
            self.ring();
        }
        Some(light)
    }

    /// What must be looked at now.
    pub(super) fn take_stale(&mut self) -> Stale {
        let some = std::mem::take(&mut self.stale);
        match std::mem::take(&mut self.is_all_stale) {
            true => Stale::All,
            false => Stale::Some(some),
        }
    }

    /// What a lamp shows now; whether the host must hear of it.
    pub(super) fn show(&mut self, lamp: String, light: Light) -> bool {
        let former = self.lamps.get(&lamp).copied();
        let is_watched = former.is_some_and(|shown| shown.is_watched);
        self.lamps.insert(lamp, Shown { light, is_watched });
        former.is_none_or(|shown| shown.light != light && shown.is_watched)
    }

    /// Takes away lamps of names that are gone; gives back those that were watched.
    pub(super) fn keep(&mut self, names: &BTreeSet<String>) -> Vec<String> {
        let mut gone = Vec::new();
        self.lamps.retain(|name, shown| {
            let is_kept = names.contains(name);
            if !is_kept && shown.is_watched {
                gone.push(name.clone());
            }
            is_kept
        });
        gone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_watched_is_looked_at_and_told() {
        let mut board = Board::new();
        assert!(board.show("agent-ann".to_owned(), Light::Off), "new");
        assert!(
            !board.show("agent-ann".to_owned(), Light::On),
            "nobody asked"
        );
        board.doubt("agent-ann".to_owned());
        assert_eq!(board.take_stale(), Stale::Some(BTreeSet::new()));
        assert_eq!(board.ask("Agent-Ann"), Some(Light::On));
        assert_eq!(board.ask("agent-bob"), None);
        let ann = BTreeSet::from(["agent-ann".to_owned()]);
        assert_eq!(board.take_stale(), Stale::Some(ann.clone()));
        board.doubt("agent-ann".to_owned());
        assert_eq!(board.take_stale(), Stale::Some(ann));
        assert!(board.show("agent-ann".to_owned(), Light::Off));
        assert!(!board.show("agent-ann".to_owned(), Light::Off), "the same");
        assert_eq!(board.keep(&BTreeSet::new()), ["agent-ann"]);
        assert_eq!(board.ask("agent-ann"), None);
    }
}
