//! The panic wall.
//!
//! Each function that C calls has one statement: a call of [`guard`] with the value to return if
//! the body panics. The panic's text and place are logged by the hook, the consequence by the
//! wall. What the body leaves half done is its own affair: it must keep shared values in a state
//! that the next call can use.

use std::any::Any;
use std::cell::Cell;
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};

thread_local! {
    // Const and without a destructor: host threads must not get one of ours.
    static IN_HOOK: Cell<bool> = const { Cell::new(false) };
}

/// Runs `body`; if it panics, logs that `place` failed and returns `safe`.
///
/// `place` names what the host asked for, such as `application AcdQueue`.
pub fn guard<R>(place: impl Display, safe: R, body: impl FnOnce() -> R) -> R {
    caught(place, body).unwrap_or(safe)
}

/// Runs `body`; `None` if it panicked. For callers that must do something about it.
pub fn caught<R>(place: impl Display, body: impl FnOnce() -> R) -> Option<R> {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(value) => Some(value),
        Err(payload) => {
            discard(payload);
            // Logging may panic too, if a value's own formatting does.
            let logged = catch_unwind(AssertUnwindSafe(|| {
                tracing::error!("{place} failed inside acd and was stopped; the PBX goes on");
            }));
            if let Err(payload) = logged {
                discard(payload);
            }
            None
        }
    }
}

/// Sends the text and place of every panic in this library to the log.
///
/// Rust keeps one hook per copy of its standard library, and the module has its own copy, so
/// other Rust code in the same PBX is not affected. Setting it again is harmless.
pub fn install_panic_hook() {
    set_hook(Box::new(report));
}

fn report(panic: &PanicHookInfo<'_>) {
    // A panic while a panic is reported would abort the PBX.
    if IN_HOOK.replace(true) {
        return;
    }
    let text = text_of(panic.payload());
    match panic.location() {
        Some(place) => tracing::error!("panic at {}:{}: {text}", place.file(), place.line()),
        None => tracing::error!("panic: {text}"),
    }
    IN_HOOK.set(false);
}

/// The text of a panic, as `panic!` made it.
pub fn text_of(payload: &(dyn Any + Send)) -> &str {
    if let Some(text) = payload.downcast_ref::<&str>() {
        text
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text
    } else {
        "(a value without text)"
    }
}

/// How often a destructor may panic before its remains are left where they are.
const SPITE_MAX: usize = 3;

/// Drops a payload, even one whose destructor panics.
fn discard(payload: Box<dyn Any + Send>) {
    let mut remains = payload;
    for _ in 0..SPITE_MAX {
        match catch_unwind(AssertUnwindSafe(|| drop(remains))) {
            Ok(()) => return,
            Err(next) => remains = next,
        }
    }
    std::mem::forget(remains);
}

#[cfg(test)]
mod tests {
    use super::{caught, guard};

    #[test]
    fn a_value_passes_through() {
        assert_eq!(guard("test", -1, || 7), 7);
    }

    #[test]
    fn a_panic_becomes_the_safe_value() {
        assert_eq!(guard("test", -1, || panic!("on purpose")), -1);
    }

    #[test]
    fn a_formatted_panic_becomes_the_safe_value() {
        let number = 3;
        assert_eq!(guard("test", 0, || panic!("on purpose {number}")), 0);
    }

    #[test]
    fn a_payload_whose_destructor_panics_is_survived() {
        struct Spiteful;
        impl Drop for Spiteful {
            fn drop(&mut self) {
                panic!("again");
            }
        }
        let outcome = caught("test", || std::panic::panic_any(Spiteful));
        assert!(outcome.is_none());
    }

    #[test]
    fn destructors_run_while_the_panic_travels() {
        struct Note<'a>(&'a std::cell::Cell<bool>);
        impl Drop for Note<'_> {
            fn drop(&mut self) {
                self.0.set(true);
            }
        }
        let dropped = std::cell::Cell::new(false);
        let outcome = caught("test", || {
            let _note = Note(&dropped);
            panic!("on purpose");
        });
        assert_eq!(outcome, None::<()>);
        assert!(dropped.get());
    }

    #[test]
    fn walls_nest() {
        let outer = guard("outer", 1, || {
            let inner = guard("inner", 2, || panic!("inner only"));
            assert_eq!(inner, 2);
            3
        });
        assert_eq!(outer, 3);
    }
}
