//! Devices: watched where the engine wants it, coalesced, never blocking, never lost.

use super::*;

fn in_use(floor: &Floor) -> usize {
    let fact = HistoryFact::DeviceChanged {
        device: DeviceState::InUse,
    };
    floor.all().iter().filter(|line| line.fact == fact).count()
}

#[test]
fn the_present_state_counts_from_the_start() {
    let props = Arc::<Props>::default();
    props
        .present
        .lock()
        .unwrap()
        .insert("Local/1001".to_owned(), DeviceState::Unreachable);
    let floor = Floor::with(props, FLOOR);
    let agent = floor.entrance.plan().agents.id("1001").unwrap();
    let ticket = floor.arrive();
    assert_eq!(floor.entrance.calls().unwrap().len(), 1);
    assert!(ticket.next_order().is_none(), "the phone is unreachable");
    floor.entrance.device_changed(agent, DeviceState::Free);
    next_offer(&ticket, "1001");
    let mut watched = floor.props.watched.lock().unwrap().clone();
    watched.dedup();
    assert_eq!(
        watched,
        [(agent, Some(WatchedDevice::Behind("Local/1001".into())))]
    );
}

#[test]
fn the_latest_of_many_states_counts() {
    let floor = Floor::new(FLOOR);
    let agent = floor.entrance.plan().agents.id("1001").unwrap();
    // The worker stands still while the device flaps.
    floor.props.shut();
    let _waiting = floor.entrance.lobby().ask(|reply| Letter::Asked {
        input: Box::new(crate::engine::Input::AgentNotReady {
            agent,
            reason: "test".into(),
        }),
        reply,
    });
    floor.props.wait_until_held();
    for _ in 0..10_000 {
        floor.entrance.device_changed(agent, DeviceState::Free);
        floor.entrance.device_changed(agent, DeviceState::InUse);
    }
    assert!(
        floor.entrance.lobby().letters_waiting() <= 1,
        "one letter wakes for all"
    );
    floor.props.open();
    floor.entrance.ready("1001").unwrap();
    let ticket = floor.arrive();
    assert_eq!(floor.entrance.calls().unwrap().len(), 1);
    assert!(ticket.next_order().is_none());
    assert_eq!(in_use(&floor), 1, "the states in between were never heard");
    floor.entrance.device_changed(agent, DeviceState::Free);
    next_offer(&ticket, "1001");
}

#[test]
fn a_state_of_the_former_phone_is_not_taken_for_the_new_ones() {
    let floor = Floor::new(FLOOR);
    let agent = floor.entrance.plan().agents.id("1001").unwrap();
    floor.props.shut();
    floor.entrance.not_ready("1001", "moving").unwrap();
    floor.props.wait_until_held();
    let entrance = floor.entrance.clone();
    let moving = thread::spawn(move || entrance.sign_in("1001", Some("Local/new")));
    while floor.entrance.lobby().letters_waiting() == 0 && !moving.is_finished() {
        thread::yield_now();
    }
    // Still about the former phone: the worker has not asked for the new one yet.
    floor
        .entrance
        .device_changed(agent, DeviceState::Unreachable);
    floor.props.open();
    moving.join().unwrap().unwrap();
    floor.entrance.ready("1001").unwrap();
    let ticket = floor.arrive();
    let Order::Offer { interface, .. } = next_order(&ticket) else {
        panic!("the phone is free")
    };
    assert_eq!(&*interface, "Local/new");
}
