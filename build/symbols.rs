//! The list of what the module uses of Asterisk.

use std::fs;

/// The allow-list, by kind.
#[derive(Default)]
pub(crate) struct Symbols {
    /// Functions.
    pub(crate) functions: Vec<String>,
    /// Structures and enumerations.
    pub(crate) types: Vec<String>,
    /// Variables and macros with a value.
    pub(crate) variables: Vec<String>,
}

/// Reads the list; an unknown kind stops the build with its line.
pub(crate) fn read(path: &str) -> Result<Symbols, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("  {path}: {error}"))?;
    let mut symbols = Symbols::default();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = line.split_whitespace();
        let list = match words.next() {
            Some("fn") => &mut symbols.functions,
            Some("type") => &mut symbols.types,
            Some("var") => &mut symbols.variables,
            _ => return Err(format!("  {path}:{}: expected fn, type or var", index + 1)),
        };
        match (words.next(), words.next()) {
            (Some(name), None) => list.push(name.to_owned()),
            _ => return Err(format!("  {path}:{}: expected one name", index + 1)),
        }
    }
    Ok(symbols)
}
