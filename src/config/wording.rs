//! Pieces of messages that several faults share.

pub(super) fn did_you_mean(suggestion: &Option<String>) -> String {
    match suggestion {
        Some(word) => format!("; did you mean `{word}`?"),
        None => String::new(),
    }
}

pub(super) fn meant_or_known(suggestion: &Option<String>, known: &[&str]) -> String {
    match suggestion {
        Some(_) => did_you_mean(suggestion),
        None => format!("; expected one of {}", known.join(", ")),
    }
}

/// What a threshold must be on the calm side.
pub(super) const LESS: &str = "less than";

pub(super) fn or_none(may_be_none: bool) -> &'static str {
    if may_be_none { ", or none" } else { "" }
}
