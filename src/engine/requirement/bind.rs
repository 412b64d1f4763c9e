//! Expression to requirement: names become ids, attributes become their values for one call.

use super::canonical::Canonical;
use super::error::{RequirementError, RequirementErrorKind as Kind};
use super::expression::{Condition, LevelTerm, Name, Preference, SkillTerm, Test};
use super::requirement::Requirement;
use crate::engine::id::SkillId;
use crate::engine::language::Comparison;
use crate::engine::skill::{Level, SkillNames};
use crate::engine::span::{Span, quoted};

/// Fills in what is open, first things first, so that the first error in the text is reported.
pub(super) fn bind<'a>(
    source: &str,
    names: &SkillNames,
    attributes: &dyn Fn(&str) -> Option<&'a str>,
    condition: &Condition,
    preferences: &[Preference],
) -> Result<Requirement, RequirementError> {
    let binder = Binder {
        source,
        names,
        attributes,
    };
    let condition = binder.condition(condition, true)?;
    let mut preferred = Vec::with_capacity(preferences.len());
    for preference in preferences {
        preferred.push((binder.skill(&preference.skill)?, preference.weight));
    }
    Ok(Requirement::new(condition, preferred))
}

/// Looks up the skills that are named in the text itself.
pub(super) fn check(
    source: &str,
    names: &SkillNames,
    condition: &Condition,
    preferences: &[Preference],
) -> Result<(), RequirementError> {
    let binder = Binder {
        source,
        names,
        attributes: &|_| None,
    };
    binder.check_condition(condition)?;
    preferences
        .iter()
        .try_for_each(|preference| binder.check_skill(&preference.skill))
}

struct Binder<'s, 'f, 'a> {
    source: &'s str,
    names: &'s SkillNames,
    attributes: &'f dyn Fn(&str) -> Option<&'a str>,
}

impl<'a> Binder<'_, '_, 'a> {
    // `holds` is false below an odd number of `!`: these are carried down to the comparisons.
    fn condition(&self, condition: &Condition, holds: bool) -> Result<Canonical, RequirementError> {
        let operands = |operands: &[Condition]| -> Result<Vec<Canonical>, RequirementError> {
            operands
                .iter()
                .map(|operand| self.condition(operand, holds))
                .collect()
        };
        match (condition, holds) {
            (Condition::Any, true) => Ok(Canonical::Always),
            (Condition::Any, false) => Ok(Canonical::Never),
            (Condition::Test(test), holds) => self.test(test, holds),
            (Condition::Not(operand), holds) => self.condition(operand, !holds),
            (Condition::All(all), true) => Ok(Canonical::all(operands(all)?)),
            (Condition::Either(either), false) => Ok(Canonical::all(operands(either)?)),
            (Condition::Either(either), true) => Ok(Canonical::either(operands(either)?)),
            (Condition::All(all), false) => Ok(Canonical::either(operands(all)?)),
        }
    }

    fn test(&self, test: &Test, holds: bool) -> Result<Canonical, RequirementError> {
        let skill = self.skill(&test.skill)?;
        let level = self.level(&test.level)?;
        let comparison = match (test.comparison, holds) {
            (comparison, true) => comparison,
            (Comparison::Equal, false) => Comparison::NotEqual,
            (Comparison::NotEqual, false) => Comparison::Equal,
            (Comparison::AtLeast, false) => Comparison::Below,
            (Comparison::Below, false) => Comparison::AtLeast,
            (Comparison::AtMost, false) => Comparison::Above,
            (Comparison::Above, false) => Comparison::AtMost,
        };
        Ok(Canonical::test(skill, comparison, level))
    }

    fn skill(&self, term: &SkillTerm) -> Result<SkillId, RequirementError> {
        match &term.name {
            Name::Skill(name) => self
                .names
                .id(name)
                .ok_or_else(|| self.unknown_skill(term.span)),
            Name::Attribute(name) => {
                let value = self.attribute(name, term.span)?;
                self.names.id(value).ok_or_else(|| {
                    let suggestion = self.names.nearest(value).map(str::to_owned);
                    let (name, value) = (name.to_string(), quoted(value));
                    self.error(
                        Kind::AttributeNotASkill {
                            name,
                            value,
                            suggestion,
                        },
                        term.span,
                    )
                })
            }
        }
    }

    fn level(&self, term: &LevelTerm) -> Result<Level, RequirementError> {
        let (name, span) = match term {
            LevelTerm::Number(level) => return Ok(*level),
            LevelTerm::Attribute(name, span) => (name, *span),
        };
        let value = self.attribute(name, span)?;
        // The parser of the standard library would also take a sign.
        let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
        let level = value
            .parse()
            .ok()
            .filter(|_| is_number)
            .and_then(Level::new);
        level.ok_or_else(|| {
            let (name, value) = (name.to_string(), quoted(value));
            self.error(Kind::AttributeNotALevel { name, value }, span)
        })
    }

    fn attribute(&self, name: &str, span: Span) -> Result<&'a str, RequirementError> {
        (self.attributes)(name).map(str::trim_ascii).ok_or_else(|| {
            self.error(
                Kind::MissingAttribute {
                    name: name.to_owned(),
                },
                span,
            )
        })
    }

    fn check_condition(&self, condition: &Condition) -> Result<(), RequirementError> {
        match condition {
            Condition::Any => Ok(()),
            Condition::Test(test) => self.check_skill(&test.skill),
            Condition::Not(operand) => self.check_condition(operand),
            Condition::All(operands) | Condition::Either(operands) => operands
                .iter()
                .try_for_each(|operand| self.check_condition(operand)),
        }
    }

    fn check_skill(&self, term: &SkillTerm) -> Result<(), RequirementError> {
        match term.name {
            Name::Skill(_) => self.skill(term).map(|_| ()),
            Name::Attribute(_) => Ok(()),
        }
    }

    fn unknown_skill(&self, span: Span) -> RequirementError {
        let name = span.text(self.source);
        let suggestion = self.names.nearest(name).map(str::to_owned);
        self.error(
            Kind::UnknownSkill {
                name: name.to_owned(),
                suggestion,
            },
            span,
        )
    }

    fn error(&self, kind: Kind, span: Span) -> RequirementError {
        RequirementError::new(kind, span, self.source)
    }
}
