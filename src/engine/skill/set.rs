//! What one agent can do: skills, each with a level.
//!
//! A skill that is not listed has level 0, so that "does not have it" and "has it at level 0" are
//! one and the same thing everywhere.

use smallvec::SmallVec;

use super::level::Level;
use crate::engine::id::SkillId;

/// The skills of one agent with their levels, sorted by id; absent skills take no room.
///
/// Up to eight skills need no allocation; looking one up takes logarithmic time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SkillSet {
    // Sorted by id, no id twice, no level 0.
    entries: SmallVec<[(SkillId, Level); 8]>,
}

impl SkillSet {
    /// Somebody without any skill.
    pub fn new() -> Self {
        Self::default()
    }

    /// The level of `skill`; [`Level::ABSENT`] when it is not there.
    pub fn level(&self, skill: SkillId) -> Level {
        match self.place(skill) {
            Ok(at) => self.entries[at].1,
            Err(_) => Level::ABSENT,
        }
    }

    /// Gives `skill` this level and returns the former one; [`Level::ABSENT`] takes it away.
    pub fn set(&mut self, skill: SkillId, level: Level) -> Level {
        match (self.place(skill), level) {
            (Ok(at), Level::ABSENT) => self.entries.remove(at).1,
            (Ok(at), level) => std::mem::replace(&mut self.entries[at].1, level),
            (Err(_), Level::ABSENT) => Level::ABSENT,
            (Err(at), level) => {
                self.entries.insert(at, (skill, level));
                Level::ABSENT
            }
        }
    }

    /// The skills that are present, in order of id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (SkillId, Level)> + '_ {
        self.entries.iter().copied()
    }

    /// How many skills are present.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no skill is present.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn place(&self, skill: SkillId) -> Result<usize, usize> {
        self.entries.binary_search_by_key(&skill, |&(id, _)| id)
    }
}

impl FromIterator<(SkillId, Level)> for SkillSet {
    /// The last level given for a skill is the one that counts.
    fn from_iter<I: IntoIterator<Item = (SkillId, Level)>>(skills: I) -> Self {
        let mut set = Self::new();
        set.extend(skills);
        set
    }
}

impl Extend<(SkillId, Level)> for SkillSet {
    fn extend<I: IntoIterator<Item = (SkillId, Level)>>(&mut self, skills: I) {
        for (skill, level) in skills {
            self.set(skill, level);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn level(number: u8) -> Level {
        Level::new(number).unwrap()
    }

    #[test]
    fn level_zero_is_the_same_as_absent() {
        let mut skills = SkillSet::new();
        assert_eq!(skills.set(SkillId(3), Level::ABSENT), Level::ABSENT);
        assert!(skills.is_empty());
        assert_eq!(skills.set(SkillId(3), level(40)), Level::ABSENT);
        assert_eq!(skills.set(SkillId(3), level(50)), level(40));
        assert_eq!(skills.len(), 1);
        assert_eq!(skills.set(SkillId(3), Level::ABSENT), level(50));
        assert_eq!(skills, SkillSet::new());
    }

    #[test]
    fn the_order_of_giving_skills_does_not_matter() {
        let forth: SkillSet = (0..20)
            .map(|id| (SkillId(id), level(id as u8 + 1)))
            .collect();
        let back: SkillSet = (0..20)
            .rev()
            .map(|id| (SkillId(id), level(id as u8 + 1)))
            .collect();
        assert_eq!(forth, back);
    }

    proptest! {
        #[test]
        fn behaves_like_an_ordered_map(
            given in prop::collection::vec((0_u16..40, 0_u8..=100), 0..200),
        ) {
            let mut map = BTreeMap::new();
            let mut skills = SkillSet::new();
            for (id, number) in given {
                let before = map.insert(id, number).unwrap_or(0);
                prop_assert_eq!(skills.set(SkillId(id), level(number)).number(), before);
            }
            map.retain(|_, number| *number > 0);
            let listed: Vec<_> = skills.iter().map(|(id, level)| (id.0, level.number())).collect();
            prop_assert_eq!(&listed, &map.iter().map(|(id, n)| (*id, *n)).collect::<Vec<_>>());
            for id in 0..41 {
                let expected = map.get(&id).copied().unwrap_or(0);
                prop_assert_eq!(skills.level(SkillId(id)).number(), expected);
            }
        }
    }
}
