//! A working day in virtual time, drawn from a seed: callers of all kinds, phones that answer,
//! refuse, ring in vain or fall silent, agents with whims, an operator who reloads; checked after
//! every step by the router's own invariants and by books kept beside it.
//!
//! `ACD_SIM_SEED` runs one seed alone, `ACD_SIM_CALLS` says how many callers come.

mod after_call;
mod agent_words;
mod choice;
mod duty;
mod favour;
mod judge;
mod ledger;
mod need;
mod position;
mod reserve;
mod staff;
#[path = "../stage/mod.rs"]
mod stage;
mod tally;
mod town;
mod way;
mod whim;
mod world;

use std::env;

use acd::engine::Millis;
use tally::Tally;
use world::World;

const SEEDS: [u64; 4] = [1, 2, 3, 4];
const CALLS: u64 = 1_500;

/// Says how to see a failure again, whatever panicked.
struct Replay {
    seed: u64,
    calls: u64,
}

impl Drop for Replay {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let Self { seed, calls } = self;
            eprintln!(
                "failed with seed {seed}; to see it again:\n    \
                 ACD_SIM_SEED={seed} ACD_SIM_CALLS={calls} cargo test --test simulation"
            );
        }
    }
}

fn number(name: &str) -> Option<u64> {
    let text = env::var(name).ok()?;
    let number = text.parse();
    Some(number.unwrap_or_else(|_| panic!("{name} is `{text}`, expected a whole number")))
}

fn day(seed: u64, calls: u64) -> Tally {
    let _replay = Replay { seed, calls };
    let mut world = World::open(seed, calls);
    world.run();
    let ledger = &world.ledger;
    assert_eq!(ledger.calls.len() as u64, calls, "every caller arrived");
    let mut ends = ledger.calls.values().map(|call| call.ends);
    assert!(ends.all(|ends| ends == 1), "every call ended once");
    assert!(world.router.call_views(Millis(world.now)).is_empty());
    world.tally.went_rona = ledger.went_rona;
    world.tally.begun_anew = ledger.begun_anew;
    world.tally.returned = ledger.returned;
    world.tally.logged_out = ledger.logged_out;
    world.tally.moved_desk = ledger.moved_desk;
    world.tally.desks_cleared = ledger.desks_cleared;
    [world.tally.paused_by_word, world.tally.paused_on_demand] = ledger.paused;
    println!("seed {seed}: {calls} calls in {} min", world.now / 60_000);
    world.tally
}

#[test]
fn nothing_is_lost_and_nobody_starves() {
    let calls = number("ACD_SIM_CALLS").unwrap_or(CALLS);
    if let Some(seed) = number("ACD_SIM_SEED") {
        println!("{:?}", day(seed, calls));
        return;
    }
    let mut total = Tally::default();
    for seed in SEEDS {
        total.absorb(day(seed, calls));
    }
    println!("{total:?}");
    if calls >= CALLS {
        assert!(total.is_eventful(), "too little happened: {total:?}");
        let talks = total.connected * 3;
        assert!(
            talks > calls * SEEDS.len() as u64,
            "a third of all callers talk to somebody"
        );
    }
}
