//! Any text as tags and as a tag expression: it is refused, or it is safe to show and means the same
//! after being printed.
#![no_main]

use acd::engine::{Expression, TagFacts, Tags, assignments};
use libfuzzer_sys::fuzz_target;

struct Facts<'a>(&'a Tags, &'a str);

impl TagFacts for Facts<'_> {
    fn tag(&self, key: &str) -> Option<&str> {
        self.0.value(key).map(|value| value.as_str())
    }

    fn attribute(&self, _: &str) -> Option<&str> {
        Some(self.1)
    }
}

fuzz_target!(|input: (&str, &str, &str)| {
    let (list, question, attribute) = input;
    let mut tags = Tags::default();
    match assignments(list) {
        Ok(set) => {
            let written: Vec<String> = set
                .iter()
                .map(|(key, value)| format!("{key}={value}"))
                .collect();
            assert_eq!(
                assignments(&written.join("&")).as_ref(),
                Ok(&set),
                "{list:?}"
            );
            for (key, value) in &set {
                assert!(!value.as_str().contains(char::is_control), "{list:?}");
                tags = tags.with(key, Some(value)).expect("a list is bounded");
            }
        }
        Err(error) => assert!(!error.to_string().contains(char::is_control), "{list:?}"),
    }
    match Expression::parse(question) {
        Ok(expression) => {
            let printed = expression.to_string();
            let again = Expression::parse(&printed).expect("what was printed is of the language");
            assert_eq!(again, expression, "{question:?} printed as {printed:?}");
            let facts = Facts(&tags, attribute);
            assert_eq!(again.holds(&facts), expression.holds(&facts));
        }
        Err(error) => {
            let shown = error.render();
            assert!(
                !shown.contains(|c: char| c.is_control() && c != '\n'),
                "{question:?}"
            );
        }
    }
});
