//! A call in a queue, from its arrival until it leaves or its conversation is over.
//!
//! Kept small, because many wait: what is the same for all calls of a queue is shared, and what
//! only a waiting call needs is let go when it is connected.

use std::sync::Arc;

use smallvec::{SmallVec, smallvec};

use super::attribute::{Attributes, Named};
use super::state::{CallMove, CallState, Leads};
use crate::engine::estimate::wait::Told;
use crate::engine::id::{AgentId, CallId, OfferId, QueueId};
use crate::engine::plan::OrderRules;
use crate::engine::queue::class_table::ClassPlace;
use crate::engine::queue::order::OrderKey;
use crate::engine::requirement::{Requirement, Template};
use crate::engine::tag::Tags;
use crate::engine::time::Millis;
use crate::engine::waiting::reach::ReachKey;
use crate::engine::waiting::relax_condition::Watch;
use crate::engine::waiting::relaxation::Steps;
use crate::engine::waiting::sticky::Hold;
use crate::engine::waiting::wait_over::EstimateWatch;

/// What a call does, with the particulars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallActivity {
    /// In line for an agent.
    Waiting,
    /// Offered to an agent, or to several at once.
    Ringing {
        /// Its offers, the earliest first; never empty.
        offers: SmallVec<[CallOffer; 1]>,
    },
    /// In conversation.
    Talking {
        /// With whom.
        agent: AgentId,
    },
}

/// One offer of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallOffer {
    /// Which offer.
    pub offer: OfferId,
    /// To whom.
    pub agent: AgentId,
}

impl CallActivity {
    /// Without the particulars.
    #[must_use]
    pub const fn state(&self) -> CallState {
        match self {
            Self::Waiting => CallState::Waiting,
            Self::Ringing { .. } => CallState::Ringing,
            Self::Talking { .. } => CallState::Talking,
        }
    }
}

/// One call.
#[derive(Debug)]
pub(in crate::engine) struct Call {
    pub(in crate::engine) id: CallId,
    pub(in crate::engine) queue: QueueId,
    pub(in crate::engine) activity: CallActivity,
    /// Since when it does that.
    pub(in crate::engine) since: Millis,
    pub(in crate::engine) arrived_at: Millis,
    pub(in crate::engine) priority: i32,
    /// How many agents may be rung at once.
    pub(in crate::engine) ring_at_once: u8,
    /// The moment that counts as its arrival in the order of calls; may lie before the start.
    pub(in crate::engine) seniority: i64,
    /// Its place in line.
    pub(in crate::engine) key: OrderKey,
    /// The queue whose timeout and overflow hold: where it entered or was last moved by word.
    pub(in crate::engine) home: QueueId,
    /// Since when.
    pub(in crate::engine) home_since: Millis,
    /// Overflow steps of its home that are behind it.
    pub(in crate::engine) overflows_done: u8,
    /// A bit for each rule of overflow by estimate of its home that was tried.
    pub(in crate::engine) rules_tried: u16,
    /// The wait at which its own requirement was set; 0: on arrival. In another queue it stands in
    /// the place of the steps that begin by time until then.
    pub(in crate::engine) own_until_ms: u64,
    /// Its own first requirement, for the next plan.
    pub(in crate::engine) own: Option<Box<Template>>,
    pub(in crate::engine) attributes: Attributes,
    /// A copy of what its contact has.
    pub(in crate::engine) tags: Tags,
    /// Empty once it talks.
    pub(in crate::engine) steps: Steps,
    pub(in crate::engine) step: u8,
    pub(in crate::engine) step_since: Millis,
    /// The caller, where there is a number.
    pub(in crate::engine) caller: Option<Arc<str>>,
    /// For whom alone it waits.
    pub(in crate::engine) hold: Option<Hold>,
    /// Held while it waits or rings.
    pub(in crate::engine) class: Option<ClassPlace>,
    /// The agents within its reach, where its queue has a rule that looks at them.
    pub(in crate::engine) reach: Option<Arc<ReachKey>>,
    /// From when on a lack of agents counts for it.
    pub(in crate::engine) reach_since: Millis,
    /// Since when it lacked agents before a new plan, while that plan comes into force.
    pub(in crate::engine) lacking_since: Option<Millis>,
    /// Its own longest wait.
    pub(in crate::engine) timeout_ms: Option<u64>,
    /// An agent has picked up and hears what comes before the conversation.
    pub(in crate::engine) is_briefing: bool,
    /// Its longest wait is over; it leaves when that briefing comes to nothing.
    pub(in crate::engine) is_overdue: bool,
    /// The opening hours within which it came are over; taken back by a move.
    pub(in crate::engine) is_past_hours: bool,
    /// Its queue has closed while a phone rang; it leaves when that comes to nothing.
    pub(in crate::engine) is_past_door: bool,
    /// Deadlines that are set.
    pub(in crate::engine) times_out_at: Option<Millis>,
    /// When those hours end.
    pub(in crate::engine) closes_at: Option<Millis>,
    pub(in crate::engine) relaxes_at: Option<Millis>,
    pub(in crate::engine) overflows_at: Option<Millis>,
    pub(in crate::engine) announces_at: Option<Millis>,
    /// The wait that the caller was told last in this queue.
    pub(in crate::engine) told: Option<Told>,
    pub(in crate::engine) widens_at: Option<Millis>,
    /// The lack of agents that it waits for.
    pub(in crate::engine) watch: Option<Watch>,
    /// Where it is among the calls with a rule on their estimated wait.
    pub(in crate::engine) estimate_watch: Option<Box<EstimateWatch>>,
}

impl Call {
    /// A conversation taken over after a restart.
    pub(in crate::engine) fn resumed(
        id: CallId,
        queue: QueueId,
        agent: AgentId,
        now: Millis,
    ) -> Self {
        Self {
            id,
            queue,
            activity: CallActivity::Talking { agent },
            since: now,
            arrived_at: now,
            priority: 0,
            ring_at_once: 1,
            seniority: 0,
            key: OrderKey::LAST,
            home: queue,
            home_since: now,
            overflows_done: 0,
            rules_tried: 0,
            own_until_ms: 0,
            own: None,
            attributes: Attributes::default(),
            tags: Tags::default(),
            steps: Arc::default(),
            step: 0,
            step_since: now,
            caller: None,
            hold: None,
            class: None,
            reach: None,
            reach_since: now,
            lacking_since: None,
            timeout_ms: None,
            is_briefing: false,
            is_overdue: false,
            is_past_hours: false,
            is_past_door: false,
            closes_at: None,
            times_out_at: None,
            relaxes_at: None,
            overflows_at: None,
            announces_at: None,
            told: None,
            widens_at: None,
            watch: None,
            estimate_watch: None,
        }
    }

    pub(in crate::engine) const fn state(&self) -> CallState {
        self.activity.state()
    }

    /// Its own priority and what its tags and attributes add.
    pub(in crate::engine) fn base_priority(&self, rules: &OrderRules) -> i32 {
        self.priority.saturating_add(rules.raise(self.named()))
    }

    /// What `$name` stands for.
    pub(in crate::engine) fn named(&self) -> Named<'_> {
        Named::new(&self.tags, &self.attributes)
    }

    /// Takes the place in line that these rules give it. Only while it stands in no line.
    pub(in crate::engine) fn rank(&mut self, rules: &OrderRules) {
        self.key = OrderKey::new(rules, self.base_priority(rules), self.seniority, self.id);
    }

    /// Its place in line for one more agent; `None` if it rings as many as it may, if its agent
    /// has picked up, or if it talks.
    pub(in crate::engine) fn line_key(&self) -> Option<OrderKey> {
        match &self.activity {
            CallActivity::Waiting => Some(self.key),
            CallActivity::Ringing { .. } if self.is_briefing => None,
            CallActivity::Ringing { offers } => {
                let has_room = offers.len() < usize::from(self.ring_at_once);
                has_room.then(|| self.key.while_rung())
            }
            CallActivity::Talking { .. } => None,
        }
    }

    /// What rings for it.
    pub(in crate::engine) fn offers(&self) -> &[CallOffer] {
        match &self.activity {
            CallActivity::Ringing { offers } => offers,
            CallActivity::Waiting | CallActivity::Talking { .. } => &[],
        }
    }

    /// One more agent is rung.
    pub(in crate::engine) fn add_offer(&mut self, offer: CallOffer, now: Millis) {
        let offers = match &mut self.activity {
            CallActivity::Ringing { offers } => {
                let mut offers = std::mem::take(offers);
                offers.push(offer);
                offers
            }
            _ => smallvec![offer],
        };
        self.go(CallMove::Offer, CallActivity::Ringing { offers }, now);
    }

    /// One of its offers came to nothing.
    pub(in crate::engine) fn lose_offer(&mut self, offer: OfferId, now: Millis) {
        let mut offers = match &mut self.activity {
            CallActivity::Ringing { offers } => std::mem::take(offers),
            _ => SmallVec::new(),
        };
        offers.retain(|known| known.offer != offer);
        if offers.is_empty() {
            self.is_briefing = false;
            self.go(CallMove::LoseOffer, CallActivity::Waiting, now);
        } else {
            self.go(
                CallMove::LoseOneOffer,
                CallActivity::Ringing { offers },
                now,
            );
        }
    }

    /// What it needs now; `None` once it talks.
    pub(in crate::engine) fn requirement(&self) -> Option<&Arc<Requirement>> {
        self.steps
            .get(usize::from(self.step))
            .map(|step| &step.requirement)
    }

    /// Makes a move that is known to be legal.
    pub(in crate::engine) fn go(&mut self, by: CallMove, to: CallActivity, now: Millis) {
        let from = self.state();
        assert_eq!(
            from.after(by),
            Leads::To(to.state()),
            "a {from} call cannot {}",
            by.name()
        );
        if from != to.state() {
            self.since = now;
        }
        self.activity = to;
    }
}
