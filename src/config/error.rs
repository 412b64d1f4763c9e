//! What is wrong with an operator's text: file, line, section, key, what was found and expected.
//!
//! Every message fits one line and is safe for a log or terminal whatever the text holds. Nothing
//! here is fatal: a text with errors changes nothing, and whoever loads it prints them all.

use std::fmt::{self, Display, Formatter};
use std::sync::Arc;

use thiserror::Error;

use super::parse::SyntaxFault;
use super::source::{Entry, Section};
use super::value::duration_text;
use crate::engine::limits::{
    AGEING_POINTS_MAX, AGENT_QUEUES_MAX, FULL_NAME_BYTES_MAX, INTERFACE_BYTES_MAX, NAME_BYTES_MAX,
    OVERFLOWS_MAX, PRIORITY_RULES_MAX, RELAX_STEPS_MAX,
};
use crate::engine::{RequirementError, SkillNameError};

// Longest piece of the text that a message repeats, in characters.
const SHOWN_CHARS_MAX: usize = 80;

/// One thing wrong; the whole text is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{place}: {kind}")]
pub struct ConfigError {
    place: Box<Place>,
    kind: Box<ConfigErrorKind>,
}

/// Where in an operator's text something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file; empty if there is none.
    pub file: Arc<str>,
    /// The line, counted from 1; 0 if there is none.
    pub line: u32,
    /// The section's name as written; empty outside of sections.
    pub section: Box<str>,
    /// Key and value as written, where one entry is meant.
    pub entry: Option<(Box<str>, Box<str>)>,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ConfigErrorKind {
    /// The text has no valid form.
    #[error("{0}")]
    Syntax(SyntaxFault),
    /// A section does not say what it is.
    #[error(
        "expected `type = queue`, `type = agent`, `type = skill` or `type = disposition` below \
         this line"
    )]
    TypeMissing,
    /// A section is of a type that does not exist.
    #[error(
        "expected queue, agent, skill or disposition{}",
        did_you_mean(suggestion)
    )]
    TypeUnknown {
        /// The closest type, if one is close.
        suggestion: Option<String>,
    },
    /// A name is given to two sections of the same type.
    #[error("this {what} is already defined at {first}")]
    DefinedTwice {
        /// Such as `queue`.
        what: &'static str,
        /// Where the first one stands, as `file:line`.
        first: String,
    },
    /// More sections of a type than may be, counting names that reloads have taken away.
    #[error(
        "more than {max} {what}s, counting those that reloads have removed \
         (reloading the module itself forgets them)"
    )]
    TooMany {
        /// Such as `queue`.
        what: &'static str,
        /// How many may be.
        max: usize,
    },
    /// A name that is not safe or not plain.
    #[error(
        "expected a name of letters, digits and `_ . + -`, starting with neither `.` nor `-`, \
         1 to {NAME_BYTES_MAX} bytes"
    )]
    Name,
    /// The name of a section cannot be that of a skill.
    #[error("{0}")]
    SkillName(SkillNameError),
    /// A key that the section's type does not have.
    #[error("unknown key{}", meant_or_known(suggestion, known))]
    KeyUnknown {
        /// The closest key, if one is close.
        suggestion: Option<String>,
        /// All keys of the section's type.
        known: &'static [&'static str],
    },
    /// No duration.
    #[error("expected a duration such as 30s, 5m or 1h{}", or_none(*may_be_none))]
    Duration {
        /// Whether `none` is one of the values.
        may_be_none: bool,
    },
    /// A duration out of range; both bounds are in milliseconds.
    #[error(
        "expected a duration from {} to {}{}",
        duration_text(*min_ms), duration_text(*max_ms), or_none(*may_be_none)
    )]
    DurationRange {
        /// The shortest one.
        min_ms: u64,
        /// The longest one.
        max_ms: u64,
        /// Whether `none` is one of the values.
        may_be_none: bool,
    },
    /// No whole number, or one out of range.
    #[error("expected a whole number from {min} to {max}")]
    Number {
        /// The smallest one.
        min: u32,
        /// The largest one.
        max: u32,
    },
    /// A disposition that is not defined.
    #[error("unknown disposition `{name}`{}", did_you_mean(suggestion))]
    DispositionUnknown {
        /// The name.
        name: String,
        /// The closest one, if one is close.
        suggestion: Option<String>,
    },
    /// The default is none of the dispositions that may be given.
    #[error("expected one of the queue's `dispositions`")]
    DispositionNotListed,
    /// Agents must give a disposition and have no time for it.
    #[error("expected after-call time in which to give it: set `wrap-up`")]
    DispositionWithoutTime,
    /// No number of agents, or one out of range.
    #[error("expected `all` or a whole number from 1 to {max}")]
    NumberOrAll {
        /// The largest one.
        max: u8,
    },
    /// No whole number, also below zero, or one out of range.
    #[error("expected a whole number from {min} to {max}")]
    Whole {
        /// The smallest one.
        min: i32,
        /// The largest one.
        max: i32,
    },
    /// Neither yes nor no.
    #[error("expected yes or no")]
    YesNo,
    /// None of the words that may stand here.
    #[error("expected {}{}", words.join(" or "), did_you_mean(suggestion))]
    Word {
        /// The words.
        words: &'static [&'static str],
        /// The closest one, if one is close.
        suggestion: Option<String>,
    },
    /// A person's name that is empty, too long or has control characters.
    #[error(
        "expected a person's name without control characters, 1 to {FULL_NAME_BYTES_MAX} bytes"
    )]
    FullName,
    /// No dial string of one phone.
    #[error(
        "expected the dial string of one phone such as PJSIP/1001, without `&`, `|` and control \
         characters, at most {INTERFACE_BYTES_MAX} bytes"
    )]
    Interface,
    /// No device.
    #[error(
        "expected a device such as PJSIP/1001 or Custom:alice, without `&`, `|` and control \
         characters, at most {INTERFACE_BYTES_MAX} bytes, or none; a hint is no device: name the \
         device behind it"
    )]
    StateInterface,
    /// An agent is to be signed in at the start without a phone.
    #[error("expected an `interface` below this line: `sign-in = automatic` needs a phone")]
    InterfaceMissing,
    /// No `time: requirement`.
    #[error("expected a time and a requirement such as `20s: french >= 2`")]
    RelaxStep,
    /// A step that is not later than the one before it.
    #[error("expected a time after the {} of {former}: steps ascend", duration_text(*former_ms))]
    RelaxOrder {
        /// Where the step before it stands, as `file:line`.
        former: String,
        /// Its time in milliseconds.
        former_ms: u64,
    },
    /// More steps than a queue may have.
    #[error("more than {RELAX_STEPS_MAX} relaxation steps in one queue")]
    RelaxTooMany,
    /// No `time: queue`.
    #[error("expected a time and a queue such as `60s: sales`")]
    OverflowStep,
    /// No `calls: queue`.
    #[error("expected a number of calls in line and a queue such as `10: sales`")]
    OverflowLength,
    /// A queue that overflows to itself.
    #[error("expected another queue: a queue does not overflow to itself")]
    OverflowToItself,
    /// Two steps in a row to one queue.
    #[error("expected another queue: the step before leads there already")]
    OverflowTwice,
    /// More steps than a queue may have.
    #[error("more than {OVERFLOWS_MAX} of these in one queue")]
    OverflowsTooMany,
    /// No `N per TIME`.
    #[error(
        "expected points of priority from 1 to {AGEING_POINTS_MAX} and a time such as \
         `1 per 30s`, or none"
    )]
    Ageing,
    /// No `$NAME TEST: N`.
    #[error(
        "expected an attribute and what it adds to the priority, such as `$vip: 10`, \
         `$segment = gold: 5`, `$segment != trial: 1`, `$orders >= 3: 2` or `$age <= 9: -2`"
    )]
    PriorityRule,
    /// More rules than a queue may have.
    #[error("more than {PRIORITY_RULES_MAX} `priority-if` in one queue")]
    PriorityRulesTooMany,
    /// A requirement that was refused.
    #[error("requirement, column {}: {}", .0.column(), .0.kind())]
    Requirement(RequirementError),
    /// An agent's skill that is not defined.
    #[error("unknown skill `{name}`{}", did_you_mean(suggestion))]
    SkillUnknown {
        /// The name, safe to show.
        name: String,
        /// The closest one, if one is close.
        suggestion: Option<String>,
    },
    /// An agent's queue that is not defined.
    #[error("unknown queue `{name}`{}", did_you_mean(suggestion))]
    QueueUnknown {
        /// The name, safe to show.
        name: String,
        /// The closest one, if one is close.
        suggestion: Option<String>,
    },
    /// No level after a skill.
    #[error("`{item}`: expected a skill with a level from 0 to 100, such as `french:3`")]
    SkillLevel {
        /// The list's item, safe to show.
        item: String,
    },
    /// No rank after a queue.
    #[error("`{item}`: expected a queue with a rank from 1 to 100, such as `sales:2`")]
    QueueRank {
        /// The list's item, safe to show.
        item: String,
    },
    /// A name twice in one list.
    #[error("`{name}` stands twice in this list")]
    ListedTwice {
        /// The name, safe to show.
        name: String,
    },
    /// More queues than an agent may serve.
    #[error("more than {AGENT_QUEUES_MAX} queues for one agent")]
    QueuesTooMany,
}

impl ConfigError {
    pub(super) fn new(place: Place, kind: ConfigErrorKind) -> Self {
        Self {
            place: Box::new(place),
            kind: Box::new(kind),
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &ConfigErrorKind {
        &self.kind
    }

    /// The message, and for a requirement below it the requirement with carets under the fault.
    ///
    /// One line or three, without a line end after the last.
    #[must_use]
    pub fn render(&self) -> String {
        let ConfigErrorKind::Requirement(error) = &*self.kind else {
            return self.to_string();
        };
        // The first line of the requirement's own rendering is its message, which is here already.
        let rendered = error.render();
        let marked = rendered.split_once('\n').map_or("", |(_, marked)| marked);
        let indented: Vec<String> = marked.lines().map(|line| format!("    {line}")).collect();
        format!("{self}\n{}", indented.join("\n"))
    }
}

impl Place {
    /// The header of a section.
    pub(super) fn of_section(section: &Section) -> Self {
        Self {
            file: Arc::clone(&section.file),
            line: section.line,
            section: section.name.as_str().into(),
            entry: None,
        }
    }

    /// An entry of a section.
    pub(super) fn of_entry(section: &Section, entry: &Entry) -> Self {
        Self {
            file: Arc::clone(&entry.file),
            line: entry.line,
            section: section.name.as_str().into(),
            entry: Some((entry.key.as_str().into(), entry.value.as_str().into())),
        }
    }
}

impl Display for Place {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&file_and_line(&self.file, self.line))?;
        if self.section.is_empty() {
            return Ok(());
        }
        write!(f, ": [{}]", shown(&self.section))?;
        match &self.entry {
            Some((key, value)) => write!(f, " {} = {}", shown(key), shown(value)),
            None => Ok(()),
        }
    }
}

/// `acd.conf:12`, or less where less is known.
pub(super) fn file_and_line(file: &str, line: u32) -> String {
    match (file, line) {
        ("", 0) => "configuration".to_owned(),
        ("", line) => format!("line {line}"),
        (file, 0) => shown(file),
        (file, line) => format!("{}:{line}", shown(file)),
    }
}

/// Foreign text as a message may repeat it: one line, nothing invisible, of bounded length.
pub(super) fn shown(text: &str) -> String {
    let mut safe = String::new();
    for c in text.chars().take(SHOWN_CHARS_MAX) {
        if is_hidden(c) {
            safe.extend(c.escape_default());
        } else {
            safe.push(c);
        }
    }
    if text.chars().nth(SHOWN_CHARS_MAX).is_some() {
        safe.push('…');
    }
    safe
}

/// Control characters, and those that turn the direction of what follows, break a line or take no
/// room: they have no place in a name and are escaped in messages.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn did_you_mean(suggestion: &Option<String>) -> String {
    match suggestion {
        Some(word) => format!("; did you mean `{word}`?"),
        None => String::new(),
    }
}

fn meant_or_known(suggestion: &Option<String>, known: &[&str]) -> String {
    match suggestion {
        Some(_) => did_you_mean(suggestion),
        None => format!("; expected one of {}", known.join(", ")),
    }
}

fn or_none(may_be_none: bool) -> &'static str {
    if may_be_none { ", or none" } else { "" }
}
