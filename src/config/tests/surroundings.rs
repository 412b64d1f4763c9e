//! What only the host knows is checked with everything else, by file and line.

use super::sections;
use crate::config::{Surroundings, load_in};

const TEXT: &str = "
[support]
type = queue
timezone = Europe/Berlin

[sales]
type = queue
timezone = Europe/Berlim
capacity = none

[old]
type = queue
timezone =
";

#[test]
fn a_time_zone_that_the_host_does_not_know_is_an_error_beside_the_others() {
    let surroundings = Surroundings {
        knows_timezone: |name| name == "Europe/Berlin",
    };
    let errors = load_in(&sections(TEXT), None, surroundings).expect_err("two are wrong");
    let told: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(
        told[0].starts_with("acd.conf:8: [sales] timezone"),
        "{told:#?}"
    );
    assert!(
        told[0].contains("no time zone that the PBX knows"),
        "{told:#?}"
    );
}
