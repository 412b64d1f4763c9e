//! Console commands.
//!
//! A command says its words and help, offers completions and writes lines. Lines are gathered and
//! written at the end, so that no lock of ours is ever held while a slow terminal takes them;
//! control characters in them are shown, not sent.

use std::ffi::{CStr, c_char, c_int};
use std::fmt::{self, Write};
use std::ptr;

use super::handle::module_handle;
use super::in_flight::Visit;
use super::macros;
use super::refused::RegistryFull;
use super::sys;
use crate::ffi::guard::guard;
use crate::ffi::text;

/// Bytes handed to the console at once; it writes them with one system call.
const BATCH_BYTES: usize = 4096;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// The words do not make sense: the console prints the usage.
    ShowUsage,
    /// Failed; the command has said why.
    Failed,
}

impl Outcome {
    /// Small numbers in the place of a pointer are how the console takes them.
    const fn code(self) -> *mut c_char {
        let code = match self {
            Self::Done => 0,
            Self::ShowUsage => 1,
            Self::Failed => 2,
        };
        ptr::without_provenance_mut(code)
    }
}

/// A console command.
pub trait Command: Sync {
    /// Its words, `acd show version`; `{a|b}` for one of several, `[x]` for an optional one.
    fn words(&self) -> &'static CStr;

    /// One line for `help`, at most 60 characters.
    fn summary(&self) -> &'static CStr;

    /// The text of `help acd show …`: `Usage: …`, newline, explanation, newline.
    fn usage(&self) -> &'static CStr;

    /// Candidates for the word being typed; those that do not start with it are dropped.
    ///
    /// Called with a lock of the console held: look at a snapshot, wait for nothing, register
    /// nothing.
    fn complete(&self, _typed: &Typed<'_>) -> Vec<String> {
        Vec::new()
    }

    /// Does it.
    fn run(&self, console: &mut Console) -> Outcome;
}

/// A command line that is still being typed.
#[derive(Debug)]
pub struct Typed<'a> {
    /// Which argument is being typed: 0 is the first word after the command's own words.
    pub argument: usize,
    /// What there is of it.
    pub word: &'a str,
    /// The arguments before it.
    pub before: &'a [String],
}

/// The console that asked.
#[derive(Debug)]
pub struct Console {
    fd: c_int,
    arguments: Vec<String>,
    pending: String,
}

impl Console {
    /// The words after the command's own.
    pub fn arguments(&self) -> &[String] {
        &self.arguments
    }

    /// Writes one line: `console.line(format_args!("{calls} calls"))`.
    pub fn line(&mut self, line: impl fmt::Display) {
        let mut whole = String::new();
        // A value that cannot be formatted leaves the part that could be.
        let _ = write!(whole, "{line}");
        for part in whole.split('\n') {
            self.pending.push_str(&text::visible(part));
            self.pending.push('\n');
        }
    }

    /// Sends what was written so far, a batch of whole lines at a time.
    fn flush(&mut self) {
        let mut rest = std::mem::take(&mut self.pending);
        while !rest.is_empty() {
            let limit = text::truncated(&rest, BATCH_BYTES).len();
            let end = rest[..limit]
                .rfind('\n')
                .map_or(limit, |newline| newline + 1);
            let left = rest.split_off(end);
            let batch = text::c_string(&rest);
            // SAFETY: a NUL-terminated string that outlives the call.
            unsafe { sys::acd_shim_cli(self.fd, batch.as_ptr()) };
            rest = left;
        }
    }
}

impl Drop for Console {
    /// Even a command that panics shows what it had to say until then.
    fn drop(&mut self) {
        self.flush();
    }
}

/// The console's entry, with our command behind it. Asterisk links it into a list, so it keeps
/// its place in memory.
#[repr(C)]
struct Entry {
    entry: sys::ast_cli_entry,
    command: &'static dyn Command,
}

/// A registered command.
pub(super) struct RegisteredCommand(*mut Entry);

// SAFETY: the pointer is given back to Asterisk on the loader's thread; nothing else is done.
unsafe impl Send for RegisteredCommand {}

pub(super) fn register(command: &'static dyn Command) -> Result<RegisteredCommand, RegistryFull> {
    // SAFETY: all-zero is what C's partial initialisation makes of the other members.
    let blank: sys::ast_cli_entry = unsafe { std::mem::zeroed() };
    let entry = sys::ast_cli_entry {
        summary: command.summary().as_ptr(),
        handler: Some(handle),
        ..blank
    };
    let entry = Box::into_raw(Box::new(Entry { entry, command }));
    // SAFETY: one entry, first member of a block that stays until it is unregistered.
    let refused =
        unsafe { sys::__ast_cli_register_multiple(entry.cast(), 1, module_handle()) } != 0;
    if refused {
        // SAFETY: Asterisk has not kept it.
        drop(unsafe { Box::from_raw(entry) });
        return Err(RegistryFull {
            what: format!("command {:?}", command.words()),
        });
    }
    Ok(RegisteredCommand(entry))
}

impl RegisteredCommand {
    pub(super) fn unregister(self) {
        // SAFETY: the entry that was registered.
        unsafe { sys::ast_cli_unregister_multiple(self.0.cast(), 1) };
        // SAFETY: still ours.
        let is_listed = !unsafe { &*self.0 }.entry._full_cmd.is_null();
        if is_listed {
            // Asterisk keeps an entry that somebody is running; so must we.
            tracing::warn!("a console command is still running; its entry is kept");
            return;
        }
        // SAFETY: Asterisk has unlinked it.
        drop(unsafe { Box::from_raw(self.0) });
    }
}

/// The entry point: three questions in one function.
unsafe extern "C" fn handle(
    entry: *mut sys::ast_cli_entry,
    question: c_int,
    asked: *mut sys::ast_cli_args,
) -> *mut c_char {
    guard("a console command", answer_after_panic(question), || {
        let _visit = Visit::begin();
        // SAFETY: only entries made by `register` come here, the first member of `Entry`.
        let command = unsafe { &*entry.cast::<Entry>() }.command;
        match question {
            sys::CLI_INIT => {
                // SAFETY: while it registers, Asterisk lets the handler fill in the entry.
                let entry = unsafe { &mut *entry };
                entry.command = command.words().as_ptr().cast_mut();
                entry.usage = command.usage().as_ptr();
                ptr::null_mut()
            }
            sys::CLI_GENERATE => {
                // SAFETY: lives for this call.
                let entry = unsafe { &*entry };
                // SAFETY: as above.
                complete(command, entry, unsafe { &*asked });
                ptr::null_mut()
            }
            _ => {
                // SAFETY: lives for this call.
                let entry = unsafe { &*entry };
                // SAFETY: as above.
                run(command, entry, unsafe { &*asked }).code()
            }
        }
    })
}

/// A code is only understood as an answer to "run"; elsewhere it would be read as a text.
fn answer_after_panic(question: c_int) -> *mut c_char {
    if question == sys::CLI_HANDLER {
        Outcome::Failed.code()
    } else {
        ptr::null_mut()
    }
}

fn complete(command: &dyn Command, entry: &sys::ast_cli_entry, asked: &sys::ast_cli_args) {
    // All candidates are given at the first question; the later ones have no more.
    if asked.n != 0 {
        return;
    }
    let Ok(argument) = usize::try_from(asked.pos - entry.args) else {
        return;
    };
    // SAFETY: the texts live for this call.
    let word = text::lossy(unsafe { text::borrow(asked.word) });
    let before = arguments(entry, asked);
    let typed = Typed {
        argument,
        word: &word,
        before: before.get(..argument).unwrap_or(&before),
    };
    for candidate in command.complete(&typed) {
        let start = candidate.get(..word.len());
        if start.is_some_and(|start| start.eq_ignore_ascii_case(&word)) {
            let candidate = macros::strdup(&text::c_string(&candidate));
            // SAFETY: Asterisk's own allocation, which it takes over.
            unsafe { sys::ast_cli_completion_add(candidate) };
        }
    }
}

fn run(command: &dyn Command, entry: &sys::ast_cli_entry, asked: &sys::ast_cli_args) -> Outcome {
    let mut console = Console {
        fd: asked.fd,
        arguments: arguments(entry, asked),
        pending: String::new(),
    };
    command.run(&mut console)
}

/// The words after the command's own.
fn arguments(entry: &sys::ast_cli_entry, asked: &sys::ast_cli_args) -> Vec<String> {
    let own = usize::try_from(entry.args).unwrap_or(0);
    let count = usize::try_from(asked.argc).unwrap_or(0);
    // SAFETY: argv has argc words, all alive for this call.
    let words = unsafe { std::slice::from_raw_parts(asked.argv, count) };
    let arguments = words.iter().skip(own).map(|word| {
        // SAFETY: as above.
        text::lossy(unsafe { text::borrow(*word) }).into_owned()
    });
    arguments.collect()
}

#[cfg(test)]
mod tests {
    use std::ffi::{CStr, CString, c_char, c_int};
    use std::ptr;

    use super::{Command, Console, Entry, Outcome, Typed, handle};
    use crate::asterisk::fake_host::{take_completions, take_console};
    use crate::asterisk::sys;

    struct Greet;

    impl Command for Greet {
        fn words(&self) -> &'static CStr {
            c"acd greet"
        }

        fn summary(&self) -> &'static CStr {
            c"Greet"
        }

        fn usage(&self) -> &'static CStr {
            c"Usage: acd greet <name>\n"
        }

        fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
            assert!(typed.word != "panic", "on purpose");
            assert_eq!((typed.argument, typed.before), (0, &[][..]));
            ["alice", "bob", "Alan", "a"].map(str::to_owned).to_vec()
        }

        fn run(&self, console: &mut Console) -> Outcome {
            let Some(name) = console.arguments().first().cloned() else {
                return Outcome::ShowUsage;
            };
            if name == "many" {
                (0..2000).for_each(|number| console.line(format_args!("line {number}")));
                return Outcome::Done;
            }
            console.line(format_args!("hello {name}"));
            assert!(name != "panic", "on purpose");
            Outcome::Done
        }
    }

    fn entry() -> Entry {
        // SAFETY: all-zero is a blank entry.
        let blank: sys::ast_cli_entry = unsafe { std::mem::zeroed() };
        Entry {
            entry: sys::ast_cli_entry { args: 2, ..blank },
            command: &Greet,
        }
    }

    fn asked(argv: &[*const c_char], line: &CStr, word: &CStr, n: c_int) -> sys::ast_cli_args {
        sys::ast_cli_args {
            fd: 1,
            argc: c_int::try_from(argv.len()).expect("few words"),
            argv: argv.as_ptr(),
            line: line.as_ptr(),
            word: word.as_ptr(),
            pos: 2,
            n,
        }
    }

    fn ask(question: c_int, words: &[&str], word: &CStr, n: c_int) -> usize {
        let words: Vec<CString> = words
            .iter()
            .map(|word| CString::new(*word).expect("no NUL"))
            .collect();
        let argv: Vec<*const c_char> = words.iter().map(|word| word.as_ptr()).collect();
        let mut entry = entry();
        let mut asked = asked(&argv, c"acd greet al", word, n);
        // SAFETY: both live for the call, and the entry is the first member of an `Entry`.
        let answer = unsafe { handle((&raw mut entry).cast(), question, &raw mut asked) };
        answer.addr()
    }

    fn run(words: &[&str]) -> usize {
        ask(sys::CLI_HANDLER, words, c"", 0)
    }

    #[test]
    fn the_words_are_told_when_registering() {
        let mut entry = entry();
        // SAFETY: as for `ask`; registering has no arguments.
        unsafe { handle((&raw mut entry).cast(), sys::CLI_INIT, ptr::null_mut()) };
        assert_eq!(entry.entry.command.cast_const(), Greet.words().as_ptr());
        assert_eq!(entry.entry.usage, Greet.usage().as_ptr());
    }

    #[test]
    fn lines_reach_the_console_with_control_characters_shown() {
        assert_eq!(run(&["acd", "greet", "Eve\u{1b}[2J%n"]), 0);
        assert_eq!(take_console(), "hello Eve\\u{1b}[2J%n\n");
    }

    #[test]
    fn long_output_arrives_whole() {
        assert_eq!(run(&["acd", "greet", "many"]), 0);
        let text = take_console();
        assert!(
            text.lines()
                .map(str::to_owned)
                .eq((0..2000).map(|n| format!("line {n}")))
        );
    }

    #[test]
    fn usage_and_panic_have_their_codes() {
        assert_eq!(run(&["acd", "greet"]), 1);
        assert_eq!(run(&["acd", "greet", "panic"]), 2);
        assert_eq!(
            take_console(),
            "hello panic\n",
            "what was said before the panic"
        );
    }

    #[test]
    fn a_panic_while_completing_offers_nothing() {
        assert_eq!(
            ask(sys::CLI_GENERATE, &["acd", "greet", "panic"], c"panic", 0),
            0
        );
        assert!(take_completions().is_empty());
    }

    #[test]
    fn only_fitting_words_are_offered_and_only_once() {
        assert_eq!(ask(sys::CLI_GENERATE, &["acd", "greet", "al"], c"al", 0), 0);
        assert_eq!(take_completions(), ["alice", "Alan"]);
        assert_eq!(ask(sys::CLI_GENERATE, &["acd", "greet", "al"], c"al", 1), 0);
        assert!(take_completions().is_empty());
    }
}
