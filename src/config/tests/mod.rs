//! The whole way from text to configuration; each file one promise.

mod floor;
mod keys;
mod phone;
mod recording;
mod reload;
mod reserve;
mod sample;
mod surroundings;
mod syntax;
mod tags;
mod totality;

use super::{Config, Section, load, parse};
use crate::engine::FloorPlan;

fn sections(text: &str) -> Vec<Section> {
    parse(text, "acd.conf").expect("the form of the text is right")
}

/// The configuration of a text that has no error.
fn good(text: &str, previous: Option<&FloorPlan>) -> Config {
    load(&sections(text), previous).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// The messages of a text that has errors, one a line.
fn bad(text: &str) -> Vec<String> {
    let errors = load(&sections(text), None).expect_err("the text has errors");
    errors.iter().map(ToString::to_string).collect()
}

/// The messages of the warnings of a text that has no error.
fn odd(text: &str) -> Vec<String> {
    good(text, None)
        .warnings
        .iter()
        .map(ToString::to_string)
        .collect()
}
