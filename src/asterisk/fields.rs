//! A view as fields with texts: one vocabulary for dialplan functions, AMI and the console's JSON.
//!
//! A field has the name it has in the JSON of `acd show ... json`. What is not a plain value there
//! becomes one text: a list of names with numbers is `french:5,billing:2`, and `skills(french)`
//! asks for one of its entries. The caller's number and name are two fields of their own.

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// A field whose parts are fields of their own, `caller_number` and so on.
const SPREAD: &[&str] = &["caller"];

/// The fields of one view, in the order in which it has them.
#[derive(Debug, Clone, PartialEq)]
pub struct Fields(Vec<(String, Value)>);

impl Fields {
    /// The fields of a view.
    pub fn of<T: Serialize>(view: &T) -> Self {
        let json = serde_json::to_string(view).unwrap_or_default();
        let Ordered(pairs) = serde_json::from_str(&json).unwrap_or_default();
        let mut fields = Vec::with_capacity(pairs.len());
        for (name, value) in pairs {
            match value {
                Value::Object(parts) if SPREAD.contains(&&*name) => {
                    let spread = parts.into_iter();
                    fields.extend(spread.map(|(part, value)| (format!("{name}_{part}"), value)));
                }
                value => fields.push((name, value)),
            }
        }
        Self(fields)
    }

    /// These fields but those.
    #[must_use]
    pub fn without(mut self, names: &[&str]) -> Self {
        self.0.retain(|(name, _)| !names.contains(&&**name));
        self
    }

    /// These fields, then those.
    #[must_use]
    pub fn with(mut self, further: Self) -> Self {
        self.0.extend(further.0);
        self
    }

    /// Every field with its text.
    pub fn texts(&self) -> impl Iterator<Item = (&str, String)> {
        self.0.iter().map(|(name, value)| (&**name, text(value)))
    }

    /// The text of one field, empty if it has no value now; `name(entry)` for one entry of a list,
    /// empty if the list lacks it. `None`: there is no such field.
    pub fn text(&self, wanted: &str) -> Option<String> {
        let (name, entry) = match wanted.strip_suffix(')').and_then(|all| all.split_once('(')) {
            Some((name, entry)) => (name.trim(), Some(entry.trim())),
            None => (wanted, None),
        };
        let is_wanted = |field: &str| field.eq_ignore_ascii_case(name);
        let (_, value) = self.0.iter().find(|(field, _)| is_wanted(field))?;
        let Some(entry) = entry else {
            return Some(text(value));
        };
        let entries = match value {
            Value::Object(entries) => entries,
            Value::Null => return Some(String::new()),
            _ => return None,
        };
        let found = entries
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(entry));
        Some(found.map_or_else(String::new, |(_, value)| text(value)))
    }

    /// The names of all fields, for a message: `queue, agent, state`.
    pub fn names(&self) -> String {
        let names: Vec<&str> = self.0.iter().map(|(name, _)| &**name).collect();
        names.join(", ")
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(is_so) => if *is_so { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let has_parts = items.iter().any(Value::is_object);
            joined(items.iter().map(text), if has_parts { "; " } else { "," })
        }
        Value::Object(entries) => {
            let entry = |(name, value): (&String, &Value)| format!("{name}:{}", text(value));
            joined(entries.iter().map(entry), ",")
        }
    }
}

fn joined(texts: impl Iterator<Item = String>, between: &str) -> String {
    texts.collect::<Vec<_>>().join(between)
}

/// An object with its keys in the order in which they stand.
#[derive(Default)]
struct Ordered(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Ordered {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;

        impl<'de> Visitor<'de> for Pairs {
            type Value = Ordered;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Ordered, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Ordered(pairs))
            }
        }

        deserializer.deserialize_map(Pairs)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Serialize;

    use super::Fields;

    #[derive(Serialize)]
    struct Caller {
        number: &'static str,
        name: &'static str,
    }

    #[derive(Serialize)]
    struct View {
        queue: &'static str,
        agent: Option<&'static str>,
        caller: Caller,
        is_removed: bool,
        wait_ms: u64,
        skills: BTreeMap<&'static str, u8>,
        keys: Vec<&'static str>,
    }

    fn fields() -> Fields {
        Fields::of(&View {
            queue: "support",
            agent: None,
            caller: Caller {
                number: "555",
                name: "Ann",
            },
            is_removed: false,
            wait_ms: 1_500,
            skills: BTreeMap::from([("french", 5), ("billing", 2)]),
            keys: vec!["1", "2"],
        })
    }

    #[test]
    fn every_value_is_a_text_in_the_order_of_the_view() {
        let told: Vec<(String, String)> = fields()
            .texts()
            .map(|(name, text)| (name.to_owned(), text))
            .collect();
        let expected = [
            ("queue", "support"),
            ("agent", ""),
            ("caller_name", "Ann"),
            ("caller_number", "555"),
            ("is_removed", "no"),
            ("wait_ms", "1500"),
            ("skills", "billing:2,french:5"),
            ("keys", "1,2"),
        ];
        let expected = expected.map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert_eq!(told, expected);
    }

    #[test]
    fn one_field_and_one_entry_of_a_list_are_found_without_regard_to_case() {
        let fields = fields();
        for (wanted, text) in [
            ("Queue", Some("support")),
            ("agent", Some("")),
            ("skills(FRENCH)", Some("5")),
            ("skills( billing )", Some("2")),
            ("skills(german)", Some("")),
            ("agent(x)", Some("")),
            ("queue(x)", None),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(fields.text(wanted).as_deref(), text, "{wanted}");
        }
        assert!(fields.names().starts_with("queue, agent, caller_name"));
    }
}
