//! Paths that a file names: `use` trees spread out, and paths written in place.

use crate::tokens::{Kind, Token, text_at};

/// One path as written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// The segments as written, such as `crate`, `engine`, `Millis`; a glob ends in `*`.
    pub(crate) segments: Vec<String>,
    /// The line of the last segment.
    pub(crate) line: usize,
    /// In test code.
    pub(crate) is_test: bool,
    /// In a `use` statement.
    pub(crate) is_use: bool,
    /// The inline modules around the path, outermost first.
    pub(crate) inside: Vec<String>,
}

impl Named {
    /// The path from the crate's root, seen from `module`; `None` if it starts elsewhere.
    pub(crate) fn absolute(&self, module: &[String]) -> Option<Vec<String>> {
        let mut base: Vec<String> = module.to_vec();
        base.extend(self.inside.iter().cloned());
        let mut rest = self.segments.as_slice();
        match rest.first()?.as_str() {
            "crate" => {
                base.clear();
                rest = &rest[1..];
            }
            "self" => rest = &rest[1..],
            "super" => {
                while rest.first().is_some_and(|segment| segment == "super") {
                    base.pop();
                    rest = &rest[1..];
                }
            }
            _ => return None,
        }
        base.extend(rest.iter().cloned());
        Some(base)
    }
}

/// Every path of two or more segments in the file.
pub(crate) fn of(tokens: &[Token]) -> Vec<Named> {
    let mut found = Vec::new();
    let mut inline_modules: Vec<(String, usize)> = Vec::new();
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        inline_modules.retain(|(_, end)| index < *end);
        let inside = || {
            inline_modules
                .iter()
                .map(|(name, _)| name.clone())
                .collect()
        };
        if token.text == "use" && token.kind == Kind::Word && text_at(tokens, index + 1) != "<" {
            let first = found.len();
            index = use_tree(tokens, index + 1, &[], &mut found);
            found[first..]
                .iter_mut()
                .for_each(|named| named.inside = inside());
        } else if token.text == "mod" && text_at(tokens, index + 2) == "{" {
            inline_modules.push((tokens[index + 1].text.clone(), tokens[index + 2].partner));
            index += 3;
        } else if token.kind == Kind::Word && text_at(tokens, index + 1) == "::" {
            let (segments, end) = written_path(tokens, index);
            if segments.len() > 1 {
                let last = &tokens[end - 1];
                let (line, is_test) = (last.line, last.is_test);
                let inside = inside();
                found.push(Named {
                    segments,
                    line,
                    is_test,
                    is_use: false,
                    inside,
                });
            }
            index = end;
        } else {
            index += 1;
        }
    }
    found
}

/// The path that starts at `index`, and one past its end.
fn written_path(tokens: &[Token], index: usize) -> (Vec<String>, usize) {
    let mut segments = vec![tokens[index].text.clone()];
    let mut end = index + 1;
    while text_at(tokens, end) == "::"
        && tokens
            .get(end + 1)
            .is_some_and(|next| next.kind == Kind::Word)
    {
        segments.push(tokens[end + 1].text.clone());
        end += 2;
    }
    // A turbofish ends the path; its `::` must not start another one.
    if text_at(tokens, end) == "::" {
        (segments, end + 1)
    } else {
        (segments, end)
    }
}

/// Spreads the tree at `index` out; one past its end.
fn use_tree(tokens: &[Token], index: usize, before: &[String], found: &mut Vec<Named>) -> usize {
    let mut segments = before.to_vec();
    let mut at = index;
    while let Some(token) = tokens.get(at) {
        match token.text.as_str() {
            "::" => at += 1,
            "{" => {
                let mut branch = at + 1;
                while branch < token.partner {
                    branch = use_tree(tokens, branch, &segments, found);
                    if text_at(tokens, branch) == "," {
                        branch += 1;
                    }
                }
                return token.partner + 1;
            }
            "as" => at += 2,
            "," | ";" | "}" => break,
            "self" if !segments.is_empty() => at += 1,
            _ => {
                segments.push(token.text.clone());
                at += 1;
            }
        }
    }
    let last = &tokens[at.saturating_sub(1)];
    found.push(Named {
        segments,
        line: last.line,
        is_test: last.is_test,
        is_use: true,
        inside: Vec::new(),
    });
    at
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::tokens;

    fn written(text: &str) -> Vec<String> {
        let named = of(&tokens::of("x.rs", text));
        named
            .iter()
            .map(|named| named.segments.join("::"))
            .collect()
    }

    #[test]
    fn use_trees_are_spread_out() {
        assert_eq!(
            written("use crate::{engine::{self, Millis}, redact::*}; use a::B as C;"),
            [
                "crate::engine",
                "crate::engine::Millis",
                "crate::redact::*",
                "a::B"
            ]
        );
    }

    #[test]
    fn paths_in_place_are_seen_also_in_macros() {
        assert_eq!(
            written("fn f() { assert!(crate::a::b() == Vec::<u8>::new()); }"),
            ["crate::a::b"]
        );
    }

    #[test]
    fn super_climbs_from_inline_modules_too() {
        let named = of(&tokens::of("x.rs", "mod t { use super::super::id::Id; }"));
        let module = ["engine".to_owned(), "plan".to_owned()];
        assert_eq!(
            named[0].absolute(&module),
            Some(["engine", "id", "Id"].map(str::to_owned).to_vec())
        );
    }
}
