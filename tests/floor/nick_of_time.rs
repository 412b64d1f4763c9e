//! The agent picks up in the nick of time: the offer is being taken back, the caller still waits.

use acd::engine::limits::LEASE_MS;

use crate::floor::Floor;
use crate::host::Phone;

fn floor() -> Floor {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").rings_for(10_000);
        plan.agent("alice", "", "support");
        plan.agent("bob", "", "support");
    });
    floor.phone("alice", Phone::Silent);
    floor
}

#[test]
fn the_answer_wins_over_the_rescind() {
    for delay_ms in [0, 1, LEASE_MS - 1] {
        let mut floor = floor();
        let call = floor.call("support");
        floor.pass(10_000 + delay_ms);
        assert_eq!(floor.host.rescinded.len(), 1);
        floor.answers("alice");
        assert_eq!(
            floor.talking_to(call),
            "alice",
            "{delay_ms} ms after the rescind"
        );
        floor.pass(60_000);
        assert_eq!(floor.talking_to(call), "alice");
        assert_eq!(floor.host.offered.len(), 1, "bob is left in peace");
        assert_eq!(floor.not_ready_reason("alice"), None);
        floor.ends(call);
    }
}

#[test]
fn an_answer_in_the_millisecond_of_the_ring_timeout_wins() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.pass_up_to_deadline();
    floor.answers("alice");
    assert_eq!(floor.talking_to(call), "alice");
    floor.pass(60_000);
    assert_eq!(
        floor.talking_to(call),
        "alice",
        "whichever of the two the engine heard first"
    );
}
