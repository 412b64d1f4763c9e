//! The board: which legs follow tags, what each has been told, and whose tags have changed.
//!
//! A leaf lock: nothing of Asterisk is called while it is held. Bounded by the legs there are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crossbeam::channel::Sender;

use super::Screen;
use crate::engine::{ContactId, Tags};

static BOARD: Mutex<Board> = Mutex::new(Board::new());

/// All legs that follow tags.
#[derive(Debug)]
pub(super) struct Board {
    last: u64,
    legs: BTreeMap<u64, Told>,
    by_contact: BTreeSet<(ContactId, u64)>,
    stale: BTreeSet<ContactId>,
    bell: Option<Sender<()>>,
}

/// What a leg has been told.
#[derive(Debug, Clone)]
pub(super) struct Told {
    /// Whose tags.
    pub(super) contact: ContactId,
    /// The host's id of the leg; a reference would keep the agent's phone in use.
    pub(super) leg: Arc<str>,
    /// Each as a variable.
    pub(super) tags: Tags,
    /// What the phone shows, if not the caller's own name.
    pub(super) screen: Option<Screen>,
}

pub(super) fn board() -> MutexGuard<'static, Board> {
    BOARD.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Board {
    const fn new() -> Self {
        Self {
            last: 0,
            legs: BTreeMap::new(),
            by_contact: BTreeSet::new(),
            stale: BTreeSet::new(),
            bell: None,
        }
    }

    /// From now on this bell rings when a leg must be told something.
    pub(super) fn open(&mut self, bell: Option<Sender<()>>) {
        self.bell = bell;
        self.ring();
    }

    /// A leg follows tags from now on; the number under which it does.
    pub(super) fn enter(&mut self, told: Told) -> u64 {
        self.last += 1;
        self.by_contact.insert((told.contact, self.last));
        self.legs.insert(self.last, told);
        self.last
    }

    /// A leg follows no longer.
    pub(super) fn leave(&mut self, number: u64) {
        if let Some(told) = self.legs.remove(&number) {
            self.by_contact.remove(&(told.contact, number));
        }
    }

    /// What a leg has been told; `None`: it follows no longer.
    pub(super) fn told(&self, number: u64) -> Option<Told> {
        self.legs.get(&number).cloned()
    }

    /// A leg has been told this; false: it follows no longer.
    pub(super) fn note_told(&mut self, number: u64, told: Told) -> bool {
        // Whose tags it follows may have changed meanwhile.
        let known = self.legs.get_mut(&number);
        known.is_some_and(|known| {
            *known = Told {
                contact: known.contact,
                ..told
            };
            true
        })
    }

    /// The tags of a contact have changed.
    pub(super) fn doubt(&mut self, contact: ContactId) {
        if self.numbers(contact).next().is_some() {
            self.stale.insert(contact);
            self.ring();
        }
    }

    /// Legs that followed the one follow the other.
    pub(super) fn join(&mut self, former: ContactId, present: ContactId) {
        let numbers: Vec<u64> = self.numbers(former).collect();
        for number in numbers {
            self.by_contact.remove(&(former, number));
            self.by_contact.insert((present, number));
            if let Some(told) = self.legs.get_mut(&number) {
                told.contact = present;
            }
        }
        self.doubt(present);
    }

    /// The legs that may have to be told something.
    pub(super) fn take_stale(&mut self) -> Vec<u64> {
        let stale = std::mem::take(&mut self.stale);
        stale
            .into_iter()
            .flat_map(|contact| self.numbers(contact))
            .collect()
    }

    fn numbers(&self, contact: ContactId) -> impl Iterator<Item = u64> {
        let all = (contact, u64::MIN)..=(contact, u64::MAX);
        self.by_contact.range(all).map(|(_, number)| *number)
    }

    fn ring(&self) {
        if let Some(bell) = &self.bell {
            // A bell that has been rung and not heard yet is enough.
            let _ = bell.try_send(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: ContactId = ContactId(1);
    const BEN: ContactId = ContactId(2);

    fn told(contact: ContactId) -> Told {
        Told {
            contact,
            leg: "1.1".into(),
            tags: Tags::default(),
            screen: None,
        }
    }

    #[test]
    fn only_legs_of_whom_something_changed_are_told() {
        let mut board = Board::new();
        let (first, second) = (board.enter(told(ANN)), board.enter(told(ANN)));
        let other = board.enter(told(BEN));
        assert!(board.take_stale().is_empty());
        board.doubt(ANN);
        assert_eq!(board.take_stale(), [first, second]);
        assert!(board.take_stale().is_empty());
        board.leave(first);
        board.doubt(ANN);
        board.doubt(BEN);
        assert_eq!(board.take_stale(), [second, other]);
        assert!(!board.note_told(first, told(ANN)), "it has left");
        board.leave(second);
        board.leave(second);
        board.doubt(ANN);
        assert!(board.take_stale().is_empty());
    }

    #[test]
    fn legs_of_two_visits_that_become_one_follow_that() {
        let mut board = Board::new();
        let leg = board.enter(told(ANN));
        board.join(ANN, BEN);
        assert_eq!(board.take_stale(), [leg]);
        assert!(board.note_told(leg, told(ANN)), "told before it was joined");
        board.doubt(ANN);
        assert!(board.take_stale().is_empty());
        board.doubt(BEN);
        assert_eq!(board.take_stale(), [leg]);
        board.leave(leg);
        board.join(BEN, ANN);
        assert!(board.take_stale().is_empty());
    }
}
