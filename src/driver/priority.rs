//! What a call counts in the order of calls, and what makes it up, in words.

use crate::engine::{Ageing, CallOrder, Explanation, OrderRules};

/// `12.50`.
pub(super) fn hundredths(score: i64) -> String {
    let sign = if score < 0 { "-" } else { "" };
    let size = score.unsigned_abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

/// `12.50 = 0 of its own, 10 by $vip, 2 by weight, 0.50 by ageing (1 per 30s)`; empty once the
/// call talks.
pub(super) fn in_words(explanation: &Explanation, rules: &OrderRules) -> String {
    let call = &explanation.call;
    let Some(score) = call.score_hundredths else {
        return String::new();
    };
    let mut parts = vec![format!("{} of its own", call.priority)];
    for rule in &explanation.raised_by {
        parts.push(format!("by {rule}"));
    }
    if rules.weight != 0 {
        parts.push(format!("{} by weight", rules.weight));
    }
    if let Some(Ageing { points, per_ms }) = rules.ageing {
        let whole = i64::from(call.priority) + i64::from(call.raise) + i64::from(rules.weight);
        let aged = hundredths(score.saturating_sub(whole * 100));
        let per_s = hundredths(i64::try_from(per_ms / 10).unwrap_or(i64::MAX));
        parts.push(format!("{aged} by ageing ({points} per {per_s} s)"));
    }
    if rules.order == CallOrder::Deadline {
        let target_ms = rules.service_level.0;
        let word = match call.wait_ms.checked_sub(target_ms) {
            Some(over_ms) => format!("due for {} s", over_ms / 1_000),
            None => format!("due in {} s", (target_ms - call.wait_ms).div_ceil(1_000)),
        };
        parts.push(word);
    }
    format!("{}: {}", hundredths(score), parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundredths_keep_their_sign() {
        let told = [0, 5, 123, -5, -1_234].map(hundredths);
        assert_eq!(told, ["0.00", "0.05", "1.23", "-0.05", "-12.34"]);
    }
}
