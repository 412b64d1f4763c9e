//! Text to expression, by recursive descent with a bound on everything.
//!
//! ```text
//! expression  = conjunction { "|" conjunction }
//! conjunction = operand { "&" operand }
//! operand     = "!" operand | "(" expression ")" | "any" | name [ comparison value ]
//! name        = key | "$" attribute
//! value       = number | key | "text"
//! ```
//!
//! A comparison below `!` must stand in parentheses, as in a requirement.

use super::error::{ExpressionError, ExpressionErrorKind as Kind};
use super::lexer::{Lexer, Sign, Token, TokenKind};
use super::{Comparison, Literal, Node, Subject, Test};
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
        nesting: 0,
        terms: 0,
    };
    if parser.token.kind == TokenKind::End {
        return Err(parser.error(Kind::Empty));
    }
    let node = parser.expression()?;
    match parser.token.kind {
        TokenKind::End => Ok(node),
        TokenKind::Close => Err(parser.error(Kind::UnopenedParenthesis)),
        _ => Err(parser.unexpected("`&`, `|` or the end")),
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
    fn expression(&mut self) -> Result<Node, ExpressionError> {
        let mut operands = Vec::new();
        loop {
            match self.conjunction()? {
                Node::Either(inner) => operands.extend(inner),
                operand => operands.push(operand),
            }
            if self.token.kind != TokenKind::Or {
                return Ok(one_or(operands, Node::Either));
            }
            self.advance()?;
        }
    }

    fn conjunction(&mut self) -> Result<Node, ExpressionError> {
        let mut operands = Vec::new();
        loop {
            match self.operand()? {
                Node::All(inner) => operands.extend(inner),
                operand => operands.push(operand),
            }
            if self.token.kind != TokenKind::And {
                return Ok(one_or(operands, Node::All));
            }
            self.advance()?;
        }
    }

    // `!` is counted in a loop instead of recursing, so that only parentheses use the stack.
    fn operand(&mut self) -> Result<Node, ExpressionError> {
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
            _ => return Err(self.unexpected("a tag, `$attribute`, `any`, `!` or `(`")),
        };
        Ok(match (is_negated, operand) {
            (false, operand) => operand,
            (true, Node::Not(operand)) => *operand,
            (true, operand) => Node::Not(Box::new(operand)),
        })
    }

    fn group(&mut self) -> Result<Node, ExpressionError> {
        if self.nesting == EXPRESSION_NESTING_MAX {
            return Err(self.error(Kind::NestingTooDeep));
        }
        let opened = self.token.span;
        self.nesting += 1;
        self.advance()?;
        let node = self.expression()?;
        match self.token.kind {
            TokenKind::Close => {}
            TokenKind::End => return Err(self.error_at(Kind::UnclosedParenthesis, opened)),
            _ => return Err(self.unexpected("`&`, `|` or `)`")),
        }
        self.nesting -= 1;
        self.advance()?;
        Ok(node)
    }

    // `any`, a name or a comparison; `negated_by` is the place of the `!` right before it.
    fn term(&mut self, negated_by: Option<Span>) -> Result<Node, ExpressionError> {
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
        let TokenKind::Compare(sign) = self.token.kind else {
            let comparison = Comparison::IsSet;
            return Ok(Node::Test(Test {
                subject,
                comparison,
            }));
        };
        self.advance()?;
        let end = self.token.span.range().end;
        let comparison = self.comparison(sign)?;
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

    fn comparison(&mut self, sign: Sign) -> Result<Comparison, ExpressionError> {
        let is_equality = matches!(sign, Sign::Equal | Sign::NotEqual);
        let literal = match &self.token.kind {
            TokenKind::Number(number) => Literal::Number(*number),
            TokenKind::Text(text) if is_equality => Literal::Text(text.clone()),
            TokenKind::Word if is_equality => Literal::Text(self.text().into()),
            _ if is_equality => return Err(self.unexpected("a number, a word or a \"text\"")),
            _ => return Err(self.unexpected("a whole number")),
        };
        self.advance()?;
        Ok(match (sign, literal) {
            (Sign::Equal, literal) => Comparison::Is(literal),
            (Sign::NotEqual, literal) => Comparison::IsNot(literal),
            (Sign::AtLeast, Literal::Number(number)) => Comparison::AtLeast(number),
            (Sign::AtMost, Literal::Number(number)) => Comparison::AtMost(number),
            (Sign::Above, Literal::Number(number)) => Comparison::Above(number),
            (Sign::Below, Literal::Number(number)) => Comparison::Below(number),
            (sign, Literal::Text(_)) => unreachable!("`{}` takes numbers only", sign.text()),
        })
    }

    fn advance(&mut self) -> Result<(), ExpressionError> {
        self.token = self.lexer.next()?;
        Ok(())
    }

    fn text(&self) -> &str {
        self.token.span.text(self.source)
    }

    // Words that other languages use as operators get told what to write in their place.
    fn unexpected(&self, expected: &'static str) -> ExpressionError {
        let text = self.text();
        let advice = match text.to_ascii_lowercase().as_str() {
            "and" => "write `&`",
            "or" => "write `|`",
            "not" => "write `!`",
            _ => {
                let found = match self.token.kind {
                    TokenKind::End => "the end".to_owned(),
                    _ => format!("`{}`", quoted(text)),
                };
                return self.error(Kind::Unexpected { expected, found });
            }
        };
        let found = quoted(text);
        self.error(Kind::Foreign { found, advice })
    }

    fn error(&self, kind: Kind) -> ExpressionError {
        self.error_at(kind, self.token.span)
    }

    fn error_at(&self, kind: Kind, span: Span) -> ExpressionError {
        ExpressionError::new(kind, span, self.source)
    }
}

fn one_or(mut operands: Vec<Node>, many: fn(Vec<Node>) -> Node) -> Node {
    match operands.len() {
        1 => operands.remove(0),
        _ => many(operands),
    }
}

fn too_long(source: &str) -> ExpressionError {
    let span = Span::of_excess(source, EXPRESSION_TEXT_BYTES_MAX);
    let kind = Kind::TextTooLong {
        bytes: source.len(),
    };
    ExpressionError::new(kind, span, &source[..span.range().end])
}
