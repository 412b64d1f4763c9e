//! The option letters of `AcdLogin`.
//!
//! A PIN among them is shown nowhere, whatever else is.

use std::fmt;

use crate::ffi::text;

/// What the dialplan author asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct LoginOptions {
    /// `h`: here, on the phone that calls.
    pub(super) is_here: bool,
    /// `p`, `p(digits)`, `v(name)`.
    pub(super) pin: Proof,
}

/// How the caller proves to be the agent.
#[derive(Clone, PartialEq, Eq, Default)]
pub(super) enum Proof {
    /// By PIN if the agent has one.
    #[default]
    AsConfigured,
    /// By PIN in any case.
    Asked,
    /// By these digits.
    Given(String),
    /// By the digits in this variable of the dialplan.
    InVariable(String),
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AsConfigured => "AsConfigured",
            Self::Asked => "Asked",
            Self::Given(_) => "Given(hidden)",
            Self::InVariable(_) => "InVariable",
        })
    }
}

/// Reads option letters; one that is not understood is given back, fit for a log.
pub(super) fn parse(options: &str) -> Result<LoginOptions, String> {
    let mut parsed = LoginOptions::default();
    let mut rest = options;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        match letter {
            ' ' => {}
            'h' => parsed.is_here = true,
            'p' => match inside(&mut rest) {
                Some(digits) => parsed.pin = Proof::Given(digits.to_owned()),
                None => parsed.pin = Proof::Asked,
            },
            'v' => match inside(&mut rest) {
                Some(name) if !name.is_empty() => {
                    parsed.pin = Proof::InVariable(name.to_owned());
                }
                _ => return Err("v".to_owned()),
            },
            _ => {
                let letter = text::visible(letter.encode_utf8(&mut [0; 4])).into_owned();
                return Err(letter);
            }
        }
    }
    Ok(parsed)
}

/// What stands in the parentheses that follow, if any do.
fn inside<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let (inside, after) = rest.strip_prefix('(')?.split_once(')')?;
    *rest = after;
    Some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_understood_or_refused() {
        assert_eq!(parse("").unwrap(), LoginOptions::default());
        let both = parse("h p").unwrap();
        assert_eq!((both.is_here, both.pin), (true, Proof::Asked));
        let given = parse("p(0815)h").unwrap();
        assert!(given.is_here);
        assert_eq!(given.pin, Proof::Given("0815".to_owned()));
        assert!(!format!("{:?}", given.pin).contains("0815"));
        // An empty variable of the dialplan is a wrong PIN, not none.
        assert_eq!(parse("p()").unwrap().pin, Proof::Given(String::new()));
        let kept = Proof::InVariable("DESKPIN".to_owned());
        assert_eq!(parse("v(DESKPIN)h").unwrap().pin, kept);
        for wrong in ["x", "h(1)", "p(1", "P", "v", "v()"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
