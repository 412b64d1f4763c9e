//! `AcdReport`: what `acd report` tells.

use std::ffi::CStr;

use super::running;
use crate::asterisk::action::{Action, ActionError, Answer, Permission, Request};
use crate::asterisk::fields::Fields;
use crate::asterisk::report_words::{ALL, edges, kind, period, within};
use crate::driver::{ReportView, ReportWanted};

/// `AcdReport`, with `Of`, `Name`, `Period` or `From` and `To`, `Every`, `Within`.
#[derive(Debug)]
pub(super) struct AcdReport;

impl Action for AcdReport {
    const NAME: &'static CStr = c"AcdReport";
    const PERMISSION: Permission = Permission::Read;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        let entrance = running()?;
        let blame = |field: &str| {
            let field = field.to_owned();
            move |expected: String| ActionError::Field(format!("{field}: {expected}"))
        };
        let of = request.required(c"Of", "queue, agent or tag")?;
        let (given, from, to) = (
            request.field(c"Period"),
            request.field(c"From"),
            request.field(c"To"),
        );
        let words: Vec<&str> = match (&given, &from, &to) {
            (Some(word), None, None) => vec![word],
            (None, Some(from), Some(to)) => vec![from, to],
            _ => {
                return Err(ActionError::Field(
                    "expected Period, or both From and To".to_owned(),
                ));
            }
        };
        let field = if given.is_some() { "Period" } else { "From" };
        let time = period(&words, entrance.wall_us()).map_err(blame(field))?;
        let every = request.field(c"Every");
        let within_ms = match request.field(c"Within") {
            Some(text) => Some(within(&text).map_err(blame("Within"))?),
            None => None,
        };
        let wanted = ReportWanted {
            kind: kind(&of).map_err(blame("Of"))?,
            name: request
                .field(c"Name")
                .filter(|name| !name.eq_ignore_ascii_case(ALL)),
            edges: edges(time, every.as_deref()).map_err(blame("Every"))?,
            within_ms,
        };
        let items = match super::about("Name", entrance.report(&wanted))? {
            ReportView::Stays(lines) => lines
                .iter()
                .map(|line| ("AcdReportCalls", Fields::of(line)))
                .collect(),
            ReportView::Agents(lines) => lines
                .iter()
                .map(|line| ("AcdReportAgent", Fields::of(line)))
                .collect(),
        };
        Ok(Answer::List {
            items,
            complete: c"AcdReportComplete",
        })
    }
}
