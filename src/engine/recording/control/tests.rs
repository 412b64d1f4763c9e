//! Every verb in every state, and sequences that nobody would think of.

use proptest::prelude::{Just, Strategy as _, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::*;

const WORD: PauseHolder = PauseHolder::Word;
const HOLD: PauseHolder = PauseHolder::Hold;
const TAG: PauseHolder = PauseHolder::Tag;

fn after(verbs: &[RecordingVerb]) -> RecordingControl {
    let mut control = RecordingControl::new(RecordingPermits::default());
    for (at, verb) in (0..).zip(verbs) {
        control.obey(Millis(at * 100), *verb).unwrap();
    }
    control
}

fn told(control: &mut RecordingControl, at_ms: u64, verb: RecordingVerb) -> Vec<RecorderOrder> {
    control.obey(Millis(at_ms), verb).unwrap().to_vec()
}

#[test]
fn every_verb_in_every_state() {
    use RecorderOrder::{Begin, End, Silence, Sound};
    use RecordingState::{Off, Paused, Recording};
    use RecordingVerb::{Pause, Resume, Start, Stop};
    let off: &[RecordingVerb] = &[];
    let on: &[RecordingVerb] = &[Start];
    let paused: &[RecordingVerb] = &[Start, Pause(WORD)];
    let held: &[RecordingVerb] = &[Start, Pause(HOLD)];
    for (before, verb, orders, state) in [
        (off, Start, vec![Begin], Recording),
        (off, Stop, vec![], Off),
        (off, Pause(HOLD), vec![], Off),
        (off, Resume(TAG), vec![], Off),
        (on, Start, vec![], Recording),
        (on, Stop, vec![End], Off),
        (on, Pause(WORD), vec![Silence], Paused),
        (on, Pause(TAG), vec![Silence], Paused),
        (on, Resume(WORD), vec![], Recording),
        (on, Resume(HOLD), vec![], Recording),
        (paused, Start, vec![], Paused),
        (paused, Stop, vec![End], Off),
        (paused, Pause(WORD), vec![], Paused),
        (paused, Pause(HOLD), vec![], Paused),
        (paused, Resume(WORD), vec![Sound], Recording),
        (paused, Resume(HOLD), vec![], Paused),
        (held, Resume(HOLD), vec![Sound], Recording),
        (held, Resume(TAG), vec![], Paused),
    ] {
        let mut control = after(before);
        let found = told(&mut control, 1_000, verb);
        assert_eq!(
            (found, control.state()),
            (orders, state),
            "{before:?} {verb:?}"
        );
    }
}

#[test]
fn what_is_refused_says_why() {
    use RecordingVerb::{Pause, Resume, Start, Stop};
    let now = Millis(1_000);
    let mut off = after(&[]);
    for verb in [Pause(WORD), Resume(WORD)] {
        assert_eq!(off.obey(now, verb), Err(RecordingRefusal::NotRecorded));
    }
    let mut held = after(&[Start, Pause(HOLD), Pause(TAG)]);
    let refusal = held.obey(now, Resume(WORD)).unwrap_err();
    assert_eq!(refusal.to_string(), "the pause is held by hold, tag");
    let mut never = RecordingControl::new(RecordingPermits {
        is_never: true,
        ..RecordingPermits::default()
    });
    assert_eq!(never.obey(now, Start), Err(RecordingRefusal::Never));
    let mut mandatory = RecordingControl::new(RecordingPermits {
        is_mandatory: true,
        ..RecordingPermits::default()
    });
    told(&mut mandatory, 0, Start);
    assert_eq!(mandatory.obey(now, Stop), Err(RecordingRefusal::Mandatory));
    assert_eq!(mandatory.finish(now).to_vec(), [RecorderOrder::End]);
}

#[test]
fn a_pause_lasts_until_all_have_let_go() {
    use RecordingVerb::{Pause, Resume, Start};
    let mut control = after(&[Start, Pause(WORD), Pause(HOLD), Pause(TAG)]);
    assert_eq!(told(&mut control, 500, Resume(WORD)), []);
    assert_eq!(told(&mut control, 600, Resume(HOLD)), []);
    assert_eq!(told(&mut control, 700, Resume(TAG)), [RecorderOrder::Sound]);
    let span = PauseSpan {
        from_ms: 100,
        to_ms: Some(700),
    };
    assert_eq!(control.spans(), [span]);
}

#[test]
fn what_holds_before_the_start_silences_it() {
    let mut control = after(&[RecordingVerb::Pause(TAG)]);
    let orders = told(&mut control, 300, RecordingVerb::Start);
    assert_eq!(orders, [RecorderOrder::Begin, RecorderOrder::Silence]);
    assert_eq!(control.spans()[0].from_ms, 0);
}

#[test]
fn a_new_file_has_a_time_line_of_its_own() {
    use RecordingVerb::{Pause, Start, Stop};
    let mut control = after(&[Start, Pause(WORD), Stop]);
    assert_eq!(control.spans().len(), 1);
    told(&mut control, 1_000, Start);
    assert_eq!(
        (control.state(), control.spans()),
        (RecordingState::Recording, &[][..])
    );
    assert_eq!(control.length_ms(Millis(1_250)), 250);
}

#[test]
fn more_pauses_than_are_told_are_told_as_one() {
    let mut control = after(&[RecordingVerb::Start]);
    let pauses = u64::try_from(PAUSES_MAX).unwrap() + 5;
    for pause in 0..pauses {
        told(&mut control, pause * 10 + 1, RecordingVerb::Pause(WORD));
        told(&mut control, pause * 10 + 5, RecordingVerb::Resume(WORD));
    }
    assert_eq!(control.spans().len(), PAUSES_MAX);
    assert_eq!(
        control.spans()[PAUSES_MAX - 1].to_ms,
        Some((pauses - 1) * 10 + 5)
    );
}

fn any_verb() -> impl proptest::strategy::Strategy<Value = RecordingVerb> {
    let holder = prop_oneof![Just(WORD), Just(HOLD), Just(TAG)];
    let paused = holder.clone().prop_map(RecordingVerb::Pause);
    let resumed = holder.prop_map(RecordingVerb::Resume);
    prop_oneof![
        Just(RecordingVerb::Start),
        Just(RecordingVerb::Stop),
        paused,
        resumed
    ]
}

proptest! {
    #[test]
    fn orders_always_lead_from_one_state_to_the_next(
        verbs in proptest::collection::vec((any_verb(), 0_u64..50), 0..80)
    ) {
        let mut control = RecordingControl::new(RecordingPermits::default());
        let (mut now, mut is_open, mut is_silent) = (Millis(0), false, false);
        for (verb, later_ms) in verbs {
            now = Millis(now.0 + later_ms);
            let before = control.clone();
            match control.obey(now, verb) {
                Err(_) => {
                    prop_assert_eq!(control.state(), before.state());
                    prop_assert_eq!(control.holders(), before.holders());
                    prop_assert_eq!(control.spans(), before.spans());
                }
                Ok(orders) => {
                    for order in orders {
                        let (is_legal, silences) = match order {
                            RecorderOrder::Begin => (!is_open, false),
                            RecorderOrder::End => (is_open, false),
                            RecorderOrder::Silence => (is_open && !is_silent, true),
                            RecorderOrder::Sound => (is_open && is_silent, false),
                        };
                        prop_assert!(is_legal, "{order:?}");
                        is_open = order != RecorderOrder::End;
                        is_silent = silences;
                    }
                }
            }
            let state = match (is_open, is_silent) {
                (false, _) => RecordingState::Off,
                (true, false) => RecordingState::Recording,
                (true, true) => RecordingState::Paused,
            };
            prop_assert_eq!(control.state(), state);
            // The same once more changes nothing.
            let again = control.clone();
            if let Ok(orders) = control.obey(now, verb) { prop_assert!(orders.is_empty()); }
            prop_assert_eq!(control.state(), again.state());
            let mut last_ms = 0;
            for (place, span) in control.spans().iter().enumerate() {
                prop_assert!(span.from_ms >= last_ms);
                last_ms = span.to_ms.unwrap_or(span.from_ms);
                prop_assert!(last_ms >= span.from_ms);
                let is_last = place + 1 == control.spans().len();
                prop_assert!(span.to_ms.is_some() || (is_last && is_open && is_silent));
            }
        }
    }
}
