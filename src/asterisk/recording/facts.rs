//! What is known of a recorded call, as rules ask about it: its tags, and the variables of its
//! channel that any rule names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::asterisk::channel::Channel;
use crate::asterisk::contact::tags_of;
use crate::engine::{Expression, RecordingPlan, TagFacts, TagValue, Tags};

/// A call at one moment.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) tags: Tags,
    attributes: BTreeMap<String, String>,
}

impl Facts {
    /// What these rules may ask about the call of a channel.
    pub(super) fn of(channel: &Channel, rules: &[Arc<RecordingPlan>]) -> Self {
        let asked = |rule: &'_ Arc<RecordingPlan>| {
            let both = [&rule.condition, &rule.pauses_if];
            let names = both.into_iter().flatten().flat_map(Expression::attributes);
            names.map(str::to_owned).collect::<Vec<_>>()
        };
        let names: BTreeSet<String> = rules.iter().flat_map(asked).collect();
        let known = |name: String| {
            let value = channel.variable(&name).ok().flatten()?;
            Some((name, value))
        };
        Self {
            tags: tags_of(channel),
            attributes: names.into_iter().filter_map(known).collect(),
        }
    }

    /// Why an expression is answered as it is: a tag it asks about, one that has changed first.
    pub(super) fn reason(&self, question: &Expression, changed: &BTreeSet<String>) -> String {
        let asked = question.tags();
        let has_changed = |key: &&&str| changed.contains(**key);
        let is_set = |key: &&&str| self.tags.value(key).is_some();
        let found = asked.iter().find(has_changed);
        let found = found.or_else(|| asked.iter().find(is_set));
        found
            .or_else(|| asked.first())
            .map_or_else(|| RULE.to_owned(), |key| format!("tag {key}"))
    }
}

/// Who asks where no tag does.
pub(super) const RULE: &str = "rule";

impl TagFacts for Facts {
    fn tag(&self, key: &str) -> Option<&str> {
        self.tags.value(key).map(TagValue::as_str)
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}
