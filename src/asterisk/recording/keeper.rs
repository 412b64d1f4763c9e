//! The thread that looks after files: whether those that are written are there and have room, and
//! what is to be done with those that are complete.
//!
//! It sleeps until somebody has something for it, or for an hour, after which it looks for what has
//! expired; while recordings run it also looks at their
//! files every two seconds, because a full disk tells nobody. What it cannot take any more is
//! finished at the next start.

use std::ffi::CString;
use std::path::{Path, PathBuf};
use std::ptr;
use std::sync::{Arc, PoisonError, RwLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use std::{fs, io};

use crossbeam::channel::{Receiver, RecvTimeoutError, Sender, bounded, never};

use super::attached;
use super::expiry::{expire, overdue};
use super::reel::{Ended, default_root, open_list, root_of};
use super::tape::{self, Tape};
use crate::asterisk::channel::Channel;
use crate::asterisk::entrance::entrance;
use crate::asterisk::sys;
use crate::asterisk::thread::{discharge, enlist};
use crate::driver::{Countdown, HistoryFact};
use crate::engine::CallId;
use crate::ffi::guard::caught;
use crate::ffi::text;
use crate::ffi::thread::with_host_signals_blocked;
use crate::recordings::finishing;
use crate::recordings::open_list::OpenEntry;
use crate::recordings::place;
use crate::recordings::sidecar::Sidecar;

/// What may wait for the keeper.
const JOBS_MAX: usize = 16_384;
/// How often files that are written are looked at.
const LOOK: Duration = Duration::from_secs(2);
/// How long the recorder has for opening and closing its files.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often it is looked whether recordings have expired.
const EXPIRY: Duration = Duration::from_secs(3_600);
const BREATH: Duration = Duration::from_millis(100);

static JOBS: RwLock<Option<Sender<Job>>> = RwLock::new(None);

enum Job {
    Watch(Watched),
    Retry(Arc<Tape>),
    Left {
        tape: Arc<Tape>,
        call: CallId,
        is_transfer: bool,
    },
    Replaced {
        tape: Arc<Tape>,
        host_id: String,
    },
    Finish(Box<Ended>),
    Recover(OpenEntry),
}

/// Files that a recorder writes.
struct Watched {
    tape: Arc<Tape>,
    stem: PathBuf,
    files: Vec<PathBuf>,
    opening: Countdown,
}

/// The thread; what it has is finished before it is gone.
#[derive(Debug)]
pub struct Keeper(Option<JoinHandle<()>>);

impl Keeper {
    /// Starts it, with what an earlier run of the PBX left behind.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn start() -> io::Result<Self> {
        let (sender, jobs) = bounded(JOBS_MAX);
        for entry in open_list().left_behind() {
            let _ = sender.try_send(Job::Recover(entry));
        }
        let builder = thread::Builder::new().name("acd-recordings".to_owned());
        let thread = with_host_signals_blocked(|| builder.spawn(move || keep(&jobs)))?;
        *JOBS.write().unwrap_or_else(PoisonError::into_inner) = Some(sender);
        Ok(Self(Some(thread)))
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        *JOBS.write().unwrap_or_else(PoisonError::into_inner) = None;
        let thread = self.0.take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that keeps recordings ended by a panic");
        }
    }
}

/// Where recordings may be: the places of all rules, and the one of rules without.
pub fn roots() -> Vec<PathBuf> {
    let mut roots = vec![default_root()];
    if let Some(entrance) = entrance() {
        roots.extend(entrance.plan().recordings.iter().map(|rule| root_of(rule)));
    }
    roots.sort();
    roots.dedup();
    roots
}

/// The channel that carries a tape; `None` if it is gone.
pub(super) fn channel_of(tape: &Arc<Tape>) -> Option<Channel> {
    let channel = Channel::by_name(&tape.host_id())?;
    let carried = attached::tape_of(&channel)?;
    Arc::ptr_eq(&carried, tape).then_some(channel)
}

/// Looks after what a recorder writes.
pub(super) fn watch(tape: &Arc<Tape>, stem: PathBuf, files: Vec<PathBuf>) {
    give(Job::Watch(Watched {
        tape: Arc::clone(tape),
        stem,
        files,
        opening: Countdown::start(PATIENCE),
    }));
}

/// Tries again what could not begin.
pub(super) fn retry_later(tape: &Arc<Tape>) {
    give(Job::Retry(Arc::clone(tape)));
}

/// Finishes what a recorder has written.
pub(super) fn finish(ended: Ended) {
    give(Job::Finish(Box::new(ended)));
}

/// An agent's leg is gone; its thread must not wait for files.
pub(super) fn agent_left(tape: &Arc<Tape>, call: CallId, is_transfer: bool) {
    let tape = Arc::clone(tape);
    give(Job::Left {
        tape,
        call,
        is_transfer,
    });
}

/// A call has taken the channel of another one, whose recorder still runs there.
pub(super) fn replaced(tape: &Arc<Tape>, host_id: String) {
    let tape = Arc::clone(tape);
    give(Job::Replaced { tape, host_id });
}

fn give(job: Job) {
    let jobs = JOBS.read().unwrap_or_else(PoisonError::into_inner);
    let is_taken = jobs.as_ref().is_some_and(|jobs| jobs.try_send(job).is_ok());
    if !is_taken {
        tracing::error!(
            "too many recordings end at once: one of them is finished at the next start of Asterisk"
        );
    }
}

fn keep(jobs: &Receiver<Job>) {
    enlist(c"acd recordings");
    let mut watched: Vec<Watched> = Vec::new();
    let mut failed: Vec<Arc<Tape>> = Vec::new();
    let mut look = Countdown::start(LOOK);
    let mut expiry = Countdown::start(LOOK);
    loop {
        let is_idle = watched.is_empty() && failed.is_empty();
        let wait = if is_idle { expiry.left() } else { look.left() };
        let job = jobs.recv_timeout(wait);
        match job {
            Ok(Job::Watch(files)) => watched.push(files),
            Ok(Job::Retry(tape)) if failed.iter().any(|known| Arc::ptr_eq(known, &tape)) => {}
            Ok(Job::Retry(tape)) => failed.push(tape),
            Ok(job) => {
                caught("a finished recording", || take(job));
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if is_idle {
            look = Countdown::start(LOOK);
        }
        if expiry.left().is_zero() {
            expiry = Countdown::start(EXPIRY);
            caught("expired recordings", || {
                for found in overdue().expired {
                    expire(&found, "retention");
                }
            });
        }
        if look.left().is_zero() {
            look = Countdown::start(LOOK);
            caught("a look at recordings", || {
                inspect(&mut watched, &mut failed)
            });
        }
    }
    discharge();
}

/// Looks at what is written, and tries again what failed.
fn inspect(watched: &mut Vec<Watched>, failed: &mut Vec<Arc<Tape>>) {
    watched.retain(|files| {
        if !files.tape.writes(&files.stem) {
            return false;
        }
        let Some(cause) = fault_of(files) else {
            return true;
        };
        let channel = channel_of(&files.tape);
        files.tape.broke(channel.as_ref(), &files.stem, &cause);
        failed.push(Arc::clone(&files.tape));
        false
    });
    failed.retain(|tape| {
        tape::retry(tape);
        tape.is_wanted() && tape.is_off()
    });
}

fn fault_of(files: &Watched) -> Option<String> {
    let missing = files.files.iter().find(|file| !file.exists());
    if let Some(missing) = missing
        && files.opening.left().is_zero()
    {
        return Some(format!("{}: the file is not there", missing.display()));
    }
    let directory = files.stem.parent().unwrap_or(Path::new("/"));
    match place::room(directory) {
        Ok(room) if room < place::ROOM_BYTES_MIN => {
            Some(format!("{}: no space left", directory.display()))
        }
        Ok(_) => None,
        Err(error) => Some(format!("{}: {error}", directory.display())),
    }
}

fn take(job: Job) {
    match job {
        // Looked at above.
        Job::Watch(_) | Job::Retry(_) => {}
        Job::Left {
            tape,
            call,
            is_transfer,
        } => {
            let channel = channel_of(&tape);
            tape.agent_left(channel.as_ref(), call, is_transfer);
        }
        Job::Replaced { tape, host_id } => {
            tape.end_for_good(Channel::by_name(&host_id).as_ref());
        }
        Job::Finish(ended) => finish_now(*ended),
        Job::Recover(entry) => match entry.recover() {
            (path, Ok(sidecar)) => {
                tracing::warn!(
                    "{}: Asterisk died while this was recorded; it is marked as interrupted",
                    path.display()
                );
                tell(&path, &sidecar, true);
            }
            (path, Err(error)) => tracing::error!(
                "{}: what Asterisk left of this recording cannot be finished: {error}",
                path.display()
            ),
        },
    }
}

fn finish_now(ended: Ended) {
    let raw = finishing::raw_endings(&ended.sidecar.layout, &ended.sidecar.format);
    let raw: Vec<PathBuf> = raw
        .iter()
        .map(|ending| place::with_ending(&ended.stem, ending))
        .collect();
    if ended.is_settling {
        settle(&raw);
    }
    let path = place::with_ending(&ended.stem, "json");
    match finishing::finish(&ended.stem, ended.sidecar, false) {
        Ok(sidecar) => {
            if let Some(entry) = ended.entry {
                entry.remove();
            }
            ended.about.note(HistoryFact::RecordingFinished {
                rule: Arc::clone(&ended.rule.name),
                sidecar: path.display().to_string(),
                length_ms: sidecar.length_ms,
                is_interrupted: false,
            });
            if let Some(hook) = &ended.rule.hook {
                run(hook, &path, &sidecar);
            }
        }
        Err(error) => tracing::error!(
            "{}: the recording cannot be finished now ({error}); it is tried at the next start of \
             Asterisk",
            path.display()
        ),
    }
}

/// The recorder closes its files on a thread of its own when a channel ends: waits until they
/// grow no more.
fn settle(files: &[PathBuf]) {
    let size = || -> Vec<u64> {
        let size = |file: &PathBuf| fs::metadata(file).map_or(0, |known| known.len());
        files.iter().map(size).collect()
    };
    let patience = Countdown::start(PATIENCE);
    let mut before = size();
    while !patience.left().is_zero() {
        let _ = never::<()>().recv_timeout(BREATH);
        let after = size();
        if after == before && after.iter().all(|size| *size > 0) {
            return;
        }
        before = after;
    }
}

fn tell(path: &Path, sidecar: &Sidecar, is_interrupted: bool) {
    let about = super::reel::About {
        call: CallId(sidecar.call),
        queue: sidecar.queue.clone(),
        agent: sidecar.agents.first().cloned().unwrap_or_default(),
        host_call: sidecar.host_call.clone(),
        host_id: sidecar.host_id.clone(),
    };
    about.note(HistoryFact::RecordingFinished {
        rule: sidecar.rule.as_str().into(),
        sidecar: path.display().to_string(),
        length_ms: sidecar.length_ms,
        is_interrupted,
    });
}

/// Runs the program of a rule, without a shell. Asterisk's own function, because Asterisk reaps
/// every child; it waits for the program, on this thread.
fn run(program: &str, path: &Path, sidecar: &Sidecar) {
    let mut words: Vec<CString> = vec![text::c_string(program)];
    words.push(text::c_string(&path.to_string_lossy()));
    for sound in sidecar.sound_paths(path) {
        words.push(text::c_string(&sound.to_string_lossy()));
    }
    let mut pointers: Vec<_> = words.iter().map(|word| word.as_ptr().cast_mut()).collect();
    pointers.push(ptr::null_mut());
    // SAFETY: texts that outlive the call, and a list that ends in null; the child only reads it.
    let status = unsafe { sys::ast_safe_execvp(0, words[0].as_ptr(), pointers.as_ptr()) };
    if status != 0 {
        tracing::warn!(
            "{program}, run for {}, ended with status {status}",
            path.display()
        );
    }
}
