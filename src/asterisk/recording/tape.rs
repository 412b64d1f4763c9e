//! One call's recording: verbs come in from any thread, orders are carried out one after the other.
//!
//! Rule kept: orders are carried out in the order of their verbs, by whichever thread is at it when
//! they come, and no lock is held meanwhile. A verb that comes while another is carried out is done
//! by that other thread; whoever said it does not wait.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::facts::{Facts, RULE};
use super::keeper;
use super::mixmonitor;
use super::reel::{About, Reel};
use super::shelf::{Scene, Shelf, Work};
use crate::asterisk::channel::Channel;
use crate::asterisk::contact::tags_of;
use crate::driver::Stopwatch;
use crate::engine::{
    CallId, ContactId, PauseHolder, RecorderOrder, RecordingNeed, RecordingPermits, RecordingPlan,
    RecordingRefusal, RecordingState, RecordingVerb,
};

/// One call's recording.
#[derive(Debug)]
pub(super) struct Tape {
    shelf: Mutex<Shelf>,
    clock: Stopwatch,
}

/// Gives the turn back, also after a fault of ours.
struct Turn<'a>(&'a Tape);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.shelf().is_busy = false;
    }
}

impl Tape {
    /// The tape of a call that is not recorded yet.
    pub(super) fn new(about: About, rule: Arc<RecordingPlan>, permits: RecordingPermits) -> Self {
        Self {
            shelf: Mutex::new(Shelf::new(about, rule, permits)),
            clock: Stopwatch::start(),
        }
    }

    /// Does what somebody asks for.
    pub(super) fn ask(
        self: &Arc<Self>,
        channel: &Channel,
        verb: RecordingVerb,
        by: &str,
    ) -> Result<RecordingState, RecordingRefusal> {
        let now = self.clock.now();
        {
            let mut shelf = self.shelf();
            let orders = shelf.control.obey(now, verb)?;
            shelf.note_pause(verb, by);
            shelf.take(now, orders, verb.name(), by);
        }
        self.work(Some(channel));
        Ok(self.state())
    }

    /// An agent talks from now on, under this rule; the rule may begin the recording.
    ///
    /// # Errors
    /// Why there is none although there must be one.
    pub(super) fn agent_came(
        self: &Arc<Self>,
        channel: &Channel,
        (about, scene): (About, Scene),
        rule: Option<(&Arc<RecordingPlan>, RecordingPermits)>,
        facts: &Facts,
    ) -> Result<(), String> {
        let (call, former) = (about.call, self.call());
        if former != call {
            self.agent_left(Some(channel), former, true);
        }
        let now = self.clock.now();
        let begins = {
            let mut shelf = self.shelf();
            (shelf.about, shelf.scene) = (about, scene);
            shelf.tags = facts.tags.clone();
            shelf.log_agent(now);
            if let Some((rule, permits)) = rule {
                (shelf.rule, shelf.named) = (Arc::clone(rule), None);
                shelf.control.permit(permits);
            }
            let begins = rule.is_some_and(|(rule, _)| rule.share.takes(call));
            let is_off = shelf.control.state() == RecordingState::Off;
            shelf.is_by_rule = shelf.is_by_rule || begins && is_off;
            begins
        };
        self.pause_by_tag(channel, facts, &BTreeSet::new());
        let is_never = rule.is_some_and(|(rule, _)| !rule.share.may_be_asked_for());
        if begins {
            self.begin_by_rule(channel, RULE);
        } else if is_never && !self.is_off() {
            self.end_by_rule(Some(channel), RULE);
        }
        let shelf = self.shelf();
        let is_a_must = begins && shelf.rule.need == RecordingNeed::Mandatory;
        if is_a_must && shelf.control.state() == RecordingState::Off {
            return Err(shelf.failure.clone());
        }
        Ok(())
    }

    /// A rule wants it.
    pub(super) fn begin_by_rule(self: &Arc<Self>, channel: &Channel, why: &str) {
        if let Err(refusal) = self.ask(channel, RecordingVerb::Start, why) {
            self.tell_failure(refusal.to_string(), String::new(), false);
        }
    }

    /// No rule wants it any more.
    pub(super) fn end_by_rule(self: &Arc<Self>, channel: Option<&Channel>, why: &str) {
        let now = self.clock.now();
        {
            let mut shelf = self.shelf();
            shelf.is_by_rule = false;
            let orders = shelf.control.finish(now);
            shelf.take(now, orders, RecordingVerb::Stop.name(), why);
        }
        self.work(channel);
    }

    /// The agent of this call talks no more; what a rule began ends, unless it follows the caller.
    pub(super) fn agent_left(
        self: &Arc<Self>,
        channel: Option<&Channel>,
        call: CallId,
        is_transfer: bool,
    ) {
        let now = self.clock.now();
        {
            let mut shelf = self.shelf();
            // The caller may talk to the next one before it is told that this one has left.
            if shelf.about.call != call || !shelf.scene.is_talking {
                return;
            }
            shelf.log.close_segment(now);
            shelf.scene.is_talking = false;
            let follows = is_transfer && shelf.rule.follows_transfer;
            if !shelf.is_by_rule || follows {
                return;
            }
        }
        self.end_by_rule(channel, RULE);
    }

    /// Another call takes its channel; the recorder still runs there.
    pub(super) fn replaced(&self) {
        self.shelf().is_replaced = true;
    }

    /// Whether its channel has become another call's.
    pub(super) fn is_replaced(&self) -> bool {
        self.shelf().is_replaced
    }

    /// Its channel has another name and id now.
    pub(super) fn renamed(&self, host_call: &str, host_id: &str) {
        let mut shelf = self.shelf();
        shelf.about.host_call = host_call.to_owned();
        shelf.about.host_id = host_id.to_owned();
    }

    /// The channel is gone, and the recorder with it.
    pub(super) fn channel_gone(self: &Arc<Self>) {
        self.end_for_good(None);
    }

    /// Ends it; with the channel on which the recorder still runs, if it does.
    pub(super) fn end_for_good(self: &Arc<Self>, channel: Option<&Channel>) {
        let now = self.clock.now();
        {
            let mut shelf = self.shelf();
            shelf.is_over = true;
            let orders = shelf.control.finish(now);
            shelf.take(now, orders, RecordingVerb::Stop.name(), "hang-up");
        }
        self.work(channel);
    }

    /// Somebody went on hold or came back.
    pub(super) fn hold(self: &Arc<Self>, channel: &Channel, who: &str, is_held: bool) {
        let (before, after) = {
            let mut shelf = self.shelf();
            if !shelf.rule.pauses_on_hold {
                return;
            }
            let before = shelf.held.is_empty();
            if is_held {
                shelf.held.insert(who.to_owned());
            } else {
                shelf.held.remove(who);
            }
            (before, shelf.held.is_empty())
        };
        let verb = match (before, after) {
            (true, false) => RecordingVerb::Pause(PauseHolder::Hold),
            (false, true) => RecordingVerb::Resume(PauseHolder::Hold),
            _ => return,
        };
        // Neither is ever refused: what holds a pause is noted in every state.
        let _ = self.ask(channel, verb, "hold");
    }

    /// The recorder cannot go on. Whether to try again.
    pub(super) fn broke(&self, channel: Option<&Channel>, stem: &std::path::Path, cause: &str) {
        let (reel, is_retried) = {
            let mut shelf = self.shelf();
            if shelf.reel.as_ref().is_none_or(|reel| reel.stem() != stem) {
                return;
            }
            let now = self.clock.now();
            shelf.control.failed(now);
            let spans = shelf.control.spans().to_vec();
            shelf.log.end(now, &spans);
            let is_retried = shelf.rule.need != RecordingNeed::Wanted && !shelf.is_over;
            (shelf.reel.take(), is_retried)
        };
        if let Some(reel) = reel {
            if let Some(channel) = channel {
                mixmonitor::stop(channel, reel.id());
            }
            let log = self.shelf().log.clone();
            let file = stem.display().to_string();
            let tags = self.shelf().tags.clone();
            reel.finish(log, tags, channel.is_none());
            self.tell_failure(cause.to_owned(), file, is_retried);
        }
    }

    /// Whether a recording that failed is still wanted.
    pub(super) fn is_wanted(&self) -> bool {
        let shelf = self.shelf();
        !shelf.is_over && shelf.rule.need != RecordingNeed::Wanted && shelf.is_by_rule
    }

    /// Whether the recorder writes these files.
    pub(super) fn writes(&self, stem: &std::path::Path) -> bool {
        let shelf = self.shelf();
        shelf.reel.as_ref().is_some_and(|reel| reel.stem() == stem)
    }

    /// Whether nothing is recorded now.
    pub(super) fn is_off(&self) -> bool {
        self.state() == RecordingState::Off
    }

    /// Somebody has named a rule.
    pub(super) fn name_rule(&self, rule: &Arc<RecordingPlan>, permits: RecordingPermits) {
        self.shelf().named = Some(Arc::clone(rule));
        self.use_rule(rule, permits);
    }

    /// What the choice of a rule looks at.
    pub(super) fn set_scene(&self, scene: Scene) {
        self.shelf().scene = scene;
    }

    /// Whose tags are the call's.
    pub(super) fn contact(&self) -> Option<ContactId> {
        self.shelf().contact
    }

    /// The call's tags are those of this contact.
    pub(super) fn set_contact(&self, contact: Option<ContactId>) {
        self.shelf().contact = contact;
    }

    /// Another rule holds from now on; what runs goes on as it is.
    pub(super) fn use_rule(&self, rule: &Arc<RecordingPlan>, permits: RecordingPermits) {
        let mut shelf = self.shelf();
        shelf.rule = Arc::clone(rule);
        shelf.control.permit(permits);
    }

    /// What it does now.
    pub(super) fn state(&self) -> RecordingState {
        self.shelf().control.state()
    }

    /// The id of its channel.
    pub(super) fn host_id(&self) -> String {
        self.shelf().about.host_id.clone()
    }

    /// The call's number.
    pub(super) fn call(&self) -> CallId {
        self.shelf().about.call
    }

    pub(super) fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Carries out what waits, unless another thread is at it.
    fn work(self: &Arc<Self>, channel: Option<&Channel>) {
        loop {
            let work = {
                let mut shelf = self.shelf();
                if shelf.is_busy {
                    return;
                }
                let Some(work) = shelf.work.pop_front() else {
                    return;
                };
                shelf.is_busy = true;
                work
            };
            let _turn = Turn(self);
            self.carry_out(channel, work);
        }
    }

    fn carry_out(self: &Arc<Self>, channel: Option<&Channel>, work: Work) {
        let is_done = match (work.order, channel) {
            (RecorderOrder::Begin, Some(channel)) => self.begin(channel),
            (RecorderOrder::Begin, None) => false,
            (RecorderOrder::End, _) => {
                let reel = self.shelf().reel.take();
                let Some(reel) = reel else { return };
                if let Some(channel) = channel {
                    mixmonitor::stop(channel, reel.id());
                    self.shelf().tags = tags_of(channel);
                }
                let tags = self.shelf().tags.clone();
                let file = reel.stem().display().to_string();
                reel.finish(
                    work.log.clone().unwrap_or_default(),
                    tags,
                    channel.is_none(),
                );
                self.tell_change(&work, file);
                return;
            }
            (order, Some(channel)) => mixmonitor::silence(channel, order == RecorderOrder::Silence),
            (_, None) => false,
        };
        if is_done {
            let reel = self
                .shelf()
                .reel
                .as_ref()
                .map(|reel| reel.stem().to_owned());
            let file = reel.map_or(String::new(), |stem| stem.display().to_string());
            self.tell_change(&work, file);
        }
    }

    fn begin(self: &Arc<Self>, channel: &Channel) -> bool {
        let (rule, about) = {
            let shelf = self.shelf();
            (Arc::clone(&shelf.rule), shelf.about.clone())
        };
        match Reel::begin(channel, &rule, &about) {
            Ok(reel) => {
                let tags = tags_of(channel);
                let (stem, files) = (reel.stem().to_owned(), reel.raw_files());
                {
                    let mut shelf = self.shelf();
                    shelf.reel = Some(reel);
                    shelf.tags = tags;
                    shelf.is_failing = false;
                }
                keeper::watch(self, stem, files);
                true
            }
            Err(failure) => {
                let is_retried = rule.need != RecordingNeed::Wanted;
                self.shelf().control.failed(self.clock.now());
                self.tell_failure(failure.to_string(), String::new(), is_retried);
                if is_retried {
                    keeper::retry_later(self);
                }
                false
            }
        }
    }
}

/// Tries again what failed, on the keeper's thread.
pub(super) fn retry(tape: &Arc<Tape>) {
    if tape.state() != RecordingState::Off || !tape.is_wanted() {
        return;
    }
    if let Some(channel) = keeper::channel_of(tape) {
        let _ = tape.ask(&channel, RecordingVerb::Start, "retry");
    }
}
