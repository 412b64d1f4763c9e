//! A contact centre with every rule of the engine on, written as an operator would write it.
//!
//! Odd agents are of the night shift and have the skill `night`. Agents have two queues, at home
//! with rank 1 and in another with rank 2.

use std::fmt::Write as _;
use std::sync::Arc;

use acd::config;
use acd::engine::{Arrival, Attributes, CallId, FloorPlan, QueueId, Tags, Template};

use super::scattered;

const SKILLS: u64 = 20;

/// How large it is and when its rules come.
pub(crate) struct Centre {
    /// Queues.
    pub(crate) queues: u64,
    /// When a call accepts less, in milliseconds of its wait.
    pub(crate) relax_ms: u64,
    /// When a call goes to the next queue.
    pub(crate) overflow_ms: u64,
    /// After-call time.
    pub(crate) wrap_up_ms: u64,
    /// How long calls wait for the agent they know, for the first rank, and what is no abandoned
    /// call yet.
    pub(crate) hesitation_ms: u64,
    /// Whether rules look at the estimated wait of every call: a step and a way to the next queue.
    pub(crate) estimates: bool,
}

impl Centre {
    /// Its plan with so many agents.
    pub(crate) fn plan(&self, agents: u32) -> Arc<FloorPlan> {
        let sections = config::parse(&self.text(agents), "benchmark");
        let sections = sections.expect("the text is well written");
        let loaded = config::load(&sections, None);
        Arc::new(loaded.expect("the text is well written").plan)
    }

    /// What calls of a class need: one shift, a skill and a level.
    pub(crate) fn need(&self, class: u64, shift: &str) -> Template {
        let level = class / self.queues / SKILLS * 5 + 1;
        let skill = class / self.queues % SKILLS;
        let text = format!("s{skill} >= {level} & {shift} prefer s3*2");
        Template::parse(&text).expect("benchmarks write requirements properly")
    }

    /// A caller of this class; what else is known of one follows from the number drawn.
    pub(crate) fn arrival(
        &self,
        call: CallId,
        queue: u64,
        need: &Template,
        (drawn, callers): (u64, u64),
    ) -> Arrival {
        let vip = if drawn.is_multiple_of(50) {
            "yes"
        } else {
            "no"
        };
        let language = if drawn.is_multiple_of(3) {
            "french"
        } else {
            "german"
        };
        let attributes = [("vip", vip), ("language", language)];
        Arrival {
            call,
            queue: QueueId((queue % self.queues) as u32),
            requirement: Some(need.clone()),
            attributes: Attributes::new(attributes).expect("two are few"),
            tags: Tags::default(),
            priority: (drawn % 5) as i32,
            position: None,
            timeout_ms: None,
            is_after_hours: false,
            closes_in_ms: None,
            caller: Some(format!("{}", drawn % callers).into()),
            wanted_agent: None,
        }
    }

    fn text(&self, agents: u32) -> String {
        let mut text = String::from("[night]\ntype = skill\n");
        for skill in 0..SKILLS {
            let _ = write!(text, "[s{skill}]\ntype = skill\n");
        }
        text.push_str("[sold]\ntype = disposition\n[lost]\ntype = disposition\n");
        text.push_str("[benchmark]\ntype = not-ready-reason\nlimit = 100h\n");
        text.push_str(&self.queue_template());
        for queue in 0..self.queues {
            let next = (queue + 1) % self.queues;
            let _ = write!(
                text,
                "[q{queue}](queue)\nweight = {}\noverflow = {}ms: q{next}\n\
                 overflow-length = 99999: q{next}\n",
                queue % 10,
                self.overflow_ms
            );
            if self.estimates {
                let _ = write!(
                    text,
                    "relax = when wait > 100h: night\noverflow-estimate = 100h: q{next}\n"
                );
            }
        }
        for agent in 0..agents {
            self.write_agent(agent, &mut text);
        }
        text
    }

    fn queue_template(&self) -> String {
        let Self {
            relax_ms,
            wrap_up_ms,
            hesitation_ms,
            ..
        } = self;
        format!(
            "[queue](!)\ntype = queue\nrequirement = s0\nrelax = {relax_ms}ms: s1 & night\n\
             relax = when staffed = 0: night\ntimeout = 160h\nring-at-once = 1\n\
             order = deadline\nservice-level = 20s\nageing = 1 per 30s\n\
             priority-if = $vip: 10\npriority-if = $language = french: 2\n\
             rank-window = 0s: 1\nrank-window = {}ms: any\nsticky = last-agent\n\
             sticky-wait = {hesitation_ms}ms\nregain = 1m\n\
             short-abandon = {hesitation_ms}ms\njoin-if = qualified\n\
             leave-if-not = qualified\nwrap-up = {wrap_up_ms}ms\ndisposition = mandatory\n\
             dispositions = sold, lost\ndefault-disposition = lost\n\
             announce-position = yes\nannounce-wait = yes\nannounce-first = 20s\n\
             announce-every = 40s\nprompt = 1m every 3m: a, b\nexit-keys = 0, *\n\
             back-off-busy = 100ms\nback-off-rejected = 100ms\nrona-return = 1s\n\
             hours = *,mon-sun,*,*\nat-close = release\nannounce = hello, {{wait}}\n",
            hesitation_ms * 50
        )
    }

    fn write_agent(&self, agent: u32, text: &mut String) {
        let home = u64::from(agent / 2) % self.queues;
        let other = (home + 3) % self.queues;
        let night = if agent % 2 == 1 { ", night" } else { "" };
        let skills = (0..6).map(|place| {
            let drawn = scattered(u64::from(agent) * 8 + place);
            let skill = (place * 3 + drawn % 3) % SKILLS;
            format!("s{skill}:{}", drawn / 64 % 100 + 1)
        });
        let skills: Vec<String> = skills.collect();
        let _ = write!(
            text,
            "[a{agent}]\ntype = agent\ninterface = PJSIP/{agent}\nskills = {}{night}\n\
             queues = q{home}, q{other}:2\n",
            skills.join(", ")
        );
    }
}
