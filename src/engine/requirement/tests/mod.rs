//! Tests of the whole language, from text to answer.

mod documentation;
mod errors;
mod meaning;
mod properties;

use super::Requirement;
use crate::engine::skill::{Level, SkillNames, SkillSet};

/// The skills that the tests know.
fn names() -> SkillNames {
    SkillNames::new(["french", "billing", "sales", "trainee", "vip"]).unwrap()
}

/// Somebody with these levels.
fn skilled(levels: &[(&str, u8)]) -> SkillSet {
    let names = names();
    levels
        .iter()
        .map(|&(name, n)| (names.id(name).unwrap(), Level::new(n).unwrap()))
        .collect()
}

/// A requirement without attributes that must be right.
fn requirement(text: &str) -> Requirement {
    Requirement::parse(text, &names()).unwrap_or_else(|error| panic!("{}", error.render()))
}

/// The canonical text of a requirement.
fn canonical(text: &str) -> String {
    requirement(text).display(&names()).to_string()
}
