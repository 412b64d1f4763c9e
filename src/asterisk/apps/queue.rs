//! `AcdQueue(queue[,options[,requirement[,priority[,timeout]]]])`: a caller waits for an agent.

use std::ffi::CStr;
use std::sync::Arc;

use super::arguments::{self, ArgumentsError};
use super::options::{self, OptionsError, QueueOptions};
use super::status::QueueStatus;
use crate::asterisk::application::{AfterApplication, Application};
use crate::asterisk::call_record::CallRecord;
use crate::asterisk::channel::Channel;
use crate::asterisk::contact::contact_of;
use crate::asterisk::dressing;
use crate::asterisk::entrance::entrance;
use crate::asterisk::present::Present;
use crate::asterisk::recording;
use crate::asterisk::serviced::Serviced;
use crate::asterisk::stay::{
    AGENT_VARIABLE, EXIT_KEY_VARIABLE, Ending, JOINED_VARIABLE, QUEUE_VARIABLE, Stay,
};
use crate::asterisk::wall_clock;
use crate::driver::{CallRequest, Caller, ConfigErrorKind, Entrance, Refusal, duration_ms};
use crate::engine::{CallId, QueueId, QueuePlan};
use crate::ffi::text;

/// Variable by which the call's legs and the dialplan know the call.
pub const CALL_VARIABLE: &str = "__ACDCALL";

/// The application.
#[derive(Debug)]
pub struct AcdQueue;

/// Why a caller was not let in.
#[derive(Debug, thiserror::Error)]
enum NotLetIn {
    #[error("{0}")]
    Arguments(#[from] ArgumentsError),
    #[error("the first argument, the queue's name, is missing")]
    QueueMissing,
    #[error("options: {0}")]
    Options(#[from] OptionsError),
    #[error("priority `{0}`: expected a whole number, higher is served first, such as 10")]
    Priority(String),
    #[error("timeout `{0}`: {1}")]
    Timeout(String, ConfigErrorKind),
    #[error("its calls must be recorded, and that is not possible: {0}")]
    Recording(String),
    #[error("{0}")]
    Refused(#[from] Refusal),
}

/// The arguments, read.
struct Request {
    queue: String,
    options: QueueOptions,
    requirement: Option<String>,
    priority: i32,
    timeout_ms: Option<u64>,
}

impl Application for AcdQueue {
    const NAME: &'static CStr = c"AcdQueue";

    fn run(caller: &mut Serviced, arguments: &str) -> AfterApplication {
        // What an earlier stay left.
        set(caller, QueueStatus::VARIABLE, "");
        set(caller, AGENT_VARIABLE, "");
        set(caller, EXIT_KEY_VARIABLE, "");
        set(caller, JOINED_VARIABLE, "no");
        let ending = match attempt(caller, arguments) {
            Ok(ending) => ending,
            Err(refusal) => {
                let status = status_of(&refusal);
                tracing::warn!(
                    "{}: AcdQueue({arguments}) did not let the caller in: {refusal}; the call \
                     goes on in the dialplan with {}={status}",
                    caller.name(),
                    QueueStatus::VARIABLE,
                );
                if let NotLetIn::Refused(Refusal::Requirement(error)) = &refusal {
                    for line in error.render().lines() {
                        tracing::warn!("    {line}");
                    }
                }
                Ending {
                    status,
                    after: AfterApplication::Continue,
                }
            }
        };
        set(caller, QueueStatus::VARIABLE, ending.status.as_str());
        ending.after
    }

    fn failed(caller: &Channel) {
        set(caller, QueueStatus::VARIABLE, QueueStatus::Error.as_str());
    }
}

fn attempt(caller: &mut Serviced, arguments: &str) -> Result<Ending, NotLetIn> {
    let request = read(arguments)?;
    let entrance = entrance().ok_or(Refusal::Stopped)?;
    if caller.is_hung_up() {
        return Ok(Ending::without_caller(caller));
    }
    if let Some(subroutine) = caller_subroutine(&entrance, &request) {
        dressing::run_on_caller(caller, &subroutine);
        if caller.is_hung_up() {
            return Ok(Ending::without_caller(caller));
        }
    }
    prepare_recording(caller, &entrance, &request.queue)?;
    if caller.is_hung_up() {
        return Ok(Ending::without_caller(caller));
    }
    let requirement = request.requirement.as_deref();
    let attributes = attributes(caller, &entrance, &request.queue, requirement)?;
    // Left by an earlier stay of this caller: a transfer, a redirect or the dialplan came between.
    let follows = caller.variable(CALL_VARIABLE).ok().flatten();
    let follows = follows.and_then(|call| call.parse().ok()).map(CallId);
    let (number, name, host_id) = {
        let locked = caller.lock();
        let host_id = text::lossy(locked.unique_id()).into_owned();
        (locked.caller_number(), locked.caller_name(), host_id)
    };
    let contact = contact_of(caller);
    let ticket = entrance.arrive(&CallRequest {
        queue: request.queue.clone(),
        requirement: request.requirement.clone(),
        attributes,
        priority: request.priority,
        position: request.options.position,
        wanted_agent: request.options.wanted_agent.clone(),
        timeout_ms: request.timeout_ms,
        contact,
        follows,
        local_time: entrance
            .time_wanted(&request.queue)
            .and_then(|wanted| wall_clock::local_time(&wanted)),
        caller: Caller { number, name },
        host_call: caller.name(),
        host_id,
    })?;
    set(caller, JOINED_VARIABLE, "yes");
    let _present = Present::enter(caller, ticket.call());
    set(caller, QUEUE_VARIABLE, &request.queue);
    set(caller, CALL_VARIABLE, &ticket.call().to_string());
    let plan = entrance.plan();
    let queue = plan.queues.find(&request.queue).cloned();
    // Gone since a moment ago: the call is told to leave as soon as it looks.
    let queue = queue.unwrap_or_else(|| Arc::new(QueuePlan::new(QueueId(0), "")));
    // As `acd.conf` writes its name, whatever the dialplan does.
    let (settings, call) = (entrance.settings(), ticket.call());
    let record = CallRecord::entered(caller, &settings, &queue.name, call, contact);
    Ok(Stay::new(caller, ticket, &request.options, &queue, record).run())
}

fn read(arguments: &str) -> Result<Request, NotLetIn> {
    let [queue, letters, requirement, priority, timeout] = arguments::split::<5>(arguments)?;
    if queue.is_empty() {
        return Err(NotLetIn::QueueMissing);
    }
    let options = options::parse(&letters)?;
    let priority = match priority.as_str() {
        "" => 0,
        text => text
            .parse()
            .map_err(|_| NotLetIn::Priority(text.to_owned()))?,
    };
    let timeout_ms = match timeout.as_str() {
        "" => None,
        text => Some(duration_ms(text).map_err(|error| NotLetIn::Timeout(text.to_owned(), error))?),
    };
    let requirement = Some(requirement).filter(|text| !text.is_empty());
    Ok(Request {
        queue,
        options,
        requirement,
        priority,
        timeout_ms,
    })
}

/// The dialplan that runs on the caller's side before the caller enters the queue.
fn caller_subroutine(entrance: &Entrance, request: &Request) -> Option<Arc<str>> {
    if let Some(place) = &request.options.caller_subroutine {
        return Some(place.as_str().into());
    }
    let plan = entrance.plan();
    plan.queues
        .find(&request.queue)?
        .phone
        .caller_subroutine
        .clone()
}

/// Asks the caller for consent where the queue's rule says so; refuses when recording is a must and
/// not possible.
fn prepare_recording(
    caller: &mut Serviced,
    entrance: &Entrance,
    queue: &str,
) -> Result<(), NotLetIn> {
    let plan = entrance.plan();
    let Some(queue) = plan.queues.find(queue) else {
        return Ok(());
    };
    recording::prepare(caller, queue).map_err(NotLetIn::Recording)
}

/// The variables of the call that requirements refer to as `$name`.
///
/// # Errors
/// When the queue is unknown or the requirement is not understood.
pub fn attributes(
    caller: &Channel,
    entrance: &Entrance,
    queue: &str,
    requirement: Option<&str>,
) -> Result<Vec<(String, String)>, Refusal> {
    let wanted = entrance.attributes_wanted(queue, requirement)?;
    let mut attributes = Vec::new();
    for name in wanted {
        // A name that cannot be a variable, such as one with a hyphen, has no value here.
        if let Ok(Some(value)) = caller.variable(&name) {
            attributes.push((name, value));
        }
    }
    Ok(attributes)
}

fn status_of(refusal: &NotLetIn) -> QueueStatus {
    match refusal {
        NotLetIn::Refused(Refusal::UnknownQueue(_)) => QueueStatus::NoQueue,
        NotLetIn::Refused(
            Refusal::Requirement(_)
            | Refusal::Attributes(_)
            | Refusal::UnknownAgent(_)
            | Refusal::Text { .. }
            | Refusal::Rejected(_),
        ) => QueueStatus::Invalid,
        NotLetIn::Recording(_) => QueueStatus::NoRecording,
        NotLetIn::Refused(_) => QueueStatus::Error,
        _ => QueueStatus::Invalid,
    }
}

fn set(caller: &Channel, name: &str, value: &str) {
    if let Err(error) = caller.set_variable(name, value) {
        tracing::error!("{error}");
    }
}
