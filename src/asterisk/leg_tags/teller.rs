//! The thread that tells legs of changed tags.

use std::ffi::CStr;
use std::io;
use std::thread::{self, JoinHandle};

use crossbeam::channel::{Receiver, bounded};

use super::board::board;
use super::tell;
use crate::asterisk::channel::Channel;
use crate::asterisk::sys;
use crate::asterisk::thread::{discharge, enlist};
use crate::driver::tags_of_contact;
use crate::ffi::guard::caught;
use crate::ffi::thread::with_host_signals_blocked;

/// Legs are told while this lives.
#[derive(Debug)]
pub(in crate::asterisk) struct Teller(Option<JoinHandle<()>>);

impl Teller {
    /// Starts to tell.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub(in crate::asterisk) fn start() -> io::Result<Self> {
        let (bell, rings) = bounded(1);
        let builder = thread::Builder::new().name("acd-leg-tags".to_owned());
        let thread = with_host_signals_blocked(|| builder.spawn(move || follow(&rings)))?;
        board().open(Some(bell));
        Ok(Self(Some(thread)))
    }
}

impl Drop for Teller {
    fn drop(&mut self) {
        // Without its bell the thread ends.
        board().open(None);
        let thread = self.0.take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that tells agents' legs of tags ended by a panic");
        }
    }
}

fn follow(rings: &Receiver<()>) {
    enlist(c"acd tags");
    while rings.recv().is_ok() {
        let _ = caught("tags of agents' legs", || {
            let stale = board().take_stale();
            stale.into_iter().for_each(tell_leg);
        });
    }
    discharge();
}

fn tell_leg(number: u64) {
    let Some(mut told) = board().told(number) else {
        return;
    };
    let Some(tags) = tags_of_contact(told.contact).filter(|tags| *tags != told.tags) else {
        return;
    };
    let leg = Channel::by_name(&told.leg);
    let Some(leg) = leg.filter(|leg| leg.unique_id() == *told.leg) else {
        return;
    };
    let former = std::mem::replace(&mut told.tags, tags);
    let screen = told.screen.as_mut().and_then(|screen| {
        let text = screen.text(&told.tags);
        let former = std::mem::replace(&mut screen.shown, text.clone());
        (former != text).then_some((former, text))
    });
    {
        // Whoever forgets what a line was told waits for the same lock, after having left the
        // board: so nothing is told to a line that has forgotten.
        let _locked = leg.lock();
        let tags = told.tags.clone();
        if !board().note_told(number, told) {
            return;
        }
        tell(&leg, &former, &tags);
    }
    if let Some((former, text)) = screen {
        show(&leg, &former, &text);
    }
}

/// Lets the phone show another name for the caller, if it shows the former one.
fn show(leg: &Channel, former: &CStr, text: &CStr) {
    // SAFETY: a live channel that is not locked; texts that outlive the call.
    unsafe { sys::acd_shim_leg_show_other_name(leg.as_ptr(), former.as_ptr(), text.as_ptr()) };
}
