//! Lines of `queue_log` in the verbs and the order of parameters of the classic queue application,
//! so that programs that read its log read this one.
//!
//! | Happens | Verb | Parameters |
//! |---|---|---|
//! | a call enters a queue | `ENTERQUEUE` | (empty), number, place |
//! | an offer fails | `RINGNOANSWER` | ms |
//! | the call leaves while a phone rings | `RINGCANCELED` | ms |
//! | an agent answers | `CONNECT` | wait s, lasting id of the agent's leg, ring s |
//! | the conversation ends | `COMPLETECALLER`, `COMPLETEAGENT` | wait s, talk s, first place |
//! | it is transferred unasked | `BLINDTRANSFER` | (empty), (empty), wait s, talk s, first place |
//! | after a consultation | `ATTENDEDTRANSFER` | `BRIDGE`, (empty), wait s, talk s, first place |
//! | the caller hangs up in line | `ABANDON` | place, first place, wait s |
//! | the call has waited long enough, or moves to another queue | `EXITWITHTIMEOUT` | likewise |
//! | nobody is there for it any more | `EXITEMPTY` | likewise |
//! | the caller leaves by keys | `EXITWITHKEY` | keys, place, first place, wait s |
//! | it is sent elsewhere, or cannot be served | `WITHDRAW` | place, first place, wait s, why |
//! | an agent signs in or out | `AGENTLOGIN`, `AGENTLOGOFF` | phone; phone, s |
//! | an agent is not ready, or ready again | `PAUSEALL`, `UNPAUSEALL` | reason |
//!
//! What the history does not tell is left empty. Places count by arrival. A call that is not let in
//! writes nothing, as there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::engine::CallId;

/// Calls whose end is awaited; who asks for more gets no lines of the oldest.
const CALLS_MAX: usize = crate::engine::limits::CALLS_MAX;
/// Bytes of the reason of a `WITHDRAW`.
const WHY_BYTES_MAX: usize = 40;
/// What stands for nobody, no queue and no call.
const NONE: &str = "NONE";

/// One line, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The queue, or `NONE`.
    pub queue: Arc<str>,
    /// The caller's lasting id in the PBX, or `NONE`.
    pub call: Arc<str>,
    /// The agent, or `NONE`.
    pub agent: Arc<str>,
    /// The verb.
    pub verb: &'static str,
    /// Its parameters.
    pub parameters: Vec<String>,
}

impl Line {
    /// The parameters in one text; what would part them, or end the line, is a space.
    #[must_use]
    pub fn text(&self) -> String {
        let plain = |text: &String| text.replace(|c: char| c == '|' || c.is_control(), " ");
        let parameters: Vec<_> = self.parameters.iter().map(plain).collect();
        parameters.join("|")
    }
}

/// How a call left without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit<'a> {
    /// The caller hung up.
    Abandoned,
    /// By these keys.
    Keys(&'a str),
    /// It has waited long enough.
    Timeout,
    /// Nobody is there for it any more.
    Empty,
    /// Something else.
    Other(&'a str),
}

/// Who ended a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ender {
    /// The caller.
    Caller,
    /// The agent.
    Agent,
    /// It was transferred to somebody who was not asked.
    BlindTransfer,
    /// It was transferred to somebody who was asked.
    AttendedTransfer,
}

#[derive(Debug)]
struct Call {
    id: Arc<str>,
    queue: Arc<str>,
    number: String,
    first_place: usize,
    wait_ms: u64,
}

#[derive(Debug)]
struct Login {
    interface: Arc<str>,
    since_us: u64,
    is_away: bool,
}

/// What is remembered between lines.
#[derive(Debug, Default)]
pub struct QueueLog {
    calls: BTreeMap<CallId, Call>,
    // Who is in line, by queue and arrival.
    waiting: BTreeMap<Arc<str>, BTreeSet<CallId>>,
    logins: BTreeMap<Arc<str>, Login>,
}

impl QueueLog {
    /// A call entered a queue.
    pub fn entered(&mut self, call: CallId, queue: &Arc<str>, id: &str, number: &str) -> Line {
        let known = Call {
            id: id.into(),
            queue: Arc::clone(queue),
            number: number.to_owned(),
            first_place: 0,
            wait_ms: 0,
        };
        if self.calls.len() >= CALLS_MAX {
            self.calls.pop_first();
        }
        self.calls.insert(call, known);
        self.join(call)
    }

    fn join(&mut self, id: CallId) -> Line {
        let call = self.calls.get_mut(&id).expect("it was just put in");
        let line = self.waiting.entry(Arc::clone(&call.queue)).or_default();
        line.insert(id);
        call.first_place = line.len();
        let (number, place) = (call.number.clone(), call.first_place.to_string());
        call.line(NONE, "ENTERQUEUE", vec![String::new(), number, place])
    }

    /// It goes on in another queue.
    pub fn moved(&mut self, call: CallId, to: &Arc<str>, wait_ms: u64) -> Vec<Line> {
        let Some(left) = self.leave(call, Exit::Timeout, wait_ms) else {
            return Vec::new();
        };
        if let Some(known) = self.calls.get_mut(&call) {
            known.queue = Arc::clone(to);
        }
        vec![left, self.join(call)]
    }

    /// An offer came to nothing, because of the phone or because it was taken back.
    #[must_use]
    pub fn offer_failed(
        &self,
        call: CallId,
        agent: &str,
        is_taken_back: bool,
        ring_ms: u64,
    ) -> Option<Line> {
        let verb = if is_taken_back {
            "RINGCANCELED"
        } else {
            "RINGNOANSWER"
        };
        let call = self.calls.get(&call)?;
        Some(call.line(agent, verb, vec![ring_ms.to_string()]))
    }

    /// An agent answered.
    pub fn connected(
        &mut self,
        id: CallId,
        (agent, leg): (&str, &str),
        wait_ms: u64,
        ring_ms: u64,
    ) -> Option<Line> {
        let call = self.calls.get_mut(&id)?;
        call.wait_ms = wait_ms;
        if let Some(line) = self.waiting.get_mut(&call.queue) {
            line.remove(&id);
        }
        let parameters = vec![seconds(wait_ms), leg.to_owned(), seconds(ring_ms)];
        Some(call.line(agent, "CONNECT", parameters))
    }

    /// The conversation is over, and with it the call.
    pub fn ended(&mut self, id: CallId, agent: &str, by: Ender, talk_ms: u64) -> Option<Line> {
        let call = self.forget(id)?;
        let times = [
            seconds(call.wait_ms),
            seconds(talk_ms),
            call.first_place.to_string(),
        ];
        let (verb, front): (_, &[&str]) = match by {
            Ender::Caller => ("COMPLETECALLER", &[]),
            Ender::Agent => ("COMPLETEAGENT", &[]),
            // Where to is not known; here and below.
            Ender::BlindTransfer => ("BLINDTRANSFER", &["", ""]),
            Ender::AttendedTransfer => ("ATTENDEDTRANSFER", &["BRIDGE", ""]),
        };
        let front = front.iter().map(|part| (*part).to_owned());
        Some(call.line(agent, verb, front.chain(times).collect()))
    }

    /// It left without an answer.
    pub fn left(&mut self, call: CallId, exit: Exit<'_>, wait_ms: u64) -> Option<Line> {
        let line = self.leave(call, exit, wait_ms);
        self.forget(call);
        line
    }

    fn leave(&mut self, id: CallId, exit: Exit<'_>, wait_ms: u64) -> Option<Line> {
        let call = self.calls.get(&id)?;
        let in_line = self.waiting.get_mut(&call.queue);
        let place = in_line.map_or(1, |line| {
            let before = line.range(..id).count();
            line.remove(&id);
            before + 1
        });
        let mut parameters = vec![
            place.to_string(),
            call.first_place.to_string(),
            seconds(wait_ms),
        ];
        let verb = match exit {
            Exit::Abandoned => "ABANDON",
            Exit::Timeout => "EXITWITHTIMEOUT",
            Exit::Empty => "EXITEMPTY",
            Exit::Keys(keys) => {
                parameters.insert(0, keys.to_owned());
                "EXITWITHKEY"
            }
            Exit::Other(why) => {
                parameters.push(why.chars().take(WHY_BYTES_MAX).collect());
                "WITHDRAW"
            }
        };
        Some(call.line(NONE, verb, parameters))
    }

    fn forget(&mut self, id: CallId) -> Option<Call> {
        let call = self.calls.remove(&id)?;
        if let Some(line) = self.waiting.get_mut(&call.queue) {
            line.remove(&id);
        }
        Some(call)
    }

    /// An agent signed in, or moved to another phone, which is no news.
    pub fn signed_in(
        &mut self,
        agent: &Arc<str>,
        interface: &Arc<str>,
        at_us: u64,
    ) -> Option<Line> {
        if let Some(login) = self.logins.get_mut(agent) {
            login.interface = Arc::clone(interface);
            return None;
        }
        let login = Login {
            interface: Arc::clone(interface),
            since_us: at_us,
            is_away: false,
        };
        self.logins.insert(Arc::clone(agent), login);
        Some(of_agent(agent, "AGENTLOGIN", vec![interface.to_string()]))
    }

    /// An agent signed out.
    pub fn signed_out(&mut self, agent: &Arc<str>, at_us: u64) -> Option<Line> {
        let login = self.logins.remove(agent)?;
        let login_ms = at_us.saturating_sub(login.since_us) / 1_000;
        let parameters = vec![login.interface.to_string(), seconds(login_ms)];
        Some(of_agent(agent, "AGENTLOGOFF", parameters))
    }

    /// An agent became not ready.
    pub fn not_ready(&mut self, agent: &Arc<str>, reason: &str) -> Line {
        if let Some(login) = self.logins.get_mut(agent) {
            login.is_away = true;
        }
        of_agent(agent, "PAUSEALL", vec![reason.to_owned()])
    }

    /// An agent became ready; a line only if it was not ready before.
    pub fn ready(&mut self, agent: &Arc<str>) -> Option<Line> {
        let login = self.logins.get_mut(agent)?;
        let was_away = std::mem::take(&mut login.is_away);
        was_away.then(|| of_agent(agent, "UNPAUSEALL", vec![String::new()]))
    }
}

impl Call {
    fn line(&self, agent: &str, verb: &'static str, parameters: Vec<String>) -> Line {
        Line {
            queue: Arc::clone(&self.queue),
            call: Arc::clone(&self.id),
            agent: agent.into(),
            verb,
            parameters,
        }
    }
}

fn of_agent(agent: &Arc<str>, verb: &'static str, parameters: Vec<String>) -> Line {
    Line {
        queue: NONE.into(),
        call: NONE.into(),
        agent: Arc::clone(agent),
        verb,
        parameters,
    }
}

fn seconds(ms: u64) -> String {
    (ms / 1_000).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &Line) -> String {
        let Line {
            queue, call, agent, ..
        } = line;
        format!("{call}|{queue}|{agent}|{}|{}", line.verb, line.text())
    }

    fn support() -> Arc<str> {
        "support".into()
    }

    fn entered(log: &mut QueueLog, call: u64) -> String {
        let id = format!("1700.{call}");
        shown(&log.entered(CallId(call), &support(), &id, "5551000"))
    }

    #[test]
    fn an_answered_call_is_told_as_the_classic_application_tells_it() {
        let mut log = QueueLog::default();
        assert_eq!(
            entered(&mut log, 1),
            "1700.1|support|NONE|ENTERQUEUE||5551000|1"
        );
        let missed = log.offer_failed(CallId(1), "1001", false, 15_021).unwrap();
        assert_eq!(shown(&missed), "1700.1|support|1001|RINGNOANSWER|15021");
        let answered = log
            .connected(CallId(1), ("1002", "1700.9"), 20_900, 3_100)
            .unwrap();
        assert_eq!(shown(&answered), "1700.1|support|1002|CONNECT|20|1700.9|3");
        let over = log.ended(CallId(1), "1002", Ender::Caller, 61_500).unwrap();
        assert_eq!(shown(&over), "1700.1|support|1002|COMPLETECALLER|20|61|1");
        assert_eq!(log.ended(CallId(1), "1002", Ender::Caller, 1), None, "once");
    }

    #[test]
    fn who_ended_a_conversation_is_the_verb() {
        for (by, wanted) in [
            (Ender::Agent, "COMPLETEAGENT|0|7|1"),
            (Ender::BlindTransfer, "BLINDTRANSFER|||0|7|1"),
            (Ender::AttendedTransfer, "ATTENDEDTRANSFER|BRIDGE||0|7|1"),
        ] {
            let mut log = QueueLog::default();
            entered(&mut log, 1);
            log.connected(CallId(1), ("1001", ""), 0, 0);
            let line = log.ended(CallId(1), "1001", by, 7_000).unwrap();
            assert_eq!(shown(&line), format!("1700.1|support|1001|{wanted}"));
        }
    }

    #[test]
    fn a_call_that_leaves_says_where_it_stood() {
        for (exit, wanted) in [
            (Exit::Abandoned, "ABANDON|2|3|9"),
            (Exit::Timeout, "EXITWITHTIMEOUT|2|3|9"),
            (Exit::Empty, "EXITEMPTY|2|3|9"),
            (Exit::Keys("12"), "EXITWITHKEY|12|2|3|9"),
            (Exit::Other("redirected|\n"), "WITHDRAW|2|3|9|redirected  "),
        ] {
            let mut log = QueueLog::default();
            for call in 1..=3 {
                entered(&mut log, call);
            }
            let cancelled = log.offer_failed(CallId(1), "1001", true, 900).unwrap();
            assert_eq!(shown(&cancelled), "1700.1|support|1001|RINGCANCELED|900");
            log.left(CallId(1), Exit::Abandoned, 1_000);
            let line = log.left(CallId(3), exit, 9_999).unwrap();
            assert_eq!(shown(&line), format!("1700.3|support|NONE|{wanted}"));
        }
    }

    #[test]
    fn a_move_is_an_exit_and_an_entry() {
        let mut log = QueueLog::default();
        entered(&mut log, 1);
        entered(&mut log, 2);
        let lines = log.moved(CallId(2), &"sales".into(), 30_000);
        let lines: Vec<_> = lines.iter().map(shown).collect();
        assert_eq!(
            lines,
            [
                "1700.2|support|NONE|EXITWITHTIMEOUT|2|2|30",
                "1700.2|sales|NONE|ENTERQUEUE||5551000|1"
            ]
        );
        assert_eq!(log.moved(CallId(9), &support(), 1), []);
    }

    #[test]
    fn agents_come_go_and_pause() {
        let mut log = QueueLog::default();
        let (agent, phone): (Arc<str>, Arc<str>) = ("1001".into(), "PJSIP/1001".into());
        let shown = |line: Option<Line>| line.map(|line| shown(&line));
        let text = |text: &str| Some(format!("NONE|NONE|1001|{text}"));
        let login = log.signed_in(&agent, &phone, 5_000_000);
        assert_eq!(shown(login), text("AGENTLOGIN|PJSIP/1001"));
        assert_eq!(log.signed_in(&agent, &phone, 6_000_000), None);
        assert_eq!(log.ready(&agent), None);
        let away = log.not_ready(&agent, "lunch");
        assert_eq!(shown(Some(away)), text("PAUSEALL|lunch"));
        assert_eq!(shown(log.ready(&agent)), text("UNPAUSEALL|"));
        let logoff = log.signed_out(&agent, 65_900_000);
        assert_eq!(shown(logoff), text("AGENTLOGOFF|PJSIP/1001|60"));
        assert_eq!(log.signed_out(&agent, 1), None);
    }
}
