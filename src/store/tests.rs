//! A store on a real disk, with facts that are made up.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crossbeam::channel::{Receiver, bounded, unbounded};
use rusqlite::Connection;

use super::*;

const PATIENCE: Duration = Duration::from_secs(30);

/// A directory of a test's own, gone when dropped.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(name: &str) -> Self {
        let place = std::env::temp_dir().join(format!("acd-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&place);
        std::fs::create_dir(&place).unwrap();
        Self(place)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    fn file(&self) -> PathBuf {
        self.0.join("acd.sqlite")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Fileable for FactEntry {
    fn sequence(&self) -> u64 {
        self.sequence
    }

    fn entry(&self) -> FactEntry {
        self.clone()
    }
}

struct Run {
    feed: Feed<FactEntry>,
    keeper: Keeper,
    archive: Archive,
    recovered: Recovered,
    news: Receiver<()>,
    sequence: u64,
}

impl Run {
    fn new(file: &Path) -> Self {
        Self::keeping(file, 0)
    }

    fn keeping(file: &Path, keep_ms: u64) -> Self {
        let (open, recovered) = OpenStore::open(file, 0).unwrap();
        let (told, news) = unbounded();
        let hooks = Hooks {
            started: || {},
            stopping: || {},
            news: Box::new(move || told.send(()).unwrap_or_default()),
        };
        let (feed, keeper, archive) = open.start(keep_ms, hooks).unwrap();
        let sequence = recovered.last_sequence;
        Self {
            feed,
            keeper,
            archive,
            recovered,
            news,
            sequence,
        }
    }

    fn tell(&mut self, call: u64, agent: Option<&str>, step: Step) {
        self.sequence += 1;
        let fact = FactEntry {
            sequence: self.sequence,
            wall_us: self.sequence * 1_000_000,
            call: Some(call),
            agent: agent.map(str::to_owned),
            event: "something".to_owned(),
            line: format!("{{\"sequence\":{}}}", self.sequence),
            step: Some(step),
        };
        self.feed.keep(Entry::Fact(fact), 1);
    }

    fn arrive(&mut self, call: u64) {
        let arrived = Arrived {
            queue: "support".to_owned(),
            host_call: format!("host-{call}"),
            number: "5551000".to_owned(),
            name: "Ann".to_owned(),
            follows: call.checked_sub(1).filter(|former| *former > 0),
            priority: 0,
            requirement: "any".to_owned(),
        };
        self.tell(call, None, Step::Arrived(Box::new(arrived)));
    }

    fn end(&mut self, call: u64, end: &str) {
        let ended = Ended {
            end: end.to_owned(),
            ..Ended::default()
        };
        self.tell(call, None, Step::Ended(Box::new(ended)));
    }

    /// A call from its arrival to its end.
    fn serve(&mut self, call: u64, agent: &str) {
        self.arrive(call);
        self.tell(call, Some(agent), Step::Offered { offer: call });
        self.tell(call, Some(agent), Step::Rang { offer: call });
        let connected = Step::Connected {
            offer: call,
            wait_ms: 2_000,
            ring_ms: 1_000,
        };
        self.tell(call, Some(agent), connected);
        self.end(call, "answered");
    }

    fn flush(&self) {
        let (done, told) = bounded(1);
        self.feed.flush(done);
        told.recv_timeout(PATIENCE).unwrap();
    }

    fn stop(self) {
        let Self { feed, keeper, .. } = self;
        drop(feed);
        drop(keeper);
    }
}

fn all() -> CallFilter {
    CallFilter {
        limit: 100,
        ..CallFilter::default()
    }
}

#[test]
fn a_call_is_kept_from_its_arrival_to_its_end() {
    let folder = Folder::new("whole");
    let mut run = Run::new(&folder.file());
    run.serve(1, "1001");
    run.arrive(2);
    run.tell(2, Some("1002"), Step::Offered { offer: 7 });
    let failed = Step::OfferFailed {
        offer: 7,
        failure: "busy".to_owned(),
        ring_ms: 30,
    };
    run.tell(2, Some("1002"), failed);
    run.flush();
    let calls = run.archive.finished(&all()).unwrap();
    assert_eq!(calls.len(), 1, "call 2 is alive");
    assert_eq!((calls[0].call, &*calls[0].end), (1, "answered"));
    assert_eq!(calls[0].agent.as_deref(), Some("1001"));
    assert_eq!((calls[0].wait_ms, calls[0].ring_ms), (2_000, Some(1_000)));
    run.end(2, "abandoned");
    run.flush();
    let whole = run.archive.whole(2).unwrap().unwrap();
    assert_eq!(whole.offers[0].outcome.as_deref(), Some("busy"));
    assert_eq!(whole.chain, [1, 2]);
    assert_eq!(whole.facts.len(), 4);
    assert_eq!(run.archive.whole(3).unwrap(), None);
    run.stop();
}

#[test]
fn filters_find_by_what_they_name_and_nothing_is_a_statement() {
    let folder = Folder::new("filters");
    let mut run = Run::new(&folder.file());
    run.serve(1, "1001");
    run.serve(2, "1002");
    run.arrive(3);
    run.end(3, "timeout");
    run.flush();
    let store = Connection::open(folder.file()).unwrap();
    store
        .execute("INSERT INTO tag VALUES (2, 'Lang', 'fr', 0, 'test')", [])
        .unwrap();
    let found = |change: &dyn Fn(&mut CallFilter)| {
        let mut filter = all();
        change(&mut filter);
        let calls = run.archive.finished(&filter).unwrap();
        calls.iter().map(|call| call.call).collect::<Vec<_>>()
    };
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(found(&|_| {}), [3, 2, 1]);
    assert_eq!(found(&|filter| filter.limit = 1), [3]);
    assert_eq!(found(&|filter| filter.agent = text("1002")), [2]);
    assert_eq!(found(&|filter| filter.queue = text("SUPPORT")), [3, 2, 1]);
    assert_eq!(found(&|filter| filter.queue = text("x' OR 1=1 --")), [0; 0]);
    assert_eq!(found(&|filter| filter.caller = text("5551000")), [3, 2, 1]);
    assert_eq!(found(&|filter| filter.end = text("timeout")), [3]);
    assert_eq!(
        found(&|filter| filter.tag = Some(("lang".into(), None))),
        [2]
    );
    let german = Some(("lang".to_owned(), text("de")));
    assert_eq!(found(&|filter| filter.tag = german.clone()), [0; 0]);
    assert_eq!(found(&|filter| filter.from_us = Some(11_000_000)), [3]);
    assert_eq!(found(&|filter| filter.to_us = Some(6_000_000)), [1]);
    run.stop();
}

#[test]
fn numbers_go_on_and_calls_that_were_alive_are_told() {
    let folder = Folder::new("numbers");
    let mut run = Run::new(&folder.file());
    assert_eq!(
        run.recovered,
        Recovered {
            is_closed: true,
            ..Recovered::default()
        }
    );
    run.serve(1, "1001");
    run.arrive(2);
    run.stop();
    let run = Run::new(&folder.file());
    let Recovered {
        last_sequence,
        last_call,
        is_closed,
        open_calls,
        ..
    } = run.recovered.clone();
    assert_eq!((last_sequence, last_call, is_closed), (6, 2, true));
    assert_eq!(open_calls.len(), 1);
    assert_eq!(
        (open_calls[0].call, &*open_calls[0].host_call),
        (2, "host-2")
    );
    // A run that is killed says no good-bye.
    let beside = Connection::open(folder.file()).unwrap();
    let is_closed = || beside.query_row("SELECT is_closed FROM run", [], |row| row.get(0));
    assert_eq!(is_closed(), Ok(false));
    run.stop();
    assert_eq!(is_closed(), Ok(true));
}

#[test]
fn agents_and_callers_come_back() {
    let folder = Folder::new("agents");
    let mut run = Run::new(&folder.file());
    let agent = AgentRow {
        agent: "1001".to_owned(),
        interface: Some("PJSIP/1001".to_owned()),
        not_ready: Some("lunch".to_owned()),
        since_us: 5,
        skills: vec![SkillRow {
            skill: "french".to_owned(),
            level: 4,
            planned: 2,
        }],
        pending: Some(PendingRow::NotReady("break".to_owned())),
        ..AgentRow::default()
    };
    let former = AgentRow {
        since_us: 4,
        ..agent.clone()
    };
    let served = |caller: &str, served_us| CallerRow {
        queue: "support".to_owned(),
        caller: caller.to_owned(),
        agent: "1001".to_owned(),
        served_us,
    };
    run.feed.keep(Entry::Agent(Box::new(former)), 1);
    run.feed.keep(Entry::Agent(Box::new(agent.clone())), 1);
    for caller in [served("1", 30), served("2", 20), served("3", 10)] {
        run.feed.keep(Entry::Caller(caller), 1);
    }
    run.stop();
    let (_, recovered) = OpenStore::open(&folder.file(), 15).unwrap();
    assert_eq!(recovered.agents, [agent]);
    assert_eq!(recovered.callers, [served("2", 20), served("1", 30)]);
}

#[test]
fn a_file_that_cannot_be_written_keeps_what_waits_and_says_what_to_do() {
    let folder = Folder::new("full");
    let mut run = Run::new(&folder.file());
    run.serve(1, "1001");
    run.flush();
    let locked = Connection::open(folder.file()).unwrap();
    locked.execute_batch("BEGIN IMMEDIATE").unwrap();
    run.serve(2, "1001");
    run.news.recv_timeout(PATIENCE).unwrap();
    let Some(Alarm::Behind { failure, .. }) = run.feed.alarm(1) else {
        panic!("nobody was told");
    };
    assert_eq!(failure.advice, "another program holds the file: close it");
    assert_eq!(run.feed.alarm(1), None, "told once");
    assert_eq!(run.archive.finished(&all()).unwrap().len(), 1);
    locked.execute_batch("ROLLBACK").unwrap();
    run.news.recv_timeout(PATIENCE).unwrap();
    run.flush();
    assert_eq!(run.feed.alarm(1), Some(Alarm::Caught { lost: 0 }));
    assert_eq!(run.archive.finished(&all()).unwrap().len(), 2);
    assert_eq!(run.archive.standing().waiting, 0);
    run.stop();
}

#[test]
fn what_does_not_fit_is_counted_and_its_numbers_are_noted() {
    let folder = Folder::new("gap");
    let mut run = Run::new(&folder.file());
    run.serve(1, "1001");
    run.arrive(2);
    run.arrive(3);
    run.flush();
    let locked = Connection::open(folder.file()).unwrap();
    locked.execute_batch("BEGIN IMMEDIATE").unwrap();
    while run.archive.standing().lost == 0 {
        run.tell(9, None, Step::WrapUpStarted);
    }
    // Told while nothing can be kept.
    run.end(2, "abandoned");
    assert_eq!(run.archive.standing().lost, 2);
    locked.execute_batch("ROLLBACK").unwrap();
    run.flush();
    run.tell(9, None, Step::WrapUpStarted);
    run.flush();
    run.news.recv_timeout(PATIENCE).unwrap();
    assert!(run.feed.takes_wish() && !run.feed.takes_wish());
    run.feed.keep(Entry::Alive(vec![3]), 1);
    run.flush();
    let extent = run.archive.extent().unwrap();
    assert_eq!((extent.missing, extent.last_sequence), (2, run.sequence));
    let calls = run.archive.finished(&all()).unwrap();
    assert_eq!((calls[0].call, &*calls[0].end), (2, "unknown"));
    assert_eq!(calls.len(), 2, "call 3 is alive");
    run.stop();
}

#[test]
fn old_rows_go_and_numbers_go_on_without_them() {
    let folder = Folder::new("old");
    let mut run = Run::keeping(&folder.file(), 1_000_000);
    run.serve(1, "1001");
    run.arrive(2);
    run.flush();
    // Long after the first ones, so that they are too old.
    run.sequence = 999_999;
    run.feed.keep(
        Entry::Fact(FactEntry {
            sequence: 8,
            wall_us: 999_999_000_000,
            call: None,
            agent: None,
            event: "floor_planned".to_owned(),
            line: String::new(),
            step: None,
        }),
        1,
    );
    run.flush();
    run.flush();
    let extent = run.archive.extent().unwrap();
    assert_eq!((extent.first_sequence, extent.calls), (8, 0));
    run.stop();
    let (_, recovered) = OpenStore::open(&folder.file(), 0).unwrap();
    assert_eq!(
        (recovered.last_sequence, recovered.open_calls.len()),
        (8, 1)
    );
}

#[test]
fn an_end_is_written_once_and_entries_may_come_twice() {
    let folder = Folder::new("twice");
    let mut run = Run::new(&folder.file());
    run.serve(1, "1001");
    run.end(1, ENDED_BY_RESTART);
    run.sequence = 0;
    run.serve(1, "1001");
    run.end(5, "timeout");
    run.flush();
    let calls = run.archive.finished(&all()).unwrap();
    assert_eq!(calls.len(), 1);
    assert_eq!((&*calls[0].end, calls[0].ended_us), ("answered", 5_000_000));
    run.stop();
}

#[test]
fn tags_are_kept_with_their_call_as_they_were_last() {
    let folder = Folder::new("tags");
    let mut run = Run::new(&folder.file());
    run.arrive(1);
    let brought = TagsRow {
        call: 1,
        set_us: 1,
        tags: vec![("lang".to_owned(), "fr".to_owned())],
    };
    run.feed.keep(Entry::Tags(brought), 1);
    let set = |key: &str, value: &str| Step::Tagged {
        key: key.to_owned(),
        value: value.to_owned(),
        by: "console".to_owned(),
    };
    run.tell(1, None, set("lang", "de"));
    run.tell(1, None, set("vip", ""));
    run.tell(1, None, set("gone", "soon"));
    let key = "gone".to_owned();
    run.tell(1, None, Step::Untagged { key });
    run.tell(9, None, set("of", "nobody"));
    run.tell(
        1,
        None,
        Step::Recorded(Recorded {
            sidecar: "a.json".to_owned(),
            length_ms: 5,
            is_interrupted: false,
        }),
    );
    let (file, cause) = (String::new(), "no space left".to_owned());
    run.tell(1, None, Step::NotRecorded { file, cause });
    run.end(1, "abandoned");
    run.flush();
    let recordings = |run: &mut Run| run.archive.whole(1).unwrap().unwrap().recordings;
    let row = |file: &str, outcome: &str| (file.to_owned(), Some(outcome.to_owned()));
    let mut told = recordings(&mut run);
    told.sort();
    let failed = row("", "failed: no space left");
    assert_eq!(told, [failed.clone(), row("a.json", "whole")]);
    let (sidecar, archive) = ("a.json".to_owned(), "/old/a.json".to_owned());
    run.tell(1, None, Step::RecordingExpired { sidecar, archive });
    run.flush();
    let mut told = recordings(&mut run);
    told.sort();
    assert_eq!(told, [failed, row("/old/a.json", "archived")]);
    let calls = run.archive.finished(&all()).unwrap();
    let text = |text: &str| text.to_owned();
    assert_eq!(
        calls[0].tags,
        [(text("lang"), text("de")), (text("vip"), text(""))]
    );
    run.stop();
}
