//! Text to expression, by recursive descent with a bound on everything.
//!
//! ```text
//! requirement = condition [ preferences ] | preferences
//! condition   = conjunction { "|" conjunction }
//! conjunction = operand { "&" operand }
//! operand     = "!" operand | "(" condition ")" | "any" | skill [ comparison level ]
//! preferences = "prefer" skill [ "*" weight ] { "," skill [ "*" weight ] }
//! ```
//!
//! A comparison below `!` must stand in parentheses. Written by hand rather than with a parser
//! library, because every refusal has to say what was expected at that very place.

use super::error::{RequirementError, RequirementErrorKind as Kind};
use super::expression::{Comparison, Condition, LevelTerm, Name, Preference, SkillTerm, Test};
use super::lexer::{Lexer, Token, TokenKind};
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
        nesting: 0,
        terms: 0,
    };
    if token.kind == TokenKind::End {
        return Err(parser.error(Kind::Empty));
    }
    let condition = match parser.is_reserved(PREFER) {
        true => Condition::Any,
        false => parser.condition()?,
    };
    let preferences = match parser.is_reserved(PREFER) {
        true => parser.preferences()?,
        false => Vec::new(),
    };
    match (parser.token.kind, preferences.is_empty()) {
        (TokenKind::End, _) => Ok((condition, preferences)),
        (TokenKind::Close, _) => Err(parser.error(Kind::UnopenedParenthesis)),
        (_, true) => Err(parser.unexpected("`&`, `|`, `prefer` or the end")),
        (_, false) => Err(parser.unexpected("`*`, `,` or the end")),
    }
}

struct Parser<'a> {
    source: &'a str,
    lexer: Lexer<'a>,
    // The token that is not used up yet.
    token: Token,
    nesting: usize,
    terms: usize,
}

impl Parser<'_> {
    fn condition(&mut self) -> Result<Condition, RequirementError> {
        let mut operands = Vec::new();
        loop {
            match self.conjunction()? {
                Condition::Either(inner) => operands.extend(inner),
                operand => operands.push(operand),
            }
            if self.token.kind != TokenKind::Or {
                return Ok(one_or(operands, Condition::Either));
            }
            self.advance()?;
        }
    }

    fn conjunction(&mut self) -> Result<Condition, RequirementError> {
        let mut operands = Vec::new();
        loop {
            match self.operand()? {
                Condition::All(inner) => operands.extend(inner),
                operand => operands.push(operand),
            }
            if self.token.kind != TokenKind::And {
                return Ok(one_or(operands, Condition::All));
            }
            self.advance()?;
        }
    }

    // `!` is counted in a loop instead of recursing, so that only parentheses use the stack.
    fn operand(&mut self) -> Result<Condition, RequirementError> {
        let mut is_negated = false;
        let mut last_not = None;
        while self.token.kind == TokenKind::Not {
            is_negated = !is_negated;
            last_not = Some(self.token.span);
            self.advance()?;
        }
        let operand = match self.token.kind {
            TokenKind::Open => self.group()?,
            TokenKind::Word | TokenKind::Attribute => self.term(last_not)?,
            TokenKind::Number => return Err(self.unexpected("a skill before its level")),
            _ => {
                return Err(self.error(Kind::MissingOperand {
                    found: self.found(),
                }));
            }
        };
        Ok(match (is_negated, operand) {
            (false, operand) => operand,
            (true, Condition::Not(operand)) => *operand,
            (true, operand) => Condition::Not(Box::new(operand)),
        })
    }

    fn group(&mut self) -> Result<Condition, RequirementError> {
        if self.nesting == REQUIREMENT_NESTING_MAX {
            return Err(self.error(Kind::NestingTooDeep));
        }
        let opened = self.token.span;
        self.nesting += 1;
        self.advance()?;
        let condition = self.condition()?;
        match self.token.kind {
            TokenKind::Close => {}
            TokenKind::End => return Err(self.error_at(Kind::UnclosedParenthesis, opened)),
            _ => return Err(self.unexpected("`&`, `|` or `)`")),
        }
        self.nesting -= 1;
        self.advance()?;
        Ok(condition)
    }

    // `any`, a skill or a comparison; `negated_by` is the place of the `!` right before it.
    fn term(&mut self, negated_by: Option<Span>) -> Result<Condition, RequirementError> {
        if self.terms == REQUIREMENT_TERMS_MAX {
            return Err(self.error(Kind::TooManyTerms));
        }
        self.terms += 1;
        if self.is_reserved(ANY) {
            self.advance()?;
            return Ok(Condition::Any);
        }
        if self.is_reserved(PREFER) {
            return Err(self.error(Kind::MissingOperand {
                found: self.found(),
            }));
        }
        let skill = self.skill()?;
        let comparison = match self.token.kind {
            TokenKind::Compare(comparison) => comparison,
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

    fn bare(&self, skill: SkillTerm) -> Result<Condition, RequirementError> {
        let is_operand_next = matches!(
            self.token.kind,
            TokenKind::Word | TokenKind::Attribute | TokenKind::Open
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

    fn advance(&mut self) -> Result<(), RequirementError> {
        self.token = self.lexer.next()?;
        Ok(())
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
        let advice = match text.to_ascii_lowercase().as_str() {
            "and" => "write `&`",
            "or" => "write `|`",
            _ => {
                return self.error(Kind::Unexpected {
                    expected,
                    found: self.found(),
                });
            }
        };
        self.error(Kind::ForeignSpelling {
            found: quoted(text),
            advice,
        })
    }

    fn error(&self, kind: Kind) -> RequirementError {
        self.error_at(kind, self.token.span)
    }

    fn error_at(&self, kind: Kind, span: Span) -> RequirementError {
        RequirementError::new(kind, span, self.source)
    }
}

fn one_or(mut operands: Vec<Condition>, many: fn(Vec<Condition>) -> Condition) -> Condition {
    match operands.len() {
        1 => operands.remove(0),
        _ => many(operands),
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
