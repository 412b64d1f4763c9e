//! Everything that can be wrong with an operator's text, each with what was expected.

use thiserror::Error;

use super::inventory::TYPES;
use super::parse::SyntaxFault;
use super::reserve_fault::ReserveFault;
use super::tag_fault::TagFault;
use super::value::{RANK_MAX, duration_text};
use super::wording::{did_you_mean, meant_or_known, or_none};
use crate::engine::limits::{
    AGEING_POINTS_MAX, AGENT_QUEUES_MAX, ANNOUNCED_MAX, CALLS_MAX, DISPLAY_BYTES_MAX,
    EXIT_KEY_DIGITS_MAX, FULL_NAME_BYTES_MAX, HOURS_MAX, INTERFACE_BYTES_MAX, NAME_BYTES_MAX,
    OVERFLOWS_MAX, PRIORITY_RULES_MAX, RANK_WINDOWS_MAX, RELAX_STEPS_MAX,
};
use crate::engine::{PIN_DIGITS_MAX, PIN_DIGITS_MIN, RequirementError, SkillNameError};

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ConfigErrorKind {
    /// The text has no valid form.
    #[error("{0}")]
    Syntax(SyntaxFault),
    /// A section does not say what it is.
    #[error("expected `type = ` and one of {} below this line", TYPES.join(", "))]
    TypeMissing,
    /// A section is of a type that does not exist.
    #[error("expected one of {}{}", TYPES.join(", "), did_you_mean(suggestion))]
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
    /// Something that needs no more words.
    #[error("expected {0}")]
    Expected(&'static str),
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
    /// No keys of a telephone and a disposition.
    #[error(
        "expected keys and a disposition such as `*2: sale`, the keys at most \
         {EXIT_KEY_DIGITS_MAX} of 0 to 9, `*`, `#` and A to D"
    )]
    DispositionKey,
    /// Keys for dispositions that nobody may give.
    #[error("without `disposition = optional` or `mandatory` agents give none, by keys neither")]
    DispositionKeyWithoutUse,
    /// Two things by the same keys.
    #[error(
        "`tag-key`, `disposition-key` or `record-key` take the keys `{keys}` twice; \
         expected each once"
    )]
    KeysTwice {
        /// Which keys.
        keys: String,
    },
    /// Agents must give a disposition and have no time for it.
    #[error("expected after-call time in which to give it: set `wrap-up`")]
    DispositionWithoutTime,
    /// No number of agents, or one out of range.
    #[error("expected `all` or a whole number from 1 to {max}")]
    NumberOrAll {
        /// The largest one.
        max: u8,
    },
    /// No rule about telling the place in line.
    #[error("expected no, yes, `limit N` or `more N`, with N from 1 to {CALLS_MAX}")]
    TellPosition,
    /// No prompt.
    #[error(
        "expected a time and sound files, such as `30s: hello` or `30s every 1m: hello, offers`"
    )]
    Prompt,
    /// More than may be.
    #[error("more than {max} {what}")]
    TooManyIn {
        /// Such as `prompts`.
        what: &'static str,
        /// How many may be.
        max: usize,
    },
    /// No keys to leave by.
    #[error(
        "expected keys such as `0, #, 42`, each at most {EXIT_KEY_DIGITS_MAX} of 0 to 9, `*`, `#` \
         and A to D"
    )]
    ExitKeys,
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
    /// No span of time.
    #[error(
        "expected times, weekdays, days of the month and months as GotoIfTime takes them, \
         such as `08:00-18:00,mon-fri,*,*`"
    )]
    TimeSpan,
    /// Too many spans of time.
    #[error("more than {HOURS_MAX} lines of this key")]
    HoursTooMany,
    /// No name of a time zone.
    #[error("expected the name of a time zone, such as `Europe/Berlin`")]
    Timezone,
    /// No time zone of this name.
    #[error(
        "no time zone that the PBX knows; expected a name of the system's database (the files \
         below /usr/share/zoneinfo), such as `Europe/Berlin`"
    )]
    TimezoneUnknown,
    /// No dial string of one phone.
    #[error(
        "expected the dial string of one phone such as PJSIP/1001, without `&`, `|` and control \
         characters, at most {INTERFACE_BYTES_MAX} bytes"
    )]
    Interface,
    /// No device.
    #[error(
        "expected a device such as PJSIP/1001 or Custom:alice, or a hint such as \
         hint:1001@internal, without `&`, `|` and control characters, at most \
         {INTERFACE_BYTES_MAX} bytes, or none"
    )]
    StateInterface,
    /// No PIN; the text itself is never repeated.
    #[error("expected a PIN of {PIN_DIGITS_MIN} to {PIN_DIGITS_MAX} digits")]
    Pin,
    /// No key of a telephone.
    #[error("expected one key of a telephone: a digit, * or #, or none")]
    PhoneKey,
    /// The same key would take a call and decline it.
    #[error("expected a `reject-key` that is not the `confirm-key`: one key cannot mean both")]
    OneKeyForBoth,
    /// No template of a display.
    #[error(
        "expected a text such as `{{queue}}: {{name}}`, 1 to {DISPLAY_BYTES_MAX} bytes without \
         control characters, each brace a part of {{queue}}, {{name}}, {{number}}, {{wait}} or \
         {{tag:KEY}}"
    )]
    DisplayText,
    /// A field that displays do not have.
    #[error(
        "unknown field `{name}`; expected {{queue}}, {{name}}, {{number}}, {{wait}} or {{tag:KEY}}"
    )]
    DisplayField {
        /// The field, safe to show.
        name: String,
    },
    /// No name of a sound.
    #[error(
        "`{name}`: expected a sound file without its ending, below the directory of sounds, such \
         as custom/support; `announce` also takes {{wait}} and {{tag:KEY}}"
    )]
    Sound {
        /// The list's item, safe to show.
        name: String,
    },
    /// An announcement of too many pieces.
    #[error("more than {ANNOUNCED_MAX} pieces in one announcement")]
    AnnouncedTooMany,
    /// No place in the dialplan.
    #[error(
        "expected a place in the dialplan such as `context,extension,1` or \
         `context,extension,1(arguments)`, or none"
    )]
    Subroutine,
    /// Neither yes nor no nor a header.
    #[error(
        "expected yes, no, or one header such as `Alert-Info: Auto Answer`; its name may be \
         Call-Info, Alert-Info, Answer-Mode, P-Auto-Answer or begin with X-, and in a file a \
         semicolon is written `\\;`"
    )]
    AutoAnswer,
    /// An agent is to be signed in at the start without a phone.
    #[error("expected an `interface` below this line: `sign-in = automatic` needs a phone")]
    InterfaceMissing,
    /// No `time: requirement`.
    #[error("expected a time and a requirement such as `20s: french >= 2`")]
    RelaxStep,
    /// A step whose condition is none.
    #[error(
        "expected `when free = 0`, `when working = 0`, `when staffed = 0`, `when qualified = 0` or \
         `when wait > TIME`"
    )]
    RelaxCondition,
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
    /// No `time: queue`.
    #[error("expected an estimated wait and a queue such as `5m: sales`")]
    OverflowEstimate,
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
    /// A rank window without its two parts, or with a rank that is none.
    #[error(
        "expected a time and the last rank that joins then, from 1 to {RANK_MAX} or any, such as \
         `20s: 3`"
    )]
    RankWindow,
    /// The first window begins later.
    #[error("expected the first rank-window at 0s, such as `0s: 1`: somebody must be there first")]
    RankWindowFirst,
    /// A window that is not later than the one before it, or no wider.
    #[error(
        "expected a later time and a greater rank than `{former_window}` of {former}: windows widen"
    )]
    RankWindowOrder {
        /// Where the window before it stands, as `file:line`.
        former: String,
        /// That window as a value.
        former_window: String,
    },
    /// More windows than a queue may have.
    #[error("more than {RANK_WINDOWS_MAX} rank windows in one queue")]
    RankWindowTooMany,
    /// Thresholds and rank of a reserve.
    #[error("{0}")]
    Reserve(ReserveFault),
    /// A requirement that was refused.
    #[error("requirement, column {}: {}", .0.column(), .0.kind())]
    Requirement(RequirementError),
    /// Something about tags.
    #[error("{0}")]
    Tags(TagFault),
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
    /// A rule of recording that cannot be.
    #[error(transparent)]
    Recording(super::recording_fault::RecordingFault),
    /// More queues than an agent may serve.
    #[error("more than {AGENT_QUEUES_MAX} queues for one agent")]
    QueuesTooMany,
}
