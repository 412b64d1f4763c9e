//! A Rust file as a flat list of tokens with lines, comments and strings out of the way.
//!
//! The compiler's own grammar is left alone: the rules need names, paths and brackets, also
//! inside macros, where a syntax tree would show nothing.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier or keyword.
    Word,
    /// A number, character or string.
    Literal,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// Any other mark; `::` is one.
    Mark,
}

/// One token.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its text.
    pub(crate) text: String,
    /// Its line, from 1.
    pub(crate) line: usize,
    /// For brackets: the index of the partner.
    pub(crate) partner: usize,
    /// Part of an item under `#[cfg(test)]`.
    pub(crate) is_test: bool,
}

/// The tokens of a file.
///
/// # Panics
/// If the text is not Rust.
pub(crate) fn of(path: &str, text: &str) -> Vec<Token> {
    let stream: TokenStream = text
        .parse()
        .unwrap_or_else(|error| panic!("{path} cannot be read as Rust: {error}"));
    let mut tokens = Vec::new();
    flatten(stream, &mut tokens);
    mark_tests(&mut tokens);
    tokens
}

/// True if these texts stand at `index`.
pub(crate) fn matches_at(tokens: &[Token], index: usize, texts: &[&str]) -> bool {
    tokens.len() >= index + texts.len()
        && texts
            .iter()
            .zip(&tokens[index..])
            .all(|(text, token)| token.text == *text)
}

/// The text at `index`; empty past the end.
pub(crate) fn text_at(tokens: &[Token], index: usize) -> &str {
    tokens.get(index).map_or("", |token| token.text.as_str())
}

/// The names of modules declared as `#[cfg(test)] mod name;`.
pub(crate) fn test_module_names(tokens: &[Token]) -> Vec<String> {
    let declared = |index: &usize| {
        let index = *index;
        tokens[index].is_test
            && tokens[index].text == "mod"
            && tokens[index].kind == Kind::Word
            && text_at(tokens, index + 2) == ";"
    };
    (0..tokens.len())
        .filter(declared)
        .map(|index| tokens[index + 1].text.clone())
        .collect()
}

fn flatten(stream: TokenStream, tokens: &mut Vec<Token>) {
    let mut is_second_colon = false;
    for tree in stream {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                let opened = push(tokens, Kind::Open, open, line);
                flatten(group.stream(), tokens);
                let end = group.span_close().end().line;
                let closed = push(tokens, Kind::Close, close, end);
                tokens[opened].partner = closed;
                tokens[closed].partner = opened;
            }
            TokenTree::Ident(word) => _ = push(tokens, Kind::Word, &word.to_string(), line),
            TokenTree::Literal(text) => _ = push(tokens, Kind::Literal, &text.to_string(), line),
            TokenTree::Punct(mark) if is_second_colon => {
                is_second_colon = false;
                if mark.as_char() != ':' {
                    push(tokens, Kind::Mark, &mark.as_char().to_string(), line);
                } else if let Some(first) = tokens.last_mut() {
                    first.text.push(':');
                }
            }
            TokenTree::Punct(mark) => {
                is_second_colon = mark.as_char() == ':' && mark.spacing() == Spacing::Joint;
                push(tokens, Kind::Mark, &mark.as_char().to_string(), line);
            }
        }
    }
}

fn push(tokens: &mut Vec<Token>, kind: Kind, text: &str, line: usize) -> usize {
    let index = tokens.len();
    let text = text.to_owned();
    tokens.push(Token {
        kind,
        text,
        line,
        partner: index,
        is_test: false,
    });
    index
}

/// Marks every item under `#[cfg(test)]`, from the attribute to the item's end.
fn mark_tests(tokens: &mut [Token]) {
    if matches_at(tokens, 0, &["#", "!", "[", "cfg", "(", "test", ")", "]"]) {
        tokens.iter_mut().for_each(|token| token.is_test = true);
    }
    for start in 0..tokens.len() {
        let is_for_tests = matches_at(tokens, start, &["#", "[", "cfg", "(", "test", ")", "]"])
            || matches_at(
                tokens,
                start,
                &["#", "[", "cfg", "(", "all", "(", "test", ","],
            );
        if is_for_tests {
            let end = end_of_item(tokens, start);
            tokens[start..end]
                .iter_mut()
                .for_each(|token| token.is_test = true);
        }
    }
}

/// One past the end of the item whose attributes start at `start`: its `;` or closing brace.
fn end_of_item(tokens: &[Token], start: usize) -> usize {
    let mut index = start;
    while let Some(token) = tokens.get(index) {
        match token.kind {
            Kind::Close => return index,
            Kind::Open if token.text == "{" => return token.partner + 1,
            Kind::Open => index = token.partner + 1,
            _ if token.text == ";" => return index + 1,
            _ => index += 1,
        }
    }
    index
}

#[cfg(test)]
mod tests {
    use super::{of, test_module_names};

    #[test]
    fn comments_and_strings_hold_no_words() {
        let tokens = of("x.rs", "// crate::a\nlet b = \"crate::c\"; /* d */ e::f");
        let texts: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
        assert_eq!(
            texts,
            ["let", "b", "=", "\"crate::c\"", ";", "e", "::", "f"]
        );
        assert_eq!(tokens[0].line, 2);
    }

    #[test]
    fn test_items_are_marked_to_their_end() {
        let tokens = of("x.rs", "#[cfg(test)]\nmod t { fn a() {} }\nfn b() {}");
        let a = tokens.iter().find(|token| token.text == "a");
        let b = tokens.iter().find(|token| token.text == "b");
        assert!(a.is_some_and(|token| token.is_test));
        assert!(b.is_some_and(|token| !token.is_test));
    }

    #[test]
    fn test_module_files_are_named() {
        let tokens = of(
            "x.rs",
            "#[cfg(test)] mod fake; mod real; #[cfg(test)] mod inline {}",
        );
        assert_eq!(test_module_names(&tokens), ["fake"]);
    }

    #[test]
    fn brackets_know_their_partners() {
        let tokens = of("x.rs", "f(a, [b])");
        assert_eq!(tokens[1].partner, tokens.len() - 1);
    }
}
