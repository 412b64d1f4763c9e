//! Text to expression, with a bound on everything.
//!
//! ```text
//! expression = a clause of terms, joined by "!", "&", "|" and parentheses
//! term       = "any" | name [ comparison value ]
//! name       = key | "$" attribute
//! value      = number | key | "text"
//! ```
//!
//! A comparison below `!` must stand in parentheses, as in a requirement.

use super::error::{ExpressionError, ExpressionErrorKind as Kind};
use super::lexer::{Lexer, Token, TokenKind};
use super::{Comparison, Literal, Node, Subject, Test};
use crate::engine::language::{Comparison as Compared, Grammar, Sign, advice_for, clause};
use crate::engine::limits::{
    EXPRESSION_NESTING_MAX, EXPRESSION_TERMS_MAX, EXPRESSION_TEXT_BYTES_MAX,
};
use crate::engine::skill::is_reserved;
use crate::engine::span::{Span, quoted};

const ANY: &str = "any";

/// Parses one whole expression.
pub(super) fn parse(source: &str) -> Result<Node, ExpressionError> {
    if source.len() > EXPRESSION_TEXT_BYTES_MAX {
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
    if parser.token.kind == TokenKind::End {
        return Err(parser.error(Kind::Empty));
    }
    let node = clause(&mut parser)?;
    match parser.token.kind {
        TokenKind::End => Ok(node),
        TokenKind::Sign(Sign::Close) => Err(parser.error(Kind::UnopenedParenthesis)),
        _ => Err(parser.unexpected("`&`, `|` or the end")),
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
    type Error = ExpressionError;
    const NESTING_MAX: usize = EXPRESSION_NESTING_MAX;

    fn sign(&self) -> Option<Sign> {
        match self.token.kind {
            TokenKind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    fn place(&self) -> Span {
        self.token.span
    }

    fn advance(&mut self) -> Result<(), ExpressionError> {
        self.token = self.lexer.next()?;
        Ok(())
    }

    fn term(&mut self, negated_by: Option<Span>) -> Result<Node, ExpressionError> {
        if !matches!(self.token.kind, TokenKind::Word | TokenKind::Attribute) {
            return Err(self.unexpected("a tag, `$attribute`, `any`, `!` or `(`"));
        }
        if self.terms == EXPRESSION_TERMS_MAX {
            return Err(self.error(Kind::TooManyTerms));
        }
        self.terms += 1;
        let is_attribute = self.token.kind == TokenKind::Attribute;
        let name = self.text().trim_start_matches('$').to_ascii_lowercase();
        if !is_attribute && name == ANY {
            self.advance()?;
            return Ok(Node::Any);
        }
        if !is_attribute && is_reserved(&name) {
            return Err(self.unexpected("a tag, `$attribute`, `any`, `!` or `(`"));
        }
        let start = self.token.span.range().start;
        let subject = if is_attribute {
            Subject::Attribute(name.into())
        } else {
            Subject::Tag(name.into())
        };
        self.advance()?;
        let Some(Sign::Compare(compared)) = self.sign() else {
            let comparison = Comparison::IsSet;
            return Ok(Node::Test(Test {
                subject,
                comparison,
            }));
        };
        self.advance()?;
        let end = self.token.span.range().end;
        let comparison = self.comparison(compared)?;
        if let Some(not) = negated_by {
            let comparison = quoted(self.source[start..end].trim_ascii());
            let span = Span::new(not.range().start..end);
            return Err(self.error_at(Kind::NegatedComparison { comparison }, span));
        }
        Ok(Node::Test(Test {
            subject,
            comparison,
        }))
    }

    fn too_deep(&self) -> ExpressionError {
        self.error(Kind::NestingTooDeep)
    }

    fn unclosed(&self, opened: Span) -> ExpressionError {
        match self.token.kind {
            TokenKind::End => self.error_at(Kind::UnclosedParenthesis, opened),
            _ => self.unexpected("`&`, `|` or `)`"),
        }
    }
}

impl Parser<'_> {
    fn comparison(&mut self, compared: Compared) -> Result<Comparison, ExpressionError> {
        let is_equality = matches!(compared, Compared::Equal | Compared::NotEqual);
        let literal = match &self.token.kind {
            TokenKind::Number(number) => Literal::Number(*number),
            TokenKind::Text(text) if is_equality => Literal::Text(text.clone()),
            TokenKind::Word if is_equality => Literal::Text(self.text().into()),
            _ if is_equality => return Err(self.unexpected("a number, a word or a \"text\"")),
            _ => return Err(self.unexpected("a whole number")),
        };
        self.advance()?;
        Ok(match (compared, literal) {
            (Compared::Equal, literal) => Comparison::Is(literal),
            (Compared::NotEqual, literal) => Comparison::IsNot(literal),
            (Compared::AtLeast, Literal::Number(number)) => Comparison::AtLeast(number),
            (Compared::AtMost, Literal::Number(number)) => Comparison::AtMost(number),
            (Compared::Above, Literal::Number(number)) => Comparison::Above(number),
            (Compared::Below, Literal::Number(number)) => Comparison::Below(number),
            (other, Literal::Text(_)) => unreachable!("`{}` takes numbers only", other.symbol()),
        })
    }

    fn text(&self) -> &str {
        self.token.span.text(self.source)
    }

    // Words that other languages use as operators get told what to write in their place.
    fn unexpected(&self, expected: &'static str) -> ExpressionError {
        let text = self.text();
        if let Some(advice) = advice_for(text) {
            let found = quoted(text);
            return self.error(Kind::Foreign { found, advice });
        }
        let found = match self.token.kind {
            TokenKind::End => "the end".to_owned(),
            _ => format!("`{}`", quoted(text)),
        };
        self.error(Kind::Unexpected { expected, found })
    }

    fn error(&self, kind: Kind) -> ExpressionError {
        self.error_at(kind, self.token.span)
    }

    fn error_at(&self, kind: Kind, span: Span) -> ExpressionError {
        ExpressionError::new(kind, span, self.source)
    }
}

fn too_long(source: &str) -> ExpressionError {
    let span = Span::of_excess(source, EXPRESSION_TEXT_BYTES_MAX);
    let kind = Kind::TextTooLong {
        bytes: source.len(),
    };
    ExpressionError::new(kind, span, &source[..span.range().end])
}
