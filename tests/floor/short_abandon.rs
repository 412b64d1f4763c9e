//! Who hangs up after a very short wait is counted apart.

use acd::engine::{EventKind, Millis};

use crate::floor::{Floor, abandoned};

#[test]
fn short_abandons_are_marked_and_counted_apart() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").0.caller.short_abandon_ms = 5_000;
    });
    for (wait_ms, is_short) in [(0, true), (4_999, true), (5_000, false), (60_000, false)] {
        let call = floor.call("support");
        floor.pass(wait_ms);
        floor.hangs_up(call);
        let told = floor.last(|kind| match kind {
            EventKind::CallLeft { is_short, .. } => Some(*is_short),
            _ => None,
        });
        assert_eq!(told.map(|(_, told)| told), Some(is_short), "{wait_ms} ms");
    }
    floor.reload(|_| ());
    let view = &floor.router.queue_views(Millis::ZERO)[0];
    assert_eq!((view.abandoned, view.abandoned_shortly), (4, 2));
}

#[test]
fn whoever_is_moved_elsewhere_has_not_abandoned() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support");
    });
    let call = floor.call("support");
    let mut left = abandoned(call);
    if let acd::engine::Input::CallLeft { departure, .. } = &mut left {
        *departure = acd::engine::Departure::Redirected;
    }
    assert_eq!(floor.tell(left), Ok(()));
    let view = &floor.router.queue_views(Millis::ZERO)[0];
    assert_eq!((view.abandoned, view.abandoned_shortly), (0, 0));
}
