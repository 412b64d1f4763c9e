//! Whatever the text: an answer, no panic, and messages that are safe to print.

use proptest::prelude::*;

use super::*;
use crate::config::{AGENT_KEYS, Entry, GENERAL_KEYS, QUEUE_KEYS};

fn is_safe(text: &str) -> bool {
    text.len() < 4_000 && !text.contains(char::is_control)
}

// Pieces that mean something, so that texts get past the first line.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec![
            "[a]", "[b](!)", "[c](b)", "[a](+)", "[general]", "\n", "\n", ";", ";--", "--;", "\\;",
            "type = queue", "type = agent", "type = skill", " = ", "=>", ", ", ":", "any", "20s",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select([&**QUEUE_KEYS, AGENT_KEYS, GENERAL_KEYS].concat())
            .prop_map(|key| format!("\n{key} = ")),
        1 => any::<String>(),
    ]
}

fn section() -> impl Strategy<Value = Section> {
    let known = [&**QUEUE_KEYS, AGENT_KEYS, GENERAL_KEYS].concat();
    let key = prop_oneof![
        4 => prop::sample::select(known).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let word = vec![
        "queue", "agent", "skill", "a", "a:2, b", "5s", "5s: a", "none", "1", "A/1",
    ];
    let value = prop_oneof![
        4 => prop::sample::select(word).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let entry = (key, value, any::<u32>()).prop_map(|(key, value, line)| Entry {
        key,
        value,
        file: "acd.conf".into(),
        line,
    });
    let name = prop_oneof![4 => "[abc]", 1 => any::<String>()];
    (name, any::<u32>(), prop::collection::vec(entry, 0..8)).prop_map(
        |(name, line, mut entries)| {
            let kind = ["queue", "agent", "skill"][line as usize % 3].to_owned();
            entries.insert(
                0,
                Entry {
                    key: "type".into(),
                    value: kind,
                    file: "x".into(),
                    line,
                },
            );
            Section {
                name,
                file: "acd.conf".into(),
                line,
                entries,
            }
        },
    )
}

proptest! {
    #[test]
    fn parsing_and_loading_any_text_gives_an_answer(
        pieces in prop::collection::vec(piece(), 0..40),
    ) {
        let errors = match parse(&pieces.concat(), "acd.conf") {
            Err(errors) => errors,
            Ok(sections) => load(&sections, None).err().unwrap_or_default(),
        };
        for error in errors {
            prop_assert!(is_safe(&error.to_string()), "{:?}", error.to_string());
        }
    }

    #[test]
    fn loading_any_sections_gives_an_answer(
        first in prop::collection::vec(section(), 0..6),
        second in prop::collection::vec(section(), 0..6),
    ) {
        let previous = load(&first, None).ok().map(|config| config.plan);
        match load(&second, previous.as_ref()) {
            Ok(config) => {
                prop_assert!(config.warnings.iter().all(|warning| is_safe(&warning.to_string())));
                let again = load(&second, Some(&config.plan)).expect("the same text");
                let settings = config.settings;
                prop_assert_eq!(again.differences_from(&settings, &config.plan), vec![]);
            }
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                prop_assert!(errors.iter().all(|error| is_safe(&error.to_string())));
            }
        }
    }
}
