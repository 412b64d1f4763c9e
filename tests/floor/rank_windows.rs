//! Rank windows: agents of later ranks take a call only after it has waited, ring after ring.

use acd::engine::{EventKind, Millis, RANK_ANY, Reason, Strategy};

use crate::caller::Caller;
use crate::floor::Floor;

fn rings() -> Floor {
    Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support")
            .ranks(0, 1)
            .ranks(20_000, 3)
            .ranks(45_000, RANK_ANY);
        plan.agent("first", "french", "support:1").signs_in_later();
        plan.agent("second", "french", "support:3").signs_in_later();
        plan.agent("third", "", "support:9").signs_in_later();
    })
}

fn last_widening(floor: &Floor) -> Option<(u64, (u8, u32, u32))> {
    floor.last(|kind| match kind {
        EventKind::RanksWidened {
            rank_max,
            qualified,
            free,
            ..
        } => Some((*rank_max, *qualified, *free)),
        _ => None,
    })
}

#[test]
fn each_window_opens_in_its_very_millisecond() {
    for (agent, at) in [("first", 0), ("second", 20_000), ("third", 45_000)] {
        let mut floor = rings();
        floor.signs_in(agent);
        floor.pass(777);
        let call = floor.call("support");
        if at > 0 {
            floor.pass(at - 1);
            assert_eq!(
                floor.rung_for(call),
                "nobody",
                "{agent} a millisecond early"
            );
            floor.pass(1);
        }
        assert_eq!(floor.rung_for(call), agent);
    }
}

#[test]
fn an_agent_who_comes_takes_only_calls_whose_window_is_open() {
    let mut floor = rings();
    let old = floor.call("support");
    floor.pass(20_000);
    let young = floor.enters(Caller::of("support").priority(9));
    floor.signs_in("second");
    assert_eq!(floor.rung_for(old), "second");
    assert_eq!(floor.rung_for(young), "nobody", "though it comes first");
}

#[test]
fn every_window_is_written_down_with_those_it_reaches() {
    let mut floor = rings();
    floor.signs_in("third");
    floor.call("support");
    floor.pass(20_000);
    assert_eq!(last_widening(&floor), Some((20_000, (3, 2, 0))));
    floor.pass(25_000);
    assert_eq!(last_widening(&floor), Some((45_000, (RANK_ANY, 3, 1))));
    assert_eq!(
        floor.deadline().map(|at| at.0),
        Some(60_000),
        "the ring timeout"
    );
}

#[test]
fn windows_and_relaxation_steps_go_their_own_ways() {
    let mut floor = rings();
    floor.reload(|plan| {
        plan.queue("support")
            .requires("french")
            .relax(30_000, "any");
    });
    floor.signs_in("third");
    let call = floor.call("support");
    floor.pass(30_000);
    assert_eq!(floor.rung_for(call), "nobody", "anybody, but of rank 3");
    floor.pass(15_000);
    assert_eq!(floor.rung_for(call), "third");
}

#[test]
fn a_reload_applies_its_windows_to_the_wait_so_far() {
    let mut floor = rings();
    floor.signs_in("second");
    let call = floor.call("support");
    floor.pass(10_000);
    floor.reload(|plan| {
        plan.queue("support")
            .all_ranks()
            .ranks(0, 1)
            .ranks(15_000, 3);
    });
    floor.pass(4_999);
    assert_eq!(floor.rung_for(call), "nobody");
    floor.pass(1);
    assert_eq!(floor.rung_for(call), "second");
    floor.rejects("second");
    floor.reload(|plan| {
        plan.queue("support").all_ranks();
    });
    floor.signs_in("third");
    assert_eq!(floor.rung_for(call), "third");
}

#[test]
fn within_the_window_rank_still_comes_first() {
    for strategy in Strategy::ALL {
        let mut floor = rings();
        floor.reload(|plan| {
            plan.queue("support").strategy(strategy).all_ranks();
        });
        floor.signs_in("second");
        floor.pass(1_000);
        floor.signs_in("first");
        let call = floor.call("support");
        assert_eq!(floor.rung_for(call), "first", "{strategy:?}");
    }
}

#[test]
fn a_call_that_has_gone_opens_no_window() {
    let mut floor = rings();
    let call = floor.call("support");
    floor.hangs_up(call);
    floor.pass(60_000);
    assert_eq!(last_widening(&floor), None);
    assert_eq!(floor.deadline(), None);
}

#[test]
fn it_is_explained_who_joins_when() {
    let mut floor = rings();
    floor.reload(|plan| {
        plan.queue("support")
            .all_ranks()
            .ranks(0, 1)
            .ranks(20_000, 3);
    });
    let call = floor.call("support");
    floor.pass(8_000);
    let explained = floor.router.explain(Millis(8_000), call).expect("it waits");
    let later = |rank, joins_at| Reason::RankLater { rank, joins_at };
    let reasons: Vec<_> = explained
        .agents
        .into_iter()
        .map(|agent| agent.reason)
        .collect();
    assert_eq!(
        reasons[1..],
        [later(3, Some(Millis(20_000))), later(9, None)]
    );
    assert_eq!((explained.staff.qualified, explained.staff.free), (1, 0));
    assert_eq!(explained.call.rank_max, Some(1));
    assert_eq!(explained.call.widens_at, Some(Millis(20_000)));
}
