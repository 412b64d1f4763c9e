//! Which of the agents who fit is rung.

use crate::config::findings::Faults;
use crate::config::value::word;
use crate::engine::{ChoiceRules, Strategy};

pub(super) const KEYS: &[&str] = &["strategy"];

const STRATEGIES: &[&str] = &["longest-idle", "most-skilled"];

pub(super) fn set(rules: &mut ChoiceRules, key: &str, value: &str) -> Result<(), Faults> {
    debug_assert!(KEYS.contains(&key), "{key} belongs to another group");
    rules.strategy = match word(value, STRATEGIES)? {
        0 => Strategy::LongestIdle,
        _ => Strategy::MostSkilled,
    };
    Ok(())
}

pub(super) fn described(rules: &ChoiceRules) -> Vec<(&'static str, String)> {
    let strategy = match rules.strategy {
        Strategy::LongestIdle => STRATEGIES[0],
        Strategy::MostSkilled => STRATEGIES[1],
    };
    vec![("strategy", strategy.to_owned())]
}
