//! A driver with a store: what it was before it ended it is again.

use crate::engine::{Door, EndedBy, QueueChange, Strategy};

use super::*;

/// A directory of a test's own, gone when dropped.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    pub(super) fn new(name: &str) -> Self {
        let place = std::env::temp_dir().join(format!("acd-{}-driver-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&place);
        std::fs::create_dir(&place).unwrap();
        Self(place)
    }

    pub(super) fn floor(&self, text: &str) -> Floor {
        let props = Props {
            store_file: Some(self.0.join("kept/acd.sqlite")),
            ..Props::default()
        };
        Floor::with(Arc::new(props), text)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn agent(floor: &Floor, name: &str) -> AgentView {
    let agents = floor.entrance.agents().unwrap();
    let found = agents.into_iter().find(|agent| &*agent.agent == name);
    found.unwrap()
}

fn all() -> CallFilter {
    CallFilter {
        limit: 10,
        ..CallFilter::default()
    }
}

#[test]
fn agents_and_numbers_outlast_the_driver() {
    let folder = Folder::new("agents");
    let floor = folder.floor(FLOOR);
    floor.entrance.not_ready("1001", "lunch").unwrap();
    floor.entrance.sign_in("1002", Some("Local/9")).unwrap();
    floor.serve_one("1002");
    let last = floor.stop().last().unwrap().sequence;

    let floor = folder.floor(FLOOR);
    let away = agent(&floor, "1001");
    assert_eq!(
        (away.doing.state, away.doing.reason.as_deref()),
        ("not_ready", Some("lunch"))
    );
    let back = agent(&floor, "1002");
    assert_eq!(
        (back.doing.state, back.interface.as_deref()),
        ("free", Some("Local/9"))
    );
    let first = floor.all().first().unwrap().sequence;
    assert_eq!(first, last + 1);
    let view = floor.entrance.store().unwrap();
    assert_eq!((view.state, view.lost, view.missing), ("well", 0, 0));
    assert!(floor.entrance.flush_store(PATIENCE));
    floor.driver.stop();
}

#[test]
fn what_was_set_of_a_queue_and_a_pause_after_one_call_outlast_the_driver() {
    let folder = Folder::new("set");
    let floor = folder.floor(FLOOR);
    let set = |change| {
        floor
            .entrance
            .set_of_queue("support", change, "ann")
            .unwrap()
    };
    set(QueueChange::Strategy(Some(Strategy::Ordered)));
    set(QueueChange::RingAtOnce(Some(2)));
    set(QueueChange::Door(Door::Open));
    floor.entrance.sign_in("1002", Some("Local/9")).unwrap();
    floor.entrance.ready_once("1001").unwrap();
    floor.entrance.ready_once("1002").unwrap();
    let talking = floor.arrive();
    talking.answered(next_offer(&talking, "1001"));
    floor.until(|line| matches!(line.fact, HistoryFact::CallConnected { .. }));
    floor.driver.stop();

    let floor = folder.floor(FLOOR);
    let queue = floor.entrance.queue("support").unwrap();
    let set = (queue.strategy, queue.ring_at_once, queue.door);
    assert_eq!(set, ("ordered", 2, "open"));
    let doing = |name| agent(&floor, name).doing;
    let (had, has) = (doing("1001"), doing("1002"));
    assert_eq!(
        (had.state, had.reason.as_deref()),
        ("not_ready", Some("one-call"))
    );
    assert!(agent(&floor, "1002").is_for_one_call);
    assert_eq!(has.state, "free");
    floor.serve_one("1002");
    floor.until(|line| matches!(line.fact, HistoryFact::AgentNotReady { .. }));
    floor.driver.stop();
    drop(talking);
}

#[test]
fn a_finished_call_is_found_with_its_offers() {
    let folder = Folder::new("calls");
    let floor = folder.floor(FLOOR);
    let ticket = floor.arrive();
    let offer = next_offer(&ticket, "1001");
    ticket.rang(offer);
    ticket.answered(offer);
    assert_eq!(next_order(&ticket), Order::Connect { offer });
    ticket.conversation().unwrap().ended(EndedBy::Caller);
    floor.until(|line| matches!(line.fact, HistoryFact::ConversationEnded { .. }));
    assert!(floor.entrance.flush_store(PATIENCE));
    let calls = floor.entrance.finished_calls(&all()).unwrap();
    assert_eq!(calls.len(), 1);
    let call = &calls[0];
    assert_eq!(
        (&*call.end, call.ended_by.as_deref()),
        ("answered", Some("caller"))
    );
    assert_eq!(call.caller.number.reveal(), "+4930123456");
    let whole = floor.entrance.finished_call(call.call).unwrap().unwrap();
    assert_eq!(whole.offers.len(), 1);
    assert_eq!(whole.offers[0].outcome.as_deref(), Some("answered"));
    let events: Vec<_> = whole
        .facts
        .iter()
        .map(|fact| fact["event"].clone())
        .collect();
    assert_eq!(
        events,
        [
            "call_arrived",
            "call_offered",
            "offer_rang",
            "call_connected",
            "conversation_ended"
        ]
    );
    assert!(whole.facts[0].get("caller").is_none());
    floor.driver.stop();
}

#[test]
fn a_store_that_cannot_be_opened_stops_nothing() {
    let folder = Folder::new("failed");
    std::fs::write(folder.0.join("kept"), "in the way").unwrap();
    let floor = folder.floor(FLOOR);
    floor.serve_one("1001");
    let told = |line: &HistoryRecord| matches!(line.fact, HistoryFact::StoreBehind { .. });
    assert!(floor.all().iter().any(told));
    let view = floor.entrance.store().unwrap();
    assert_eq!(view.state, "failed");
    assert!(view.cause.unwrap().contains("store-file"));
    let refused = floor.entrance.finished_calls(&all());
    assert!(matches!(refused, Err(Refusal::Store(_))));
    floor.driver.stop();
}

#[test]
fn nothing_is_kept_where_nothing_is_to_be() {
    let folder = Folder::new("off");
    let floor = folder.floor(&format!("[general]\nstore = no\n{FLOOR}"));
    assert_eq!(floor.entrance.store().unwrap().state, "off");
    assert_eq!(floor.entrance.finished_calls(&all()), Err(Refusal::NoStore));
    assert!(floor.entrance.flush_store(PATIENCE));
    floor.driver.stop();
    assert!(!folder.0.join("kept").exists());
    let file = folder.0.join("named.sqlite");
    let named = format!("[general]\nstore-file = {}\n{FLOOR}", file.display());
    folder.floor(&named).driver.stop();
    assert!(file.is_file());
}
