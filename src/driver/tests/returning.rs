//! Agents come back after a failure of the engine as they were: in after-call time that goes on,
//! with what they said of their calls, before a pause after one call.

use crate::engine::{EndedBy, WrapUpFinish};

use super::failure::is_failure;
use super::*;

const RULES: &str = "
[sale]
type = disposition
[support]
type = queue
wrap-up = 1h
wrap-up-extension = 1h
disposition = optional
ring-timeout = 20s
[1001]
type = agent
interface = Local/1001
queues = support
[1002]
type = agent
interface = Local/1002
queues = support
sign-in = manual
";

impl Floor {
    fn agent(&self, name: &str) -> AgentView {
        let agents = self.entrance.agents().unwrap();
        let found = agents.into_iter().find(|agent| &*agent.agent == name);
        found.unwrap()
    }

    fn doing(&self, name: &str) -> (&'static str, Option<String>) {
        let doing = self.agent(name).doing;
        (doing.state, doing.reason.map(|reason| reason.to_string()))
    }

    fn fails(&self) {
        self.entrance.provoke_panic();
        self.until(is_failure);
    }
}

fn disposed(line: &HistoryRecord) -> Option<String> {
    match &line.fact {
        HistoryFact::WrapUpEnded { disposition, .. } => {
            Some(disposition.as_deref().unwrap_or_default().to_owned())
        }
        _ => None,
    }
}

#[test]
fn after_call_time_goes_on_with_what_was_said() {
    let floor = Floor::new(RULES);
    let entrance = &floor.entrance;
    floor.serve_one("1001");
    let said = entrance.wrap_up("1001", Some("sale"), 60_000, WrapUpFinish::No);
    assert_eq!(said, Ok(()));
    for _ in 0..2 {
        floor.fails();
        let left_ms = floor.agent("1001").doing.remaining_ms.unwrap();
        assert_eq!(floor.doing("1001").0, "wrap_up");
        assert!((3_600_000..=3_660_000).contains(&left_ms), "{left_ms}");
    }
    // What it was extended by counts on.
    let refused = entrance.wrap_up("1001", None, 3_590_000, WrapUpFinish::No);
    assert!(refused.is_err());
    let finished = entrance.wrap_up("1001", None, 0, WrapUpFinish::Now);
    assert_eq!(finished, Ok(()));
    let ended = floor.until(|line| disposed(line).is_some());
    assert_eq!(disposed(&ended).as_deref(), Some("sale"));
    assert_eq!(floor.doing("1001").0, "free");
}

#[test]
fn a_pause_after_the_next_call_is_not_forgotten() {
    let floor = Floor::new(&RULES.replace("wrap-up = 1h", "wrap-up = 0"));
    floor.entrance.ready_once("1001").unwrap();
    floor.fails();
    assert!(floor.agent("1001").is_for_one_call);
    floor.serve_one("1001");
    floor.until(|line| matches!(line.fact, HistoryFact::AgentNotReady { .. }));
    let pause = ("not_ready", Some("one-call".to_owned()));
    assert_eq!(floor.doing("1001"), pause);
    // It was for one call.
    floor.fails();
    assert_eq!(floor.doing("1001"), pause);
    floor.entrance.ready("1001").unwrap();
    floor.serve_one("1001");
    assert_eq!(floor.doing("1001").0, "free");
}

#[test]
fn what_was_said_during_the_conversation_counts() {
    let floor = Floor::new(&RULES.replace("wrap-up = 1h", "wrap-up = 0"));
    let entrance = &floor.entrance;
    let talking = floor.arrive();
    talking.answered(next_offer(&talking, "1001"));
    next_order(&talking);
    let conversation = talking.conversation().unwrap();
    let said = entrance.wrap_up("1001", Some("sale"), 0, WrapUpFinish::No);
    assert_eq!(said, Ok(()));
    entrance.ready_once("1001").unwrap();
    floor.fails();
    conversation.ended(EndedBy::Caller);
    let ended = floor.until(|line| disposed(line).is_some());
    assert_eq!(disposed(&ended).as_deref(), Some("sale"));
    floor.until(|line| matches!(line.fact, HistoryFact::AgentNotReady { .. }));
    let pause = ("not_ready", Some("one-call".to_owned()));
    assert_eq!(floor.doing("1001"), pause);
}

#[test]
fn who_was_idle_longest_still_is() {
    let floor = Floor::new(RULES);
    floor.entrance.sign_in("1002", None).unwrap();
    while floor.agent("1002").idle_ms < Some(20) {
        thread::yield_now();
    }
    floor.entrance.not_ready("1001", "lunch").unwrap();
    floor.entrance.ready("1001").unwrap();
    floor.fails();
    let ticket = floor.arrive();
    next_offer(&ticket, "1002");
}
