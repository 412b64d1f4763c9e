//! `AcdHistory`: finished calls, or one of them with its offers. `AcdStore`: how they are kept.

use std::ffi::CStr;

use super::lists::numbered;
use super::running;
use crate::asterisk::action::{Action, ActionError, Answer, Permission, Request};
use crate::asterisk::fields::Fields;
use crate::asterisk::search;
use crate::ffi::text;

/// The fields that narrow a search, with their words.
const CONDITIONS: [(&CStr, &str); 8] = [
    (c"Queue", "queue"),
    (c"Agent", "agent"),
    (c"Caller", "caller"),
    (c"Tag", "tag"),
    (c"End", "end"),
    (c"Since", "since"),
    (c"Until", "until"),
    (c"Limit", "limit"),
];

/// `AcdHistory`, with the fields of [`CONDITIONS`], or with `Call` one call and its offers.
#[derive(Debug)]
pub(super) struct AcdHistory;

impl Action for AcdHistory {
    const NAME: &'static CStr = c"AcdHistory";
    const PERMISSION: Permission = Permission::Read;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        let entrance = running()?;
        let complete = c"AcdHistoryComplete";
        if let Some(call) = numbered(request)? {
            let whole = entrance.finished_call(call)?.ok_or_else(|| {
                ActionError::Field(format!(
                    "Call: {call} is not among the finished calls that are kept"
                ))
            })?;
            let mut items = vec![("AcdHistoryCall", Fields::of(&whole.call))];
            let offers = whole.offers.iter();
            items.extend(offers.map(|offer| ("AcdHistoryOffer", Fields::of(offer))));
            return Ok(Answer::List { items, complete });
        }
        let mut filter = search::everything();
        let now_us = entrance.wall_us();
        for (field, word) in CONDITIONS {
            if let Some(value) = request.field(field) {
                search::narrow(&mut filter, word, &value, now_us).map_err(|expected| {
                    ActionError::Field(format!("{}: {expected}", text::lossy(field)))
                })?;
            }
        }
        let calls = entrance.finished_calls(&filter)?;
        let items = calls
            .iter()
            .map(|call| ("AcdHistoryCall", Fields::of(call)));
        Ok(Answer::List {
            items: items.collect(),
            complete,
        })
    }
}

/// `AcdStore`.
#[derive(Debug)]
pub(super) struct AcdStore;

impl Action for AcdStore {
    const NAME: &'static CStr = c"AcdStore";
    const PERMISSION: Permission = Permission::Read;

    fn run(_request: &Request<'_>) -> Result<Answer, ActionError> {
        let store = running()?.store()?;
        Ok(Answer::List {
            items: vec![("AcdStoreState", Fields::of(&store))],
            complete: c"AcdStoreComplete",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asterisk::action::heading;

    #[test]
    fn every_word_of_a_search_is_a_field() {
        for (field, word) in CONDITIONS {
            assert!(search::WORDS.contains(&word));
            assert_eq!(text::lossy(field), heading(word));
        }
        assert_eq!(CONDITIONS.len(), search::WORDS.len());
    }
}
