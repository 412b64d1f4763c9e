//! Names to ids, stable against the plan before: a name keeps its id for as long as the engine
//! lives, also when a reload takes it away and a later one brings it back.

use std::collections::BTreeMap;

use super::error::ConfigErrorKind as Kind;
use super::findings::Findings;
use super::source::Section;
use super::value;
use crate::engine::{Listed, Roll, spelling};

/// The ids of the names of one type.
#[derive(Debug)]
pub(super) struct Numbering<Id> {
    // By name in lower case, with the name as written.
    ids: BTreeMap<String, (Id, Box<str>)>,
}

impl<Id: Copy + Ord> Numbering<Id> {
    /// Gives every section's name its id: that of the former plan, else the next one free.
    ///
    /// Names that are not allowed and names beyond `max` are errors. They get an id all the same,
    /// so that no fault elsewhere follows from these; with an error nothing is made of them.
    pub(super) fn new<T: Listed<Id = Id>>(
        what: &'static str,
        sections: &[&Section],
        former: &Roll<Id, T>,
        max: usize,
        make: fn(u32) -> Id,
        findings: &mut Findings,
    ) -> Self {
        let mut ids = BTreeMap::new();
        let mut next = former.capacity();
        for section in sections {
            if let Err(kind) = value::name(&section.name) {
                findings.section_error(section, kind);
            }
            let id = former.known_id(&section.name).unwrap_or_else(|| {
                if next == max {
                    findings.section_error(section, Kind::TooMany { what, max });
                }
                next += 1;
                make(u32::try_from(next - 1).expect("fewer sections than ids"))
            });
            let name = section.name.as_str().into();
            ids.insert(section.name.to_ascii_lowercase(), (id, name));
        }
        Self { ids }
    }

    /// The sections that were given to [`new`](Self::new), each with its id.
    pub(super) fn number<'a>(
        &self,
        sections: &[&'a Section],
    ) -> impl Iterator<Item = (&'a Section, Id)> {
        let id = |section: &Section| self.id(&section.name).expect("new() numbered all sections");
        sections.iter().map(move |section| (*section, id(section)))
    }

    /// The id of a name, in whatever case.
    pub(super) fn id(&self, name: &str) -> Option<Id> {
        self.ids.get(&name.to_ascii_lowercase()).map(|(id, _)| *id)
    }

    /// The name closest to a misspelt one.
    pub(super) fn nearest(&self, name: &str) -> Option<String> {
        let names = self.ids.values().map(|(_, name)| &**name);
        spelling::nearest(name, names).map(str::to_owned)
    }
}
