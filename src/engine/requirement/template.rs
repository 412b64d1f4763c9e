//! A parsed requirement whose names and attributes are still open: what `acd.conf` holds.
//!
//! Parsed once, bound as often as calls arrive: binding looks up skills and fills in the
//! attributes of one call.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;
use std::sync::Arc;

use super::bind;
use super::error::RequirementError;
use super::expression::{Condition, Preference};
use super::parse::parse;
use super::requirement::Requirement;
use crate::engine::language::join;
use crate::engine::skill::SkillNames;

/// A requirement as written, free of syntax errors. Cheap to clone.
///
/// Prints as its canonical text. Two templates are equal when their canonical texts are.
#[derive(Clone, Debug)]
pub struct Template(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    // What the operator wrote: errors found later still point into it.
    source: Box<str>,
    condition: Condition,
    preferences: Box<[Preference]>,
    // In alphabetical order, each once.
    attributes: Box<[Box<str>]>,
}

impl Template {
    /// Parses a requirement; skills and attributes are looked up later, by [`bind`](Self::bind).
    ///
    /// # Errors
    /// The first thing in the text that is not part of the language, with its place.
    pub fn parse(source: &str) -> Result<Self, RequirementError> {
        let (condition, preferences) = parse(source)?;
        let mut attributes: Vec<Box<str>> = Vec::new();
        let mut visit = |name: &str| attributes.push(name.into());
        condition.visit_attributes(&mut visit);
        for preference in &preferences {
            preference.skill.visit_attribute(&mut visit);
        }
        attributes.sort();
        attributes.dedup();
        Ok(Self(Arc::new(Parts {
            source: source.into(),
            condition,
            preferences: preferences.into(),
            attributes: attributes.into(),
        })))
    }

    /// The template of `any`: everyone may take the call.
    #[must_use]
    pub fn any() -> Self {
        Self(Arc::new(Parts {
            source: "any".into(),
            condition: Condition::Any,
            preferences: Box::default(),
            attributes: Box::default(),
        }))
    }

    /// The text as it was written.
    pub fn source(&self) -> &str {
        &self.0.source
    }

    /// The call attributes it needs, in lower case and alphabetical order.
    pub fn attributes(&self) -> impl ExactSizeIterator<Item = &str> + '_ {
        self.0.attributes.iter().map(|name| &**name)
    }

    /// Whether it can be bound only when the attributes of a call are known.
    pub fn needs_attributes(&self) -> bool {
        !self.0.attributes.is_empty()
    }

    /// Whether every skill it names is declared; attributes are not looked at.
    ///
    /// # Errors
    /// The first unknown skill.
    pub fn check(&self, names: &SkillNames) -> Result<(), RequirementError> {
        bind::check(
            &self.0.source,
            names,
            &self.0.condition,
            &self.0.preferences,
        )
    }

    /// The requirement of one call.
    ///
    /// `attributes` is asked with names in lower case. A value is one name or one number, never
    /// a piece of the language: what a caller types cannot change what the text means. Spaces
    /// around it do not count.
    ///
    /// # Errors
    /// The first unknown skill, missing attribute, or attribute with an unfit value.
    pub fn bind<'a>(
        &self,
        names: &SkillNames,
        attributes: &dyn Fn(&str) -> Option<&'a str>,
    ) -> Result<Requirement, RequirementError> {
        bind::bind(
            &self.0.source,
            names,
            attributes,
            &self.0.condition,
            &self.0.preferences,
        )
    }
}

impl Default for Template {
    fn default() -> Self {
        Self::any()
    }
}

impl FromStr for Template {
    type Err = RequirementError;

    fn from_str(source: &str) -> Result<Self, Self::Err> {
        Self::parse(source)
    }
}

impl PartialEq for Template {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl Eq for Template {}

impl Display for Template {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.condition.fmt(f)?;
        if !self.0.preferences.is_empty() {
            f.write_str(" prefer ")?;
            join(f, &self.0.preferences, ", ", |preference, f| {
                preference.fmt(f)
            })?;
        }
        Ok(())
    }
}
