//! Orders on their way from the worker to one call's thread.
//!
//! Rule kept: the bell (an eventfd) is readable exactly while orders wait, because both change
//! under one lock. The worker never waits here: the lock is held for a few instructions only.

use std::collections::VecDeque;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustix::event::{EventfdFlags, eventfd};
use rustix::io::{Errno, read, write};

use crate::engine::OfferId;
use crate::engine::limits::OFFERS_MAX;
use crate::engine::output::CallExit;

use super::order::Order;

/// Orders that may wait in one mailbox; whoever leaves more unread does not read any more. Room
/// for a few rounds of as many offers as a call may have.
pub(super) const ORDERS_MAX: usize = 4 * OFFERS_MAX;

/// What lies in a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mail {
    /// An order of the engine.
    Order(Order),
    /// The answer to this offer came too late to count; the leg must go.
    AnswerRefused(OfferId),
}

/// One call's orders.
#[derive(Debug)]
pub(super) struct Mailbox {
    orders: Mutex<VecDeque<Mail>>,
    bell: OwnedFd,
}

/// The mailbox is full: the call's thread does not read its orders.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unread;

impl Mailbox {
    /// An empty mailbox.
    ///
    /// # Errors
    /// When the operating system gives no descriptor.
    pub(super) fn new() -> Result<Self, Errno> {
        let bell = eventfd(0, EventfdFlags::NONBLOCK | EventfdFlags::CLOEXEC)?;
        Ok(Self {
            orders: Mutex::new(VecDeque::new()),
            bell,
        })
    }

    /// The descriptor that is readable while orders wait. Nobody else may read or write it.
    pub(super) fn bell(&self) -> BorrowedFd<'_> {
        self.bell.as_fd()
    }

    /// Adds mail.
    ///
    /// # Errors
    /// When [`ORDERS_MAX`] orders wait; then they are all replaced by a release, since whoever
    /// reads them at last would obey orders that are long over.
    pub(super) fn push(&self, mail: Mail) -> Result<(), Unread> {
        let mut orders = self.lock();
        let outcome = if orders.len() < ORDERS_MAX {
            orders.push_back(mail);
            Ok(())
        } else {
            orders.clear();
            orders.push_back(Mail::Order(Order::Release {
                exit: CallExit::EngineFailed,
                was_in_line: true,
            }));
            Err(Unread)
        };
        self.ring();
        outcome
    }

    /// The oldest mail that waits.
    pub(super) fn pop(&self) -> Option<Mail> {
        let mut orders = self.lock();
        let mail = orders.pop_front();
        if mail.is_some() && orders.is_empty() {
            self.silence();
        }
        mail
    }

    // A failed write can only mean that the counter is at its end, which leaves it readable.
    fn ring(&self) {
        let _ = write(&self.bell, &1_u64.to_ne_bytes());
    }

    // A failed read can only mean that the bell is silent.
    fn silence(&self) {
        let mut count = [0; 8];
        let _ = read(&self.bell, &mut count);
    }

    // Nothing panics while the lock is held, so a poisoned one still holds whole orders.
    fn lock(&self) -> MutexGuard<'_, VecDeque<Mail>> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::{FdFlags, fcntl_getfd};

    use super::*;

    fn connect(number: u64) -> Mail {
        Mail::Order(Order::Connect {
            offer: OfferId(number),
        })
    }

    fn rings(mailbox: &Mailbox) -> bool {
        let bell = mailbox.bell();
        let mut waiting = [PollFd::new(&bell, PollFlags::IN)];
        let at_once = Timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        poll(&mut waiting, Some(&at_once)).unwrap() == 1
    }

    #[test]
    fn the_bell_is_readable_exactly_while_orders_wait() {
        let mailbox = Mailbox::new().unwrap();
        assert!(!rings(&mailbox));
        assert_eq!(mailbox.pop(), None);
        mailbox.push(connect(1)).unwrap();
        mailbox.push(connect(2)).unwrap();
        assert!(rings(&mailbox));
        assert_eq!(mailbox.pop(), Some(connect(1)));
        assert!(rings(&mailbox), "one order still waits");
        assert_eq!(mailbox.pop(), Some(connect(2)));
        assert!(!rings(&mailbox));
        assert_eq!(mailbox.pop(), None);
        mailbox.push(connect(3)).unwrap();
        assert!(rings(&mailbox), "it rings again");
    }

    #[test]
    fn the_bell_is_not_inherited_by_child_programs() {
        let mailbox = Mailbox::new().unwrap();
        assert!(
            fcntl_getfd(mailbox.bell())
                .unwrap()
                .contains(FdFlags::CLOEXEC)
        );
    }

    #[test]
    fn a_reader_who_never_reads_finds_a_release() {
        let mailbox = Mailbox::new().unwrap();
        for number in 0..ORDERS_MAX {
            mailbox.push(connect(number as u64)).unwrap();
        }
        assert_eq!(mailbox.push(connect(99)), Err(Unread));
        assert!(rings(&mailbox));
        let release = Mail::Order(Order::Release {
            exit: CallExit::EngineFailed,
            was_in_line: true,
        });
        assert_eq!(mailbox.pop(), Some(release));
        assert_eq!(mailbox.pop(), None);
        assert!(!rings(&mailbox));
    }
}
