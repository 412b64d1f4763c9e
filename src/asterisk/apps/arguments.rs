//! The text between an application's parentheses, cut at its commas.
//!
//! The rules are those of Asterisk's own applications: commas inside parentheses, square brackets
//! or double quotes do not cut, double quotes are removed, a backslash takes the next character as
//! it is. Each argument is trimmed, because people write `AcdQueue(support, c)`.

use thiserror::Error;

/// Why an argument list cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ArgumentsError {
    /// More arguments than the application has.
    #[error(
        "{found} arguments, at most {expected} expected; a comma inside an argument needs double \
         quotes around it"
    )]
    TooMany {
        /// How many there are.
        found: usize,
        /// How many the application has.
        expected: usize,
    },
    /// A quote, parenthesis or bracket is never closed.
    #[error("the `{0}` is never closed")]
    Unclosed(char),
}

/// Cuts `text` into exactly `N` arguments; those not given are empty.
///
/// # Errors
/// [`ArgumentsError`] when there are more than `N` or something is left open.
pub fn split<const N: usize>(text: &str) -> Result<[String; N], ArgumentsError> {
    let mut arguments = vec![String::new()];
    let mut open: Vec<char> = Vec::new();
    let mut is_quoted = false;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let Some(current) = arguments.last_mut() else {
            break;
        };
        match character {
            '\\' => current.extend(characters.next()),
            '"' => is_quoted = !is_quoted,
            ',' if open.is_empty() && !is_quoted => arguments.push(String::new()),
            _ => {
                if !is_quoted {
                    note_bracket(&mut open, character);
                }
                current.push(character);
            }
        }
    }
    if is_quoted {
        return Err(ArgumentsError::Unclosed('"'));
    }
    if let Some(bracket) = open.last() {
        return Err(ArgumentsError::Unclosed(*bracket));
    }
    let found = arguments.len();
    arguments.resize(N.max(found), String::new());
    let trimmed: Vec<_> = arguments
        .into_iter()
        .map(|text| text.trim().to_owned())
        .collect();
    trimmed
        .try_into()
        .map_err(|_| ArgumentsError::TooMany { found, expected: N })
}

/// Keeps the stack of open brackets; one that closes nothing is ordinary text.
fn note_bracket(open: &mut Vec<char>, character: char) {
    match character {
        '(' | '[' => open.push(character),
        ')' if open.last() == Some(&'(') => drop(open.pop()),
        ']' if open.last() == Some(&'[') => drop(open.pop()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_arguments_are_empty_and_all_are_trimmed() {
        assert_eq!(split::<3>("support, c").unwrap(), ["support", "c", ""]);
        assert_eq!(split::<2>("").unwrap(), ["", ""]);
    }

    #[test]
    fn commas_inside_quotes_parentheses_and_brackets_do_not_cut() {
        assert_eq!(
            split::<3>(r#"support,,"french >= 3 prefer vip*3, billing""#).unwrap(),
            ["support", "", "french >= 3 prefer vip*3, billing"]
        );
        assert_eq!(split::<2>("m(a,b),x").unwrap(), ["m(a,b)", "x"]);
        assert_eq!(split::<2>("[a,b],x").unwrap(), ["[a,b]", "x"]);
    }

    #[test]
    fn a_backslash_takes_the_next_character_as_it_is() {
        assert_eq!(split::<2>(r#"a\,b,\"c"#).unwrap(), ["a,b", "\"c"]);
        assert_eq!(split::<1>("a\\").unwrap(), ["a"]);
    }

    #[test]
    fn brackets_inside_quotes_are_text() {
        assert_eq!(split::<2>(r#"":(",x"#).unwrap(), [":(", "x"]);
    }

    #[test]
    fn what_is_left_open_and_what_is_too_many_is_refused() {
        assert_eq!(split::<1>("\"a"), Err(ArgumentsError::Unclosed('"')));
        assert_eq!(split::<1>("m(a"), Err(ArgumentsError::Unclosed('(')));
        let refused = split::<2>("a,b,c");
        assert_eq!(
            refused,
            Err(ArgumentsError::TooMany {
                found: 3,
                expected: 2
            })
        );
    }

    #[test]
    fn a_closing_bracket_that_closes_nothing_is_text() {
        assert_eq!(split::<2>("a),b]").unwrap(), ["a)", "b]"]);
    }
}
