//! The rules at work, in virtual time: a contact with calls, and what rules make of them.

use super::*;
use crate::engine::EndedBy;
use crate::engine::event::EventKind;
use crate::engine::id::DispositionId;
use crate::engine::input::Departure;
use crate::engine::limits::TAG_FIRINGS_MAX;
use crate::engine::output::CallExit;
use crate::engine::plan::DispositionPlan;
use crate::engine::requirement::Requirement;
use crate::engine::tag::{Expression, assignments};

const CONTACT: ContactId = ContactId(1);
const CALL: CallId = CallId(7);
const SUPPORT: QueueId = QueueId(1);
const SALES: QueueId = QueueId(2);
const ALICE: AgentId = AgentId(3);

/// A book with its clock, and who set what.
struct Desk {
    book: TagBook,
    now: Millis,
    log: Vec<String>,
}

fn rule(name: &str, on: TagTrigger, condition: &str, set: &str, unset: &str) -> TagRule {
    let condition = (!condition.is_empty()).then(|| Expression::parse(condition).unwrap());
    let unset = unset.split(',').filter(|key| !key.is_empty());
    TagRule {
        name: name.into(),
        queues: BTreeSet::new(),
        on,
        condition,
        set: if set.is_empty() {
            Arc::default()
        } else {
            assignments(set).unwrap().into()
        },
        unset: unset.map(|key| TagKey::new(key).unwrap()).collect(),
    }
}

impl Desk {
    fn new(rules: impl IntoIterator<Item = TagRule>) -> Self {
        let mut book = TagBook::default();
        book.plan(&rules.into_iter().map(Arc::new).collect());
        let (now, log) = (Millis(1_000), Vec::new());
        Self { book, now, log }
    }

    fn run(&mut self) {
        while let Some(due) = self.book.next_due() {
            match due {
                Ok(due) => self.make(&due.changes(), &due.by(), true),
                Err(due) => self.log.push(format!("stopped {}", due.rule.name)),
            }
        }
    }

    fn make(&mut self, changes: &[TagChange], by: &str, is_by_rule: bool) {
        let tags = self.book.after(CONTACT, changes).unwrap();
        for tag in self.book.commit(CONTACT, tags, is_by_rule).unwrap() {
            let value = tag
                .after
                .map_or_else(|| "-".to_owned(), |value| value.to_string());
            self.log
                .push(format!("{} {}={value} {by}", self.now.0, tag.key));
        }
    }

    fn tag(&mut self, tags: &str) {
        let tags = assignments(tags).unwrap().into_iter();
        let changes: Vec<_> = tags.map(|(key, value)| (key, Some(value))).collect();
        self.make(&changes, "ann", false);
        self.run();
    }

    fn arrives(&mut self, queue: QueueId) {
        let attributes = Attributes::new([("lang", "french")]).unwrap();
        let caller = Arc::from("5551000");
        self.book
            .admit(CONTACT, CALL, queue, attributes, Some(&caller), self.now);
        self.run();
    }

    fn note(&mut self, kind: &EventKind) {
        self.book.note(kind, self.now);
        self.run();
    }

    fn connects(&mut self) {
        self.note(&EventKind::CallConnected {
            call: CALL,
            offer: crate::engine::OfferId(1),
            queue: SUPPORT,
            agent: ALICE,
            wait_ms: 0,
            ring_ms: 0,
            requirement: Arc::new(Requirement::any()),
            skills: crate::engine::SkillSet::default(),
        });
    }

    fn ends(&mut self, ended_by: EndedBy) {
        self.note(&EventKind::ConversationEnded {
            call: CALL,
            queue: SUPPORT,
            agent: ALICE,
            talk_ms: 0,
            ended_by,
        });
    }

    fn leaves(&mut self, departure: Departure) {
        self.note(&EventKind::CallLeft {
            call: CALL,
            queue: SUPPORT,
            departure,
            is_short: false,
            wait_ms: 0,
        });
    }

    // Time passes; whoever keeps the book looks at its deadline, and sometimes late.
    fn pass(&mut self, ms: u64) {
        let until = self.now + ms;
        while let Some(at) = self.book.deadline().filter(|at| *at <= until) {
            self.now = self.now.max(at);
            self.book.keep(self.now);
            self.run();
        }
        self.now = until;
    }

    fn said(&mut self) -> Vec<String> {
        std::mem::take(&mut self.log)
    }
}

fn waited(after_ms: u64) -> TagTrigger {
    TagTrigger::Waited { after_ms }
}

#[test]
fn a_wait_is_over_in_its_very_millisecond() {
    let mut desk = Desk::new([
        rule("long", waited(5_000), "", "long", ""),
        rule("longer", waited(9_000), "$lang = french", "long=2", ""),
        rule("never", waited(9_000), "$lang = german", "never", ""),
    ]);
    desk.arrives(SUPPORT);
    desk.pass(4_999);
    assert_eq!(desk.said(), [""; 0]);
    desk.pass(10_000);
    assert_eq!(
        desk.said(),
        ["6000 long=1 rule long", "10000 long=2 rule longer"]
    );
    assert_eq!(desk.book.deadline(), None);
}

#[test]
fn a_call_that_is_answered_waits_no_more_and_begins_to_talk() {
    let talked = TagTrigger::Talked { after_ms: 3_000 };
    let mut desk = Desk::new([
        rule("long", waited(5_000), "", "long", ""),
        rule("answered", TagTrigger::Answered, "", "answered", ""),
        rule("talk", talked, "", "talk", ""),
    ]);
    desk.arrives(SUPPORT);
    desk.pass(4_000);
    desk.connects();
    desk.pass(2_999);
    assert_eq!(desk.said(), ["5000 answered=1 rule answered"]);
    desk.pass(1);
    assert_eq!(desk.said(), ["8000 talk=1 rule talk"]);
    desk.ends(EndedBy::Agent);
    assert_eq!(desk.book.contact_of(CALL), None);
    assert_eq!(desk.book.tags(CONTACT).len(), 2);
}

#[test]
fn a_move_to_another_queue_counts_the_whole_wait_and_fires_nothing_twice() {
    let mut everywhere = rule("long", waited(5_000), "", "long", "");
    let mut there = rule("there", waited(4_000), "", "there", "");
    everywhere.queues = [SUPPORT, SALES].into();
    there.queues = [SALES].into();
    let mut queued = rule("queued", TagTrigger::Queued, "", "queued", "");
    queued.queues = [SALES].into();
    let mut desk = Desk::new([everywhere, there, queued]);
    desk.arrives(SUPPORT);
    desk.pass(6_000);
    assert_eq!(desk.said(), ["6000 long=1 rule long"]);
    desk.note(&EventKind::CallMoved {
        call: CALL,
        from: SUPPORT,
        to: SALES,
        cause: crate::engine::MoveCause::Waited { after_ms: 1 },
        wait_ms: 6_000,
    });
    desk.pass(1);
    assert_eq!(
        desk.said(),
        ["7000 queued=1 rule queued", "7000 there=1 rule there"]
    );
}

#[test]
fn every_end_has_its_rule_and_the_contact_outlives_the_call() {
    let rules = || {
        [
            rule("abandoned", TagTrigger::Abandoned, "", "abandoned", ""),
            rule(
                "transferred",
                TagTrigger::Transferred,
                "",
                "transferred",
                "",
            ),
        ]
    };
    let mut desk = Desk::new(rules());
    desk.arrives(SUPPORT);
    desk.leaves(Departure::Abandoned);
    assert_eq!(desk.said(), ["1000 abandoned=1 rule abandoned"]);
    assert_eq!(
        desk.book.newest_call(CONTACT),
        None,
        "nothing is due any more"
    );
    desk.book.leave(CONTACT);
    let ended = desk.book.take_ended();
    assert_eq!(ended.len(), 1);
    assert_eq!(ended[0].1.len(), 1);
    assert_eq!(desk.book.tags(CONTACT).len(), 0);

    let mut desk = Desk::new(rules());
    desk.arrives(SUPPORT);
    desk.leaves(Departure::ExitKey);
    assert_eq!(desk.said(), [""; 0]);
    desk.arrives(SUPPORT);
    desk.connects();
    desk.ends(EndedBy::Transfer);
    assert_eq!(desk.said(), ["1000 transferred=1 rule transferred"]);
}

#[test]
fn what_the_agent_says_after_the_call_is_tagged_and_only_then_it_is_over() {
    let sale = DispositionId(4);
    let on = TagTrigger::Disposed {
        disposition: Some(sale),
    };
    let mut desk = Desk::new([rule("sale", on, "", "sold", "lead")]);
    desk.arrives(SUPPORT);
    desk.tag("lead");
    desk.connects();
    desk.book.leave(CONTACT);
    desk.book.note(&ended(), desk.now);
    desk.note(&EventKind::WrapUpStarted {
        agent: ALICE,
        call: CALL,
        wrap_up_ms: 1,
    });
    assert_eq!(desk.book.call_of_agent(ALICE), Some(CALL));
    assert_eq!(desk.book.take_ended(), []);
    desk.said();
    let disposition = Arc::new(DispositionPlan {
        id: sale,
        name: "sale".into(),
        label: None,
    });
    desk.note(&EventKind::CallDisposed {
        agent: ALICE,
        call: CALL,
        disposition,
    });
    assert_eq!(
        desk.said(),
        ["1000 lead=- rule sale", "1000 sold=1 rule sale"]
    );
    desk.note(&EventKind::WrapUpEnded {
        agent: ALICE,
        call: CALL,
        ended_by: crate::engine::WrapUpEnd::Agent,
        disposition: None,
        is_default: false,
    });
    assert_eq!(desk.book.take_ended().len(), 1);
    assert_eq!(desk.book.call_of_agent(ALICE), None);
}

fn ended() -> EventKind {
    EventKind::ConversationEnded {
        call: CALL,
        queue: SUPPORT,
        agent: ALICE,
        talk_ms: 0,
        ended_by: EndedBy::Caller,
    }
}

#[test]
fn a_caller_who_comes_again_in_time_is_known() {
    let on = TagTrigger::Repeated { within_ms: 60_000 };
    let mut desk = Desk::new([rule("again", on, "", "again", "")]);
    desk.arrives(SUPPORT);
    desk.leaves(Departure::Abandoned);
    desk.pass(60_001);
    desk.arrives(SUPPORT);
    desk.leaves(Departure::Abandoned);
    assert_eq!(desk.said(), [""; 0]);
    desk.pass(60_000);
    desk.arrives(SALES);
    assert_eq!(desk.said(), ["121001 again=1 rule again"]);
}

#[test]
fn a_call_that_was_not_let_in_was_in_no_queue() {
    let mut desk = Desk::new([rule("queued", TagTrigger::Queued, "", "queued", "")]);
    let attributes = Attributes::default();
    desk.book
        .admit(CONTACT, CALL, SUPPORT, attributes, None, desk.now);
    desk.note(&EventKind::CallReleased {
        call: CALL,
        queue: SUPPORT,
        exit: CallExit::Full,
        was_in_line: false,
        wait_ms: 0,
    });
    assert_eq!(desk.said(), [""; 0]);
    assert_eq!(desk.book.contact_of(CALL), None);
}

#[test]
fn a_condition_is_due_when_it_begins_to_hold_in_a_queue_or_not() {
    let mut desk = Desk::new([rule("big", TagTrigger::Changed, "amount >= 100", "big", "")]);
    desk.tag("amount=99");
    desk.tag("amount=100");
    desk.tag("amount=101");
    desk.tag("amount=5");
    desk.tag("amount=500");
    let made: Vec<String> = desk.said();
    let by_rule = made
        .iter()
        .filter(|line| line.ends_with("rule big"))
        .count();
    assert_eq!(by_rule, 1, "it was there the second time: {made:?}");
}

#[test]
fn rules_answer_one_another_and_are_stopped_when_they_never_end() {
    let changed = TagTrigger::Changed;
    let mut desk = Desk::new([
        rule("b", changed, "a", "b", ""),
        rule("c", changed, "b", "c", ""),
    ]);
    desk.tag("a");
    assert_eq!(
        desk.said(),
        ["1000 a=1 ann", "1000 b=1 rule b", "1000 c=1 rule c"]
    );
    let mut desk = Desk::new([
        rule("on", changed, "start & !x", "x", ""),
        rule("off", changed, "x", "", "x"),
    ]);
    desk.tag("start");
    let made = desk.said();
    assert_eq!(made.len(), 1 + TAG_FIRINGS_MAX + 1);
    assert!(made.last().unwrap().starts_with("stopped"), "{made:?}");
    desk.tag("other");
    assert_eq!(desk.said().len(), 1, "it does not begin anew by itself");
}

#[test]
fn a_new_plan_keeps_what_has_fired_and_sets_other_moments() {
    let mut desk = Desk::new([rule("long", waited(5_000), "", "long", "")]);
    desk.arrives(SUPPORT);
    desk.pass(5_000);
    desk.said();
    let rules = [
        rule("long", waited(7_000), "", "long=2", ""),
        rule("other", waited(6_000), "", "other", ""),
    ];
    desk.book.plan(&rules.into_iter().map(Arc::new).collect());
    desk.run();
    desk.pass(10_000);
    assert_eq!(desk.said(), ["7000 other=1 rule other"]);
}

#[test]
fn what_is_taken_back_leaves_nothing() {
    let mut desk = Desk::new([rule("queued", TagTrigger::Queued, "", "queued", "")]);
    let before = desk.book.tags(CONTACT);
    desk.arrives(SUPPORT);
    assert_eq!(desk.book.tags(CONTACT).len(), 1);
    desk.book.take_back(CALL, before);
    assert_eq!(desk.book.tags(CONTACT), Tags::default());
    assert_eq!(desk.book.contact_of(CALL), None);
}
