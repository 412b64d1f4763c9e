//! How every command that changes something does it.

use crate::asterisk::changes::{ChangeError, Verb};
use crate::asterisk::command::Console;
use crate::asterisk::entrance::entrance;
use crate::driver::{Entrance, Refusal};

/// The words of verbs, for completion.
pub(super) fn completions(verbs: &[Verb]) -> Vec<String> {
    verbs.iter().map(|verb| verb.word.to_owned()).collect()
}

/// Changes something; says on the console why it was not done.
pub(super) fn change<T>(
    console: &mut Console,
    change: impl FnOnce(&Entrance) -> Result<T, ChangeError>,
) -> Option<T> {
    let running = entrance().ok_or(ChangeError::Refused(Refusal::Stopped));
    let changed = running.and_then(|entrance| change(&entrance));
    changed
        .inspect_err(|error| {
            console.line(error);
            if let ChangeError::Refused(Refusal::Requirement(error)) = error {
                console.line(error.render());
            }
        })
        .ok()
}
