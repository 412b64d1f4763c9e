//! Which agents are in reserve, what brings them in and what lets them go.

use crate::config::error::{ConfigErrorKind as Kind, Place, file_and_line};
use crate::config::findings::{Faults, Findings};
use crate::config::reserve_fault::ReserveFault as Fault;
use crate::config::source::{Entry, Section};
use crate::config::value::{RANK_MAX, duration, duration_text, number};
use crate::config::warning::ConfigWarningKind;
use crate::engine::limits::CALLS_MAX;
use crate::engine::{ReserveRules, ReserveSign, Threshold};

pub(super) const KEYS: &[&str] = &[
    "reserve-rank",
    "reserve-join",
    "reserve-leave",
    "reserve-stay",
];
pub(super) const REPEATABLE: &[&str] = &["reserve-join", "reserve-leave"];

const NONE: &str = "none";
/// Rank 1 is that of those who are always there.
const RANK_MIN: u32 = 2;
const LINE_MAX: u32 = CALLS_MAX as u32;
const WAIT_MS_MIN: u64 = 1_000;

/// What each sign must come to, with its line.
type Written<'a> = [Option<(&'a Entry, u64)>; ReserveSign::ALL.len()];

/// What was read so far.
#[derive(Default)]
pub(super) struct Draft<'a> {
    rules: ReserveRules,
    joins: Written<'a>,
    leaves: Written<'a>,
}

impl<'a> Draft<'a> {
    pub(super) fn set(&mut self, key: &str, entry: &'a Entry) -> Result<(), Faults> {
        let value = entry.value.as_str();
        match key {
            "reserve-rank" => self.rules.rank_min = rank(value)?,
            "reserve-stay" => self.rules.stay_ms = duration(value, 0)?,
            // An empty value takes back what a template gave.
            "reserve-join" if value.is_empty() => self.joins = Written::default(),
            "reserve-join" => {
                let (sign, number) = threshold(value, true).ok_or(Kind::Reserve(Fault::Join))?;
                self.joins[sign as usize] = Some((entry, number));
            }
            _ if value.is_empty() => self.leaves = Written::default(),
            _ => {
                let (sign, number) = threshold(value, false).ok_or(Kind::Reserve(Fault::Leave))?;
                self.leaves[sign as usize] = Some((entry, number));
            }
        }
        Ok(())
    }

    // Thresholds are put together only here, because those of a template come first.
    pub(super) fn finish(mut self, section: &Section, findings: &mut Findings) -> ReserveRules {
        let mut first = None;
        for sign in ReserveSign::ALL {
            let (join, leave) = (self.joins[sign as usize], self.leaves[sign as usize]);
            first = first.or(join).or(leave);
            let Some((place, join)) = join else {
                if let Some((entry, _)) = leave {
                    let kind = Kind::Reserve(Fault::LeaveAlone(sign.name()));
                    findings.entry_error(section, entry, kind);
                }
                continue;
            };
            if let Some((entry, leave)) = leave
                && !is_lower(sign, join, leave)
            {
                let fault = Fault::Order {
                    join: text(sign, join, true),
                    place: file_and_line(&place.file, place.line),
                    is_above: sign == ReserveSign::ServiceLevel,
                };
                findings.entry_error(section, entry, Kind::Reserve(fault));
            }
            let leave = leave.map_or_else(|| halfway(sign, join), |(_, leave)| leave);
            self.rules.thresholds[sign as usize] = Some(Threshold { join, leave });
        }
        match (self.rules.rank_min, first) {
            (None, Some((entry, _))) => {
                let place = Place::of_entry(section, entry);
                findings.warning(place, ConfigWarningKind::ReserveOfNobody);
            }
            (Some(_), None) => findings.section_error(section, Kind::Reserve(Fault::JoinMissing)),
            _ => {}
        }
        self.rules
    }
}

fn rank(value: &str) -> Result<Option<u8>, Kind> {
    if value.eq_ignore_ascii_case(NONE) {
        return Ok(None);
    }
    let rank = number(value, RANK_MIN, RANK_MAX.into()).map_err(|_| Kind::Reserve(Fault::Rank))?;
    Ok(Some(u8::try_from(rank).expect("RANK_MAX is one byte")))
}

/// `line > 10`, `wait > 1m`, `estimate > 2m` or `service-level < 80%`; the other way round where
/// it says when the reserve leaves.
fn threshold(value: &str, is_to_join: bool) -> Option<(ReserveSign, u64)> {
    let (name, number) = value.split_once(['<', '>'])?;
    let (name, relation) = (name.trim(), value.contains('<'));
    let mut signs = ReserveSign::ALL.into_iter();
    let sign = signs.find(|sign| sign.name().eq_ignore_ascii_case(name))?;
    if (relation == is_to_join) != (sign == ReserveSign::ServiceLevel) {
        return None;
    }
    Some((sign, of_sign(sign, number.trim())?))
}

fn of_sign(sign: ReserveSign, value: &str) -> Option<u64> {
    let number = match sign {
        ReserveSign::Line => number(value, 1, LINE_MAX).map(u64::from),
        ReserveSign::Wait | ReserveSign::Estimate => duration(value, WAIT_MS_MIN),
        ReserveSign::ServiceLevel => {
            number(value.strip_suffix('%')?.trim_end(), 1, 99).map(u64::from)
        }
    };
    number.ok()
}

/// Whether what lets the reserve go is on the calm side of what brings it in.
const fn is_lower(sign: ReserveSign, join: u64, leave: u64) -> bool {
    match sign {
        ReserveSign::Line => leave <= join,
        ReserveSign::Wait | ReserveSign::Estimate => leave < join,
        ReserveSign::ServiceLevel => leave >= join,
    }
}

/// Half of it; of a service level, half of what is missing.
const fn halfway(sign: ReserveSign, join: u64) -> u64 {
    match sign {
        ReserveSign::Line => join.div_ceil(2),
        ReserveSign::Wait | ReserveSign::Estimate => join / 2,
        ReserveSign::ServiceLevel => join + (100 - join) / 2,
    }
}

fn text(sign: ReserveSign, number: u64, is_to_join: bool) -> String {
    let relation = match is_to_join == (sign == ReserveSign::ServiceLevel) {
        true => '<',
        false => '>',
    };
    let number = match sign {
        ReserveSign::Line => number.to_string(),
        ReserveSign::Wait | ReserveSign::Estimate => duration_text(number),
        ReserveSign::ServiceLevel => format!("{number}%"),
    };
    format!("{} {relation} {number}", sign.name())
}

pub(super) fn described(rules: &ReserveRules) -> Vec<(&'static str, String)> {
    let rank = rules.rank_min.map(|rank| rank.to_string());
    let mut keys = vec![
        ("reserve-rank", rank.unwrap_or_else(|| NONE.to_owned())),
        ("reserve-stay", duration_text(rules.stay_ms)),
    ];
    let set = ReserveSign::ALL.into_iter();
    let set = set.filter_map(|sign| Some((sign, rules.threshold(sign)?)));
    let (joins, leaves): (Vec<String>, Vec<String>) = set
        .map(|(sign, threshold)| {
            (
                text(sign, threshold.join, true),
                text(sign, threshold.leave, false),
            )
        })
        .unzip();
    for (key, thresholds) in [("reserve-join", joins), ("reserve-leave", leaves)] {
        if !thresholds.is_empty() {
            keys.push((key, thresholds.join("; ")));
        }
    }
    keys
}
