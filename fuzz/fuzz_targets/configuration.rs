//! Any text as a configuration: it is refused with reasons, or it loads the same once more and
//! changes nothing.
#![no_main]

use acd::config;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(sections) = config::parse(text, "acd.conf") else {
        return;
    };
    let Ok(loaded) = config::load(&sections, None) else {
        return;
    };
    let again = config::load(&sections, Some(&loaded.plan)).expect("it loaded before");
    let differences = again.differences_from(&loaded.settings, &loaded.plan);
    assert_eq!(differences, [], "{text}");
});
