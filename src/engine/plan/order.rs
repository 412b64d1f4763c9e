//! Which call of a queue, and of several queues that share agents, is served first.

use std::fmt;
use std::sync::Arc;

use crate::engine::call::attribute::Named;

/// The rules of the order of calls.
#[derive(Debug, Clone, Default)]
pub struct OrderRules {
    /// Added to the priority of every call of the queue: what the queue counts where an agent
    /// serves several. Default 0.
    pub weight: i32,
    /// How waiting raises priority. Default: not at all.
    pub ageing: Option<Ageing>,
    /// From which moment on a call counts as due. Default: its arrival.
    pub order: CallOrder,
    /// The wait within which calls are to be answered, in milliseconds. Default 20,000.
    pub service_level: ServiceLevel,
    /// What raises a call's priority by what it brings along. Default: nothing.
    pub priority_if: Arc<[PriorityRule]>,
}

impl OrderRules {
    /// What the call's tags and attributes add to its own priority.
    #[must_use]
    pub fn raise<'a>(&self, named: impl Into<Named<'a>>) -> i32 {
        let named = named.into();
        let holding = self.priority_if.iter().filter(|rule| rule.holds(named));
        holding.fold(0, |sum, rule| sum.saturating_add(rule.raise))
    }
}

/// A target for the wait, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceLevel(pub u64);

impl Default for ServiceLevel {
    fn default() -> Self {
        Self(20_000)
    }
}

/// How waiting raises priority: by so many points in so long a time, evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ageing {
    /// Points of priority; at least 1.
    pub points: u32,
    /// In this time, in milliseconds; at least 1.
    pub per_ms: u64,
}

/// From which moment on a call counts as due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum CallOrder {
    /// From its arrival on.
    #[default]
    Arrival,
    /// From the end of the service level on, so that calls of several queues rank by the time
    /// that is left to them.
    Deadline,
}

/// Raises the priority of calls with a certain tag or attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorityRule {
    /// The key of the tag or name of the attribute, in lower case.
    pub attribute: Box<str>,
    /// What must hold for its value.
    pub test: AttributeTest,
    /// What is added then; below zero it lowers.
    pub raise: i32,
}

/// What must hold for an attribute's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeTest {
    /// It is there and neither empty nor 0, no, false or off.
    IsSet,
    /// It is this text, without regard to ASCII case.
    Is(Box<str>),
    /// It is not this text; holds also if it is not there.
    IsNot(Box<str>),
    /// It is a whole number of at least this.
    AtLeast(i64),
    /// It is a whole number of at most this.
    AtMost(i64),
}

impl PriorityRule {
    /// Whether the rule holds for a call with these tags and attributes.
    #[must_use]
    pub fn holds<'a>(&self, named: impl Into<Named<'a>>) -> bool {
        let value = named.into().value(&self.attribute).map(str::trim);
        let number = || value.and_then(|value| value.parse::<i64>().ok());
        match &self.test {
            AttributeTest::IsSet => value.is_some_and(|value| {
                let is = |word: &&str| word.eq_ignore_ascii_case(value);
                !["", "0", "no", "false", "off"].iter().any(is)
            }),
            AttributeTest::Is(text) => value.is_some_and(|value| value.eq_ignore_ascii_case(text)),
            AttributeTest::IsNot(text) => {
                !value.is_some_and(|value| value.eq_ignore_ascii_case(text))
            }
            AttributeTest::AtLeast(least) => number().is_some_and(|number| number >= *least),
            AttributeTest::AtMost(most) => number().is_some_and(|number| number <= *most),
        }
    }
}

impl fmt::Display for PriorityRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "${}", self.attribute)?;
        match &self.test {
            AttributeTest::IsSet => {}
            AttributeTest::Is(text) => write!(f, " = {text}")?,
            AttributeTest::IsNot(text) => write!(f, " != {text}")?,
            AttributeTest::AtLeast(least) => write!(f, " >= {least}")?,
            AttributeTest::AtMost(most) => write!(f, " <= {most}")?,
        }
        write!(f, ": {}", self.raise)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::call::attribute::Attributes;

    fn rule(test: AttributeTest) -> PriorityRule {
        PriorityRule {
            attribute: "vip".into(),
            test,
            raise: 10,
        }
    }

    #[test]
    fn every_test_of_a_value() {
        let values = [
            None,
            Some(""),
            Some("no"),
            Some("Gold"),
            Some(" 7 "),
            Some("0"),
        ];
        let rows = [
            (
                AttributeTest::IsSet,
                [false, false, false, true, true, false],
            ),
            (
                AttributeTest::Is("gold".into()),
                [false, false, false, true, false, false],
            ),
            (
                AttributeTest::IsNot("gold".into()),
                [true, true, true, false, true, true],
            ),
            (
                AttributeTest::AtLeast(7),
                [false, false, false, false, true, false],
            ),
            (
                AttributeTest::AtMost(6),
                [false, false, false, false, false, true],
            ),
        ];
        for (test, expected) in rows {
            let rule = rule(test);
            for (value, expected) in values.iter().zip(expected) {
                let attributes = Attributes::new(value.map(|value| ("VIP", value))).unwrap();
                assert_eq!(rule.holds(&attributes), expected, "{rule} for {value:?}");
            }
        }
    }

    #[test]
    fn raises_add_up_and_may_lower() {
        let lower = PriorityRule {
            raise: -3,
            ..rule(AttributeTest::AtLeast(5))
        };
        let rules = OrderRules {
            priority_if: [rule(AttributeTest::IsSet), lower].into(),
            ..OrderRules::default()
        };
        let vip = |value| Attributes::new([("vip", value)]).unwrap();
        assert_eq!(rules.raise(&vip("5")), 7);
        assert_eq!(rules.raise(&vip("4")), 10);
        assert_eq!(rules.raise(&Attributes::default()), 0);
    }
}
