//! A new configuration while calls wait and talk.

use crate::engine::CallExit;

use super::*;

#[test]
fn waiting_calls_move_to_the_new_rules() {
    let floor = Floor::new(&FLOOR.replace("interface = Local/1001", "sign-in = manual"));
    let ticket = floor.arrive();
    let text = FLOOR.replace("1001", "1007");
    let summary = floor.entrance.check(&sections(&text)).unwrap();
    assert!(
        floor.entrance.plan().agents.find("1007").is_none(),
        "a check changes nothing"
    );
    assert_eq!(floor.entrance.reload(&sections(&text)).unwrap(), summary);
    assert_eq!(summary.to_string(), "1 agent added, 1 agent removed");
    assert!(floor.entrance.plan().agents.find("1007").is_some());
    next_offer(&ticket, "1007");
}

#[test]
fn errors_change_nothing() {
    let floor = Floor::new(FLOOR);
    let wrong = sections(&FLOOR.replace("queues = support", "queues = suport"));
    let Err(ReloadError::Config(errors)) = floor.entrance.reload(&wrong) else {
        panic!("there is no such queue");
    };
    assert_eq!(errors.len(), 2, "both agents are wrong");
    assert_eq!(floor.entrance.check(&wrong).unwrap_err(), errors);
    floor.serve_one("1001");
}

#[test]
fn a_queue_that_goes_releases_its_calls() {
    let floor = Floor::new(&FLOOR.replace("interface = Local/1001", "sign-in = manual"));
    let ticket = floor.arrive();
    let text = FLOOR
        .replace("[support]", "[sales]")
        .replace("= support", "= sales");
    floor.entrance.reload(&sections(&text)).unwrap();
    assert_eq!(
        next_order(&ticket),
        Order::Release {
            exit: CallExit::QueueRemoved,
            was_in_line: true
        }
    );
    let gone = floor.entrance.arrive(&request()).unwrap_err();
    assert_eq!(gone, Refusal::UnknownQueue("support".to_owned()));
}

#[test]
fn a_failure_during_a_reload_keeps_the_former_rules() {
    let floor = Floor::new(FLOOR);
    let text = FLOOR.replace("1001", "1007");
    floor.entrance.provoke_panic();
    floor.entrance.reload(&sections(&text)).unwrap();
    floor.serve_one("1007");
    floor.entrance.provoke_panic();
    floor.serve_one("1007");
}
