//! What a reload would change, in words: for `acd reload`, and for `acd reload check` before it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Formatter};

use super::error::HIDDEN;
use super::general::Settings;
use super::{Config, agent, disposition, general, queue, reason, recording, tag, tag_rule};
use crate::engine::FloorPlan;

/// One thing that differs between two configurations.
///
/// Prints as `queue support: ring-timeout 15s → 20s` or `agent 1003 added`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// `general`, `skill`, `not-ready-reason`, `disposition`, `tag`, `tag-rule`, `recording`,
    /// `queue` or `agent`.
    pub what: &'static str,
    /// Its name; empty for `general`.
    pub name: String,
    /// What became of it.
    pub change: Change,
}

/// What became of something between two configurations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// One of its keys changed.
    Changed {
        /// The key.
        key: &'static str,
        /// The former value; `None`: unset.
        before: Option<String>,
        /// The new value; `None`: unset.
        after: Option<String>,
    },
}

// Keys and values by name; the name as written with them.
type Described = BTreeMap<String, (String, Vec<(&'static str, String)>)>;

impl Config {
    /// What changes when this configuration takes the place of another one: the module first,
    /// then skills, not-ready reasons, dispositions, tags, tag rules, recordings, queues and
    /// agents, each by name.
    #[must_use]
    pub fn differences_from(&self, settings: &Settings, plan: &FloorPlan) -> Vec<Difference> {
        let mut found = Vec::new();
        let general = |settings| {
            let described = (
                "general".to_owned(),
                (String::new(), general::described(settings)),
            );
            Described::from([described])
        };
        compare(
            "general",
            general(settings),
            general(&self.settings),
            &mut found,
        );
        compare("skill", skills(plan), skills(&self.plan), &mut found);
        compare(
            "not-ready-reason",
            reasons(plan),
            reasons(&self.plan),
            &mut found,
        );
        compare(
            "disposition",
            dispositions(plan),
            dispositions(&self.plan),
            &mut found,
        );
        compare("tag", tags(plan), tags(&self.plan), &mut found);
        compare(
            "tag-rule",
            tag_rules(plan),
            tag_rules(&self.plan),
            &mut found,
        );
        compare(
            "recording",
            recordings(plan),
            recordings(&self.plan),
            &mut found,
        );
        compare("queue", queues(plan), queues(&self.plan), &mut found);
        compare("agent", agents(plan), agents(&self.plan), &mut found);
        compare_pins(plan, &self.plan, &mut found);
        found
    }
}

fn skills(plan: &FloorPlan) -> Described {
    let skill = |name: &str| (name.to_ascii_lowercase(), (name.to_owned(), Vec::new()));
    plan.skills.iter().map(|(_, name)| skill(name)).collect()
}

fn dispositions(plan: &FloorPlan) -> Described {
    let described = plan.dispositions.iter().map(|known| {
        let keys = disposition::described(known);
        (
            known.name.to_ascii_lowercase(),
            (known.name.to_string(), keys),
        )
    });
    described.collect()
}

fn tags(plan: &FloorPlan) -> Described {
    let tags = plan.tags.iter();
    tags.map(|known| {
        (
            known.key.to_string(),
            (known.key.to_string(), tag::described(known)),
        )
    })
    .collect()
}

fn tag_rules(plan: &FloorPlan) -> Described {
    let rules = plan.tag_rules.iter();
    rules
        .map(|rule| {
            let described = tag_rule::described(rule, plan);
            (
                rule.name.to_ascii_lowercase(),
                (rule.name.to_string(), described),
            )
        })
        .collect()
}

fn recordings(plan: &FloorPlan) -> Described {
    let described = plan.recordings.iter().map(|rule| {
        let keys = recording::described(rule, plan);
        (
            rule.name.to_ascii_lowercase(),
            (rule.name.to_string(), keys),
        )
    });
    described.collect()
}

fn reasons(plan: &FloorPlan) -> Described {
    let reasons = plan.reasons.iter();
    reasons
        .map(|reason| {
            (
                reason.name.to_ascii_lowercase(),
                (reason.name.to_string(), reason::described(reason)),
            )
        })
        .collect()
}

// A PIN is described by a word that hides it, so that its change must be looked for.
fn compare_pins(before: &FloorPlan, after: &FloorPlan, found: &mut Vec<Difference>) {
    for agent in after.agents.iter() {
        let former = before.agents.find(&agent.name);
        let (Some(Some(former)), Some(pin)) = (former.map(|agent| &agent.pin), &agent.pin) else {
            continue;
        };
        if former != pin {
            let hidden = Some(HIDDEN.to_owned());
            found.push(Difference {
                what: "agent",
                name: agent.name.to_string(),
                change: Change::Changed {
                    key: "pin",
                    before: hidden.clone(),
                    after: hidden,
                },
            });
        }
    }
}

fn queues(plan: &FloorPlan) -> Described {
    let queues = plan.queues.iter();
    queues
        .map(|queue| {
            (
                queue.name.to_ascii_lowercase(),
                (queue.name.to_string(), queue::described(queue, plan)),
            )
        })
        .collect()
}

fn agents(plan: &FloorPlan) -> Described {
    let agents = plan.agents.iter();
    agents
        .map(|agent| {
            let described = agent::described(agent, plan);
            (
                agent.name.to_ascii_lowercase(),
                (agent.name.to_string(), described),
            )
        })
        .collect()
}

fn compare(what: &'static str, before: Described, after: Described, found: &mut Vec<Difference>) {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for name in names {
        match (before.get(name), after.get(name)) {
            (Some((_, before)), Some((name, after))) => {
                compare_keys(what, name, before, after, found);
            }
            (None, Some((name, _))) => {
                found.push(Difference {
                    what,
                    name: name.clone(),
                    change: Change::Added,
                });
            }
            (Some((name, _)), None) => {
                found.push(Difference {
                    what,
                    name: name.clone(),
                    change: Change::Removed,
                });
            }
            (None, None) => {}
        }
    }
}

fn compare_keys(
    what: &'static str,
    name: &str,
    before: &[(&'static str, String)],
    after: &[(&'static str, String)],
    found: &mut Vec<Difference>,
) {
    let value_in = |keys: &[(&'static str, String)], key| {
        keys.iter()
            .find(|(known, _)| *known == key)
            .map(|(_, value)| value.clone())
    };
    let new = after
        .iter()
        .filter(|(key, _)| value_in(before, *key).is_none());
    for (key, _) in before.iter().chain(new) {
        let (before, after) = (value_in(before, *key), value_in(after, *key));
        if before != after {
            let change = Change::Changed { key, before, after };
            found.push(Difference {
                what,
                name: name.to_owned(),
                change,
            });
        }
    }
}

impl Display for Difference {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)?;
        if !self.name.is_empty() {
            write!(f, " {}", self.name)?;
        }
        match &self.change {
            Change::Added => f.write_str(" added"),
            Change::Removed => f.write_str(" removed"),
            Change::Changed { key, before, after } => {
                let text = |value: &Option<String>| value.clone().unwrap_or("unset".to_owned());
                write!(f, ": {key} {} → {}", text(before), text(after))
            }
        }
    }
}
