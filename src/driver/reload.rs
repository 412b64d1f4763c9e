//! A new configuration: checked on the calling thread, taken over by the worker at one moment.
//!
//! Rule kept: all or nothing. Whatever is refused leaves the former configuration in force.

use std::fmt::{self, Display, Formatter};
use std::sync::{Arc, PoisonError};

use thiserror::Error;

use crate::config::{self, Change, Config, ConfigError, ConfigWarning, Difference, Section};
use crate::engine::Rejection;

use super::entrance::Entrance;
use super::inbox::Letter;
use super::lobby::Published;
use super::refusal::Refusal;

/// What a reload changed, or would change.
///
/// Prints as one line of counts, such as `1 queue changed, 2 agents added, 1 warning`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReloadSummary {
    /// Every difference, each printable as a line of its own.
    pub differences: Vec<Difference>,
    /// What is odd in the configuration but taken as it is, each printable as a line.
    pub warnings: Vec<ConfigWarning>,
}

/// Why a reload changed nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReloadError {
    /// The configuration has errors; here are all of them, by file and line.
    #[error("{} in the configuration; nothing was changed", counted(.0.len(), "error", "errors"))]
    Config(Vec<ConfigError>),
    /// The engine did not take it over.
    #[error("the configuration is fine but was not taken over: {0}")]
    Refused(Refusal),
}

impl Entrance {
    /// Puts a new configuration in force. Calls that wait keep their age and place, agents keep
    /// their states.
    ///
    /// # Errors
    /// When the configuration has errors or the engine does not answer; then nothing has changed,
    /// unless the engine was merely late ([`Refusal::NotAnswering`]).
    pub fn reload(&self, sections: &[Section]) -> Result<ReloadSummary, ReloadError> {
        // Two reloads at once would both number new names after the same former plan.
        let lobby = self.lobby();
        let _alone = lobby
            .reloading
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let (config, summary) = self.compare(sections).map_err(ReloadError::Config)?;
        let published = Published {
            plan: Arc::new(config.plan),
            settings: Arc::new(config.settings),
        };
        let published = Arc::new(published);
        lobby
            .ask(|reply| Letter::Planned { published, reply })
            .and_then(|outcome: Result<(), Rejection>| outcome.map_err(Refusal::Rejected))
            .map_err(ReloadError::Refused)?;
        Ok(summary)
    }

    /// What [`reload`](Self::reload) would change; changes nothing.
    ///
    /// # Errors
    /// Everything that is wrong in the configuration, by file and line.
    pub fn check(&self, sections: &[Section]) -> Result<ReloadSummary, Vec<ConfigError>> {
        Ok(self.compare(sections)?.1)
    }

    fn compare(&self, sections: &[Section]) -> Result<(Config, ReloadSummary), Vec<ConfigError>> {
        let former = self.lobby().published();
        let mut config = config::load_in(sections, Some(&former.plan), self.lobby().surroundings)?;
        let differences = config.differences_from(&former.settings, &former.plan);
        let warnings = std::mem::take(&mut config.warnings);
        Ok((
            config,
            ReloadSummary {
                differences,
                warnings,
            },
        ))
    }
}

// Which changes count.
type Filter = fn(&Change) -> bool;

impl ReloadSummary {
    // How many things of a type were changed so; a thing with several changed keys counts once.
    fn count(&self, what: &str, is_counted: Filter) -> usize {
        let counted =
            |difference: &&Difference| difference.what == what && is_counted(&difference.change);
        let mut names: Vec<_> = self
            .differences
            .iter()
            .filter(counted)
            .map(|found| &found.name)
            .collect();
        names.dedup();
        names.len()
    }
}

impl Display for ReloadSummary {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        const CHANGES: [(&str, Filter); 3] = [
            ("added", |change| matches!(change, Change::Added)),
            ("removed", |change| matches!(change, Change::Removed)),
            ("changed", |change| matches!(change, Change::Changed { .. })),
        ];
        let mut parts = Vec::new();
        if self.count("general", |_| true) > 0 {
            parts.push("general settings changed".to_owned());
        }
        for (one, many) in [
            ("skill", "skills"),
            ("queue", "queues"),
            ("agent", "agents"),
        ] {
            for (change, is_counted) in CHANGES {
                let count = self.count(one, is_counted);
                if count > 0 {
                    parts.push(format!("{} {change}", counted(count, one, many)));
                }
            }
        }
        if parts.is_empty() {
            parts.push("nothing changed".to_owned());
        }
        if !self.warnings.is_empty() {
            parts.push(counted(self.warnings.len(), "warning", "warnings"));
        }
        f.write_str(&parts.join(", "))
    }
}

/// `1 error`, `2 errors`.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(what: &'static str, name: &str, change: Change) -> Difference {
        Difference {
            what,
            name: name.to_owned(),
            change,
        }
    }

    fn changed(key: &'static str) -> Change {
        Change::Changed {
            key,
            before: None,
            after: Some("1".to_owned()),
        }
    }

    #[test]
    fn the_summary_counts_in_words() {
        assert_eq!(ReloadSummary::default().to_string(), "nothing changed");
        let summary = ReloadSummary {
            differences: vec![
                difference("general", "", changed("redact-caller")),
                difference("queue", "support", changed("timeout")),
                difference("queue", "support", changed("music")),
                difference("agent", "1001", Change::Added),
                difference("agent", "1002", Change::Added),
                difference("agent", "1003", Change::Removed),
            ],
            warnings: Vec::new(),
        };
        assert_eq!(
            summary.to_string(),
            "general settings changed, 1 queue changed, 2 agents added, 1 agent removed"
        );
    }
}
