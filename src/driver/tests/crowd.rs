//! Many callers at once, each with a mind of its own.

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::engine::{Departure, EndedBy, OfferFailure};

use super::hang_up::assert_ended_once;
use super::*;

const CALLERS: usize = 200;
const AGENTS: usize = 20;

fn crowded_floor() -> String {
    let queue = FLOOR.split("[1001]").next().unwrap().to_owned();
    let agent = |number: usize| {
        let name = 2000 + number;
        format!("[{name}]\ntype = agent\ninterface = Local/{name}\nqueues = support\n")
    };
    queue + &(0..AGENTS).map(agent).collect::<String>()
}

/// Serves one caller as a PBX thread does; true: the caller has talked to an agent.
fn be_a_caller(entrance: &Entrance, mind: usize, talking: &AtomicUsize) -> bool {
    let ticket = entrance.arrive(&request()).unwrap();
    let mut offers = 0;
    loop {
        match next_order(&ticket) {
            Order::Offer { offer, .. } => {
                offers += 1;
                ticket.rang(offer);
                match (mind + offers) % 7 {
                    0 => ticket.failed(offer, OfferFailure::Busy),
                    1 if mind.is_multiple_of(3) => {
                        ticket.left(Departure::Abandoned);
                        return false;
                    }
                    2 if mind.is_multiple_of(3) => {
                        ticket.answered(offer);
                        ticket.left(Departure::Abandoned);
                        return false;
                    }
                    3 if mind.is_multiple_of(5) => return false,
                    _ => ticket.answered(offer),
                }
            }
            Order::Rescind { offer, .. } => ticket.failed(offer, OfferFailure::Rescinded),
            Order::Move { .. } => {}
            Order::Connect { .. } => {
                assert!(talking.fetch_add(1, Ordering::SeqCst) < AGENTS);
                let conversation = ticket.conversation().unwrap();
                talking.fetch_sub(1, Ordering::SeqCst);
                conversation.ended(EndedBy::Agent);
                return true;
            }
            Order::Announce(told) => panic!("nothing is told here: {told:?}"),
            Order::Release { exit, .. } => panic!("nobody asked to release {exit:?}"),
        }
    }
}

#[test]
fn two_hundred_callers_and_twenty_agents() {
    let floor = Floor::new(&crowded_floor());
    let start = Barrier::new(CALLERS);
    let talking = AtomicUsize::new(0);
    let served: usize = thread::scope(|scope| {
        let callers: Vec<_> = (0..CALLERS)
            .map(|mind| {
                let (entrance, start, talking) = (floor.entrance.clone(), &start, &talking);
                scope.spawn(move || {
                    start.wait();
                    usize::from(be_a_caller(&entrance, mind, talking))
                })
            })
            .collect();
        callers
            .into_iter()
            .map(|caller| caller.join().unwrap())
            .sum()
    });
    assert!(served >= CALLERS / 2, "{served} callers were served");
    assert_eq!(floor.entrance.calls_in_hand(), 0);
    assert!(floor.entrance.calls().unwrap().is_empty());
    let lines = floor.stop();
    assert_ended_once(&lines);
    let arrivals = lines
        .iter()
        .filter(|line| matches!(line.fact, HistoryFact::CallArrived { .. }))
        .count();
    assert_eq!(arrivals, CALLERS);
    // Nobody has two conversations at once.
    let mut busy = std::collections::BTreeSet::new();
    for line in &lines {
        match line.fact {
            HistoryFact::CallConnected { .. } => assert!(busy.insert(line.agent.clone())),
            HistoryFact::ConversationEnded { .. } => assert!(busy.remove(&line.agent)),
            _ => {}
        }
    }
}
