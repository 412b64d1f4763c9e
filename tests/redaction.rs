//! The switch that hides callers is one for the whole program, so it has this one to itself.

use acd::redact::{Redacted, hide_callers};

#[test]
fn the_switch_hides_and_shows_callers_wherever_they_are_written() {
    let (name, number) = (Redacted::new("Ada Lovelace"), Redacted::new("0123456789"));
    let written = || {
        let json = serde_json::to_string(&(&name, &number)).expect("two texts");
        format!("{name} {number} {name:?} {number:?} {json}")
    };
    hide_callers(true);
    assert_eq!(written(), "*** …789 *** …789 [\"***\",\"…789\"]");
    hide_callers(false);
    assert_eq!(
        written(),
        "Ada Lovelace 0123456789 Ada Lovelace 0123456789 [\"Ada Lovelace\",\"0123456789\"]"
    );
}
