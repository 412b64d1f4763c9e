//! A driver on a host that is no PBX, with threads that play callers.
//!
//! Rule kept: nothing sleeps to let something happen; threads wait for bells and lines of history.
//! Every wait has an end far beyond anything that happens on a slow machine, which fails the test.

mod agents;
mod crowd;
mod devices;
mod failure;
mod flow;
mod hang_up;
mod line;
mod overload;
mod reload;
mod report;
mod returning;
mod several;
mod stop;
mod store;
mod supervision;
mod tags;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use crossbeam::channel::{Receiver, Sender, unbounded};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::engine::{AgentId, DeviceState, OfferId, WatchedDevice};

use super::*;

/// Longer than anything takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// Two agents without wrap-up on one queue.
const FLOOR: &str = "
[french]
type = skill
[support]
type = queue
ring-timeout = 20s
wrap-up = 0
rona-limit = 0
back-off-busy = 100ms
back-off-rejected = 100ms
back-off-no-answer = 100ms
back-off-unreachable = 100ms
[1001]
type = agent
interface = Local/1001
skills = french:3
queues = support
[1002]
type = agent
sign-in = manual
skills = french:1
queues = support
";

fn sections(text: &str) -> Vec<Section> {
    parse(text, "acd.conf").expect("the test's configuration has a valid form")
}

/// What the fake host shows and hides.
#[derive(Default)]
struct Props {
    // Present state of the device behind an interface, told when it is watched.
    present: Mutex<BTreeMap<String, DeviceState>>,
    watched: Mutex<Vec<(AgentId, Option<WatchedDevice>)>>,
    // While it is shut, the worker stands still at the next line of history.
    is_shut: Mutex<bool>,
    opened: Condvar,
    is_at_gate: Mutex<bool>,
    arrived_at_gate: Condvar,
    store_file: Option<PathBuf>,
}

impl Props {
    fn shut(&self) {
        *self.is_shut.lock().unwrap() = true;
    }

    fn wait_until_held(&self) {
        let held = self.is_at_gate.lock().unwrap();
        let (held, late) = self
            .arrived_at_gate
            .wait_timeout_while(held, PATIENCE, |held| !*held)
            .unwrap();
        assert!(
            *held && !late.timed_out(),
            "the worker never came to the gate"
        );
    }

    fn open(&self) {
        *self.is_shut.lock().unwrap() = false;
        self.opened.notify_all();
    }

    fn pass(&self) {
        let shut = self.is_shut.lock().unwrap();
        if *shut {
            *self.is_at_gate.lock().unwrap() = true;
            self.arrived_at_gate.notify_all();
            let (shut, _) = self
                .opened
                .wait_timeout_while(shut, PATIENCE, |shut| *shut)
                .unwrap();
            assert!(!*shut, "nobody opened the gate");
            *self.is_at_gate.lock().unwrap() = false;
        }
    }
}

struct FakeHost {
    props: Arc<Props>,
    lines: Sender<HistoryRecord>,
}

impl Host for FakeHost {
    fn worker_started(&mut self) {}

    fn worker_stopping(&mut self) {}

    fn watch_device(
        &mut self,
        agent: AgentId,
        device: Option<&WatchedDevice>,
    ) -> Option<DeviceState> {
        self.props
            .watched
            .lock()
            .unwrap()
            .push((agent, device.cloned()));
        let Some(WatchedDevice::Behind(interface)) = device else {
            return None;
        };
        self.props
            .present
            .lock()
            .unwrap()
            .get(&**interface)
            .copied()
    }

    fn store_place(&self) -> Option<StorePlace> {
        Some(StorePlace {
            file: self.props.store_file.clone()?,
            started: || {},
            stopping: || {},
        })
    }

    fn record(&mut self, line: &HistoryRecord) {
        self.props.pass();
        // The test may be over.
        let _ = self.lines.send(line.clone());
    }
}

/// A running driver with what a test needs to watch it.
struct Floor {
    driver: Driver,
    entrance: Entrance,
    props: Arc<Props>,
    lines: Receiver<HistoryRecord>,
    seen: Mutex<Vec<HistoryRecord>>,
}

impl Floor {
    fn new(text: &str) -> Self {
        Self::with(Arc::default(), text)
    }

    fn with(props: Arc<Props>, text: &str) -> Self {
        let (sender, lines) = unbounded();
        let host = FakeHost {
            props: Arc::clone(&props),
            lines: sender,
        };
        let driver = Driver::start(host, &sections(text)).unwrap();
        let entrance = driver.entrance();
        // The answer comes when the start is over: tests want to know which line comes next.
        entrance.queues().unwrap();
        Self {
            driver,
            entrance,
            props,
            lines,
            seen: Mutex::default(),
        }
    }

    fn arrive(&self) -> Ticket {
        self.entrance.arrive(&request()).unwrap()
    }

    /// Waits for the first line not yet seen that fits.
    fn until(&self, fits: impl Fn(&HistoryRecord) -> bool) -> HistoryRecord {
        loop {
            let line = self.lines.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("no such line; seen: {:#?}", self.all()));
            self.seen.lock().unwrap().push(line.clone());
            if fits(&line) {
                return line;
            }
        }
    }

    /// All lines seen so far, and those that wait.
    fn all(&self) -> Vec<HistoryRecord> {
        let mut seen = self.seen.lock().unwrap();
        seen.extend(self.lines.try_iter());
        seen.clone()
    }

    /// Stops the driver and gives its whole history, which must be numbered without a gap.
    fn stop(self) -> Vec<HistoryRecord> {
        self.driver.stop();
        let lines = self.all();
        for (line, number) in lines.iter().zip(1..) {
            assert_eq!(line.sequence, number);
        }
        lines
    }

    /// A call is offered to the agent and connected, which proves that the agent is free.
    fn serve_one(&self, agent: &str) {
        self.serve(&request(), agent);
    }

    /// The same with this call.
    fn serve(&self, request: &CallRequest, agent: &str) {
        let ticket = self.entrance.arrive(request).unwrap();
        let offer = next_offer(&ticket, agent);
        ticket.answered(offer);
        assert_eq!(next_order(&ticket), Order::Connect { offer });
        ticket
            .conversation()
            .unwrap()
            .ended(crate::engine::EndedBy::Agent);
    }
}

fn request() -> CallRequest {
    CallRequest {
        queue: "support".to_owned(),
        caller: Caller::new("+4930123456", "Ada Lovelace"),
        host_call: "host-1".to_owned(),
        ..CallRequest::default()
    }
}

/// Waits for the bell, then takes the next order.
fn next_order(ticket: &Ticket) -> Order {
    loop {
        if let Some(order) = ticket.next_order() {
            return order;
        }
        assert!(
            rings_within(ticket, PATIENCE),
            "no order came for {ticket:?}"
        );
    }
}

fn rings_within(ticket: &Ticket, patience: Duration) -> bool {
    let bell = ticket.bell();
    let mut waiting = [PollFd::new(&bell, PollFlags::IN)];
    let patience = Timespec {
        tv_sec: patience.as_secs().cast_signed(),
        tv_nsec: 0,
    };
    poll(&mut waiting, Some(&patience)).unwrap() == 1
}

fn next_offer(ticket: &Ticket, expected_agent: &str) -> OfferId {
    match next_order(ticket) {
        Order::Offer { offer, agent, .. } => {
            assert_eq!(&*agent, expected_agent);
            offer
        }
        order => panic!("{order:?} instead of an offer"),
    }
}

fn words(lines: &[HistoryRecord]) -> Vec<String> {
    let word = |line: &HistoryRecord| {
        let line: serde_json::Value = serde_json::from_str(&line.to_json()).unwrap();
        line["event"].as_str().unwrap().to_owned()
    };
    lines.iter().map(word).collect()
}
