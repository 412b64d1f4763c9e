//! The option letters of `AcdWrapUp`. An unknown letter is refused, as in `AcdQueue`.

use thiserror::Error;

use super::options::take_argument;
use crate::driver::duration_ms;
use crate::engine::WrapUpFinish;

/// What is to become of after-call time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrapUpOptions {
    /// `f`: it is over, or will not follow; `k` and `e`: it goes on; none of them: it is over if it
    /// has begun.
    pub finish: WrapUpFinish,
    /// `e(time)`: how much longer it lasts.
    pub extend_ms: u64,
}

/// Why options cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WrapUpOptionsError {
    /// No such letter.
    #[error("unknown option `{0}`; known are e(time) f k")]
    Unknown(char),
    /// The letter needs a time.
    #[error("option `e` needs a time in parentheses, such as e(30s)")]
    TimeMissing,
    /// The letter takes no argument.
    #[error("option `{0}` takes no argument")]
    ArgumentUnexpected(char),
    /// Both cannot be.
    #[error("option `f` (it is over) excludes `k` and `e` (it goes on)")]
    OverAndGoingOn,
}

/// Reads option letters.
///
/// # Errors
/// [`WrapUpOptionsError`]; letters are never ignored.
pub fn parse(text: &str) -> Result<WrapUpOptions, WrapUpOptionsError> {
    let (mut is_over, mut goes_on, mut extend_ms) = (false, false, 0);
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        match (letter, take_argument(&mut rest)) {
            ('e', time) => {
                let time = time.and_then(|time| duration_ms(time).ok());
                extend_ms = time.ok_or(WrapUpOptionsError::TimeMissing)?;
                goes_on = true;
            }
            ('f', None) => is_over = true,
            ('k', None) => goes_on = true,
            (' ', None) => {}
            ('f' | 'k', Some(_)) => return Err(WrapUpOptionsError::ArgumentUnexpected(letter)),
            _ => return Err(WrapUpOptionsError::Unknown(letter)),
        }
    }
    let finish = match (is_over, goes_on) {
        (true, true) => return Err(WrapUpOptionsError::OverAndGoingOn),
        (true, false) => WrapUpFinish::Skip,
        (false, true) => WrapUpFinish::No,
        (false, false) => WrapUpFinish::Now,
    };
    Ok(WrapUpOptions { finish, extend_ms })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_letter_says_what_becomes_of_the_time() {
        let read = |text| parse(text).map(|options| (options.finish, options.extend_ms));
        assert_eq!(read(""), Ok((WrapUpFinish::Now, 0)));
        assert_eq!(read("f"), Ok((WrapUpFinish::Skip, 0)));
        assert_eq!(read("k"), Ok((WrapUpFinish::No, 0)));
        assert_eq!(read("e(30s)"), Ok((WrapUpFinish::No, 30_000)));
        assert_eq!(read(" k e(1m) "), Ok((WrapUpFinish::No, 60_000)));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for text in ["e", "e()", "e(soon)", "e(0)"] {
            assert_eq!(parse(text), Err(WrapUpOptionsError::TimeMissing), "{text}");
        }
        assert_eq!(parse("fe(1s)"), Err(WrapUpOptionsError::OverAndGoingOn));
        assert_eq!(
            parse("k(1)"),
            Err(WrapUpOptionsError::ArgumentUnexpected('k'))
        );
        assert_eq!(parse("z"), Err(WrapUpOptionsError::Unknown('z')));
    }
}
