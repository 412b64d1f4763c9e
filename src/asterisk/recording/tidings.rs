//! What a tape tells: changes and failures become history, a failure also a line of the log.
//!
//! Rule kept: what does not work is told once, until it has worked again.

use std::sync::Arc;

use super::reel::About;
use super::shelf::Work;
use super::tape::Tape;
use crate::driver::HistoryFact;

impl Tape {
    pub(super) fn tell_change(&self, work: &Work, file: String) {
        let (about, rule) = self.names();
        about.note(HistoryFact::RecordingChanged {
            state: work.state,
            verb: work.verb,
            by: Arc::clone(&work.by),
            held_by: work.held_by.clone(),
            rule,
            file,
        });
    }

    pub(super) fn tell_failure(&self, cause: String, file: String, is_retried: bool) {
        {
            let mut shelf = self.shelf();
            shelf.failure.clone_from(&cause);
            if std::mem::replace(&mut shelf.is_failing, true) {
                return;
            }
        }
        let (about, rule) = self.names();
        tracing::error!(
            "{}: call {} is not recorded by rule {rule}: {cause}{}",
            about.host_call,
            about.call,
            if is_retried {
                "; it is tried again"
            } else {
                ""
            },
        );
        about.note(HistoryFact::RecordingFailed {
            cause,
            rule,
            file,
            is_retried,
        });
    }

    fn names(&self) -> (About, Arc<str>) {
        let shelf = self.shelf();
        (shelf.about.clone(), Arc::clone(&shelf.rule.name))
    }
}
