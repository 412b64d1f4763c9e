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
    /// `p`, `p(digits)`.
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
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AsConfigured => "AsConfigured",
            Self::Asked => "Asked",
            Self::Given(_) => "Given(hidden)",
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
            'p' => {
                let Some((digits, after)) = rest
                    .strip_prefix('(')
                    .and_then(|inside| inside.split_once(')'))
                else {
                    parsed.pin = Proof::Asked;
                    continue;
                };
                parsed.pin = Proof::Given(digits.to_owned());
                rest = after;
            }
            _ => {
                let letter = text::visible(letter.encode_utf8(&mut [0; 4])).into_owned();
                return Err(letter);
            }
        }
    }
    Ok(parsed)
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
        for wrong in ["x", "h(1)", "p(1", "P"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
