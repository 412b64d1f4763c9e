//! `acd report`: what is kept, counted, for people, programs and spreadsheets.

use std::ffi::CStr;

use super::answer::{self, Layout};
use super::table::{Column, Table, Width, clock};
use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::asterisk::fields::Fields;
use crate::asterisk::report_words::{ALL, INTERVALS, KINDS, PERIODS, edges, kind, period, within};
use crate::asterisk::wall_clock;
use crate::driver::{
    AgentReportView, Percent, ReportKind, ReportView, ReportWanted, StayReportView, csv,
};

/// The word that asks for lines for a spreadsheet; it stands last.
const CSV: &str = "csv";
const EVERY: &str = "every";
const WITHIN: &str = "within";

/// What the table about queues or tags shows.
const STAY_COLUMNS: &[Column] = &[
    Column::Cut("Name"),
    Column::Whole("From"),
    Column::Whole("Offered"),
    Column::Whole("Answered"),
    Column::Whole("Abandoned"),
    Column::Whole("Short"),
    Column::Wide("Timed out"),
    Column::Wide("No agents"),
    Column::Wide("Moved"),
    Column::Wide("Otherwise"),
    Column::Wide("Waiting"),
    Column::Wide("Refused"),
    Column::Whole("SL%"),
    Column::Wide("Lenient%"),
    Column::Whole("ASA"),
    Column::Wide("Wait p90"),
    Column::Whole("Longest"),
    Column::Whole("AHT"),
    Column::Wide("Talk"),
    Column::Wide("Hold"),
    Column::Wide("Wrap-up"),
    Column::Wide("Transferred"),
    Column::Whole("Missed"),
];

/// What the table about agents shows.
const AGENT_COLUMNS: &[Column] = &[
    Column::Cut("Agent"),
    Column::Whole("From"),
    Column::Whole("Offered"),
    Column::Whole("Answered"),
    Column::Whole("Missed"),
    Column::Wide("Withdrawn"),
    Column::Wide("Transferred"),
    Column::Whole("AHT"),
    Column::Wide("Talk"),
    Column::Wide("Hold"),
    Column::Wide("Wrap-up"),
    Column::Whole("Signed in"),
    Column::Whole("Not ready"),
    Column::Wide("Unpaid"),
    Column::Whole("Talking"),
    Column::Whole("After call"),
    Column::Wide("Ringing"),
    Column::Wide("Free"),
    Column::Whole("Occupancy%"),
    Column::Cut("Reasons"),
];

/// `acd report KIND NAME TIME [every N] [within T] [wide | csv | json]`.
#[derive(Debug)]
pub(super) struct Report;

impl Command for Report {
    fn words(&self) -> &'static CStr {
        c"acd report"
    }

    fn summary(&self) -> &'static CStr {
        c"Count calls and agents' times of today or before"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd report {queue|agent|tag} {NAME|all} TIME [every {15|30|60|day}]\n       \
          [within TIME] [wide | csv | json]\n       \
          Counts what is kept of a queue, an agent or a tag (KEY or KEY=VALUE), or of\n       \
          all of them and everything together, `(all)`. TIME is today, yesterday, week\n       \
          (the last seven days) or two moments, FROM and TO: a time ago (90m, 2h, 7d),\n       \
          now, or 2030-01-31 or 2030-01-31T14:30. With every, a line for each so many\n       \
          minutes, or each day. With within, calls are to be answered within that wait\n       \
          instead of the queue's service-level. `wide` shows more columns; `csv` is for\n       \
          spreadsheets; `json` is an array with one object a line, moments in\n       \
          microseconds since 1970. docs/reports.md says what each number counts.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        match typed.argument {
            0 => KINDS.map(|(name, _)| name.to_owned()).into(),
            1 => {
                let mut names = match typed.before.first().map(String::as_str) {
                    Some("queue") => answer::queue_names(),
                    Some("agent") => answer::agent_names(),
                    _ => Vec::new(),
                };
                names.push(ALL.to_owned());
                names
            }
            2 => owned(&PERIODS),
            _ => match typed.before.last().map_or("", |word| &**word) {
                EVERY => owned(&INTERVALS),
                WITHIN => owned(&["20s", "30s", "60s"]),
                _ => {
                    let mut words: Vec<String> = [EVERY, WITHIN]
                        .iter()
                        .filter(|word| !typed.before.iter().any(|before| before == *word))
                        .map(|word| (*word).to_owned())
                        .collect();
                    words.push(CSV.to_owned());
                    answer::or_layout(words)
                }
            },
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let (mut words, layout) = answer::layout(console);
        let is_csv = words.last().is_some_and(|word| word == CSV);
        if is_csv {
            words.pop();
        }
        if words.len() < 3 {
            return Outcome::ShowUsage;
        }
        let told = answer::ask(console, |entrance| {
            Ok(match understood(&words, entrance.wall_us()) {
                Ok(wanted) => Ok((wanted.kind, entrance.report(&wanted)?)),
                Err(expected) => Err(expected),
            })
        });
        match told {
            None => Outcome::Failed,
            Some(Err(expected)) => {
                console.line(expected);
                Outcome::Failed
            }
            Some(Ok((kind, report))) => match layout {
                Layout::Json => match &report {
                    ReportView::Stays(lines) => answer::json(console, lines),
                    ReportView::Agents(lines) => answer::json(console, lines),
                },
                Layout::Table(_) if is_csv => {
                    spread(console, &report);
                    Outcome::Done
                }
                Layout::Table(width) => {
                    show(console, width, kind, &report);
                    Outcome::Done
                }
            },
        }
    }
}

fn understood(words: &[String], now_us: u64) -> Result<ReportWanted, String> {
    let kind = kind(&words[0])?;
    let name = Some(words[1].clone()).filter(|name| !name.eq_ignore_ascii_case(ALL));
    let mut rest: Vec<&str> = words[2..].iter().map(String::as_str).collect();
    let mut option = |word: &str| {
        let place = rest.iter().position(|found| *found == word)?;
        let value = rest.get(place + 1).copied().unwrap_or_default();
        rest.drain(place..(place + 2).min(rest.len()));
        Some(value)
    };
    let every = option(EVERY);
    let within_ms = option(WITHIN).map(within).transpose()?;
    Ok(ReportWanted {
        kind,
        name,
        edges: edges(period(&rest, now_us)?, every)?,
        within_ms,
    })
}

fn spread(console: &mut Console, report: &ReportView) {
    let lines: Vec<Fields> = match report {
        ReportView::Stays(lines) => lines.iter().map(Fields::of).collect(),
        ReportView::Agents(lines) => lines.iter().map(Fields::of).collect(),
    };
    for (place, line) in lines.iter().enumerate() {
        if place == 0 {
            let names: Vec<&str> = line
                .texts()
                .map(|(name, _)| moment(name).unwrap_or(name))
                .collect();
            console.line(csv::line(&names));
        }
        let cells = line
            .texts()
            .map(|(name, text)| match (moment(name), text.parse()) {
                (Some(_), Ok(at_us)) => wall_clock::shown(at_us),
                _ => text,
            });
        console.line(csv::line(&cells.collect::<Vec<_>>()));
    }
}

/// The name of a field without its unit, if it is a moment.
fn moment(name: &str) -> Option<&str> {
    name.strip_suffix("_us")
}

fn show(console: &mut Console, width: Width, kind: ReportKind, report: &ReportView) {
    let (table, count) = match report {
        ReportView::Stays(lines) => {
            let mut table = Table::new(width, STAY_COLUMNS);
            lines.iter().for_each(|line| table.row(stay_row(line)));
            (table, lines.len())
        }
        ReportView::Agents(lines) => {
            let mut table = Table::new(width, AGENT_COLUMNS);
            lines.iter().for_each(|line| table.row(agent_row(line)));
            (table, lines.len())
        }
    };
    for line in table.lines() {
        console.line(line);
    }
    if count == 0 {
        let what = match kind {
            ReportKind::Queue => "queue",
            ReportKind::Agent => "agent",
            ReportKind::Tag => "tag",
        };
        console.line(format_args!("No {what} has calls in that time"));
    }
}

fn or_dash(time_ms: Option<u64>) -> String {
    time_ms.map_or_else(|| "-".to_owned(), clock)
}

fn percent(percent: Option<Percent>) -> String {
    percent.map_or_else(|| "-".to_owned(), |percent| percent.to_string())
}

fn stay_row(line: &StayReportView) -> Vec<String> {
    let found = &line.figures;
    let counts = [
        found.offered,
        found.answered,
        found.abandoned,
        found.short_abandoned,
        found.timed_out,
        found.no_agents,
        found.moved,
        found.left_otherwise,
        found.waiting,
        found.refused,
    ];
    let mut row = vec![line.name.clone(), wall_clock::shown(line.from_us)];
    row.extend(counts.map(|count| count.to_string()));
    row.extend([
        percent(found.service_level_strict_percent),
        percent(found.service_level_lenient_percent),
        or_dash(found.wait_average_ms),
        or_dash(found.wait_p90_ms),
        clock(found.wait_max_ms),
        or_dash(found.handled.handle_average_ms),
        or_dash(found.handled.talk_average_ms),
        or_dash(found.handled.hold_average_ms),
        or_dash(found.handled.wrap_up_average_ms),
        found.handled.transferred.to_string(),
        found.misses.missed.to_string(),
    ]);
    row
}

fn agent_row(line: &AgentReportView) -> Vec<String> {
    let found = &line.figures;
    let reasons = found.not_ready_by_reason_ms.iter();
    let reasons: Vec<_> = reasons
        .map(|(reason, time_ms)| format!("{reason} {}", clock(*time_ms)))
        .collect();
    vec![
        line.name.clone(),
        wall_clock::shown(line.from_us),
        found.offered.to_string(),
        found.answered.to_string(),
        found.misses.missed.to_string(),
        found.withdrawn.to_string(),
        found.handled.transferred.to_string(),
        or_dash(found.handled.handle_average_ms),
        or_dash(found.handled.talk_average_ms),
        or_dash(found.handled.hold_average_ms),
        or_dash(found.handled.wrap_up_average_ms),
        clock(found.signed_in_ms),
        clock(found.not_ready_ms),
        clock(found.not_ready_unpaid_ms),
        clock(found.talking_ms),
        clock(found.after_call_ms),
        clock(found.ringing_ms),
        clock(found.free_ms),
        percent(found.occupancy_percent),
        if reasons.is_empty() {
            "-".to_owned()
        } else {
            reasons.join(", ")
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_US: u64 = 1_900_000_000_000_000;
    const HOUR_US: u64 = 3_600_000_000;

    fn understand(text: &str) -> Result<ReportWanted, String> {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        understood(&words, NOW_US)
    }

    #[test]
    fn a_question_is_understood_word_by_word() {
        let wanted = understand("queue support 2h now within 30s every 60").unwrap();
        let found = ReportWanted {
            kind: ReportKind::Queue,
            name: Some("support".to_owned()),
            edges: vec![NOW_US - 2 * HOUR_US, NOW_US - HOUR_US, NOW_US],
            within_ms: Some(30_000),
        };
        assert_eq!(wanted, found);
        assert_eq!(understand("tag ALL 2h 1h").unwrap().name, None);
    }

    #[test]
    fn what_is_not_understood_says_what_was_expected() {
        for (text, part) in [
            ("skill all today", "queue, agent or tag"),
            ("queue all", "today, yesterday"),
            ("queue all 2h now every", "15, 30, 60"),
            ("queue all 2h now every 7", "15, 30, 60"),
            ("queue all 2h now within x", "`x`"),
            ("queue all 2h now colour", "today, yesterday"),
        ] {
            let refused = understand(text).unwrap_err();
            assert!(refused.contains(part), "{text}: {refused}");
        }
    }

    #[test]
    fn rows_have_as_many_cells_as_columns() {
        let stay = StayReportView {
            name: "support".to_owned(),
            from_us: 0,
            to_us: 1,
            figures: Default::default(),
        };
        assert_eq!(stay_row(&stay).len(), STAY_COLUMNS.len());
        let agent = AgentReportView {
            name: "1001".to_owned(),
            from_us: 0,
            to_us: 1,
            figures: Default::default(),
        };
        assert_eq!(agent_row(&agent).len(), AGENT_COLUMNS.len());
    }
}
