//! The reserve of a queue in words.

use crate::config::duration_text;
use crate::engine::{Millis, ReserveSign, ReserveStanding, SignStanding};

/// A reserve as it stands.
pub(super) struct ReserveWords {
    /// `in` or `out`.
    pub(super) side: &'static str,
    /// For how long it has been in.
    pub(super) in_ms: Option<u64>,
    /// What would bring it in, or what must come about before it leaves.
    pub(super) when: String,
}

impl ReserveWords {
    pub(super) fn new(standing: &ReserveStanding, now: Millis) -> Self {
        let signs = standing.signs.iter();
        let (side, when) = match standing.stays_until {
            None => {
                let signs: Vec<String> = signs.map(to_join).collect();
                ("out", format!("joins when {}", signs.join(" or ")))
            }
            Some(until) => {
                let signs: Vec<String> = signs.map(to_leave).collect();
                let stay = match until.since(now) {
                    0 => String::new(),
                    stay_ms => format!(", not before {} s", stay_ms.div_ceil(1_000)),
                };
                ("in", format!("leaves when {}{stay}", signs.join(" and ")))
            }
        };
        Self {
            side,
            in_ms: standing.joined_at.map(|since| now.since(since)),
            when,
        }
    }
}

fn to_join(sign: &SignStanding) -> String {
    let relation = match sign.sign {
        ReserveSign::ServiceLevel => '<',
        _ => '>',
    };
    in_words(sign, relation, sign.threshold.join)
}

fn to_leave(sign: &SignStanding) -> String {
    let relation = match sign.sign {
        ReserveSign::ServiceLevel => '>',
        _ => '<',
    };
    in_words(sign, relation, sign.threshold.leave)
}

fn in_words(sign: &SignStanding, relation: char, threshold: u64) -> String {
    let value = |value: u64| match sign.sign {
        ReserveSign::Line => value.to_string(),
        ReserveSign::Wait | ReserveSign::Estimate => duration_text(value),
        ReserveSign::ServiceLevel => format!("{value}%"),
    };
    let now = match (sign.sign, sign.value) {
        // Milliseconds of a wait tell nobody anything.
        (ReserveSign::Wait | ReserveSign::Estimate, Some(now)) => format!("{} s", now / 1_000),
        (_, Some(now)) => value(now),
        (_, None) => "unknown".to_owned(),
    };
    let name = sign.sign.name();
    format!("{name} {relation} {} (now {now})", value(threshold))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Threshold;

    fn standing(joined_at: Option<Millis>) -> ReserveStanding {
        let sign = |sign, join, leave, value| SignStanding {
            sign,
            threshold: Threshold { join, leave },
            value,
        };
        ReserveStanding {
            rank_min: 2,
            agents: 3,
            joined_at,
            stays_until: joined_at.map(|since| since + 60_000),
            signs: vec![
                sign(ReserveSign::Line, 10, 5, Some(3)),
                sign(ReserveSign::Estimate, 60_000, 30_000, None),
                sign(ReserveSign::ServiceLevel, 80, 90, Some(85)),
            ],
        }
    }

    #[test]
    fn it_is_told_what_brings_it_in_and_what_lets_it_go() {
        let out = ReserveWords::new(&standing(None), Millis(5_000));
        assert_eq!((out.side, out.in_ms), ("out", None));
        assert_eq!(
            out.when,
            "joins when line > 10 (now 3) or estimate > 1m (now unknown) or service-level < 80% \
             (now 85%)"
        );
        let is_in = ReserveWords::new(&standing(Some(Millis(2_000))), Millis(5_000));
        assert_eq!((is_in.side, is_in.in_ms), ("in", Some(3_000)));
        assert_eq!(
            is_in.when,
            "leaves when line < 5 (now 3) and estimate < 30s (now unknown) and service-level > 90% \
             (now 85%), not before 57 s"
        );
    }
}
