//! `least-occupied`: who spent the smallest share of the time at work in conversations and
//! after-call time is rung first, by exact comparison at this very moment.

use acd::engine::{CallId, Strategy};

use crate::floor::Floor;

fn two_agents() -> Floor {
    Floor::open(|plan| {
        plan.queue("support").strategy(Strategy::LeastOccupied);
        plan.agent("alice", "", "support");
        plan.agent("bob", "", "support");
    })
}

/// A call that this agent gets, because the other one is away, and that lasts so long.
fn talks(floor: &mut Floor, agent: &str, talk_ms: u64) -> CallId {
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), agent);
    floor.answers(agent);
    floor.pass(talk_ms);
    floor.ends(call);
    call
}

#[test]
fn nobody_has_talked_so_the_longest_idle_is_rung() {
    let mut floor = two_agents();
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "alice");
}

#[test]
fn the_smaller_share_wins_over_the_longer_idle() {
    let mut floor = two_agents();
    talks(&mut floor, "alice", 60_000);
    talks(&mut floor, "bob", 30_000);
    floor.pass(10_000);
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "bob", "idle for 10 s, alice for 40 s");
}

#[test]
fn a_share_is_of_the_time_at_work_and_shrinks_while_nobody_calls() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").strategy(Strategy::LeastOccupied);
        plan.agent("veteran", "", "support");
        plan.agent("newcomer", "", "support").signs_in_later();
    });
    floor.pass(1_000_000);
    talks(&mut floor, "veteran", 100_000);
    floor.signs_in("newcomer");
    talks(&mut floor, "newcomer", 50_000);
    // 100 s of 1,150 s against 50 s of 50 s; then the newcomer's share shrinks faster.
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "veteran");
    floor.hangs_up(call);
    // 100 of 1,150 + x is above 50 of 50 + x from x = 1,050 on; at a tie the idle clock decides.
    floor.pass(1_050_000);
    let call = floor.call("support");
    assert_eq!(
        floor.rung_for(call),
        "veteran",
        "equal shares, and idle longer"
    );
    floor.hangs_up(call);
    floor.pass(1);
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "newcomer", "a millisecond later");
}

#[test]
fn a_break_is_no_time_at_work() {
    let mut floor = two_agents();
    talks(&mut floor, "alice", 10_000);
    talks(&mut floor, "bob", 9_000);
    floor.not_ready("alice", "lunch");
    floor.pass(3_600_000);
    floor.not_ready("bob", "lunch");
    floor.ready("alice");
    floor.ready("bob");
    // Alice: 10 s of 19 s. Bob: 9 s of 3,619 s.
    let call = floor.call("support");
    assert_eq!(
        floor.rung_for(call),
        "bob",
        "alice did not rest herself idle"
    );
}

#[test]
fn after_call_time_counts_as_occupied() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").strategy(Strategy::LeastOccupied);
        plan.agent("alice", "", "support").wrap_up(30_000);
        plan.agent("bob", "", "support");
    });
    talks(&mut floor, "alice", 10_000);
    talks(&mut floor, "bob", 20_000);
    floor.pass(60_000);
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "bob", "20 s against 10 s and 30 s");
}

#[test]
fn signing_in_anew_starts_from_nothing() {
    let mut floor = two_agents();
    talks(&mut floor, "alice", 60_000);
    talks(&mut floor, "bob", 1_000);
    floor.signs_out("alice");
    floor.signs_in("alice");
    floor.pass(1_000);
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "alice");
}

#[test]
fn a_reload_forgets_nothing() {
    let mut floor = two_agents();
    talks(&mut floor, "alice", 60_000);
    talks(&mut floor, "bob", 30_000);
    floor.reload(|plan| {
        plan.queue("support").capacity(7);
    });
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "bob");
}
