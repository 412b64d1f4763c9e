//! The recording of one call: off, recording or paused.
//!
//! | from | start | stop | pause | resume | failed |
//! |---|---|---|---|---|---|
//! | off | on | - | noted, or refused | noted, or refused | - |
//! | recording | - | off | paused | - | off |
//! | paused | - | off | one more holds it | recording, once nothing holds it | off |
//!
//! On is recording, or paused if something holds a pause: a hold or a tag may do so before there is
//! a recording, a word may not. `-`: nothing changes.
//!
//! Rules kept: verbs are idempotent; a refused verb changes nothing; a pause is never refused for
//! want of room. Several things may hold a pause, and it lasts until each of them has let go:
//! whoever takes a card number by word is not overruled by the end of a hold.

use std::fmt;

use crate::engine::limits::PAUSES_MAX;
use crate::engine::time::Millis;

/// What a recording does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordingState {
    /// There is none, or it has ended.
    Off,
    /// It takes in what is said.
    Recording,
    /// It takes in silence.
    Paused,
}

impl RecordingState {
    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Recording => "recording",
            Self::Paused => "paused",
        }
    }
}

/// What may be asked of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordingVerb {
    /// Begin, if there is none.
    Start,
    /// End it.
    Stop,
    /// Take in silence from now on.
    Pause(PauseHolder),
    /// This one holds the pause no longer.
    Resume(PauseHolder),
}

impl RecordingVerb {
    /// The words that people use, in the order in which help shows them.
    pub const WORDS: [&'static str; 4] = ["start", "stop", "pause", "resume"];

    /// What a word of [`Self::WORDS`] asks for, in any case.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let place = Self::WORDS
            .iter()
            .position(|known| known.eq_ignore_ascii_case(word))?;
        Some(match place {
            0 => Self::Start,
            1 => Self::Stop,
            2 => Self::Pause(PauseHolder::Word),
            _ => Self::Resume(PauseHolder::Word),
        })
    }

    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => Self::WORDS[0],
            Self::Stop => Self::WORDS[1],
            Self::Pause(_) => Self::WORDS[2],
            Self::Resume(_) => Self::WORDS[3],
        }
    }
}

/// What may hold a pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PauseHolder {
    /// Somebody said so: dialplan, console, AMI, a key.
    Word,
    /// One of the two is on hold.
    Hold,
    /// A tag is set.
    Tag,
}

impl PauseHolder {
    const ALL: [Self; 3] = [Self::Word, Self::Hold, Self::Tag];

    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Hold => "hold",
            Self::Tag => "tag",
        }
    }
}

/// All that hold a pause now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PauseHolders {
    is_held: [bool; PauseHolder::ALL.len()],
}

impl PauseHolders {
    /// Those who hold it.
    pub fn iter(self) -> impl Iterator<Item = PauseHolder> {
        let all = PauseHolder::ALL.into_iter();
        all.filter(move |holder| self.is_held[*holder as usize])
    }

    fn is_empty(self) -> bool {
        self.iter().next().is_none()
    }

    fn holds(self, holder: PauseHolder) -> bool {
        self.is_held[holder as usize]
    }

    fn set(&mut self, holder: PauseHolder, is_held: bool) {
        self.is_held[holder as usize] = is_held;
    }
}

impl fmt::Display for PauseHolders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, holder) in self.iter().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            write!(f, "{comma}{}", holder.name())?;
        }
        Ok(())
    }
}

/// What the host has to do for a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecorderOrder {
    /// Begin a file.
    Begin,
    /// Close the file.
    End,
    /// Write silence from now on.
    Silence,
    /// Write what is said from now on.
    Sound,
}

/// A span of the file that holds silence, in milliseconds from its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PauseSpan {
    /// Where the silence begins.
    pub from_ms: u64,
    /// Where it ends; `None`: it goes on.
    pub to_ms: Option<u64>,
}

/// Why a verb was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecordingRefusal {
    /// There is nothing to pause or resume.
    #[error("the call is not recorded")]
    NotRecorded,
    /// The rule says that these calls are never recorded.
    #[error("its rule says that such calls are never recorded")]
    Never,
    /// The rule says that these calls must be recorded.
    #[error("its rule says that such calls must be recorded to the end")]
    Mandatory,
    /// Something else still holds the pause.
    #[error("the pause is held by {0}")]
    Held(PauseHolders),
    /// The caller has not agreed.
    #[error("the caller has not agreed to be recorded")]
    NoConsent,
}

/// What may be done with a call's recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RecordingPermits {
    /// Nobody may start one.
    pub is_never: bool,
    /// Nobody may stop it before the call ends.
    pub is_mandatory: bool,
    /// The caller has to agree first, and has not.
    pub lacks_consent: bool,
}

/// The recording of one call.
#[derive(Debug, Clone)]
pub struct RecordingControl {
    permits: RecordingPermits,
    began_at: Option<Millis>,
    holders: PauseHolders,
    spans: Vec<PauseSpan>,
}

/// Orders of one verb, in order; empty: nothing to do.
pub type RecorderOrders = smallvec::SmallVec<[RecorderOrder; 2]>;

impl RecordingControl {
    /// A call that is not recorded yet.
    #[must_use]
    pub const fn new(permits: RecordingPermits) -> Self {
        Self {
            permits,
            began_at: None,
            holders: PauseHolders {
                is_held: [false; PauseHolder::ALL.len()],
            },
            spans: Vec::new(),
        }
    }

    /// Another rule holds for the call from now on; what runs goes on.
    pub const fn permit(&mut self, permits: RecordingPermits) {
        self.permits = permits;
    }

    /// What it does now.
    #[must_use]
    pub fn state(&self) -> RecordingState {
        match self.began_at {
            None => RecordingState::Off,
            Some(_) if self.holders.is_empty() => RecordingState::Recording,
            Some(_) => RecordingState::Paused,
        }
    }

    /// What holds the pause, or would hold one.
    #[must_use]
    pub const fn holders(&self) -> PauseHolders {
        self.holders
    }

    /// The silent spans of the newest file; those beyond
    /// [`PAUSES_MAX`] are told as one with the last.
    #[must_use]
    pub fn spans(&self) -> &[PauseSpan] {
        &self.spans
    }

    /// How long the file is by now.
    #[must_use]
    pub fn length_ms(&self, now: Millis) -> u64 {
        self.began_at
            .map_or(0, |began_at| now.0.saturating_sub(began_at.0))
    }

    /// Does what somebody asks for; says what the host has to do.
    ///
    /// # Errors
    /// Why it is refused; nothing has changed then.
    pub fn obey(
        &mut self,
        now: Millis,
        verb: RecordingVerb,
    ) -> Result<RecorderOrders, RecordingRefusal> {
        match verb {
            RecordingVerb::Start => self.start(now),
            RecordingVerb::Stop if self.began_at.is_some() && self.permits.is_mandatory => {
                Err(RecordingRefusal::Mandatory)
            }
            RecordingVerb::Stop => Ok(self.finish(now)),
            RecordingVerb::Pause(holder) => self.pause(now, holder),
            RecordingVerb::Resume(holder) => self.resume(now, holder),
        }
    }

    /// The call is over, or leaves the hands of those who record it: whatever runs ends.
    pub fn finish(&mut self, now: Millis) -> RecorderOrders {
        self.holders.set(PauseHolder::Word, false);
        self.close_span(now);
        let was_on = self.began_at.take().is_some();
        was_on.then_some(RecorderOrder::End).into_iter().collect()
    }

    /// The host could not begin or go on.
    pub fn failed(&mut self, now: Millis) {
        self.close_span(now);
        self.began_at = None;
    }

    fn start(&mut self, now: Millis) -> Result<RecorderOrders, RecordingRefusal> {
        let mut orders = RecorderOrders::new();
        if self.began_at.is_some() {
            return Ok(orders);
        }
        if self.permits.is_never {
            return Err(RecordingRefusal::Never);
        }
        if self.permits.lacks_consent {
            return Err(RecordingRefusal::NoConsent);
        }
        self.began_at = Some(now);
        self.spans.clear();
        orders.push(RecorderOrder::Begin);
        if !self.holders.is_empty() {
            self.open_span(now);
            orders.push(RecorderOrder::Silence);
        }
        Ok(orders)
    }

    fn pause(
        &mut self,
        now: Millis,
        holder: PauseHolder,
    ) -> Result<RecorderOrders, RecordingRefusal> {
        if self.began_at.is_none() && holder == PauseHolder::Word {
            return Err(RecordingRefusal::NotRecorded);
        }
        let was_recording = self.state() == RecordingState::Recording;
        self.holders.set(holder, true);
        if was_recording {
            self.open_span(now);
        }
        let order = was_recording.then_some(RecorderOrder::Silence);
        Ok(order.into_iter().collect())
    }

    fn resume(
        &mut self,
        now: Millis,
        holder: PauseHolder,
    ) -> Result<RecorderOrders, RecordingRefusal> {
        let is_word = holder == PauseHolder::Word;
        if self.began_at.is_none() && is_word {
            return Err(RecordingRefusal::NotRecorded);
        }
        // Whoever resumes by word and is no holder wants sound, and does not get it.
        if is_word && !self.holders.holds(holder) && !self.holders.is_empty() {
            return Err(RecordingRefusal::Held(self.holders));
        }
        let was_paused = self.state() == RecordingState::Paused;
        self.holders.set(holder, false);
        let is_freed = was_paused && self.holders.is_empty();
        if is_freed {
            self.close_span(now);
        }
        let order = is_freed.then_some(RecorderOrder::Sound);
        Ok(order.into_iter().collect())
    }

    fn open_span(&mut self, now: Millis) {
        let from_ms = self.length_ms(now);
        if self.spans.len() < PAUSES_MAX {
            let to_ms = None;
            self.spans.push(PauseSpan { from_ms, to_ms });
        } else if let Some(last) = self.spans.last_mut() {
            last.to_ms = None;
        }
    }

    fn close_span(&mut self, now: Millis) {
        let length_ms = self.length_ms(now);
        if let Some(last) = self.spans.last_mut()
            && last.to_ms.is_none()
        {
            last.to_ms = Some(length_ms);
        }
    }
}

#[cfg(test)]
mod tests;
