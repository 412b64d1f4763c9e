//! `type = agent`: one person, the phone, the skills, the queues.

use std::collections::BTreeMap;

use super::connected;
use super::error::{ConfigErrorKind as Kind, HIDDEN, shown};
use super::findings::{Faults, Findings};
use super::link::Numbering;
use super::phone::{
    auto_answer, auto_answer_text, forwarding, forwarding_text, key_or_none, key_text,
};
use super::queue::{MISSED_MAX, RING_TIMEOUT_MS_MIN};
use super::recording::Recordings;
use super::source::{Entry, Section};
use super::unknown_key;
use super::value::{
    RANK_MAX, UNWATCHED, duration, duration_or_none, duration_text, full_name, graded, interface,
    list, number, state_interface, word, yes_or_no,
};
use crate::engine::limits::{AGENT_QUEUES_MAX, ORDER_MAX};
use crate::engine::{
    AgentId, AgentPhoneRules, AgentPlan, FloorPlan, Level, Pin, QueueId, SkillId, SkillNames,
    SkillSet, StateInterface,
};

/// All keys of an agent.
pub const AGENT_KEYS: &[&str] = &[
    "type",
    "name",
    "interface",
    "state-interface",
    "sign-in",
    "skills",
    "queues",
    "order",
    "wrap-up",
    "ring-timeout",
    "pin",
    "on-demand",
    "auto-logout",
    "auto-answer",
    "forward",
    "confirm-key",
    "connect-sound",
    "connect-music",
    "connect-beep",
    "recording",
];

const SIGN_IN: &[&str] = &["automatic", "manual"];
const GRADE_MAX: u8 = 100;

/// What the names in an agent's lists stand for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) skills: &'a SkillNames,
    pub(super) queues: &'a Numbering<QueueId>,
    pub(super) recordings: &'a Recordings,
}

/// Reads one agent.
pub(super) fn read(
    section: &Section,
    id: AgentId,
    names: Names<'_>,
    findings: &mut Findings,
) -> AgentPlan {
    let mut draft = Draft {
        plan: AgentPlan::new(id, section.name.as_str()),
        is_automatic: None,
    };
    findings.read(section, &["skills", "queues"], |key, entry| {
        draft.set(key, &entry.value, names)
    });
    draft.finish(section, findings)
}

struct Draft {
    plan: AgentPlan,
    // `sign-in`, if it is there.
    is_automatic: Option<bool>,
}

impl Draft {
    fn set(&mut self, key: &str, value: &str, names: Names<'_>) -> Result<(), Faults> {
        let plan = &mut self.plan;
        match key {
            // The inventory has looked at it.
            "type" => {}
            "name" => plan.full_name = Some(full_name(value)?.into()),
            "interface" => plan.interface = Some(interface(value)?.into()),
            "state-interface" => plan.state_interface = state_interface(value)?,
            "sign-in" => self.is_automatic = Some(word(value, SIGN_IN)? == 0),
            // An empty value takes back what a template gave.
            "skills" if value.is_empty() => plan.skills = SkillSet::new(),
            "skills" => plan.skills.extend(skills(value, names.skills)?),
            "queues" if value.is_empty() => plan.queues.clear(),
            "queues" => {
                plan.queues.extend(queues(value, names.queues)?);
                if plan.queues.len() > AGENT_QUEUES_MAX {
                    return Err(Kind::QueuesTooMany.into());
                }
            }
            "order" if value.is_empty() => plan.order = None,
            "order" => plan.order = Some(number(value, 1, ORDER_MAX)?),
            "wrap-up" => plan.wrap_up_ms = Some(duration_or_none(value, 0)?.unwrap_or(0)),
            "ring-timeout" => plan.ring_timeout_ms = Some(duration(value, RING_TIMEOUT_MS_MIN)?),
            "pin" => plan.pin = Some(Pin::new(value).ok_or(Kind::Pin)?),
            "on-demand" => plan.is_on_demand = yes_or_no(value)?,
            "auto-logout" => plan.auto_logout = Some(number(value, 0, MISSED_MAX)?),
            "auto-answer" => plan.phone.auto_answer = auto_answer(value)?,
            "forward" => plan.phone.forwarding = Some(forwarding(value)?),
            "confirm-key" => plan.phone.confirm_key = Some(key_or_none(value)?),
            key if connected::KEYS.contains(&key) => {
                connected::set(&mut plan.phone.connected, key, value)?;
            }
            "recording" => plan.recording = names.recordings.named(value)?,
            _ => return Err(unknown_key(key, AGENT_KEYS)),
        }
        Ok(())
    }

    fn finish(mut self, section: &Section, findings: &mut Findings) -> AgentPlan {
        // An interface that is refused is there all the same.
        let mut keys = section.entries.iter().map(Entry::canonical_key);
        let has_phone = keys.any(|key| key == "interface");
        self.plan.is_signed_in_at_start = self.is_automatic.unwrap_or(has_phone);
        if self.plan.is_signed_in_at_start && !has_phone {
            findings.section_error(section, Kind::InterfaceMissing);
        }
        self.plan
    }
}

fn skills(value: &str, names: &SkillNames) -> Result<BTreeMap<SkillId, Level>, Faults> {
    let mut faults = Faults::default();
    let mut skills = BTreeMap::new();
    for item in list(value) {
        // Level 0 takes away what a template gave.
        let Some((name, level)) = graded(item, Level::LOWEST.number(), 0, GRADE_MAX) else {
            faults.0.push(Kind::SkillLevel { item: shown(item) });
            continue;
        };
        let Some(skill) = names.id(name) else {
            let suggestion = names.nearest(name).map(str::to_owned);
            faults.0.push(Kind::SkillUnknown {
                name: shown(name),
                suggestion,
            });
            continue;
        };
        let level = Level::new(level).expect("a grade is at most the highest level");
        if skills.insert(skill, level).is_some() {
            faults.0.push(Kind::ListedTwice { name: shown(name) });
        }
    }
    faults.none_or(skills)
}

fn queues(value: &str, names: &Numbering<QueueId>) -> Result<BTreeMap<QueueId, u8>, Faults> {
    let mut faults = Faults::default();
    let mut queues = BTreeMap::new();
    for item in list(value) {
        let Some((name, rank)) = graded(item, 1, 1, RANK_MAX) else {
            faults.0.push(Kind::QueueRank { item: shown(item) });
            continue;
        };
        let Some(queue) = names.id(name) else {
            let suggestion = names.nearest(name);
            faults.0.push(Kind::QueueUnknown {
                name: shown(name),
                suggestion,
            });
            continue;
        };
        if queues.insert(queue, rank).is_some() {
            faults.0.push(Kind::ListedTwice { name: shown(name) });
        }
    }
    faults.none_or(queues)
}

/// The agent as the keys and values that would bring it about, in the words of its plan.
pub(super) fn described(plan: &AgentPlan, floor: &FloorPlan) -> Vec<(&'static str, String)> {
    let sign_in = SIGN_IN[usize::from(!plan.is_signed_in_at_start)];
    let mut keys = vec![("sign-in", sign_in.to_owned())];
    let texts = [("name", &plan.full_name), ("interface", &plan.interface)];
    for (key, text) in texts {
        keys.extend(text.as_ref().map(|text| (key, text.to_string())));
    }
    keys.extend(match &plan.state_interface {
        StateInterface::OfInterface => None,
        StateInterface::Device(device) => Some(("state-interface", device.to_string())),
        StateInterface::Unwatched => Some(("state-interface", UNWATCHED.to_owned())),
    });
    let skill = |(id, level): (SkillId, Level)| {
        format!("{}:{level}", floor.skills.name(id).unwrap_or_default())
    };
    let queue = |(id, rank): (&QueueId, &u8)| {
        let name = floor.queues.entry(*id).map_or("", |queue| &queue.name);
        if *rank == 1 {
            name.to_owned()
        } else {
            format!("{name}:{rank}")
        }
    };
    let skills: Vec<String> = plan.skills.iter().map(skill).collect();
    let queues: Vec<String> = plan.queues.iter().map(queue).collect();
    for (key, list) in [("skills", skills), ("queues", queues)] {
        if !list.is_empty() {
            keys.push((key, list.join(", ")));
        }
    }
    keys.extend(plan.order.map(|number| ("order", number.to_string())));
    let pin = plan.pin.as_ref();
    keys.extend(pin.map(|_| ("pin", HIDDEN.to_owned())));
    let on_demand = if plan.is_on_demand { "yes" } else { "no" };
    keys.push(("on-demand", on_demand.to_owned()));
    let auto_logout = plan.auto_logout.map(|limit| limit.to_string());
    keys.extend(auto_logout.map(|limit| ("auto-logout", limit)));
    let delays = [
        ("wrap-up", plan.wrap_up_ms),
        ("ring-timeout", plan.ring_timeout_ms),
    ];
    for (key, delay_ms) in delays {
        keys.extend(delay_ms.map(|delay_ms| (key, duration_text(delay_ms))));
    }
    keys.extend(phone_described(&plan.phone));
    keys.extend(connected::described(&plan.phone.connected));
    let recording = plan.recording.as_ref();
    keys.extend(recording.map(|rule| ("recording", rule.name.to_string())));
    keys
}

// What differs from the queue's rules of the phone.
fn phone_described(rules: &AgentPhoneRules) -> impl Iterator<Item = (&'static str, String)> {
    let auto_answer = Some(auto_answer_text(&rules.auto_answer));
    let auto_answer = auto_answer.filter(|_| !rules.auto_answer.is_empty());
    let forwarding = rules
        .forwarding
        .map(|rule| forwarding_text(rule).to_owned());
    [
        ("auto-answer", auto_answer),
        ("forward", forwarding),
        ("confirm-key", rules.confirm_key.map(key_text)),
    ]
    .into_iter()
    .filter_map(|(key, text)| Some((key, text?)))
}
