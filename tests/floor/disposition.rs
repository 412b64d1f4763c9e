//! What became of a call: said during the conversation or after it, mandatory or not, or left to
//! the queue's default.

use acd::engine::{DispositionUse, EventKind, Rejection, WrapUpEnd, WrapUpFinish};

use crate::floor::Floor;

fn floor(how: DispositionUse, has_default: bool) -> Floor {
    Floor::open(|plan| {
        plan.disposition("sale");
        let unclear = plan.disposition("unclear");
        let default = has_default.then_some(unclear);
        plan.queue("support").wrap_up(20_000).disposes(how, default);
        plan.agent("alice", "", "support");
    })
}

// A conversation of two seconds that has just ended.
fn after_a_call(floor: &mut Floor) {
    let call = floor.call("support");
    floor.answers("alice");
    floor.pass(2_000);
    floor.ends(call);
}

// How the last after-call time ended: disposition, whether it is the default, by what.
fn outcome(floor: &Floor) -> Option<(String, bool, WrapUpEnd)> {
    let found = floor.last(|kind| match kind {
        EventKind::WrapUpEnded {
            disposition,
            is_default,
            ended_by,
            ..
        } => {
            let name = disposition.as_ref().map_or("", |said| &said.name);
            Some((name.to_owned(), *is_default, *ended_by))
        }
        _ => None,
    });
    found.map(|(_, outcome)| outcome)
}

fn said(name: &str, is_default: bool, ended_by: WrapUpEnd) -> Option<(String, bool, WrapUpEnd)> {
    Some((name.to_owned(), is_default, ended_by))
}

#[test]
fn saying_it_after_the_call_makes_the_agent_free_at_once() {
    let mut floor = floor(DispositionUse::Mandatory, true);
    after_a_call(&mut floor);
    floor.pass(3_000);
    floor
        .wraps_up("alice", "sale", 0, WrapUpFinish::Now)
        .expect("a sale is a disposition");
    assert_eq!(outcome(&floor), said("sale", false, WrapUpEnd::Agent));
    let next = floor.call("support");
    assert_eq!(floor.rung_for(next), "alice");
}

#[test]
fn mandatory_means_that_neither_finish_nor_ready_works_without_it() {
    let mut floor = floor(DispositionUse::Mandatory, true);
    after_a_call(&mut floor);
    let agent = floor.agent("alice");
    let missing = Err(Rejection::DispositionMissing(agent));
    let before = floor.snapshot();
    let finished = floor.wraps_up("alice", "", 0, WrapUpFinish::Now);
    assert_eq!(finished, missing);
    let ready = floor.tell(acd::engine::Input::AgentReady { agent });
    assert_eq!(ready, missing);
    floor.assert_unchanged_since(&before);
    let view = &floor.router.agent_views(floor.now())[0];
    assert!(view.is_disposition_missing);
    floor
        .wraps_up("alice", "sale", 0, WrapUpFinish::No)
        .expect("it goes on");
    let view = &floor.router.agent_views(floor.now())[0];
    assert_eq!(
        (view.disposition.as_deref(), view.is_disposition_missing),
        (Some("sale"), false)
    );
    floor.ready("alice");
    assert_eq!(outcome(&floor), said("sale", false, WrapUpEnd::Agent));
}

#[test]
fn whoever_lets_the_time_pass_leaves_the_default_behind() {
    let mut floor = floor(DispositionUse::Mandatory, true);
    after_a_call(&mut floor);
    floor.pass(19_999);
    assert_eq!(outcome(&floor), None);
    floor.pass(1);
    assert_eq!(outcome(&floor), said("unclear", true, WrapUpEnd::Timeout));
}

#[test]
fn without_a_default_nothing_is_known() {
    let mut floor = floor(DispositionUse::Mandatory, false);
    after_a_call(&mut floor);
    floor.pass(20_000);
    assert_eq!(outcome(&floor), said("", false, WrapUpEnd::Timeout));
}

#[test]
fn whoever_goes_not_ready_or_home_leaves_the_default_behind() {
    for goes in [
        |floor: &mut Floor| floor.not_ready("alice", "lunch"),
        |floor: &mut Floor| floor.signs_out("alice"),
    ] {
        let mut floor = floor(DispositionUse::Mandatory, true);
        after_a_call(&mut floor);
        goes(&mut floor);
        assert_eq!(outcome(&floor), said("unclear", true, WrapUpEnd::Departure));
    }
}

#[test]
fn what_was_said_during_the_conversation_counts_and_the_last_word_too() {
    let mut floor = floor(DispositionUse::Mandatory, true);
    let call = floor.call("support");
    floor.answers("alice");
    for name in ["sale", "unclear", "sale"] {
        floor
            .wraps_up("alice", name, 0, WrapUpFinish::Now)
            .expect("agents may change their mind");
    }
    floor.ends(call);
    let next = floor.call("support");
    assert_eq!(floor.rung_for(next), "nobody", "after-call time follows");
    floor.ready("alice");
    assert_eq!(outcome(&floor), said("sale", false, WrapUpEnd::Agent));
    let told = floor.count(|kind| matches!(kind, EventKind::CallDisposed { .. }));
    assert_eq!(told, 3);
}

#[test]
fn what_was_said_is_told_even_if_no_time_follows() {
    let mut floor = floor(DispositionUse::Optional, true);
    let call = floor.call("support");
    floor.answers("alice");
    floor
        .wraps_up("alice", "sale", 0, WrapUpFinish::No)
        .expect("a sale is a disposition");
    floor.not_ready("alice", "lunch");
    floor.ends(call);
    assert_eq!(outcome(&floor), said("sale", false, WrapUpEnd::Departure));
}

#[test]
fn what_was_said_of_one_call_is_not_said_of_the_next() {
    let mut floor = floor(DispositionUse::Optional, false);
    after_a_call(&mut floor);
    floor
        .wraps_up("alice", "sale", 0, WrapUpFinish::Now)
        .expect("a sale is a disposition");
    after_a_call(&mut floor);
    floor.ready("alice");
    assert_eq!(outcome(&floor), said("", false, WrapUpEnd::Agent));
}

#[test]
fn what_the_queue_does_not_take_is_refused() {
    let mut floor = floor(DispositionUse::None, false);
    after_a_call(&mut floor);
    let sale = floor.blueprint.disposition("sale");
    let refused = Err(Rejection::DispositionNotTaken(sale));
    assert_eq!(
        floor.wraps_up("alice", "sale", 0, WrapUpFinish::Now),
        refused
    );
    floor.ready("alice");
    let agent = floor.agent("alice");
    let nothing = Err(Rejection::NothingToWrapUp(agent));
    assert_eq!(
        floor.wraps_up("alice", "sale", 0, WrapUpFinish::Now),
        nothing
    );
}

#[test]
fn a_reload_changes_nothing_for_after_call_time_under_way() {
    let mut floor = floor(DispositionUse::Mandatory, true);
    after_a_call(&mut floor);
    floor.reload(|plan| {
        plan.queue("support").disposes(DispositionUse::None, None);
    });
    floor.pass(20_000);
    assert_eq!(outcome(&floor), said("unclear", true, WrapUpEnd::Timeout));
}
