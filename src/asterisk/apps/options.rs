//! The option letters of `AcdQueue`, as people know them from `Dial` and `Queue`.
//!
//! Upper-case twins mean the caller, lower-case ones the agent. An unknown letter is refused: an
//! option that does nothing would be found out only by a caller.

use thiserror::Error;

use crate::driver::check_subroutine;
use crate::engine::limits::CALLS_MAX;

/// What the dialplan author asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QueueOptions {
    /// `A(agent)`: for whom alone the caller waits at first.
    pub wanted_agent: Option<String>,
    /// `a`: answer the caller before waiting.
    pub answers_first: bool,
    /// `c`: go on in the dialplan when the agent hangs up.
    pub continues_after_agent: bool,
    /// `i`: a phone that forwards the call counts as not reachable.
    pub ignores_forwards: bool,
    /// `p(number)`: the place at which the caller enters the line.
    pub position: Option<u32>,
    /// `r`: ringing instead of music.
    pub rings_caller: bool,
    /// `m(class)`: music of this class.
    pub music: Option<String>,
    /// `b(context^extension^priority(arguments))`: dialplan that runs on the agent's leg before it
    /// is dialled, with commas for the carets.
    pub agent_subroutine: Option<String>,
    /// `B(...)`: the same on the caller's side before the caller enters the queue.
    pub caller_subroutine: Option<String>,
    /// What the caller may do by key during the conversation.
    pub caller: Features,
    /// What the agent may do by key during the conversation.
    pub agent: Features,
}

/// Features by key press for one side; the codes come from `features.conf`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Features {
    /// `t`, `T`: blind and attended transfer.
    pub may_transfer: bool,
    /// `h`, `H`: hang up.
    pub may_hang_up: bool,
    /// `k`, `K`: park the call.
    pub may_park: bool,
    /// `x`, `X`: start and stop a recording.
    pub may_record: bool,
}

/// Why options cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OptionsError {
    /// No such letter.
    #[error(
        "unknown option `{0}`; known are A(agent) a b(...) B(...) c h H i k K m(class) p(position) \
         r t T x X"
    )]
    Unknown(char),
    /// The letter needs an argument.
    #[error("option `{0}` needs an argument in parentheses, such as m(default)")]
    ArgumentMissing(char),
    /// The letter takes no argument.
    #[error("option `{0}` takes no argument")]
    ArgumentUnexpected(char),
    /// No place in line.
    #[error("option `p` needs a place in line from 1 to {CALLS_MAX}, such as p(1)")]
    Position,
    /// Not a place in the dialplan.
    #[error("option `{0}`: expected a place such as b(context^extension^1)")]
    Subroutine(char),
    /// Both cannot be.
    #[error("options `r` (ringing) and `m` (music) exclude each other")]
    RingingAndMusic,
}

/// Reads option letters.
///
/// # Errors
/// [`OptionsError`]; letters are never ignored.
pub fn parse(text: &str) -> Result<QueueOptions, OptionsError> {
    let mut options = QueueOptions::default();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        let argument = take_argument(&mut rest);
        match (letter, argument) {
            ('m', Some(class)) if !class.is_empty() => options.music = Some(class.to_owned()),
            ('m', _) => return Err(OptionsError::ArgumentMissing(letter)),
            ('A', Some(agent)) if !agent.is_empty() => {
                options.wanted_agent = Some(agent.to_owned());
            }
            ('A', _) => return Err(OptionsError::ArgumentMissing(letter)),
            ('p', place) => options.position = Some(position(place)?),
            ('b', Some(place)) => options.agent_subroutine = Some(subroutine(letter, place)?),
            ('B', Some(place)) => options.caller_subroutine = Some(subroutine(letter, place)?),
            ('b' | 'B', None) => return Err(OptionsError::Subroutine(letter)),
            (' ', None) => {}
            (_, None) => set(&mut options, letter)?,
            (_, Some(_)) => return Err(OptionsError::ArgumentUnexpected(letter)),
        }
    }
    if options.rings_caller && options.music.is_some() {
        return Err(OptionsError::RingingAndMusic);
    }
    Ok(options)
}

/// Takes `(argument)` off the front, if it is there; it may have parentheses of its own.
pub(super) fn take_argument<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let inside = rest.strip_prefix('(')?;
    let mut open = 1_u32;
    let end = inside.find(|character| {
        match character {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        open == 0
    })?;
    *rest = &inside[end + 1..];
    Some(&inside[..end])
}

fn position(place: Option<&str>) -> Result<u32, OptionsError> {
    let place = place.and_then(|text| text.trim().parse().ok());
    let is_place = |place: &u32| (1..=CALLS_MAX as u32).contains(place);
    place.filter(is_place).ok_or(OptionsError::Position)
}

/// A place in the dialplan, written as for `Dial`.
fn subroutine(letter: char, place: &str) -> Result<String, OptionsError> {
    let place = place.replace('^', ",");
    check_subroutine(&place).map_err(|_| OptionsError::Subroutine(letter))?;
    Ok(place)
}

fn set(options: &mut QueueOptions, letter: char) -> Result<(), OptionsError> {
    let flag = match letter {
        'a' => &mut options.answers_first,
        'c' => &mut options.continues_after_agent,
        'i' => &mut options.ignores_forwards,
        'r' => &mut options.rings_caller,
        't' => &mut options.agent.may_transfer,
        'T' => &mut options.caller.may_transfer,
        'h' => &mut options.agent.may_hang_up,
        'H' => &mut options.caller.may_hang_up,
        'k' => &mut options.agent.may_park,
        'K' => &mut options.caller.may_park,
        'x' => &mut options.agent.may_record,
        'X' => &mut options.caller.may_record,
        _ => return Err(OptionsError::Unknown(letter)),
    };
    *flag = true;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_sets_its_own_flag_and_nothing_else() {
        let letters = "acirtThHkKxX";
        let parsed: Vec<_> = letters
            .chars()
            .map(|l| parse(&l.to_string()).unwrap())
            .collect();
        for (place, options) in parsed.iter().enumerate() {
            assert_ne!(
                *options,
                QueueOptions::default(),
                "{:?}",
                letters.chars().nth(place)
            );
            assert!(
                !parsed[..place].contains(options),
                "{:?}",
                letters.chars().nth(place)
            );
        }
        let lower = parse("thkx").unwrap();
        assert_eq!(lower.caller, Features::default());
        let upper = parse("THKX").unwrap();
        assert_eq!(
            (upper.caller, upper.agent),
            (lower.agent, Features::default())
        );
    }

    #[test]
    fn music_needs_its_class() {
        let wanted = parse("aA(1001)").unwrap().wanted_agent;
        assert_eq!(wanted.as_deref(), Some("1001"));
        assert_eq!(parse("A()"), Err(OptionsError::ArgumentMissing('A')));
        assert_eq!(parse("cm(jazz)t").unwrap().music.as_deref(), Some("jazz"));
        assert_eq!(parse("m"), Err(OptionsError::ArgumentMissing('m')));
        assert_eq!(parse("m()"), Err(OptionsError::ArgumentMissing('m')));
        assert_eq!(parse("rm(jazz)"), Err(OptionsError::RingingAndMusic));
    }

    #[test]
    fn a_position_is_a_place_in_line() {
        assert_eq!(parse("cp(3)t").unwrap().position, Some(3));
        for text in ["p", "p()", "p(0)", "p(-1)", "p(1.5)", "p(100001)"] {
            assert_eq!(parse(text), Err(OptionsError::Position), "{text}");
        }
    }

    #[test]
    fn subroutines_are_places_in_the_dialplan() {
        let parsed = parse("cb(ring^s^1(a^(b)))B(enter^s^1)t").unwrap();
        assert_eq!(parsed.agent_subroutine.as_deref(), Some("ring,s,1(a,(b))"));
        assert_eq!(parsed.caller_subroutine.as_deref(), Some("enter,s,1"));
        assert!(parsed.continues_after_agent && parsed.agent.may_transfer);
        for wrong in ["b", "b()", "b(ring)", "b(ring^s^1(a)"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_not_known_is_refused() {
        assert_eq!(parse("cz"), Err(OptionsError::Unknown('z')));
        assert_eq!(parse("c(1)"), Err(OptionsError::ArgumentUnexpected('c')));
        assert_eq!(parse("c)"), Err(OptionsError::Unknown(')')));
        assert_eq!(parse("é"), Err(OptionsError::Unknown('é')));
    }
}
