//! What follows for a recording when another rule holds for its call.
//!
//! Rule kept: a rule ends only what a rule began, unless it says that such calls are never
//! recorded.

use crate::engine::id::CallId;
use crate::engine::plan::RecordingPlan;

use super::control::RecordingState;
use super::share::RecordingShare;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordingConsequence {
    /// Nothing: what is on goes on, what is off stays off.
    Stay,
    /// Begin.
    Start,
    /// End what is on.
    Stop,
}

/// A recording at the moment at which another rule holds.
#[derive(Debug, Clone, Copy)]
pub struct RecordingMoment {
    /// The call.
    pub call: CallId,
    /// An agent talks to the caller: rules begin recordings only then.
    pub is_talking: bool,
    /// What the recording does.
    pub state: RecordingState,
    /// A rule has begun it.
    pub is_by_rule: bool,
}

impl RecordingMoment {
    /// What follows when this rule holds from now on; `None`: no rule does.
    #[must_use]
    pub fn under(self, rule: Option<&RecordingPlan>) -> RecordingConsequence {
        let is_on = self.state != RecordingState::Off;
        let is_never = rule.is_some_and(|rule| rule.share == RecordingShare::Never);
        let takes = rule.is_some_and(|rule| rule.share.takes(self.call));
        if !is_on && takes && self.is_talking {
            RecordingConsequence::Start
        } else if is_on && (is_never || self.is_by_rule && !takes) {
            RecordingConsequence::Stop
        } else {
            RecordingConsequence::Stay
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, prop_oneof, proptest};
    use proptest::strategy::{Just, Strategy};

    use super::*;

    fn share() -> impl Strategy<Value = Option<RecordingShare>> {
        prop_oneof![
            Just(None),
            Just(Some(RecordingShare::Never)),
            Just(Some(RecordingShare::OnDemand)),
            (1..=99_u8).prop_map(|percent| Some(RecordingShare::Percent(percent))),
            Just(Some(RecordingShare::Always)),
        ]
    }

    proptest! {
        #[test]
        fn it_is_on_when_the_rule_takes_it_and_off_when_nobody_wants_it(
            share in share(), call in any::<u64>(), is_talking in any::<bool>(),
            (is_on, is_by_rule) in (any::<bool>(), any::<bool>()),
        ) {
            let plan = share.map(|share| RecordingPlan { share, ..RecordingPlan::new("r") });
            let state = if is_on { RecordingState::Recording } else { RecordingState::Off };
            let call = CallId(call);
            let moment = RecordingMoment { call, is_talking, state, is_by_rule };
            let told = moment.under(plan.as_ref());
            let is_on_now = match told {
                RecordingConsequence::Stay => is_on,
                RecordingConsequence::Start => true,
                RecordingConsequence::Stop => false,
            };
            let takes = share.is_some_and(|share| share.takes(call));
            let wanted = match share {
                Some(RecordingShare::Never) => false,
                _ if takes => is_on || is_talking,
                _ => is_on && !is_by_rule,
            };
            prop_assert_eq!(is_on_now, wanted);
            prop_assert_eq!(told == RecordingConsequence::Stay, is_on == is_on_now);
        }
    }
}
