//! The table between the names of skills, which operators write, and their ids, which rules use.
//!
//! An id keeps its meaning for as long as the engine lives: a reload that takes a skill away
//! retires its name, and the same name gets the same id when it comes back. Otherwise an agent's
//! `french` could turn into `billing` between two reloads.

use crate::engine::id::SkillId;
use crate::engine::limits::{NAME_BYTES_MAX, SKILLS_MAX};
use crate::engine::spelling;

/// Words of the requirement language that no skill may be called.
pub const RESERVED_WORDS: [&str; 2] = ["any", "prefer"];

/// Why a word cannot be the name of a skill.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SkillNameError {
    /// The name is empty.
    #[error("a skill name is empty; expected a letter or `_`, then letters, digits, `_` or `-`")]
    Empty,
    /// The name is longer than [`NAME_BYTES_MAX`].
    #[error("a skill name of {bytes} bytes is too long; at most {NAME_BYTES_MAX} are allowed")]
    TooLong {
        /// Length of the refused name.
        bytes: usize,
    },
    /// The name holds something other than letters, digits, `_` and `-`, or starts wrongly.
    #[error(
        "{name:?} is no skill name; expected a letter or `_`, then letters, digits, `_` or `-`"
    )]
    Malformed {
        /// The refused name as it was given.
        name: String,
    },
    /// The name is a word of the requirement language.
    #[error("`{name}` is a word of the requirement language and cannot be the name of a skill")]
    Reserved {
        /// The refused name as it was given.
        name: String,
    },
    /// The table is full, counting the names that reloads have taken away.
    #[error("`{name}` does not fit: the table holds {SKILLS_MAX} skill names already")]
    TableFull {
        /// The first name that found no room.
        name: String,
    },
}

/// Names of skills and their ids: immutable, so that every holder of a copy sees one truth.
///
/// Names are compared without regard to the case of ASCII letters and shown as first declared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SkillNames {
    // Indexed by id; retired names stay, so that their ids are never given to another skill.
    names: Vec<SkillName>,
    // Ids in order of their names without regard to case.
    by_name: Vec<SkillId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct SkillName {
    name: Box<str>,
    is_declared: bool,
}

impl SkillNames {
    /// A table of these names; giving a name twice does no harm.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, SkillNameError> {
        Self::default().extended(names)
    }

    /// This table with more names; every id of this table keeps its meaning in the new one.
    pub fn extended<'a>(
        &self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, SkillNameError> {
        let mut table = self.clone();
        for name in names {
            table.declare(name)?;
        }
        Ok(table)
    }

    /// The table after a reload that declares exactly these names.
    ///
    /// Other names become unknown, but their ids are kept for them: every id of this table keeps
    /// its meaning in the new one.
    pub fn redeclared<'a>(
        &self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, SkillNameError> {
        let mut table = self.clone();
        for entry in &mut table.names {
            entry.is_declared = false;
        }
        table.extended(names)
    }

    /// The id of the declared skill of that name, in whatever case.
    pub fn id(&self, name: &str) -> Option<SkillId> {
        let at = self.place(name).ok()?;
        let id = self.by_name[at];
        self.names[usize::from(id.0)].is_declared.then_some(id)
    }

    /// The name of a skill as first declared, also when it was taken away since.
    ///
    /// Nothing when the id comes from another table.
    pub fn name(&self, id: SkillId) -> Option<&str> {
        self.names.get(usize::from(id.0)).map(|entry| &*entry.name)
    }

    /// The declared skill whose name is closest to a misspelt one.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        spelling::nearest(name, self.iter().map(|(_, known)| known))
    }

    /// The declared skills in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (SkillId, &str)> + '_ {
        self.by_name.iter().filter_map(|&id| {
            let entry = &self.names[usize::from(id.0)];
            entry.is_declared.then_some((id, &*entry.name))
        })
    }

    /// How many skills are declared.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether no skill is declared.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    fn declare(&mut self, name: &str) -> Result<(), SkillNameError> {
        check_name(name)?;
        match self.place(name) {
            Ok(at) => self.names[usize::from(self.by_name[at].0)].is_declared = true,
            Err(_) if self.names.len() >= SKILLS_MAX => {
                return Err(SkillNameError::TableFull {
                    name: name.to_owned(),
                });
            }
            Err(at) => {
                let id = u16::try_from(self.names.len()).expect("SKILLS_MAX fits in an id");
                self.names.push(SkillName {
                    name: name.into(),
                    is_declared: true,
                });
                self.by_name.insert(at, SkillId(id));
            }
        }
        Ok(())
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.by_name
            .binary_search_by(|id| folded(&self.names[usize::from(id.0)].name).cmp(folded(name)))
    }
}

/// Whether `name` may name a skill or a call attribute in a requirement, reserved words aside:
/// a letter or `_`, then letters, digits, `_` or `-`, at most [`NAME_BYTES_MAX`] bytes.
pub fn is_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        && name.len() <= NAME_BYTES_MAX
}

/// Whether `word` has a meaning of its own in a requirement, in whatever case.
pub fn is_reserved(word: &str) -> bool {
    RESERVED_WORDS
        .iter()
        .any(|reserved| reserved.eq_ignore_ascii_case(word))
}

fn check_name(name: &str) -> Result<(), SkillNameError> {
    if name.is_empty() {
        Err(SkillNameError::Empty)
    } else if name.len() > NAME_BYTES_MAX {
        Err(SkillNameError::TooLong { bytes: name.len() })
    } else if !is_name(name) {
        Err(SkillNameError::Malformed {
            name: name.to_owned(),
        })
    } else if is_reserved(name) {
        Err(SkillNameError::Reserved {
            name: name.to_owned(),
        })
    } else {
        Ok(())
    }
}

fn folded(name: &str) -> impl Iterator<Item = u8> + '_ {
    name.bytes().map(|byte| byte.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(names: &[&str]) -> SkillNames {
        SkillNames::new(names.iter().copied()).unwrap()
    }

    #[test]
    fn finds_names_in_whatever_case_and_shows_them_as_declared() {
        let names = table(&["French", "billing", "VIP", "FRENCH"]);
        assert_eq!(names.len(), 3);
        let french = names.id("fReNcH").unwrap();
        assert_eq!(names.name(french), Some("French"));
        assert_eq!(names.id("vip"), Some(SkillId(2)));
        assert_eq!(names.id("frenc"), None);
        assert_eq!(names.id(""), None);
        assert_eq!(names.name(SkillId(3)), None);
        let listed: Vec<_> = names.iter().map(|(_, name)| name).collect();
        assert_eq!(listed, ["billing", "French", "VIP"]);
    }

    #[test]
    fn ids_outlive_every_reload() {
        let first = table(&["french", "billing", "sales"]);
        let second = first.redeclared(["vip", "Sales"]).unwrap();
        assert_eq!(second.id("french"), None);
        assert_eq!(second.name(first.id("french").unwrap()), Some("french"));
        assert_eq!(second.id("sales"), first.id("sales"));
        assert_eq!(second.len(), 2);
        let third = second.redeclared(["french", "german"]).unwrap();
        assert_eq!(third.id("french"), first.id("french"));
        assert_eq!(third.id("german"), Some(SkillId(4)));
        let fourth = third.extended(["sales"]).unwrap();
        assert_eq!(fourth.id("sales"), first.id("sales"));
        assert_eq!(fourth.id("french"), first.id("french"));
        assert!(fourth.redeclared([]).unwrap().is_empty());
    }

    #[test]
    fn a_retired_name_is_not_suggested() {
        let names = table(&["french"]).redeclared(["german"]).unwrap();
        assert_eq!(names.nearest("frnch"), None);
        assert_eq!(names.nearest("germa"), Some("german"));
    }

    #[test]
    fn refuses_what_is_no_name() {
        let refused = |name: &str| SkillNames::new([name]).unwrap_err();
        assert_eq!(refused(""), SkillNameError::Empty);
        for name in ["1st", "-a", "a b", "é", "a.b", "$a", "a\n"] {
            assert_eq!(
                refused(name),
                SkillNameError::Malformed {
                    name: name.to_owned()
                }
            );
        }
        for name in ["any", "ANY", "Prefer"] {
            assert_eq!(
                refused(name),
                SkillNameError::Reserved {
                    name: name.to_owned()
                }
            );
        }
        assert_eq!(
            refused(&"a".repeat(65)),
            SkillNameError::TooLong { bytes: 65 }
        );
        assert_eq!(table(&[&"a".repeat(64), "_", "a-", "A1_-b"]).len(), 4);
        // A control character must not reach a log as it is.
        assert!(!refused("a\n\u{1b}").to_string().contains(['\n', '\u{1b}']));
    }

    #[test]
    fn a_full_table_refuses_new_names_but_takes_back_old_ones() {
        let all: Vec<String> = (0..SKILLS_MAX).map(|n| format!("skill{n}")).collect();
        let full = SkillNames::new(all.iter().map(String::as_str)).unwrap();
        assert_eq!(full.len(), SKILLS_MAX);
        assert_eq!(
            full.redeclared(["one-more"]),
            Err(SkillNameError::TableFull {
                name: "one-more".to_owned()
            })
        );
        assert_eq!(
            full.redeclared(["skill7"]).unwrap().id("SKILL7"),
            Some(SkillId(7))
        );
    }
}
