//! Agents who have called and stay on the line.

use super::*;
use crate::driver::{AgentLine, WhereSignedIn, is_line};

const LINE: &str = "AcdConnect/PJSIP/1002-00000001";

fn line(floor: &Floor) -> AgentLine {
    AgentLine::new(&floor.entrance, "1002", "PJSIP/1002-00000001").unwrap()
}

fn where_is(floor: &Floor, line: &AgentLine) -> WhereSignedIn {
    floor.entrance.where_signed_in(line).unwrap()
}

#[test]
fn an_agent_on_the_line_is_offered_calls_there_until_it_ends() {
    let floor = Floor::new(FLOOR);
    let entrance = &floor.entrance;
    let line = line(&floor);
    assert_eq!(&**line.interface(), LINE);
    assert!(is_line(LINE) && !is_line("PJSIP/1002") && !is_line("AcdConnect"));
    assert_eq!(where_is(&floor, &line), WhereSignedIn::Nowhere);
    entrance.connect(&line).unwrap();
    assert_eq!(where_is(&floor, &line), WhereSignedIn::Here);
    let watched = Some(WatchedDevice::Behind(LINE.into()));
    assert!(
        floor
            .props
            .watched
            .lock()
            .unwrap()
            .contains(&(line.agent(), watched))
    );
    entrance.sign_out("1001").unwrap();
    let ticket = floor.arrive();
    let order = next_order(&ticket);
    let Order::Offer { interface, .. } = order else {
        panic!("{order:?}");
    };
    assert_eq!(&*interface, LINE);
    drop(ticket);
    entrance.line_ended(&line);
    assert_eq!(where_is(&floor, &line), WhereSignedIn::Nowhere);
}

#[test]
fn a_line_that_ends_signs_nobody_out_who_has_moved() {
    let floor = Floor::new(FLOOR);
    let line = line(&floor);
    floor.entrance.connect(&line).unwrap();
    floor.entrance.sign_in("1002", Some("PJSIP/1002")).unwrap();
    assert_eq!(where_is(&floor, &line), WhereSignedIn::Elsewhere);
    floor.entrance.line_ended(&line);
    assert_eq!(where_is(&floor, &line), WhereSignedIn::Elsewhere);
}

#[test]
fn nobody_signs_in_on_a_line_by_its_name() {
    let floor = Floor::new(FLOOR);
    let refused = floor.entrance.sign_in("1002", Some(LINE));
    assert!(matches!(refused, Err(Refusal::Interface { .. })));
    let unknown = AgentLine::new(&floor.entrance, "1009", "PJSIP/1009-00000001");
    assert_eq!(unknown, Err(Refusal::UnknownAgent("1009".to_owned())));
}
