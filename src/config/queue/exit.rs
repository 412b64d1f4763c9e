//! How a caller may leave the queue by a key.

use std::sync::Arc;

use crate::config::error::ConfigErrorKind as Kind;
use crate::config::findings::Faults;
use crate::config::value::{duration, duration_text, list, name};
use crate::engine::ExitRules;
use crate::engine::limits::{EXIT_KEY_DIGITS_MAX, EXIT_KEYS_MAX};

pub(super) const KEYS: &[&str] = &["exit-keys", "exit-context", "exit-key-gap"];

/// Nobody presses two keys faster.
const GAP_MS_MIN: u64 = 100;

pub(super) fn set(rules: &mut ExitRules, key: &str, value: &str) -> Result<(), Faults> {
    match key {
        "exit-keys" => rules.keys = keys(value)?,
        // An empty value takes back what a template gave.
        "exit-context" if value.is_empty() => rules.context = None,
        "exit-context" => rules.context = Some(name(value)?.into()),
        _ => rules.key_gap_ms = duration(value, GAP_MS_MIN)?,
    }
    Ok(())
}

fn keys(value: &str) -> Result<Arc<[Arc<str>]>, Kind> {
    let is_key = |byte: u8| byte.is_ascii_digit() || b"*#ABCD".contains(&byte);
    let keys = list(value).map(|keys| {
        let keys = keys.to_ascii_uppercase();
        let fits = keys.len() <= EXIT_KEY_DIGITS_MAX && keys.bytes().all(is_key);
        fits.then(|| keys.into()).ok_or(Kind::ExitKeys)
    });
    let keys: Vec<Arc<str>> = keys.collect::<Result<_, _>>()?;
    if keys.len() > EXIT_KEYS_MAX {
        let (what, max) = ("exit keys", EXIT_KEYS_MAX);
        return Err(Kind::TooManyIn { what, max });
    }
    Ok(keys.into())
}

pub(super) fn described(rules: &ExitRules) -> Vec<(&'static str, String)> {
    let mut described = vec![("exit-key-gap", duration_text(rules.key_gap_ms))];
    let keys: Vec<&str> = rules.keys.iter().map(|key| &**key).collect();
    if !keys.is_empty() {
        described.push(("exit-keys", keys.join(", ")));
    }
    if let Some(context) = &rules.context {
        described.push(("exit-context", context.to_string()));
    }
    described
}
