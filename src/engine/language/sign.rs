//! The signs of both languages, and what to write in place of those of other languages.

/// A sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Sign {
    Not,
    And,
    Or,
    Open,
    Close,
    Compare(Comparison),
}

/// How two things are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Comparison {
    Equal,
    NotEqual,
    AtLeast,
    AtMost,
    Above,
    Below,
}

/// What a text begins with, and how many bytes of it that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Begins {
    With(Sign, usize),
    /// A spelling of another language, and what to write.
    Foreign(&'static str, usize),
}

// Longest first: the first one that the text starts with is taken.
const FOREIGN: [(&str, &str); 9] = [
    ("&&", "write `&`"),
    ("||", "write `|`"),
    ("==", "write `=`"),
    ("=>", "write `>=`"),
    ("=<", "write `<=`"),
    ("=!", "write `!=`"),
    ("<>", "write `!=`"),
    ("${", "write `$name` for the call attribute `name`"),
    ("~", "write `!`"),
];

const SIGNS: [(&str, Sign); 11] = [
    ("!=", Sign::Compare(Comparison::NotEqual)),
    (">=", Sign::Compare(Comparison::AtLeast)),
    ("<=", Sign::Compare(Comparison::AtMost)),
    ("=", Sign::Compare(Comparison::Equal)),
    (">", Sign::Compare(Comparison::Above)),
    ("<", Sign::Compare(Comparison::Below)),
    ("!", Sign::Not),
    ("&", Sign::And),
    ("|", Sign::Or),
    ("(", Sign::Open),
    (")", Sign::Close),
];

impl Begins {
    /// The sign that a text begins with, if it does with one.
    pub(in crate::engine) fn of(text: &str) -> Option<Self> {
        let foreign = FOREIGN.iter().find(|(found, _)| text.starts_with(found));
        if let Some((found, advice)) = foreign {
            return Some(Self::Foreign(advice, found.len()));
        }
        let sign = SIGNS.iter().find(|(found, _)| text.starts_with(found));
        sign.map(|(found, sign)| Self::With(*sign, found.len()))
    }
}

impl Comparison {
    /// As it is written.
    pub(in crate::engine) const fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::Above => ">",
            Self::Below => "<",
        }
    }
}

/// What to write in place of a word that is an operator of other languages.
pub(in crate::engine) fn advice_for(word: &str) -> Option<&'static str> {
    let words = [
        ("and", "write `&`"),
        ("or", "write `|`"),
        ("not", "write `!`"),
    ];
    let found = words
        .iter()
        .find(|(known, _)| word.eq_ignore_ascii_case(known));
    found.map(|(_, advice)| *advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_sign_is_taken_and_every_comparison_reads_as_it_prints() {
        for (_, sign) in SIGNS {
            if let Sign::Compare(comparison) = sign {
                let symbol = comparison.symbol();
                assert_eq!(Begins::of(symbol), Some(Begins::With(sign, symbol.len())));
            }
        }
        assert_eq!(Begins::of("!a"), Some(Begins::With(Sign::Not, 1)));
        assert_eq!(Begins::of("<>1"), Some(Begins::Foreign("write `!=`", 2)));
        for other in ["", "a", "1", "*", "\"", "$name", "é"] {
            assert_eq!(Begins::of(other), None, "{other}");
        }
    }
}
