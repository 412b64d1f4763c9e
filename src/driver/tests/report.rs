//! Reports of a store with calls that are made up, and of calls that were served.

use rusqlite::Connection;

use super::store::Folder;
use super::*;
use crate::driver::{AgentReportView, ReportKind, ReportView, ReportWanted, StayReportView};
use crate::engine::EndedBy;

const MINUTE_US: u64 = 60_000_000;
/// A moment long ago.
const DAY_US: u64 = 1_700_000_000_000_000;

fn wanted(kind: ReportKind, name: Option<&str>, edges: &[u64]) -> ReportWanted {
    ReportWanted {
        kind,
        name: name.map(str::to_owned),
        edges: edges
            .iter()
            .map(|minute| DAY_US + minute * MINUTE_US)
            .collect(),
        within_ms: None,
    }
}

/// A store that has these rows, and a driver over it.
fn filed(folder: &Folder, sql: &str) -> Floor {
    // Nothing is too old to be kept.
    let text = format!("[general]\nstore-keep = forever\n{FLOOR}");
    folder.floor(&text).driver.stop();
    let store = Connection::open(folder.0.join("kept/acd.sqlite")).unwrap();
    store.execute_batch(sql).unwrap();
    drop(store);
    folder.floor(&text)
}

/// A call that arrived at that minute; what else is known of it by column.
fn call(number: u64, minute: u64, queue: &str, more: &[(&str, &str)]) -> String {
    let at = DAY_US + minute * MINUTE_US;
    let mut columns = "call, host_call, entered_queue, queue, caller_number, caller_name, \
                       priority, requirement, arrived_us, queued_us"
        .to_owned();
    let mut values = format!("{number}, '', 'support', '{queue}', '', '', 0, 'any', {at}, {at}");
    for (column, value) in more {
        columns += &format!(", {column}");
        values += &format!(", {value}");
    }
    format!("INSERT INTO call ({columns}) VALUES ({values});\n")
}

fn stays(floor: &Floor, wanted: &ReportWanted) -> Vec<StayReportView> {
    match floor.entrance.report(wanted).unwrap() {
        ReportView::Stays(lines) => lines,
        ReportView::Agents(_) => panic!("it is about queues"),
    }
}

fn agents(floor: &Floor, wanted: &ReportWanted) -> Vec<AgentReportView> {
    match floor.entrance.report(wanted).unwrap() {
        ReportView::Agents(lines) => lines,
        ReportView::Stays(_) => panic!("it is about agents"),
    }
}

fn answered(
    minute: u64,
    agent: &str,
    talk_min: u64,
    wrap_up_min: u64,
) -> Vec<(&'static str, String)> {
    let at = DAY_US + minute * MINUTE_US;
    let over = at + talk_min * MINUTE_US;
    [
        ("answered_us", at.to_string()),
        ("ended_us", over.to_string()),
        ("agent", format!("'{agent}'")),
        ("wait_ms", "10000".to_owned()),
        ("talk_ms", (talk_min * 60_000).to_string()),
        ("end", "'answered'".to_owned()),
        ("ended_by", "'transfer'".to_owned()),
        ("wrap_up_from_us", over.to_string()),
        ("wrap_up_ms", (wrap_up_min * 60_000).to_string()),
    ]
    .into()
}

fn with<'a>(more: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    more.iter()
        .map(|(column, value)| (*column, value.as_str()))
        .collect()
}

/// Calls that ended in every way, with an offer that was missed and some tags.
fn calls_of_all_kinds() -> String {
    let moved_us = DAY_US + 20 * MINUTE_US;
    let queued = moved_us.to_string();
    [
        call(1, 5, "support", &with(&answered(5, "1001", 10, 5))),
        call(
            2,
            6,
            "support",
            &[("end", "'abandoned'"), ("wait_ms", "30000")],
        ),
        call(
            3,
            7,
            "support",
            &[
                ("end", "'abandoned'"),
                ("wait_ms", "900"),
                ("is_short", "1"),
            ],
        ),
        call(
            4,
            8,
            "support",
            &[("end", "'none_staffed'"), ("is_refused", "1")],
        ),
        // From support to sales, where it is still in line.
        call(5, 9, "sales", &[]),
        format!("UPDATE call SET queued_us = {queued} WHERE call = 5;"),
        format!(
            "INSERT INTO moved VALUES (5, 0, 'support', {}, {queued});",
            DAY_US + 9 * MINUTE_US
        ),
        format!(
            "INSERT INTO offer VALUES (2, 1, '1001', {}, NULL, NULL, 9000, 'no_answer', \
             'support');",
            DAY_US + 6 * MINUTE_US
        ),
        "INSERT INTO tag VALUES (1, 'lang', 'fr', 0, ''); \
         INSERT INTO tag VALUES (2, 'lang', 'de', 0, ''); \
         INSERT INTO tag VALUES (2, 'vip', '', 0, '');"
            .to_owned(),
    ]
    .concat()
}

#[test]
fn a_call_counts_once_for_each_of_its_tags() {
    let folder = Folder::new("report_tags");
    let floor = filed(&folder, &calls_of_all_kinds());
    let lines = stays(&floor, &wanted(ReportKind::Tag, None, &[0, 30]));
    let told: Vec<_> = lines
        .iter()
        .map(|line| (&*line.name, line.figures.answered))
        .collect();
    assert_eq!(
        told,
        [("lang=de", 0), ("lang=fr", 1), ("vip", 0), ("(all)", 1)]
    );
    let lines = stays(&floor, &wanted(ReportKind::Tag, Some("Lang=fr"), &[0, 30]));
    assert_eq!((lines.len(), lines[0].figures.offered), (1, 1));
    floor.driver.stop();
}

#[test]
fn every_stay_is_counted_where_and_when_it_began() {
    let folder = Folder::new("report_stays");
    let floor = filed(&folder, &calls_of_all_kinds());
    let lines = stays(
        &floor,
        &wanted(ReportKind::Queue, Some("SUPPORT"), &[0, 15, 30]),
    );
    assert_eq!(lines.len(), 2, "an interval without calls is a line too");
    assert_eq!(lines[0].name, "support");
    let found = &lines[0].figures;
    assert_eq!((found.offered, found.answered, found.abandoned), (4, 1, 1));
    assert_eq!(
        (found.short_abandoned, found.moved, found.refused),
        (1, 1, 1)
    );
    assert_eq!((found.misses.missed, found.misses.missed_no_answer), (1, 1));
    assert_eq!((found.handled.handled, found.handled.transferred), (1, 1));
    assert_eq!(found.handled.handle_average_ms, Some(15 * 60_000));
    assert_eq!(found.within_ms, Some(20_000));
    assert_eq!(lines[1].figures.offered, 0);

    let lines = stays(&floor, &wanted(ReportKind::Queue, None, &[0, 30]));
    let told: Vec<_> = lines
        .iter()
        .map(|line| (&*line.name, line.figures.offered))
        .collect();
    // Call 5 after its restart is over: nobody answered it.
    assert_eq!(told, [("sales", 1), ("support", 4), ("(all)", 5)]);
    assert_eq!(lines[2].figures.within_ms, None);

    let nobody = wanted(ReportKind::Queue, Some("nowhere"), &[0, 30]);
    assert!(matches!(
        floor.entrance.report(&nobody),
        Err(Refusal::UnknownQueue(_))
    ));
    let never = wanted(ReportKind::Queue, None, &[30, 0]);
    assert_eq!(floor.entrance.report(&never), Err(Refusal::ReportTime));
    floor.driver.stop();
}

#[test]
fn agents_times_are_cut_at_the_ends_of_intervals() {
    let folder = Folder::new("report_agents");
    let time = |state: &str, reason: &str, from: u64, until: u64| {
        let (from, until) = (DAY_US + from * MINUTE_US, DAY_US + until * MINUTE_US);
        format!("INSERT INTO agent_time VALUES ('1001', '{state}', '{reason}', {from}, {until});")
    };
    let sql = [
        time("signed_in", "", 0, 120),
        time("not_ready", "lunch", 50, 70),
        call(1, 20, "support", &with(&answered(25, "1001", 20, 5))),
    ];
    let floor = filed(&folder, &sql.concat());
    let lines = agents(
        &floor,
        &wanted(ReportKind::Agent, Some("1001"), &[0, 30, 60]),
    );
    let minutes = |line: &AgentReportView| {
        let found = &line.figures;
        [
            found.signed_in_ms,
            found.not_ready_ms,
            found.talking_ms,
            found.after_call_ms,
        ]
        .map(|time_ms| time_ms / 60_000)
    };
    assert_eq!(minutes(&lines[0]), [30, 0, 5, 0]);
    assert_eq!(minutes(&lines[1]), [30, 10, 15, 5]);
    let whole = agents(&floor, &wanted(ReportKind::Agent, Some("1001"), &[0, 60]));
    assert_eq!(minutes(&whole[0]), [60, 10, 20, 5]);
    assert_eq!(
        (
            lines[0].figures.handled.handled,
            lines[1].figures.handled.handled
        ),
        (1, 0)
    );
    assert_eq!(
        lines[1].figures.not_ready_by_reason_ms["lunch"],
        10 * 60_000
    );
    let json = serde_json::to_value(&whole[0]).unwrap();
    assert_eq!(json["occupancy_percent"], 50.0);
    let nobody = wanted(ReportKind::Agent, Some("9"), &[0, 60]);
    assert!(matches!(
        floor.entrance.report(&nobody),
        Err(Refusal::UnknownAgent(_))
    ));
    floor.driver.stop();
}

#[test]
fn counters_survive_a_restart() {
    let folder = Folder::new("report_served");
    let floor = folder.floor(FLOOR);
    let start_us = floor.entrance.wall_us();
    let ticket = floor.arrive();
    let offer = next_offer(&ticket, "1001");
    ticket.answered(offer);
    assert_eq!(next_order(&ticket), Order::Connect { offer });
    let conversation = ticket.conversation().unwrap();
    let timer = conversation.hold_timer();
    timer.note(true);
    timer.note(true);
    conversation.ended(EndedBy::Transfer);
    timer.note(false);
    floor.until(|line| matches!(line.fact, HistoryFact::ConversationEnded { .. }));
    floor.entrance.not_ready("1001", "lunch").unwrap();
    drop((ticket, conversation));
    floor.stop();
    let floor = folder.floor(FLOOR);
    let edges = vec![start_us - MINUTE_US, floor.entrance.wall_us() + MINUTE_US];
    let asked = ReportWanted {
        edges,
        ..wanted(ReportKind::Queue, Some("support"), &[])
    };
    let found = &stays(&floor, &asked)[0].figures;
    assert_eq!(
        (found.offered, found.answered, found.handled.transferred),
        (1, 1, 1)
    );
    assert!(floor.entrance.flush_store(PATIENCE));
    let asked = ReportWanted {
        kind: ReportKind::Agent,
        name: Some("1001".to_owned()),
        ..asked
    };
    let found = &agents(&floor, &asked)[0].figures;
    assert_eq!((found.offered, found.answered), (1, 1));
    let reasons: Vec<_> = found.not_ready_by_reason_ms.keys().collect();
    assert_eq!(reasons, ["lunch"]);
    floor.driver.stop();
}

/// Not a test of what is right, but of how long it takes: `cargo test -- --ignored a_million`.
#[test]
#[ignore = "takes long; prints what it measures"]
fn a_million_calls() {
    let folder = Folder::new("report_million");
    let sql = format!(
        "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1000000) \
         INSERT INTO call (call, host_call, entered_queue, queue, caller_number, caller_name, \
         priority, requirement, arrived_us, queued_us, answered_us, ended_us, agent, wait_ms, \
         talk_ms, end, ended_by, wrap_up_from_us, wrap_up_ms) \
         SELECT n, 'PJSIP/trunk-' || n, 'queue' || (n % 20), 'queue' || (n % 20), '5551000', '', \
         0, \
         'any', {DAY_US} + n * 30000000, {DAY_US} + n * 30000000, {DAY_US} + n * 30000000, \
         {DAY_US} + n * 30000000, 'agent' || (n % 200), n * 7919 % 60000, n * 104729 % 300000, \
         'answered', 'caller', {DAY_US} + n * 30000000, 10000 FROM n; \
         INSERT INTO offer SELECT call, 1, agent, arrived_us, NULL, NULL, 3000, 'answered', queue \
         FROM call; INSERT INTO tag SELECT call, 'lang', call % 3, 0, '' FROM call;"
    );
    let floor = filed(&folder, &sql);
    let day = 24 * 60;
    for (what, name, kind, from, to) in [
        (
            "one queue, one day",
            Some("queue7"),
            ReportKind::Queue,
            0,
            day,
        ),
        ("all queues, one day", None, ReportKind::Queue, 0, day),
        ("all queues, a week", None, ReportKind::Queue, 0, 7 * day),
        (
            "all queues, everything",
            None,
            ReportKind::Queue,
            0,
            360 * day,
        ),
        (
            "one agent, one day",
            Some("agent7"),
            ReportKind::Agent,
            100 * day,
            101 * day,
        ),
        ("all agents, a week", None, ReportKind::Agent, 0, 7 * day),
        ("one tag, a week", Some("lang"), ReportKind::Tag, 0, 7 * day),
    ] {
        let asked = wanted(kind, name, &[from, to]);
        let clock = Stopwatch::start();
        floor.entrance.report(&asked).unwrap();
        eprintln!("{what}: {} ms", clock.now().0);
    }
    floor.driver.stop();
}
