//! The keys of the reserve: good values, defaults, and the exact words about bad ones.

use super::keys::{described_queue, queue_text, value_of};
use super::*;

const JOIN: &str = "expected `line > N`, `wait > TIME`, `estimate > TIME` or `service-level < N%`, \
    with N from 1 to 100000 calls or to 99 percent and a time from 1s";
const LEAVE: &str = "expected `line < N`, `wait < TIME`, `estimate < TIME` or `service-level > \
    N%`, with N from 1 to 100000 calls or to 99 percent and a time from 1s";

fn queue_with(lines: &str) -> String {
    queue_text("reserve-rank", "2") + lines
}

#[test]
fn what_lets_the_reserve_go_is_half_of_what_brings_it_in_unless_it_is_said() {
    for (join, leave, expected) in [
        ("LINE>10", "", ("line > 10", "line < 5")),
        ("line > 1", "", ("line > 1", "line < 1")),
        ("wait > 60", "", ("wait > 1m", "wait < 30s")),
        ("estimate > 2m", "", ("estimate > 2m", "estimate < 1m")),
        (
            "service-level < 80 %",
            "",
            ("service-level < 80%", "service-level > 90%"),
        ),
        ("line > 10", "line < 10", ("line > 10", "line < 10")),
        ("wait > 60s", "wait < 59s", ("wait > 1m", "wait < 59s")),
        (
            "service-level < 80%",
            "service-level > 80%",
            ("service-level < 80%", "service-level > 80%"),
        ),
    ] {
        let mut lines = format!("reserve-join = {join}\n");
        if !leave.is_empty() {
            lines += &format!("reserve-leave = {leave}\n");
        }
        let described = described_queue(&queue_with(&lines));
        let told = ["reserve-join", "reserve-leave"].map(|key| value_of(&described, key));
        assert_eq!((&*told[0], &*told[1]), expected, "{join}, {leave}");
    }
}

#[test]
fn several_thresholds_stand_beside_one_another_and_a_later_one_of_the_same_kind_counts() {
    let lines = "reserve-join = line > 10\nreserve-join = wait > 1m\nreserve-join = line > 4\n\
        reserve-stay = 0\n";
    let described = described_queue(&queue_with(lines));
    let told = ["reserve-join", "reserve-leave", "reserve-stay"];
    assert_eq!(
        told.map(|key| value_of(&described, key)),
        ["line > 4; wait > 1m", "line < 2; wait < 30s", "0s"]
    );
}

#[test]
fn thresholds_that_make_no_sense_are_refused_in_exact_words() {
    for (lines, expected) in [
        ("reserve-join = line < 5", JOIN),
        ("reserve-join = line > 0", JOIN),
        ("reserve-join = wait > 5%", JOIN),
        ("reserve-join = service-level < 80", JOIN),
        ("reserve-join = free = 0", JOIN),
        ("reserve-leave = line > 5", LEAVE),
        ("reserve-leave = service-level < 5%", LEAVE),
    ] {
        let found = bad(&queue_with(&format!("{lines}\nreserve-join = line > 9\n")));
        let (_, told) = found[0].split_once(": [support] ").unwrap();
        assert_eq!(told, format!("{lines}: {expected}"));
    }
}

#[test]
fn thresholds_that_do_not_go_together_are_refused_in_exact_words() {
    for (lines, expected) in [
        (
            "reserve-join = line > 5\nreserve-leave = line < 6",
            "reserve-leave = line < 6: expected less than `line > 5` of acd.conf:12",
        ),
        (
            "reserve-join = wait > 5s\nreserve-leave = wait < 5s",
            "reserve-leave = wait < 5s: expected less than `wait > 5s` of acd.conf:12",
        ),
        (
            "reserve-join = service-level < 80%\nreserve-leave = service-level > 79%",
            "reserve-leave = service-level > 79%: expected no less than `service-level < 80%` of \
             acd.conf:12",
        ),
        (
            "reserve-join = line > 5\nreserve-leave = wait < 5s",
            "reserve-leave = wait < 5s: expected a `reserve-join` with `wait`: nothing else is \
             looked at",
        ),
        (
            "timeout = 5m",
            "expected a `reserve-join` below this line: the reserve would never join",
        ),
    ] {
        let found = bad(&queue_with(&format!("{lines}\n")));
        let (_, told) = found[0].split_once("[support]").unwrap();
        assert_eq!(told.trim_start_matches([':', ' ']), expected);
    }
    let found = odd(&queue_text("reserve-join", "line > 5"));
    let expected = "without a `reserve-rank` nobody is in reserve: this changes nothing";
    assert!(
        found.iter().any(|told| told.ends_with(expected)),
        "{found:?}"
    );
    for rank in ["1", "101", "two"] {
        let found = bad(&queue_text("reserve-rank", rank));
        assert!(
            found
                .iter()
                .any(|told| told.ends_with("expected a rank from 2 to 100, or none"))
        );
    }
}
