//! Why an agent may take no calls: the reasons that the operator declares, with their limits.
//!
//! Rule kept: as long as none is declared, any text is a reason; once one is, only those declared
//! are, and those that the engine itself gives. Names are compared without regard to ASCII case,
//! and a reason is called by its declared name whoever writes it how.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Reason of an agent who missed too many offers in a row.
pub const RONA_REASON: &str = "rona";
/// Reason of an agent who takes one call at a time and has had it.
pub const ONE_CALL_REASON: &str = "one-call";
/// Reason of an agent whose former reason is no longer declared when the engine starts anew.
pub const UNDECLARED_REASON: &str = "undeclared";
/// Reasons that need no declaration; one that is declared all the same gets a label and a limit.
pub const SYSTEM_REASONS: [&str; 3] = [RONA_REASON, ONE_CALL_REASON, UNDECLARED_REASON];

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonPlan {
    /// The name that dialplan and console use, such as `lunch`.
    pub name: Arc<str>,
    /// What people read instead of the name.
    pub label: Option<Arc<str>>,
    /// How long an agent may be away for it; `None`: for as long as need be.
    pub limit_ms: Option<u64>,
    /// What happens then.
    pub at_limit: AtLimit,
    /// Whether the time away is paid. Default yes.
    pub is_paid: bool,
    /// Who may give it.
    pub selectable: Selectable,
}

/// What happens when an agent has been away for as long as the reason allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AtLimit {
    /// It is history, a log line and seen on the agent, who stays away.
    #[default]
    Alarm,
    /// The same, and the agent is ready again.
    Ready,
}

/// Who may give a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Selectable {
    /// The agent, and a supervisor for the agent.
    #[default]
    Agent,
    /// Only a supervisor.
    Supervisor,
}

impl ReasonPlan {
    /// A reason of which nothing is said but its name.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self {
            name: name.into(),
            label: None,
            limit_ms: None,
            at_limit: AtLimit::default(),
            is_paid: true,
            selectable: Selectable::default(),
        }
    }
}

/// All declared reasons, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReasonList(BTreeMap<Box<str>, Arc<ReasonPlan>>);

impl ReasonList {
    /// A list of these; one whose name is already taken replaces the former.
    #[must_use]
    pub fn new(reasons: impl IntoIterator<Item = ReasonPlan>) -> Self {
        let named = |reason: ReasonPlan| {
            let key = reason.name.to_ascii_lowercase().into();
            (key, Arc::new(reason))
        };
        Self(reasons.into_iter().map(named).collect())
    }

    /// The declared reason of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Arc<ReasonPlan>> {
        self.0.get(name.to_ascii_lowercase().as_str())
    }

    /// All declared reasons in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<ReasonPlan>> {
        self.0.values()
    }

    /// True if none is declared and any text is a reason.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The reason as it is called from now on, if this one may give it.
    #[must_use]
    pub fn allowed(&self, reason: &Arc<str>, by: Selectable) -> Option<Arc<str>> {
        if let Some(declared) = self.find(reason) {
            let may_give = by == Selectable::Supervisor || declared.selectable == by;
            return may_give.then(|| Arc::clone(&declared.name));
        }
        let system = SYSTEM_REASONS
            .into_iter()
            .find(|name| name.eq_ignore_ascii_case(reason));
        match system {
            Some(name) => Some(name.into()),
            None => self.is_empty().then(|| Arc::clone(reason)),
        }
    }

    /// The names of the declared reasons that this one may give.
    pub fn names(&self, by: Selectable) -> impl Iterator<Item = &Arc<str>> {
        let may_give = move |reason: &&Arc<ReasonPlan>| {
            by == Selectable::Supervisor || reason.selectable == by
        };
        self.iter().filter(may_give).map(|reason| &reason.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(list: &ReasonList, reason: &str, by: Selectable) -> Option<String> {
        list.allowed(&reason.into(), by)
            .map(|name| name.to_string())
    }

    #[test]
    fn any_text_is_a_reason_until_one_is_declared() {
        let (agent, supervisor) = (Selectable::Agent, Selectable::Supervisor);
        let none = ReasonList::default();
        assert_eq!(
            allowed(&none, "out for a walk", agent).as_deref(),
            Some("out for a walk")
        );
        let mut coaching = ReasonPlan::new("Coaching");
        coaching.selectable = supervisor;
        let list = ReasonList::new([ReasonPlan::new("lunch"), coaching]);
        assert_eq!(allowed(&list, "LUNCH", agent).as_deref(), Some("lunch"));
        assert_eq!(allowed(&list, "walk", supervisor), None);
        assert_eq!(allowed(&list, "coaching", agent), None);
        assert_eq!(
            allowed(&list, "coaching", supervisor).as_deref(),
            Some("Coaching")
        );
        assert_eq!(allowed(&list, "Rona", agent).as_deref(), Some("rona"));
        assert_eq!(list.names(agent).count(), 1);
        assert_eq!(list.names(supervisor).count(), 2);
    }
}
