//! History as AMI events: `call_arrived` is `AcdCallArrived`, with the fields of its line of JSON.
//!
//! The worker only hands a line over; a thread of its own speaks to Asterisk. An event comes after
//! what channels and bridges had sent before it happened, and may come after what they sent a
//! moment later; among each other our events keep their order. What is not yet sent is bounded:
//! when clients cannot keep up or ten thousand agents sign in at once, lines beyond the bound are
//! left out and counted in an `AcdEventsLost`, and the number in each event shows the gap.

use std::ffi::CString;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam::channel::{Receiver, Sender, never, unbounded};

use crate::asterisk::action::heading;
use crate::asterisk::channel::to_int;
use crate::asterisk::fields::Fields;
use crate::asterisk::sys;
use crate::asterisk::thread::{discharge, enlist};
use crate::driver::{HistoryRecord, QueueLogLine};
use crate::ffi::text;
use crate::ffi::thread::with_host_signals_blocked;

/// Lines that may wait to be sent.
const WAITING_MAX: usize = 65_536;

/// Events sent without a breath, and the breath: Asterisk refuses new SIP calls while one of its
/// queues is longer than some hundred.
const BURST_MAX: u32 = 200;
const BREATH: Duration = Duration::from_millis(20);

/// The name of the field that tells what happened.
const EVENT: &str = "event";

/// Where the worker hands lines of history over.
#[derive(Debug, Clone)]
pub struct EventFeed {
    lines: Sender<Item>,
    lost: Arc<AtomicU64>,
}

/// What the thread has to do, in order.
#[derive(Debug)]
enum Item {
    /// Send a line of history.
    Event(Box<HistoryRecord>),
    /// Write a line into the queue log, which may be a database.
    QueueLog(QueueLogLine),
}

/// The thread that sends; ends when every feed is gone, and is waited for when dropped.
#[derive(Debug)]
pub struct EventSender(Option<JoinHandle<()>>);

/// Starts to send.
///
/// # Errors
/// When the operating system gives no thread.
pub fn start() -> io::Result<(EventFeed, EventSender)> {
    let (sender, lines) = unbounded();
    let lost = Arc::new(AtomicU64::new(0));
    let feed = EventFeed {
        lines: sender,
        lost: Arc::clone(&lost),
    };
    let builder = thread::Builder::new().name("acd-events".to_owned());
    let thread = with_host_signals_blocked(|| builder.spawn(move || send_all(&lines, &lost)))?;
    Ok((feed, EventSender(Some(thread))))
}

impl EventFeed {
    /// Hands a line over; never waits.
    pub fn offer(&self, line: &HistoryRecord) {
        self.hand_over(Item::Event(Box::new(line.clone())));
    }

    /// Hands a line of the queue log over; never waits.
    pub fn offer_queue_log(&self, line: &QueueLogLine) {
        self.hand_over(Item::QueueLog(line.clone()));
    }

    fn hand_over(&self, item: Item) {
        if self.lines.len() >= WAITING_MAX || self.lines.send(item).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Drop for EventSender {
    fn drop(&mut self) {
        let thread = self.0.take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that sends AMI events ended by a panic");
        }
    }
}

fn send_all(lines: &Receiver<Item>, lost: &AtomicU64) {
    enlist(c"acd events");
    let mut in_a_row = 0;
    while let Ok(line) = lines.recv() {
        match lost.swap(0, Ordering::Relaxed) {
            0 => {}
            count => publish("AcdEventsLost", [("Count".to_owned(), count.to_string())]),
        }
        match line {
            Item::Event(line) => send(&line),
            Item::QueueLog(line) => write(&line),
        }
        in_a_row = if lines.is_empty() { 0 } else { in_a_row + 1 };
        if in_a_row >= BURST_MAX {
            in_a_row = 0;
            let _ = never::<()>().recv_timeout(BREATH);
        }
    }
    discharge();
}

/// Writes one line where Asterisk keeps its queue log.
fn write(line: &QueueLogLine) {
    let texts = [
        &*line.queue,
        &*line.call,
        &*line.agent,
        line.verb,
        &*line.text(),
    ];
    let [queue, call, agent, verb, parameters] = texts.map(one_line);
    // SAFETY: five texts that outlive the call.
    unsafe {
        sys::acd_shim_queue_log(
            queue.as_ptr(),
            call.as_ptr(),
            agent.as_ptr(),
            verb.as_ptr(),
            parameters.as_ptr(),
        );
    }
}

/// Sends one line, if anybody may hear it.
fn send(line: &HistoryRecord) {
    // SAFETY: reads a number.
    if unsafe { sys::ast_manager_check_enabled() } == 0 {
        return;
    }
    let fields = Fields::of(line);
    let Some(event) = fields.text(EVENT) else {
        return;
    };
    let texts = fields.texts().filter(|(name, _)| *name != EVENT);
    let name = format!("Acd{}", heading(&event));
    publish(&name, texts.map(|(name, text)| (heading(name), text)));
}

/// Queues an event for the AMI clients.
fn publish(name: &str, fields: impl IntoIterator<Item = (String, String)>) {
    // SAFETY: no preconditions.
    let object = unsafe { sys::ast_json_object_create() };
    if object.is_null() {
        return;
    }
    for (name, value) in fields {
        let (name, value) = (text::c_string(&name), one_line(&value));
        // SAFETY: a text that outlives the call.
        let value = unsafe { sys::ast_json_string_create(value.as_ptr()) };
        if !value.is_null() {
            // SAFETY: two live values; the object takes the text over.
            unsafe { sys::ast_json_object_set(object, name.as_ptr(), value) };
        }
    }
    let name = text::c_string(name);
    let class = to_int(sys::EVENT_FLAG_AGENT);
    // SAFETY: a text and an object that outlive the call; Asterisk copies the one and counts the
    // other.
    unsafe { sys::ast_manager_publish_event(name.as_ptr(), class, object) };
    // SAFETY: our own reference.
    unsafe { sys::ast_json_unref(object) };
}

fn one_line(value: &str) -> CString {
    text::c_string(&text::visible(value))
}
