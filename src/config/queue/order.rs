//! Which call is served first.

use crate::config::error::ConfigErrorKind as Kind;
use crate::config::findings::{Faults, Findings};
use crate::config::source::{Entry, Section};
use crate::config::value::{duration, duration_text, number, whole, word};
use crate::engine::limits::{
    AGEING_POINTS_MAX, KEY_BYTES_MAX, PRIORITY_MAX, PRIORITY_MIN, PRIORITY_RULES_MAX,
    VALUE_BYTES_MAX, WEIGHT_MAX,
};
use crate::engine::{Ageing, AttributeTest, CallOrder, OrderRules, PriorityRule, ServiceLevel};

pub(super) const KEYS: &[&str] = &["order", "service-level", "ageing", "weight", "priority-if"];
pub(super) const REPEATABLE: &[&str] = &["priority-if"];

const ORDERS: &[&str] = &["arrival", "deadline"];

/// What was read so far.
#[derive(Default)]
pub(super) struct Draft<'a> {
    rules: OrderRules,
    priority_if: Vec<(&'a Entry, PriorityRule)>,
}

impl<'a> Draft<'a> {
    pub(super) fn set(&mut self, key: &str, entry: &'a Entry) -> Result<(), Faults> {
        let value = entry.value.as_str();
        let rules = &mut self.rules;
        match key {
            "order" => {
                rules.order = match word(value, ORDERS)? {
                    0 => CallOrder::Arrival,
                    _ => CallOrder::Deadline,
                }
            }
            "service-level" => rules.service_level = ServiceLevel(duration(value, 1)?),
            "ageing" => rules.ageing = ageing(value)?,
            "weight" => {
                let weight = number(value, 0, WEIGHT_MAX)?;
                rules.weight = i32::try_from(weight).expect("WEIGHT_MAX fits");
            }
            // An empty value takes back what a template gave.
            _ if value.is_empty() => self.priority_if.clear(),
            _ => self.priority_if.push((entry, priority_rule(value)?)),
        }
        Ok(())
    }

    pub(super) fn finish(mut self, section: &Section, findings: &mut Findings) -> OrderRules {
        if let Some((entry, _)) = self.priority_if.get(PRIORITY_RULES_MAX) {
            findings.entry_error(section, entry, Kind::PriorityRulesTooMany);
        }
        let rules = self.priority_if.into_iter();
        self.rules.priority_if = rules.map(|(_, rule)| rule).collect();
        self.rules
    }
}

// `1 per 30s`, or none.
fn ageing(value: &str) -> Result<Option<Ageing>, Kind> {
    if value.eq_ignore_ascii_case("none") {
        return Ok(None);
    }
    let words: Vec<&str> = value.split_whitespace().collect();
    let [points, per, time] = words[..] else {
        return Err(Kind::Ageing);
    };
    if !per.eq_ignore_ascii_case("per") {
        return Err(Kind::Ageing);
    }
    let points = number(points, 1, AGEING_POINTS_MAX).map_err(|_| Kind::Ageing)?;
    let per_ms = duration(time, 1)?;
    Ok(Some(Ageing { points, per_ms }))
}

// `$vip: 10`, `$segment = gold: 5`, `$orders >= 3: 2`.
fn priority_rule(value: &str) -> Result<PriorityRule, Kind> {
    let (condition, raise) = value.rsplit_once(':').ok_or(Kind::PriorityRule)?;
    let raise = whole(raise.trim(), PRIORITY_MIN, PRIORITY_MAX)?;
    let condition = condition
        .trim()
        .strip_prefix('$')
        .ok_or(Kind::PriorityRule)?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let end = condition.find(|c| !is_name(c)).unwrap_or(condition.len());
    let (name, test) = condition.split_at(end);
    if !(1..=KEY_BYTES_MAX).contains(&name.len()) || name.starts_with(|c: char| c.is_ascii_digit())
    {
        return Err(Kind::PriorityRule);
    }
    Ok(PriorityRule {
        attribute: name.to_ascii_lowercase().into(),
        test: attribute_test(test.trim())?,
        raise,
    })
}

fn attribute_test(text: &str) -> Result<AttributeTest, Kind> {
    if text.is_empty() {
        return Ok(AttributeTest::IsSet);
    }
    let end = text.find(|c| !"=!<>".contains(c)).unwrap_or(text.len());
    let (operator, operand) = text.split_at(end);
    let operand = operand.trim();
    let is_text = (1..=VALUE_BYTES_MAX).contains(&operand.len());
    let number = || operand.parse().map_err(|_| Kind::PriorityRule);
    match operator {
        "=" if is_text => Ok(AttributeTest::Is(operand.into())),
        "!=" if is_text => Ok(AttributeTest::IsNot(operand.into())),
        ">=" => Ok(AttributeTest::AtLeast(number()?)),
        "<=" => Ok(AttributeTest::AtMost(number()?)),
        _ => Err(Kind::PriorityRule),
    }
}

pub(super) fn described(rules: &OrderRules) -> Vec<(&'static str, String)> {
    let order = match rules.order {
        CallOrder::Arrival => ORDERS[0],
        CallOrder::Deadline => ORDERS[1],
    };
    let ageing = rules.ageing.map_or_else(
        || "none".to_owned(),
        |Ageing { points, per_ms }| format!("{points} per {}", duration_text(per_ms)),
    );
    let mut keys = vec![
        ("order", order.to_owned()),
        ("service-level", duration_text(rules.service_level.0)),
        ("ageing", ageing),
        ("weight", rules.weight.to_string()),
    ];
    if !rules.priority_if.is_empty() {
        let rules: Vec<String> = rules.priority_if.iter().map(ToString::to_string).collect();
        keys.push(("priority-if", rules.join("; ")));
    }
    keys
}
