//! What a caller hears while waiting: music or ringing, and announcements and prompts in between.
//!
//! Rule kept: nothing here waits. A file plays while the caller's thread sleeps in its one wait,
//! and is cut off in the moment an agent is about to be rung (or has answered, as the queue says):
//! no agent ever waits for a sentence to end. A call that is not answered hears all of it as early
//! media; nothing here answers it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::apps::options::QueueOptions;
use super::playback::Playing;
use super::serviced::{Indication, Serviced};
use super::spoken;
use crate::engine::{Announcement, TalkUntil, WaitingRules, WaitingSound};

/// Files that may wait to be played: a few announcements.
const FILES_MAX: usize = 128;

/// What the caller hears now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heard {
    Nothing,
    Music,
    Ringing,
    Talk,
}

/// One caller's waiting room.
#[derive(Debug)]
pub(super) struct WaitingRoom {
    rings_caller: bool,
    rings_when_offered: bool,
    music: Option<Arc<str>>,
    until: TalkUntil,
    heard: Heard,
    is_rung: bool,
    files: VecDeque<Arc<str>>,
    next_wait: Option<Duration>,
}

impl WaitingRoom {
    /// A room as the queue furnishes it and the options change it.
    pub(super) fn new(options: &QueueOptions, rules: &WaitingRules, until: TalkUntil) -> Self {
        let own_music = options.music.as_deref().map(Arc::from);
        let rings = rules.sound == WaitingSound::Ringing && own_music.is_none();
        Self {
            rings_caller: options.rings_caller || rings,
            rings_when_offered: rules.rings_when_offered,
            music: own_music.or_else(|| rules.music.clone()),
            until,
            heard: Heard::Nothing,
            is_rung: false,
            files: VecDeque::new(),
            next_wait: None,
        }
    }

    /// The call is in another queue from now on. What is being told is told to its end.
    pub(super) fn refurnish(
        &mut self,
        caller: &mut Serviced,
        options: &QueueOptions,
        rules: &WaitingRules,
        until: TalkUntil,
    ) {
        let other = Self::new(options, rules, until);
        let is_other_music = self.heard == Heard::Music && self.music != other.music;
        self.rings_caller = other.rings_caller;
        self.rings_when_offered = other.rings_when_offered;
        self.music = other.music;
        self.until = until;
        if is_other_music {
            self.fall_silent(caller);
        }
        if self.heard != Heard::Talk {
            self.back_to_usual(caller);
        }
    }

    /// The caller comes in.
    pub(super) fn enter(&mut self, caller: &mut Serviced) {
        self.back_to_usual(caller);
    }

    /// The caller leaves; from now on there is silence.
    pub(super) fn leave(&mut self, caller: &mut Serviced) {
        self.files.clear();
        self.fall_silent(caller);
    }

    /// Whether agents' phones ring for the caller now.
    pub(super) fn rung(&mut self, caller: &mut Serviced, is_rung: bool) {
        if self.is_rung == is_rung {
            return;
        }
        self.is_rung = is_rung;
        if is_rung && self.until == TalkUntil::Offered {
            self.files.clear();
        }
        let talks_on = self.heard == Heard::Talk && !(is_rung && self.until == TalkUntil::Offered);
        if !talks_on {
            self.back_to_usual(caller);
        }
    }

    /// Tells the caller something, after what is being told.
    pub(super) fn announce(&mut self, caller: &mut Serviced, announcement: &Announcement) {
        if self.is_rung && self.until == TalkUntil::Offered {
            return;
        }
        let language = caller.lock().language().to_string_lossy().into_owned();
        let files = spoken::files(announcement, &language, |file| caller.has_sound(file));
        tracing::debug!("{}: is told {}", caller.name(), files.join("&"));
        let room = FILES_MAX.saturating_sub(self.files.len());
        self.files.extend(files.into_iter().take(room));
        if self.heard != Heard::Talk {
            self.play_next(caller);
        }
    }

    /// Keeps going what is being told; to be called after each wait.
    pub(super) fn go_on(&mut self, caller: &mut Serviced) {
        if self.heard != Heard::Talk {
            return;
        }
        match caller.plays_on() {
            Playing::For(wait) => self.next_wait = wait,
            Playing::No => self.play_next(caller),
        }
    }

    /// How long the next wait may last for the sake of what is being told.
    pub(super) fn next_wait(&self) -> Option<Duration> {
        self.next_wait.filter(|_| self.heard == Heard::Talk)
    }

    fn play_next(&mut self, caller: &mut Serviced) {
        while let Some(file) = self.files.pop_front() {
            if self.heard != Heard::Talk {
                self.fall_silent(caller);
                let_through(caller);
            }
            self.heard = Heard::Talk;
            if caller.play(&file)
                && let Playing::For(wait) = caller.plays_on()
            {
                self.next_wait = wait;
                return;
            }
        }
        self.back_to_usual(caller);
    }

    /// Music, or ringing.
    fn back_to_usual(&mut self, caller: &mut Serviced) {
        let rings = self.rings_caller || (self.is_rung && self.rings_when_offered);
        let usual = if rings { Heard::Ringing } else { Heard::Music };
        if self.heard == usual {
            return;
        }
        self.fall_silent(caller);
        self.heard = usual;
        if rings {
            caller.indicate(Indication::Ringing);
            return;
        }
        let_through(caller);
        if !caller.start_music(self.music.as_deref()) {
            tracing::info!(
                "{}: waits without music: music class {} cannot be played; look at `moh show \
                 classes`",
                caller.name(),
                self.music.as_deref().unwrap_or("of the call"),
            );
        }
    }

    fn fall_silent(&mut self, caller: &mut Serviced) {
        match std::mem::replace(&mut self.heard, Heard::Nothing) {
            Heard::Nothing => {}
            Heard::Music => caller.stop_music(),
            Heard::Ringing => caller.indicate(Indication::Nothing),
            Heard::Talk => caller.stop_playing(),
        }
    }
}

/// Has a call that is not answered hear what comes.
fn let_through(caller: &mut Serviced) {
    if !caller.lock().is_up() {
        caller.indicate(Indication::Progress);
    }
}
