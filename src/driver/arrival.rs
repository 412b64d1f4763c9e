//! A call enters: names are resolved and the requirement is read on the caller's own thread, so
//! that the worker sees only calls that make sense.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::engine::{
    AgentPlan, Arrival, AtClose, Attributes, CallId, ContactId, EntryRules, Expression, FloorPlan,
    LocalTime, QueuePlan, Rejection, Tags, Template,
};

use super::card::{CallCard, Caller};
use super::clock::Clock;
use super::contact::open_contact;
use super::entrance::Entrance;
use super::inbox::{ArrivalLetter, Letter};
use super::lobby::InHand;
use super::mailbox::Mailbox;
use super::refusal::{Refusal, quoted};
use super::ticket::Ticket;

/// A call that asks to be let into a queue.
#[derive(Debug, Clone, Default)]
pub struct CallRequest {
    /// The queue's name.
    pub queue: String,
    /// What the call needs, instead of what the queue says; steps of relaxation follow all the
    /// same.
    pub requirement: Option<String>,
    /// What `$name` in requirements stands for; ask
    /// [`attributes_wanted`](Entrance::attributes_wanted) which are worth sending.
    pub attributes: Vec<(String, String)>,
    /// Higher is served first. Default 0.
    pub priority: i32,
    /// It enters the line at this place, from 1, but behind those of higher priority; `None`:
    /// behind all of its priority.
    pub position: Option<u32>,
    /// The call leaves with a timeout after this wait, in milliseconds; `None`: as the queue says.
    pub timeout_ms: Option<u64>,
    /// The call that the same caller was in before, in this or another queue; `None`: none.
    pub follows: Option<CallId>,
    /// The caller's whole visit, whose tags the call has; `None`: one that is over with the call.
    pub contact: Option<ContactId>,
    /// The time of day where the queue is, if [`time_wanted`](Entrance::time_wanted) asks for it;
    /// `None`: the queue counts as within its hours.
    pub local_time: Option<LocalTime>,
    /// The agent for whom alone the call waits at first, instead of the one who served the caller
    /// last.
    pub wanted_agent: Option<String>,
    /// Who calls: for displays and history, and to be known again by the number.
    pub caller: Caller,
    /// The PBX's name of the call, for displays and history.
    pub host_call: String,
    /// The PBX's lasting id of the call, for logs of its own.
    pub host_id: String,
}

/// A moment whose time of day is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeWanted {
    /// The moment, in seconds since 1970.
    pub wall_s: u64,
    /// The time zone by its name in the host's database; `None`: the host's own.
    pub timezone: Option<Arc<str>>,
}

impl Entrance {
    /// Lets a call into a queue. Waits for the engine's word, at most two seconds.
    ///
    /// # Errors
    /// When the queue is unknown, the requirement, attributes, priority or timeout are not
    /// allowed, or the engine cannot take the call now. A queue that is full or being removed is
    /// no error: the ticket's first order is the release.
    pub fn arrive(&self, request: &CallRequest) -> Result<Ticket, Refusal> {
        let published = self.lobby().published();
        let queue = find_queue(&published.plan, &request.queue)?;
        let requirement = read_requirement(&published.plan, request.requirement.as_deref())?;
        let attributes = request
            .attributes
            .iter()
            .map(|(name, value)| (&**name, &**value));
        let attributes = Attributes::new(attributes).map_err(Refusal::Attributes)?;
        let find = |name: &String| find_agent(&published.plan, name).map(|agent| agent.id);
        let wanted_agent = request.wanted_agent.as_ref().map(find).transpose()?;
        let mailbox = Arc::new(Mailbox::new().map_err(Refusal::NoDescriptor)?);
        let call = self.lobby().next_call();
        let card = CallCard::new(
            call,
            queue.id,
            &queue.name,
            &request.host_call,
            &request.caller,
        )
        .following(request.follows, &request.host_id);
        let arrival = Arrival {
            call,
            queue: queue.id,
            requirement,
            attributes,
            tags: Tags::default(),
            priority: request.priority,
            position: request.position,
            timeout_ms: request.timeout_ms,
            caller: Some(request.caller.number.reveal())
                .filter(|number| !number.is_empty())
                .map(|number| Arc::from(number.as_str())),
            wanted_agent,
            is_after_hours: request
                .local_time
                .is_some_and(|time| !queue.entry.hours.is_open(time)),
            closes_in_ms: closes_in_ms(&queue.entry, request.local_time),
        };
        let contact = contact_for(request)?;
        let in_hand = Arc::new(InHand::new(Arc::clone(self.lobby())));
        // From here on the ticket takes the call back, should the engine let it in unheard.
        let ticket = Ticket::new(in_hand, Arc::clone(&mailbox), call);
        let card = Arc::new(card);
        let is_contact_own = request.contact.is_none();
        let letter = |reply| {
            Letter::Arrived(Box::new(ArrivalLetter {
                arrival,
                mailbox,
                card,
                contact,
                is_contact_own,
                reply,
            }))
        };
        match self.lobby().ask(letter)? {
            Ok(()) => Ok(ticket),
            Err(rejection) => {
                ticket.void();
                Err(refused(rejection, queue))
            }
        }
    }

    /// What the host must find out about the time of day before a call arrives in the queue;
    /// `None`: nothing, the queue has no opening hours.
    #[must_use]
    pub fn time_wanted(&self, queue: &str) -> Option<TimeWanted> {
        let published = self.lobby().published();
        let hours = &published.plan.queues.find(queue)?.entry.hours;
        hours.has_rules().then(|| TimeWanted {
            wall_s: Clock::wall_us() / 1_000_000,
            timezone: hours.timezone.clone(),
        })
    }

    /// The names of the call attributes that a call with this requirement can need in this queue,
    /// in lower case and alphabetical order.
    ///
    /// # Errors
    /// When the queue is unknown or the requirement is not understood.
    pub fn attributes_wanted(
        &self,
        queue: &str,
        requirement: Option<&str>,
    ) -> Result<Vec<String>, Refusal> {
        let published = self.lobby().published();
        let queue = find_queue(&published.plan, queue)?;
        let own = read_requirement(&published.plan, requirement)?;
        let first = own.as_ref().unwrap_or(&queue.need.requirement);
        // An overflow may take the call along to these.
        let others = queue
            .overflow
            .queues()
            .filter_map(|id| published.plan.queues.entry(id));
        let mut names: BTreeSet<&str> = first.attributes().collect();
        for queue in others.chain([queue]) {
            let steps = queue.need.relax.iter().map(|step| &step.requirement);
            let templates = steps.chain([&queue.need.requirement]);
            names.extend(templates.flat_map(Template::attributes));
            names.extend(queue.order.priority_if.iter().map(|rule| &*rule.attribute));
        }
        let conditions = published.plan.tag_rules.iter();
        let conditions = conditions.filter_map(|rule| rule.condition.as_ref());
        names.extend(conditions.flat_map(Expression::attributes));
        Ok(names.into_iter().map(str::to_owned).collect())
    }
}

fn contact_for(request: &CallRequest) -> Result<ContactId, Refusal> {
    let known = request.contact.or_else(|| open_contact(&request.host_call));
    known.ok_or(Refusal::NoContact)
}

/// After how long the opening hours end, for a queue whose callers do not wait on then. The clock
/// is read again, because a moment has passed since the time of day was told.
fn closes_in_ms(rules: &EntryRules, local_time: Option<LocalTime>) -> Option<u64> {
    let at = local_time.filter(|_| rules.at_close == AtClose::Release)?;
    let closes_s = at.wall_s + rules.hours.closes_after_s(at)?;
    let closes_us = closes_s.saturating_mul(1_000_000);
    Some(closes_us.saturating_sub(Clock::wall_us()).div_ceil(1_000))
}

pub(super) fn find_queue<'a>(
    plan: &'a FloorPlan,
    name: &str,
) -> Result<&'a Arc<QueuePlan>, Refusal> {
    plan.queues
        .find(name)
        .ok_or_else(|| Refusal::UnknownQueue(quoted(name)))
}

pub(super) fn find_agent<'a>(
    plan: &'a FloorPlan,
    name: &str,
) -> Result<&'a Arc<AgentPlan>, Refusal> {
    plan.agents
        .find(name)
        .ok_or_else(|| Refusal::UnknownAgent(quoted(name)))
}

pub(super) fn read_requirement(
    plan: &FloorPlan,
    text: Option<&str>,
) -> Result<Option<Template>, Refusal> {
    let Some(text) = text else { return Ok(None) };
    let template = Template::parse(text).map_err(Refusal::Requirement)?;
    template.check(&plan.skills).map_err(Refusal::Requirement)?;
    Ok(Some(template))
}

pub(super) fn refused(rejection: Rejection, queue: &QueuePlan) -> Refusal {
    match rejection {
        Rejection::UnknownQueue(_) => Refusal::UnknownQueue(queue.name.to_string()),
        Rejection::Requirement(error) => Refusal::Requirement(error),
        Rejection::Attributes(error) => Refusal::Attributes(error),
        other => Refusal::Rejected(other),
    }
}
