//! Which of the agents who fit is rung, and from which wait on agents of later ranks join.

use crate::config::error::{ConfigErrorKind as Kind, file_and_line};
use crate::config::findings::{Faults, Findings};
use crate::config::source::{Entry, Section};
use crate::config::value::{RANK_MAX, duration, duration_text, number, word};
use crate::engine::limits::RANK_WINDOWS_MAX;
use crate::engine::{ChoiceRules, RANK_ANY, RankWindow, Strategy};

pub(super) const KEYS: &[&str] = &["strategy", "rank-window"];
pub(super) const REPEATABLE: &[&str] = &["rank-window"];

const ANY: &str = "any";

/// What was read so far.
#[derive(Default)]
pub(super) struct Draft<'a> {
    rules: ChoiceRules,
    windows: Vec<(&'a Entry, RankWindow)>,
}

impl<'a> Draft<'a> {
    pub(super) fn set(&mut self, key: &str, entry: &'a Entry) -> Result<(), Faults> {
        let value = entry.value.as_str();
        match key {
            "strategy" => self.rules.strategy = Strategy::ALL[word(value, &Strategy::NAMES)?],
            // An empty value takes back what a template gave.
            _ if value.is_empty() => self.windows.clear(),
            _ => self.windows.push((entry, window(value)?)),
        }
        Ok(())
    }

    // Windows are put in order only here, because those of a template come first.
    pub(super) fn finish(mut self, section: &Section, findings: &mut Findings) -> ChoiceRules {
        if let Some((entry, first)) = self.windows.first()
            && first.after_ms > 0
        {
            findings.entry_error(section, entry, Kind::RankWindowFirst);
        }
        for pair in self.windows.windows(2) {
            let [(former, open), (later, next)] = pair else {
                continue;
            };
            if next.after_ms <= open.after_ms || next.rank_max <= open.rank_max {
                let former = file_and_line(&former.file, former.line);
                let kind = Kind::RankWindowOrder {
                    former,
                    former_window: window_text(*open),
                };
                findings.entry_error(section, later, kind);
            }
        }
        if let Some((entry, _)) = self.windows.get(RANK_WINDOWS_MAX) {
            findings.entry_error(section, entry, Kind::RankWindowTooMany);
        }
        self.rules.rank_windows = self.windows.into_iter().map(|(_, window)| window).collect();
        self.rules
    }
}

fn window(value: &str) -> Result<RankWindow, Faults> {
    let (after, rank) = value.split_once(':').ok_or(Kind::RankWindow)?;
    let rank_max = match rank.trim() {
        word if word.eq_ignore_ascii_case(ANY) => RANK_ANY,
        rank => {
            let rank = number(rank, 1, RANK_MAX.into()).map_err(|_| Kind::RankWindow)?;
            u8::try_from(rank).expect("RANK_MAX is one byte")
        }
    };
    Ok(RankWindow {
        after_ms: duration(after.trim(), 0)?,
        rank_max,
    })
}

fn window_text(window: RankWindow) -> String {
    let after = duration_text(window.after_ms);
    match window.rank_max {
        RANK_ANY => format!("{after}: {ANY}"),
        rank => format!("{after}: {rank}"),
    }
}

pub(super) fn described(rules: &ChoiceRules) -> Vec<(&'static str, String)> {
    let mut keys = vec![("strategy", rules.strategy.name().to_owned())];
    let windows = rules.rank_windows.iter().copied().map(window_text);
    let windows: Vec<String> = windows.collect();
    if !windows.is_empty() {
        keys.push(("rank-window", windows.join("; ")));
    }
    keys
}
