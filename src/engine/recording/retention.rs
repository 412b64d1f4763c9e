//! For how long a recording is kept.
//!
//! Rule kept: a legal hold wins over every number of days; of several conditions the first that
//! holds counts. Only tags are asked about: attributes of a call are not kept with its recording.

use crate::engine::plan::RecordingPlan;
use crate::engine::tag::{Expression, TagFacts};

/// For how long recordings are kept of whose call this is so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeepRule {
    /// Days; `None`: for ever.
    pub days: Option<u32>,
    /// What has to be so.
    pub condition: Expression,
}

/// For how long a recording is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// A tag holds it for as long as it is there.
    LegalHold,
    /// For ever.
    Forever,
    /// For so many days.
    Days(u32),
}

impl RecordingPlan {
    /// For how long this rule keeps the recording of a call with these tags.
    #[must_use]
    pub fn keeping(&self, tags: &dyn TagFacts) -> Keeping {
        let holds = |condition: &Expression| condition.holds(tags);
        if self.legal_hold.as_ref().is_some_and(holds) {
            return Keeping::LegalHold;
        }
        let special = self.keep_if.iter().find(|rule| holds(&rule.condition));
        let days = special.map_or(self.keep_days, |rule| rule.days);
        days.map_or(Keeping::Forever, Keeping::Days)
    }

    /// Whether any recording of this rule ever expires.
    #[must_use]
    pub fn lets_expire(&self) -> bool {
        self.keep_days.is_some() || self.keep_if.iter().any(|rule| rule.days.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Tag(&'static str);

    impl TagFacts for Tag {
        fn tag(&self, key: &str) -> Option<&str> {
            (key == self.0).then_some("1")
        }

        fn attribute(&self, _: &str) -> Option<&str> {
            None
        }
    }

    #[test]
    fn a_legal_hold_wins_and_then_the_first_condition() {
        let mut plan = RecordingPlan::new("calls");
        assert_eq!(plan.keeping(&Tag("")), Keeping::Forever);
        assert!(!plan.lets_expire());
        assert_eq!(plan.keeping(&Tag("legal-hold")), Keeping::LegalHold);
        plan.keep_days = Some(30);
        for (days, condition) in [
            (Some(365), "dispute"),
            (None, "contract | dispute"),
            (Some(1), "legal-hold"),
        ] {
            let condition = Expression::parse(condition).unwrap();
            plan.keep_if.push(KeepRule { days, condition });
        }
        assert!(plan.lets_expire());
        assert_eq!(plan.keeping(&Tag("")), Keeping::Days(30));
        assert_eq!(plan.keeping(&Tag("dispute")), Keeping::Days(365));
        assert_eq!(plan.keeping(&Tag("contract")), Keeping::Forever);
        assert_eq!(plan.keeping(&Tag("legal-hold")), Keeping::LegalHold);
        plan.legal_hold = None;
        assert_eq!(plan.keeping(&Tag("legal-hold")), Keeping::Days(1));
    }
}
