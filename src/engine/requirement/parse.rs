//! Text to expression, with a bound on everything.
//!
//! ```text
//! requirement = condition [ preferences ] | preferences
//! condition   = a clause of terms, joined by "!", "&", "|" and parentheses
//! term        = "any" | skill [ comparison level ]
//! preferences = "prefer" skill [ "*" weight ] { "," skill [ "*" weight ] }
//! ```
//!
//! A comparison below `!` must stand in parentheses.

use super::error::{RequirementError, RequirementErrorKind as Kind};
use super::expression::{Condition, LevelTerm, Name, Preference, SkillTerm, Test};
use super::lexer::{Lexer, Token, TokenKind};
use crate::engine::language::{Comparison, Grammar, Sign, advice_for, clause};
use crate::engine::limits::{
    REQUIREMENT_NESTING_MAX, REQUIREMENT_PREFERENCES_MAX, REQUIREMENT_TERMS_MAX,
    REQUIREMENT_TEXT_BYTES_MAX,
};
use crate::engine::skill::{Level, RESERVED_WORDS};
use crate::engine::span::{Span, quoted};

const ANY: &str = RESERVED_WORDS[0];
const PREFER: &str = RESERVED_WORDS[1];

/// Parses one whole requirement.
pub(super) fn parse(source: &str) -> Result<(Condition, Vec<Preference>), RequirementError> {
    if source.len() > REQUIREMENT_TEXT_BYTES_MAX {
        return Err(too_long(source));
    }
    let mut lexer = Lexer::new(source);
    let token = lexer.next()?;
    let mut parser = Parser {
        source,
        lexer,
        token,
        terms: 0,
    };
    if token.kind == TokenKind::End {
        return Err(parser.error(Kind::Empty));
    }
    let condition = match parser.is_reserved(PREFER) {
        true => Condition::Any,
        false => clause(&mut parser)?,
    };
    let preferences = match parser.is_reserved(PREFER) {
        true => parser.preferences()?,
        false => Vec::new(),
    };
    match (parser.token.kind, preferences.is_empty()) {
        (TokenKind::End, _) => Ok((condition, preferences)),
        (TokenKind::Sign(Sign::Close), _) => Err(parser.error(Kind::UnopenedParenthesis)),
        (_, true) => Err(parser.unexpected("`&`, `|`, `prefer` or the end")),
        (_, false) => Err(parser.unexpected("`*`, `,` or the end")),
    }
}

struct Parser<'a> {
    source: &'a str,
    lexer: Lexer<'a>,
    // The token that is not used up yet.
    token: Token,
    terms: usize,
}

impl Grammar for Parser<'_> {
    type Test = Test;
    type Error = RequirementError;
    const NESTING_MAX: usize = REQUIREMENT_NESTING_MAX;

    fn sign(&self) -> Option<Sign> {
        match self.token.kind {
            TokenKind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    fn place(&self) -> Span {
        self.token.span
    }

    fn advance(&mut self) -> Result<(), RequirementError> {
        self.token = self.lexer.next()?;
        Ok(())
    }

    fn term(&mut self, negated_by: Option<Span>) -> Result<Condition, RequirementError> {
        match self.token.kind {
            TokenKind::Word | TokenKind::Attribute => {}
            TokenKind::Number => return Err(self.unexpected("a skill before its level")),
            _ => return Err(self.missing_operand()),
        }
        if self.terms == REQUIREMENT_TERMS_MAX {
            return Err(self.error(Kind::TooManyTerms));
        }
        self.terms += 1;
        if self.is_reserved(ANY) {
            self.advance()?;
            return Ok(Condition::Any);
        }
        if self.is_reserved(PREFER) {
            return Err(self.missing_operand());
        }
        let skill = self.skill()?;
        let comparison = match self.token.kind {
            TokenKind::Sign(Sign::Compare(comparison)) => comparison,
            TokenKind::Number => {
                return Err(self.unexpected("a comparison such as `>=` before the level"));
            }
            _ => return self.bare(skill),
        };
        self.advance()?;
        let end = self.token.span.range().end;
        let test = Test {
            skill,
            comparison,
            level: self.level()?,
        };
        match negated_by {
            None => Ok(Condition::Test(test)),
            Some(not) => {
                let span = Span::new(not.range().start..end);
                let skill = test.skill.span.text(self.source);
                let comparison = format!("{skill} {} {}", comparison.symbol(), test.level);
                Err(self.error_at(Kind::NegatedComparison { comparison }, span))
            }
        }
    }

    fn too_deep(&self) -> RequirementError {
        self.error(Kind::NestingTooDeep)
    }

    fn unclosed(&self, opened: Span) -> RequirementError {
        match self.token.kind {
            TokenKind::End => self.error_at(Kind::UnclosedParenthesis, opened),
            _ => self.unexpected("`&`, `|` or `)`"),
        }
    }
}

impl Parser<'_> {
    fn missing_operand(&self) -> RequirementError {
        let found = self.found();
        self.error(Kind::MissingOperand { found })
    }

    fn bare(&self, skill: SkillTerm) -> Result<Condition, RequirementError> {
        let is_operand_next = matches!(
            self.token.kind,
            TokenKind::Word | TokenKind::Attribute | TokenKind::Sign(Sign::Open)
        );
        // `not french`: only what follows shows that no skill of that name is meant.
        if is_operand_next && skill.span.text(self.source).eq_ignore_ascii_case("not") {
            let (found, advice) = ("not".to_owned(), "write `!`");
            return Err(self.error_at(Kind::ForeignSpelling { found, advice }, skill.span));
        }
        let (comparison, level) = (Comparison::AtLeast, LevelTerm::Number(Level::LOWEST));
        Ok(Condition::Test(Test {
            skill,
            comparison,
            level,
        }))
    }

    fn skill(&mut self) -> Result<SkillTerm, RequirementError> {
        let reserved = RESERVED_WORDS
            .into_iter()
            .find(|word| self.is_reserved(word));
        if let Some(word) = reserved {
            return Err(self.error(Kind::ReservedWord { word }));
        }
        let Token { kind, span } = self.token;
        let text = span.text(self.source);
        let name = match kind {
            TokenKind::Word => Name::Skill(folded(text)),
            TokenKind::Attribute => Name::Attribute(folded(&text[1..])),
            _ => return Err(self.unexpected("a skill or `$attribute`")),
        };
        self.advance()?;
        Ok(SkillTerm { name, span })
    }

    fn level(&mut self) -> Result<LevelTerm, RequirementError> {
        let Token { kind, span } = self.token;
        let text = span.text(self.source);
        let level = match kind {
            TokenKind::Attribute => LevelTerm::Attribute(folded(&text[1..]), span),
            TokenKind::Number => match text.parse().ok().and_then(Level::new) {
                Some(level) => LevelTerm::Number(level),
                None => {
                    return Err(self.error(Kind::LevelOutOfRange {
                        found: quoted(text),
                    }));
                }
            },
            _ => return Err(self.unexpected("a level from 0 to 100 or `$attribute`")),
        };
        self.advance()?;
        Ok(level)
    }

    fn preferences(&mut self) -> Result<Vec<Preference>, RequirementError> {
        let mut preferences = Vec::new();
        loop {
            // Past `prefer` the first time, past a comma later.
            self.advance()?;
            if preferences.len() == REQUIREMENT_PREFERENCES_MAX {
                return Err(self.error(Kind::TooManyPreferences));
            }
            let skill = self.skill()?;
            let weight = self.weight()?;
            preferences.push(Preference { skill, weight });
            if self.token.kind != TokenKind::Comma {
                return Ok(preferences);
            }
        }
    }

    fn weight(&mut self) -> Result<u8, RequirementError> {
        if self.token.kind != TokenKind::Star {
            return Ok(1);
        }
        self.advance()?;
        if self.token.kind != TokenKind::Number {
            return Err(self.unexpected("a weight from 1 to 100"));
        }
        let text = self.token.span.text(self.source);
        match text.parse() {
            Ok(weight @ 1..=100) => {
                self.advance()?;
                Ok(weight)
            }
            _ => Err(self.error(Kind::WeightOutOfRange {
                found: quoted(text),
            })),
        }
    }

    fn is_reserved(&self, word: &str) -> bool {
        self.token.kind == TokenKind::Word
            && self.token.span.text(self.source).eq_ignore_ascii_case(word)
    }

    fn found(&self) -> String {
        match self.token.kind {
            TokenKind::End => "the end".to_owned(),
            _ => format!("`{}`", quoted(self.token.span.text(self.source))),
        }
    }

    // Words that other languages use as operators get told what to write in their place.
    fn unexpected(&self, expected: &'static str) -> RequirementError {
        let text = self.token.span.text(self.source);
        match advice_for(text) {
            Some(advice) => {
                let found = quoted(text);
                self.error(Kind::ForeignSpelling { found, advice })
            }
            None => {
                let found = self.found();
                self.error(Kind::Unexpected { expected, found })
            }
        }
    }

    fn error(&self, kind: Kind) -> RequirementError {
        self.error_at(kind, self.token.span)
    }

    fn error_at(&self, kind: Kind, span: Span) -> RequirementError {
        RequirementError::new(kind, span, self.source)
    }
}

fn folded(name: &str) -> Box<str> {
    name.to_ascii_lowercase().into()
}

fn too_long(source: &str) -> RequirementError {
    let span = Span::of_excess(source, REQUIREMENT_TEXT_BYTES_MAX);
    let kind = Kind::TextTooLong {
        bytes: source.len(),
    };
    RequirementError::new(kind, span, &source[..span.range().end])
}
