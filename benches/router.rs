//! What the floor costs besides decisions: memory and allocations of a call, a relaxation step, a
//! reload, a whole call from arrival to the end of its conversation.

mod measure;

use acd::engine::{CallId, EndedBy, Input, Millis, Router, Strategy, Template};
use measure::counting::{Counting, allocations as allocated, live_bytes};
use measure::{
    ROUNDS, Report, Size, Times, arrival, day_needs, drain, nanoseconds, not_ready, plan, rounds,
    tell, waiting_needs,
};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const FULL: Size = Size {
    agents: 10_000,
    calls: 100_000,
    classes: 100,
};

/// A floor on which nobody is ready.
fn deserted(agents: u32, relax: &[(u64, &str)]) -> Router {
    let mut router = Router::new(plan(agents, relax, Strategy::LongestIdle));
    drain(&mut router);
    for agent in 0..agents {
        tell(&mut router, 1, not_ready(agent));
    }
    router
}

fn memory(report: &mut Report, name: &str, needs: Option<&[Template]>) {
    let mut router = deserted(100, &[(20_000, "s1 | s2"), (60_000, "any")]);
    let bytes_before = live_bytes();
    let before = allocated();
    for call in 0..FULL.calls {
        let need = needs.map(|needs| &needs[call as usize % needs.len()]);
        tell(&mut router, 2, arrival(call, need));
    }
    let calls = FULL.calls as f64;
    let bytes = (live_bytes() - bytes_before) as f64 / calls;
    let allocations = (allocated() - before) as f64 / calls;
    report.count(
        &format!("memory of a waiting call, {name}"),
        bytes,
        "bytes (aim: 1024)",
    );
    report.count(
        &format!("allocations to arrive, {name}"),
        allocations,
        "a call",
    );
}

/// A whole call: arrives, rings, is answered, ends.
fn whole_call(router: &mut Router, call: CallId, now: u64, need: &Template) {
    let offer = tell(router, now, arrival(call.0, Some(need)));
    let (offer, _) = offer.expect("the day shift is free");
    tell(router, now, Input::OfferRang { offer });
    tell(router, now, Input::OfferAnswered { offer });
    let ended_by = EndedBy::Caller;
    tell(router, now, Input::ConversationEnded { call, ended_by });
}

fn whole_calls(report: &mut Report) {
    let mut router = Router::new(plan(10_000, &[], Strategy::LongestIdle));
    drain(&mut router);
    let needs = day_needs(100);
    let mut call = 0;
    let mut next = |router: &mut Router| {
        call += 1;
        whole_call(
            router,
            CallId(call),
            call,
            &needs[call as usize % needs.len()],
        );
    };
    (0..1_000).for_each(|_| next(&mut router));
    let before = allocated();
    (0..1_000).for_each(|_| next(&mut router));
    let allocations = (allocated() - before) as f64 / 1_000.0;
    report.count("allocations of a whole call", allocations, "a call");
    report.head();
    let times = rounds(2_000, |_| nanoseconds(|| next(&mut router)).0);
    let size = Size { calls: 0, ..FULL };
    report.times("whole call", size, &times, None);
}

/// One call at a time reaches its step, with nobody to take it.
fn relaxation(report: &mut Report) {
    for calls in [1_000, 100_000] {
        let mut router = deserted(10_000, &[(1_000_000, "s1 >= 50 | s2 >= 50")]);
        let needs = waiting_needs(100);
        for call in 0..calls {
            let need = &needs[call as usize % needs.len()];
            tell(&mut router, 10 + call, arrival(call, Some(need)));
        }
        let times = rounds(calls.min(10_000) / (ROUNDS as u64 + 1), |number| {
            let now = Millis(1_000_010 + number);
            nanoseconds(|| {
                router.handle_deadline(now);
                drain(&mut router)
            })
            .0
        });
        report.times("relaxation step", Size { calls, ..FULL }, &times, None);
    }
}

/// A new plan while many wait: everything is bound and matched anew.
fn reload(report: &mut Report) {
    for calls in [1_000, 10_000, 100_000] {
        let mut router = deserted(10_000, &[]);
        let needs = waiting_needs(100);
        for call in 0..calls {
            tell(
                &mut router,
                2,
                arrival(call, Some(&needs[call as usize % needs.len()])),
            );
        }
        let mut spent: Vec<u64> = (0..3)
            .map(|_| {
                let plan = plan(10_000, &[], Strategy::LongestIdle);
                nanoseconds(|| tell(&mut router, 3, Input::FloorPlanned(plan))).0
            })
            .collect();
        spent.sort_unstable();
        let times = Times {
            p50: spent[1],
            p99: spent[2],
            p999: spent[2],
        };
        report.times("reload", Size { calls, ..FULL }, &times, None);
    }
}

fn main() {
    println!("router: counts first, then times, median of {ROUNDS} rounds (reload: of three)");
    let mut report = Report::default();
    memory(&mut report, "what the queue says", None);
    memory(&mut report, "own requirement", Some(&waiting_needs(100)));
    whole_calls(&mut report);
    relaxation(&mut report);
    reload(&mut report);
    report.save("router");
}
