//! A driver may be started and stopped as often as one likes and leaves nothing behind.
//!
//! A file, and so a process, of its own: it counts threads and descriptors.

use std::fs::read_dir;

use acd::driver::{CallRequest, Driver, HistoryRecord, Host, Order, parse};
use acd::engine::{AgentId, DeviceState, WatchedDevice};

const FLOOR: &str = "
[support]
type = queue
[1001]
type = agent
interface = Local/1001
queues = support
";

struct Quiet;

impl Host for Quiet {
    fn worker_started(&mut self) {}

    fn worker_stopping(&mut self) {}

    fn watch_device(
        &mut self,
        _agent: AgentId,
        _device: Option<&WatchedDevice>,
    ) -> Option<DeviceState> {
        None
    }

    fn record(&mut self, _line: &HistoryRecord) {}
}

fn count(what: &str) -> usize {
    read_dir(format!("/proc/self/{what}"))
        .expect("every process may look at itself")
        .count()
}

/// The kernel takes a thread off its list a moment after it has been joined.
fn settled(what: &str, expected: usize) -> bool {
    (0..1_000_000).any(|_| {
        std::thread::yield_now();
        count(what) == expected
    })
}

#[test]
fn a_hundred_lives_leave_no_thread_and_no_descriptor() {
    let sections = parse(FLOOR, "acd.conf").unwrap();
    let (threads, descriptors) = (count("task"), count("fd"));
    for _ in 0..100 {
        let driver = Driver::start(Quiet, &sections).unwrap();
        let request = CallRequest {
            queue: "support".to_owned(),
            ..CallRequest::default()
        };
        let ticket = driver.entrance().arrive(&request).unwrap();
        assert_eq!(count("task"), threads + 1);
        assert_eq!(driver.entrance().calls_in_hand(), 1);
        driver.stop();
        let orders: Vec<_> = std::iter::from_fn(|| ticket.next_order()).collect();
        assert!(
            matches!(orders.last(), Some(Order::Release { .. })),
            "{orders:?}"
        );
        drop(ticket);
        assert_eq!(driver.entrance().calls_in_hand(), 0);
        assert!(
            settled("task", threads),
            "{} threads are left",
            count("task")
        );
    }
    assert!(
        settled("fd", descriptors),
        "{} descriptors are left",
        count("fd")
    );
}
