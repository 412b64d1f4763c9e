//! The option letter by which somebody else decides for an agent.

use crate::ffi::text;

/// What stands in the options of `AcdLogout`, `AcdReady` and `AcdNotReady`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Decided {
    /// Nothing: the agent asks.
    ByAgent,
    /// `f`: whoever calls decides.
    ByCaller,
    /// `f(name)`: this one decides.
    By(String),
}

/// Reads option letters; one that is not understood is given back, fit for a log.
pub(super) fn parse(options: &str) -> Result<Decided, String> {
    let mut letters = options.chars();
    match letters.next() {
        None => return Ok(Decided::ByAgent),
        Some('f') => {}
        Some(_) => return Err(text::visible(options).into_owned()),
    }
    let rest = letters.as_str();
    if rest.is_empty() {
        return Ok(Decided::ByCaller);
    }
    let name = rest
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    match name {
        Some("") => Ok(Decided::ByCaller),
        Some(name) => Ok(Decided::By(name.to_owned())),
        None => Err(text::visible(options).into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_with_or_without_a_name() {
        assert_eq!(parse(""), Ok(Decided::ByAgent));
        assert_eq!(parse("f"), Ok(Decided::ByCaller));
        assert_eq!(parse("f()"), Ok(Decided::ByCaller));
        assert_eq!(parse("f(Ann B.)"), Ok(Decided::By("Ann B.".to_owned())));
        for wrong in ["F", "ff", "f(", "x", "f(a)b"] {
            assert_eq!(parse(wrong), Err(wrong.to_owned()));
        }
    }
}
