//! The files of one recording: their names, the sidecar that says it runs, and the hand-over to the
//! keeper.

use std::ffi::CStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::afterwards;
use super::keeper;
use super::mixmonitor::{self, NoRecorder, Tracks};
use crate::asterisk::channel::Channel;
use crate::asterisk::entrance::entrance;
use crate::asterisk::sys;
use crate::asterisk::wall_clock;
use crate::driver::{CallName, HistoryFact, Note, wall_us};
use crate::engine::{
    CallId, ContactId, FileFacts, Millis, PauseSpan, RecordingLayout, RecordingPlan, Tags,
};
use crate::ffi::text;
use crate::recordings::finishing::{SEPARATE, STEREO, endings, raw_endings};
use crate::recordings::open_list::{OpenEntry, OpenList};
use crate::recordings::place::{self, Reserved, with_ending};
use crate::recordings::sidecar::{Pause, Segment, Sidecar, VerbLine};

/// Which call it is.
#[derive(Debug, Clone)]
pub(super) struct About {
    pub(super) call: CallId,
    /// Empty: in none.
    pub(super) queue: String,
    /// Empty: nobody yet.
    pub(super) agent: String,
    /// The channel's name.
    pub(super) host_call: String,
    /// The channel's id.
    pub(super) host_id: String,
}

impl About {
    /// Writes a fact about the call into history.
    pub(super) fn note(&self, fact: HistoryFact) {
        let Some(entrance) = entrance() else { return };
        entrance.note(Note {
            call: Some(CallName {
                call: self.call,
                host_call: self.host_call.as_str().into(),
                queue: self.queue.as_str().into(),
            }),
            agent: Some(self.agent.as_str().into()).filter(|agent: &Arc<str>| !agent.is_empty()),
            fact,
        });
    }
}

/// What happened on one recording, for its sidecar.
#[derive(Debug, Clone, Default)]
pub(super) struct Log {
    began_at: Millis,
    length_ms: u64,
    segments: Vec<Segment>,
    pauses: Vec<Pause>,
    verbs: Vec<VerbLine>,
}

/// Lines of a sidecar that tell who asked for what.
const VERBS_MAX: usize = 2_000;
/// Agents of one recording that are told apart.
const SEGMENTS_MAX: usize = 200;

impl Log {
    /// A recording begins; whoever talks now is in it from its beginning.
    pub(super) fn begun(now: Millis, former: &Self) -> Self {
        let talks = former.segments.last().filter(|last| last.to_ms.is_none());
        let segments = talks.map(|talks| Segment {
            from_ms: 0,
            ..talks.clone()
        });
        Self {
            began_at: now,
            segments: segments.into_iter().collect(),
            ..Self::default()
        }
    }

    pub(super) fn verb(&mut self, now: Millis, verb: &str, by: &str) {
        if self.verbs.len() < VERBS_MAX {
            self.verbs.push(VerbLine {
                at_ms: self.at(now),
                verb: verb.to_owned(),
                by: by.to_owned(),
            });
        }
    }

    pub(super) fn open_segment(&mut self, now: Millis, queue: &str, agent: &str) {
        self.close_segment(now);
        if self.segments.len() < SEGMENTS_MAX {
            self.segments.push(Segment {
                queue: queue.to_owned(),
                agent: agent.to_owned(),
                from_ms: self.at(now),
                to_ms: None,
            });
        }
    }

    pub(super) fn close_segment(&mut self, now: Millis) {
        let at = self.at(now);
        if let Some(last) = self.segments.last_mut()
            && last.to_ms.is_none()
        {
            last.to_ms = Some(at);
        }
    }

    pub(super) fn end(&mut self, now: Millis, spans: &[PauseSpan]) {
        self.length_ms = self.at(now);
        let length_ms = self.length_ms;
        let pause = |span: &PauseSpan| Pause {
            from_ms: span.from_ms,
            to_ms: span.to_ms.unwrap_or(length_ms),
        };
        self.pauses = spans.iter().map(pause).collect();
    }

    const fn at(&self, now: Millis) -> u64 {
        now.0.saturating_sub(self.began_at.0)
    }
}

/// Why no recording began.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoReel {
    #[error("{place}: {error}")]
    Place { place: String, error: io::Error },
    #[error("{0}")]
    Recorder(#[from] NoRecorder),
}

/// The files that a recorder writes now.
#[derive(Debug)]
pub(super) struct Reel {
    id: String,
    reserved: Reserved,
    sidecar: Sidecar,
    entry: Option<OpenEntry>,
    rule: Arc<RecordingPlan>,
    about: About,
}

/// A reel whose recorder has ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) stem: PathBuf,
    pub(super) sidecar: Sidecar,
    pub(super) entry: Option<OpenEntry>,
    pub(super) rule: Arc<RecordingPlan>,
    pub(super) about: About,
    /// The recorder may still be closing its files.
    pub(super) is_settling: bool,
}

impl Reel {
    /// Takes a name and begins to record the channel.
    pub(super) fn begin(
        channel: &Channel,
        rule: &Arc<RecordingPlan>,
        about: &About,
    ) -> Result<Self, NoReel> {
        let root = root_of(rule);
        let began_wall_us = wall_us();
        let began = wall_clock::local_date(began_wall_us).unwrap_or_default();
        let name = rule.file.render(&FileFacts {
            call: about.call.0,
            queue: &about.queue,
            agent: &about.agent,
            host_id: &about.host_id,
            date: (began.year, began.month, began.day),
            time: (began.hour, began.minute, began.second),
        });
        let layout = layout_of(rule);
        let raw = raw_endings(layout, &rule.format);
        let mut all = raw.clone();
        all.extend(endings(layout, &rule.format));
        let failed = |error| NoReel::Place {
            place: root.join(&name).display().to_string(),
            error,
        };
        let reserved = place::reserve(&root, &name, &all).map_err(failed)?;
        let sidecar = Sidecar {
            call: about.call.0,
            queue: about.queue.clone(),
            host_call: about.host_call.clone(),
            host_id: about.host_id.clone(),
            agents: vec![about.agent.clone()],
            rule: rule.name.to_string(),
            layout: layout.to_owned(),
            format: rule.format.to_string(),
            began_wall_us,
            ..Sidecar::open()
        };
        let paths: Vec<PathBuf> = raw
            .iter()
            .map(|ending| with_ending(&reserved.stem, ending))
            .collect();
        let tracks = match &paths[..] {
            [agent, caller] => Tracks::Apart(agent, caller),
            other => Tracks::Mixed(&other[0]),
        };
        let begun = sidecar
            .write(&reserved.sidecar())
            .map_err(failed)
            .and_then(|()| Ok(mixmonitor::start(channel, &tracks, rule.beep_ms)?));
        let id = match begun {
            Ok(id) => id,
            Err(failure) => {
                let _ = std::fs::remove_file(reserved.sidecar());
                return Err(failure);
            }
        };
        let entry = open_list().add(about.call.0, began_wall_us, &reserved.stem);
        let entry = entry.inspect_err(|error| {
            tracing::warn!("a recording that runs cannot be listed in the spool: {error}");
        });
        Ok(Self {
            id,
            reserved,
            sidecar,
            entry: entry.ok(),
            rule: Arc::clone(rule),
            about: about.clone(),
        })
    }

    /// The recorder's id.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The path of its files without ending.
    pub(super) fn stem(&self) -> &Path {
        &self.reserved.stem
    }

    /// The files that the recorder writes.
    pub(super) fn raw_files(&self) -> Vec<PathBuf> {
        let endings = raw_endings(&self.sidecar.layout, &self.sidecar.format);
        let path = |ending: &String| with_ending(&self.reserved.stem, ending);
        endings.iter().map(path).collect()
    }

    /// Hands it to the keeper.
    pub(super) fn finish(
        self,
        log: Log,
        tags: &Tags,
        contact: Option<ContactId>,
        is_settling: bool,
    ) {
        if let Some(contact) = contact {
            afterwards::add(contact, self.reserved.sidecar());
        }
        let mut sidecar = self.sidecar;
        let mut agents: Vec<String> = Vec::new();
        for segment in &log.segments {
            if !agents.contains(&segment.agent) {
                agents.push(segment.agent.clone());
            }
        }
        if !agents.is_empty() {
            sidecar.agents = agents;
        }
        sidecar.agents.retain(|agent| !agent.is_empty());
        sidecar.length_ms = log.length_ms;
        sidecar.segments = log.segments;
        sidecar.pauses = log.pauses;
        sidecar.verbs = log.verbs;
        sidecar.tags = afterwards::told(tags);
        keeper::finish(Ended {
            stem: self.reserved.stem,
            sidecar,
            entry: self.entry,
            rule: self.rule,
            about: self.about,
            is_settling,
        });
    }
}

const fn layout_of(rule: &RecordingPlan) -> &'static str {
    match rule.layout {
        RecordingLayout::Mixed => "mixed",
        RecordingLayout::Stereo => STEREO,
        RecordingLayout::Separate => SEPARATE,
    }
}

/// Where the files of a rule go.
pub(super) fn root_of(rule: &RecordingPlan) -> PathBuf {
    let own = rule.directory.as_deref().map(PathBuf::from);
    own.unwrap_or_else(default_root)
}

/// Where the files of rules without a place go.
pub(super) fn default_root() -> PathBuf {
    spool().join("acd").join("recordings")
}

/// The recordings that run.
pub(super) fn open_list() -> OpenList {
    OpenList::new(spool().join("acd").join("open-recordings"))
}

fn spool() -> PathBuf {
    // SAFETY: a text that Asterisk sets before it loads modules and never changes.
    let spool = unsafe { sys::ast_config_AST_SPOOL_DIR };
    // SAFETY: as above.
    let spool: &'static CStr = unsafe { text::borrow(spool) };
    PathBuf::from(text::lossy(spool).into_owned())
}
