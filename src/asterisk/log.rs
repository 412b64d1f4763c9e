//! `tracing` into Asterisk's logger.
//!
//! | here | Asterisk |
//! |---|---|
//! | ERROR, WARN | ERROR, WARNING |
//! | INFO | NOTICE: rare news for the administrator, seen without any setting |
//! | DEBUG | DEBUG if `core set debug 1 app_acd` or more |
//! | TRACE | DEBUG if `core set debug 4 app_acd` or more |
//! | target `acd::event` | own level `ACD`, for `acd_events => ACD` in logger.conf |
//!
//! One line an event: the message, then its fields as `key=value`; control characters are shown,
//! never sent. Spans are accepted and not shown. `tracing` takes one subscriber for good, so that
//! one stays and is switched on by `load` and off by `unload`.

use std::ffi::{CStr, c_int};
use std::fmt::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Level, Metadata, Subscriber};

use super::sys;
use crate::ffi::text;

/// Target of the history events, one JSON object a line.
pub const EVENT_TARGET: &str = "acd::event";

/// Name of the level that carries them.
const EVENT_LEVEL: &CStr = c"ACD";

/// Asterisk cuts a line at 8 KiB; we cut earlier, at a whole character.
pub const LINE_BYTES_MAX: usize = 7 * 1024;

/// `core set debug` level from which TRACE is shown.
const TRACE_FROM: c_int = 4;

static OPEN: AtomicBool = AtomicBool::new(false);
static EVENT_LEVEL_NUMBER: AtomicI32 = AtomicI32::new(-1);

/// The open log; closing is dropping. There is one, owned by the running module.
#[derive(Debug)]
pub struct HostLog(());

impl HostLog {
    /// Registers the event level and lets lines through. May be called again after a drop.
    pub fn open() -> Self {
        // SAFETY: a literal name; no other precondition.
        let number = unsafe { sys::ast_logger_register_level(EVENT_LEVEL.as_ptr()) };
        EVENT_LEVEL_NUMBER.store(number, Ordering::Relaxed);
        OPEN.store(true, Ordering::Release);
        // Fails on every load but the first, when ours is already in place.
        let _ = tracing::subscriber::set_global_default(ToHost);
        if number < 0 {
            tracing::warn!(
                "no logger level is left for ACD: history events will not be in any log file"
            );
        }
        Self(())
    }
}

impl Drop for HostLog {
    fn drop(&mut self) {
        OPEN.store(false, Ordering::Release);
        if EVENT_LEVEL_NUMBER.swap(-1, Ordering::Relaxed) >= 0 {
            // SAFETY: the name that was registered.
            unsafe { sys::ast_logger_unregister_level(EVENT_LEVEL.as_ptr()) };
        }
    }
}

/// The subscriber: no state of its own.
struct ToHost;

impl Subscriber for ToHost {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        // Levels change at run time, so no answer may be remembered.
        Interest::sometimes()
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event() && OPEN.load(Ordering::Acquire) && host_level(metadata).is_some()
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        if let Some(level) = host_level(event.metadata()) {
            let mut line = Line::default();
            event.record(&mut line);
            send(level, event.metadata(), &line.finished());
        }
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Asterisk's number for an event's level; `None` if nobody wants to see it.
fn host_level(metadata: &Metadata<'_>) -> Option<c_int> {
    if metadata.target() == EVENT_TARGET {
        let number = EVENT_LEVEL_NUMBER.load(Ordering::Relaxed);
        return (number >= 0).then_some(number);
    }
    let level = *metadata.level();
    let number = match level {
        Level::ERROR => sys::__LOG_ERROR,
        Level::WARN => sys::__LOG_WARNING,
        Level::INFO => sys::__LOG_NOTICE,
        _ => {
            let from = if level == Level::DEBUG { 1 } else { TRACE_FROM };
            // SAFETY: reads options and, under its own lock, the debug list.
            let wanted = unsafe { sys::acd_shim_debug_at_least(from) } != 0;
            if !wanted {
                return None;
            }
            sys::__LOG_DEBUG
        }
    };
    c_int::try_from(number).ok()
}

fn send(level: c_int, metadata: &Metadata<'_>, line: &str) {
    // The bare file name, as Asterisk's own lines have it.
    let file = metadata.file().unwrap_or("app_acd");
    let file = text::c_string(file.rsplit('/').next().unwrap_or(file));
    let module = text::c_string(metadata.target());
    let number = metadata
        .line()
        .and_then(|line| c_int::try_from(line).ok())
        .unwrap_or(0);
    let line = text::c_string(line);
    // SAFETY: four NUL-terminated strings that outlive the call.
    unsafe {
        sys::acd_shim_log(level, file.as_ptr(), number, module.as_ptr(), line.as_ptr());
    }
}

/// Gathers one line.
#[derive(Default)]
struct Line {
    message: String,
    fields: String,
}

impl Line {
    fn finished(mut self) -> String {
        self.message.push_str(&self.fields);
        let line = text::visible(&self.message);
        let cut = text::truncated(&line, LINE_BYTES_MAX);
        if cut.len() < line.len() {
            format!("{cut}…")
        } else {
            line.into_owned()
        }
    }
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let outcome = if field.name() == "message" {
            write!(self.message, "{value:?}")
        } else {
            write!(self.fields, " {}={value:?}", field.name())
        };
        if outcome.is_err() {
            // A value that cannot be formatted is a fault of the value, not of the log.
            self.fields.push_str(" (a field could not be shown)");
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            self.message.push_str(value);
        } else if value.is_empty() || value.contains([' ', '"', '=']) {
            self.record_debug(field, &value);
        } else {
            self.record_debug(field, &format_args!("{value}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, MutexGuard, PoisonError};

    use super::HostLog;
    use crate::asterisk::fake_host::{set_debug, take_log};
    use crate::asterisk::sys;
    use crate::ffi::guard;

    /// The log is one for the whole program; tests that open it take turns.
    static TURN: Mutex<()> = Mutex::new(());

    fn turn() -> MutexGuard<'static, ()> {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        take_log();
        turn
    }

    #[test]
    fn levels_are_asterisks_own() {
        let _turn = turn();
        let _log = HostLog::open();
        tracing::error!("one");
        assert_eq!(take_log().map(|line| line.level), Some(sys::__LOG_ERROR));
        tracing::warn!("two");
        assert_eq!(take_log().map(|line| line.level), Some(sys::__LOG_WARNING));
        tracing::info!("three");
        let line = take_log().expect("INFO is shown without any setting");
        assert_eq!(line.level, sys::__LOG_NOTICE);
        assert_eq!(line.file, "log.rs");
        assert_eq!(line.text, "three\n");
    }

    #[test]
    fn debug_waits_for_the_administrator() {
        let _turn = turn();
        let _log = HostLog::open();
        tracing::debug!("hidden");
        assert_eq!(take_log(), None);
        set_debug(1);
        tracing::debug!("shown");
        let shown = take_log();
        tracing::trace!("still hidden");
        let hidden = take_log();
        set_debug(4);
        tracing::trace!("shown");
        let traced = take_log();
        set_debug(0);
        assert_eq!(shown.map(|line| line.level), Some(sys::__LOG_DEBUG));
        assert_eq!(hidden, None);
        assert_eq!(traced.map(|line| line.level), Some(sys::__LOG_DEBUG));
    }

    #[test]
    fn fields_follow_the_message_and_nobody_forges_a_line() {
        let _turn = turn();
        let _log = HostLog::open();
        let name = "Eve\n[2026] ERROR forged %s%n";
        tracing::warn!(
            queue = "support",
            waited_ms = 12_u64,
            name,
            empty = "",
            "call waits"
        );
        let line = take_log().expect("WARN is shown");
        assert_eq!(
            line.text,
            "call waits queue=support waited_ms=12 \
             name=\"Eve\\n[2026] ERROR forged %s%n\" empty=\"\"\n"
        );
    }

    #[test]
    fn long_lines_end_on_a_character() {
        let _turn = turn();
        let _log = HostLog::open();
        tracing::warn!("{}", "é".repeat(8000));
        let line = take_log().expect("WARN is shown");
        assert!(line.text.len() < 8000 && line.text.ends_with("é…\n"));
    }

    #[test]
    fn history_events_have_their_own_level() {
        let _turn = turn();
        let _log = HostLog::open();
        tracing::info!(target: super::EVENT_TARGET, "{{\"event\":\"call-arrived\"}}");
        let line = take_log().expect("the level is registered");
        assert_eq!(line.level, 16);
        assert_eq!(line.text, "{\"event\":\"call-arrived\"}\n");
    }

    #[test]
    fn closed_means_silent_and_it_opens_again() {
        let _turn = turn();
        drop(HostLog::open());
        tracing::error!("nobody hears");
        assert_eq!(take_log(), None);
        let _log = HostLog::open();
        tracing::error!("heard");
        assert!(take_log().is_some());
    }

    #[test]
    fn a_panic_is_told_with_its_place_and_consequence() {
        let _turn = turn();
        let _log = HostLog::open();
        let before = std::panic::take_hook();
        guard::install_panic_hook();
        let value = guard::guard("application AcdTest", 0, || -> i32 {
            panic!("on {}", "purpose")
        });
        std::panic::set_hook(before);
        assert_eq!(value, 0);
        let line = take_log().expect("the wall logs");
        assert_eq!(line.count, 2, "the panic itself, then what it means");
        assert!(
            line.text
                .starts_with("application AcdTest failed inside acd"),
            "{}",
            line.text
        );
    }
}
