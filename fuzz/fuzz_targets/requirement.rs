//! Any text as a requirement: it is refused with its place, or it means the same after being
//! printed, bound and asked.
#![no_main]

use acd::engine::skill::Level;
use acd::engine::{Requirement, SkillNames, SkillSet, Template};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 4] = ["french", "billing", "sales", "vip"];

fuzz_target!(|input: (&str, [u8; 4], &str)| {
    let (text, levels, lang) = input;
    let template = match Template::parse(text) {
        Ok(template) => template,
        Err(error) => {
            // The place that is shown must be one of the text, whatever the text holds.
            let _ = error.render();
            return;
        }
    };
    let printed = template.to_string();
    let again = Template::parse(&printed).expect("what was printed is of the language");
    assert_eq!(again, template, "{text:?} printed as {printed:?}");
    let names = SkillNames::new(NAMES).expect("the names are proper");
    let skills: SkillSet = NAMES
        .iter()
        .zip(levels)
        .filter_map(|(name, level)| Some((names.id(name)?, Level::new(level % 101)?)))
        .collect();
    let bind = |template: &Template| -> Option<Requirement> {
        template.bind(&names, &|_| Some(lang)).ok()
    };
    let (bound, bound_again) = (bind(&template), bind(&again));
    assert_eq!(bound.is_some(), bound_again.is_some(), "{printed:?}");
    if let (Some(bound), Some(again)) = (bound, bound_again) {
        assert_eq!(bound.is_met_by(&skills), again.is_met_by(&skills));
        assert_eq!(bound.proficiency(&skills), again.proficiency(&skills));
    }
});
