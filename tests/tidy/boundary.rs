//! Every function that C calls is one statement: a call of `ffi::guard`.
//!
//! A panic that leaves such a function aborts the PBX with every call in it, so nothing may stand
//! outside the wall, not even a line that cannot panic today.

use crate::source::{Finding, Source};
use crate::tokens::{Kind, Token, text_at};

/// Functions with C linkage whose body is more, or other, than one guard.
pub(crate) fn unguarded(source: &Source) -> Vec<Finding> {
    let tokens = &source.tokens;
    (0..tokens.len())
        .filter(|index| tokens[*index].text == "extern" && !tokens[*index].is_test)
        .filter_map(|index| {
            let body = body_of(tokens, index)?;
            let name = name_of(tokens, index);
            (!is_one_guard(&tokens[body.0 + 1..body.1])).then(|| {
                let what = format!("`{name}` is called by C: its body must be one `guard(..)`");
                source.finding(tokens[index].line, what)
            })
        })
        .collect()
}

/// The index of `fn` behind `extern`, with or without an ABI.
fn function_at(tokens: &[Token], index: usize) -> Option<usize> {
    let has_abi = tokens.get(index + 1)?.kind == Kind::Literal;
    let at = if has_abi { index + 2 } else { index + 1 };
    (text_at(tokens, at) == "fn").then_some(at)
}

fn name_of(tokens: &[Token], index: usize) -> String {
    let at = function_at(tokens, index).unwrap_or(index);
    tokens[at + 1..]
        .iter()
        .find(|token| token.kind == Kind::Word)
        .map_or(String::new(), |name| name.text.clone())
}

/// The braces of the function; `None` for blocks of declarations and for pointer types.
fn body_of(tokens: &[Token], index: usize) -> Option<(usize, usize)> {
    let mut at = function_at(tokens, index)? + 1;
    // A macro may give the name: `fn $name(`.
    if text_at(tokens, at) == "$" {
        at += 1;
    }
    if tokens.get(at)?.kind != Kind::Word {
        return None;
    }
    while !matches!(text_at(tokens, at), "{" | ";" | "") {
        at = if tokens[at].kind == Kind::Open {
            tokens[at].partner + 1
        } else {
            at + 1
        };
    }
    (text_at(tokens, at) == "{").then(|| (at, tokens[at].partner))
}

/// True for `guard(..)` or `path::to::guard(..)` and nothing else.
fn is_one_guard(body: &[Token]) -> bool {
    let Some(open) = body.iter().position(|token| token.text == "(") else {
        return false;
    };
    let is_path = body[..open].iter().enumerate().all(|(index, token)| {
        if index % 2 == 0 {
            token.kind == Kind::Word
        } else {
            token.text == "::"
        }
    });
    let is_guard = open > 0 && open % 2 == 1 && body[open - 1].text == "guard";
    // Partners count from the file's start; the first body token's place is found from its own.
    let depth_end = closing(body, open);
    let rest = &body[depth_end + 1..];
    let ends = rest.is_empty() || (rest.len() == 1 && rest[0].text == ";");
    is_path && is_guard && ends
}

/// The index of the bracket that closes the one at `open`.
fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    tokens.len() - 1
}

#[cfg(test)]
mod tests {
    use super::unguarded;
    use crate::source::Source;

    fn found(text: &str) -> usize {
        unguarded(&Source::new("src/asterisk/module.rs", text)).len()
    }

    #[test]
    fn bare_bodies_are_found() {
        for text in [
            "extern \"C\" fn load() -> i32 { 0 }",
            "unsafe extern \"C\" fn load() -> i32 { let a = 1; guard(\"load\", 0, || a) }",
            "pub extern \"C\" fn load() { guard(\"load\", (), || ()); log(); }",
            "extern fn load() {}",
            "extern \"C\" fn load() { not_a_guard() }",
            "extern \"C\" fn load() -> i32 { guard(\"load\", 0, || 1) + 1 }",
            "macro_rules! m { ($n:ident) => { extern \"C\" fn $n() { run() } } }",
        ] {
            assert_eq!(found(text), 1, "{text}");
        }
    }

    #[test]
    fn guarded_bodies_declarations_and_pointers_pass() {
        for text in [
            "extern \"C\" fn load() -> i32 { guard(\"load\", 0, || { let a = 1; a }) }",
            "unsafe extern \"C\" fn load() { crate::ffi::guard(\"load\", (), || run()); }",
            "unsafe extern \"C\" { fn ast_free(p: *mut u8); }",
            "type F = unsafe extern \"C\" fn(*mut u8) -> i32;",
            "#[cfg(test)] mod tests { extern \"C\" fn fake() -> i32 { 0 } }",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
    }
}
