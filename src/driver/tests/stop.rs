//! The end, and beginning again.

use crate::engine::CallExit;

use super::*;

#[test]
fn waiting_calls_are_released_and_requests_refused() {
    let floor = Floor::new(&FLOOR.replace("interface = Local/1001", "sign-in = manual"));
    let ticket = floor.arrive();
    floor.driver.stop();
    floor.driver.stop();
    assert_eq!(
        ticket.next_order(),
        Some(Order::Release {
            exit: CallExit::EngineFailed,
            was_in_line: true
        })
    );
    assert_eq!(
        floor.entrance.arrive(&request()).unwrap_err(),
        Refusal::Stopped
    );
    assert_eq!(floor.entrance.sign_out("1001"), Err(Refusal::Stopped));
    assert_eq!(floor.entrance.calls().unwrap_err(), Refusal::Stopped);
    let again = floor.entrance.reload(&sections(FLOOR)).unwrap_err();
    assert_eq!(again, ReloadError::Refused(Refusal::Stopped));
    assert_eq!(floor.entrance.calls_in_hand(), 1);
    drop(ticket);
    assert_eq!(floor.entrance.calls_in_hand(), 0);
    let lines = floor.stop();
    assert_eq!(words(&lines).last().unwrap(), "call_released");
}

#[test]
fn a_wrong_configuration_does_not_start() {
    let (lines, _) = unbounded();
    let host = FakeHost {
        props: Arc::default(),
        lines,
    };
    let wrong = sections("[1001]\ntype = agent\nqueues = nowhere\n");
    let Err(StartError::Config(errors)) = Driver::start(host, &wrong) else {
        panic!("there is no such queue");
    };
    assert_eq!(errors.len(), 1);
}

#[test]
fn callers_who_come_while_it_stops_are_told_so() {
    for _ in 0..20 {
        let floor = Floor::new(FLOOR);
        thread::scope(|scope| {
            let callers: Vec<_> = (0..8)
                .map(|_| {
                    let entrance = floor.entrance.clone();
                    scope.spawn(move || match entrance.arrive(&request()) {
                        Ok(ticket) => {
                            while !matches!(next_order(&ticket), Order::Release { .. }) {}
                        }
                        Err(refusal) => assert_eq!(refusal, Refusal::Stopped),
                    })
                })
                .collect();
            floor.driver.stop();
            for caller in callers {
                caller.join().unwrap();
            }
        });
        assert_eq!(floor.entrance.calls_in_hand(), 0);
    }
}
