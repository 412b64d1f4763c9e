//! A roll: entries by dense id and by name. A name keeps its id from plan to plan, and the place of
//! a name that is gone stays empty until the PBX restarts.

use std::collections::BTreeMap;
use std::sync::Arc;

/// What a roll lists: something with an id and a name.
pub trait Listed {
    /// The type of the id.
    type Id: Copy + Ord;
    /// The dense index of an id.
    fn index(id: Self::Id) -> usize;
    /// The id.
    fn id(&self) -> Self::Id;
    /// The name, unique in the roll without regard to case.
    fn name(&self) -> &Arc<str>;
}

/// Entries by dense id and by name; names are compared without regard to ASCII case.
#[derive(Debug, Clone)]
pub struct Roll<Id, T> {
    entries: Vec<Option<Arc<T>>>,
    // Shared, so that a roll in which one entry is replaced does not copy all names.
    ids: Arc<BTreeMap<Box<str>, Id>>,
    // Names of former plans that this one does not have; their ids are theirs for good.
    retired: Arc<BTreeMap<Box<str>, Id>>,
}

impl<Id, T> Default for Roll<Id, T> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            ids: Arc::default(),
            retired: Arc::default(),
        }
    }
}

impl<Id: Copy + Ord, T: Listed<Id = Id>> Roll<Id, T> {
    /// A roll of these entries; an entry whose id or name is already taken replaces the former.
    #[must_use]
    pub fn new(entries: impl IntoIterator<Item = T>) -> Self {
        let mut roll = Self::default();
        let mut ids = BTreeMap::new();
        for entry in entries {
            let index = T::index(entry.id());
            if roll.entries.len() <= index {
                roll.entries.resize_with(index + 1, || None);
            }
            ids.insert(entry.name().to_ascii_lowercase().into(), entry.id());
            roll.entries[index] = Some(Arc::new(entry));
        }
        roll.ids = Arc::new(ids);
        roll
    }

    /// A roll of these entries that follows `former`: it remembers the ids of the names that are
    /// gone, so that they are never given to another name.
    #[must_use]
    pub fn following(former: &Self, entries: impl IntoIterator<Item = T>) -> Self {
        let mut roll = Self::new(entries);
        let known = former.retired.iter().chain(former.ids.iter());
        let gone = known.filter(|(name, _)| !roll.ids.contains_key(*name));
        roll.retired = Arc::new(gone.map(|(name, id)| (name.clone(), *id)).collect());
        if roll.entries.len() < former.entries.len() {
            roll.entries.resize_with(former.entries.len(), || None);
        }
        roll
    }

    /// Puts this entry in the place of the one of the same id and name.
    pub(in crate::engine) fn replace(&mut self, entry: Arc<T>) {
        if let Some(place) = self.entries.get_mut(T::index(entry.id())) {
            *place = Some(entry);
        }
    }

    /// The id that belongs to this name, also if the name is gone from this roll.
    #[must_use]
    pub fn known_id(&self, name: &str) -> Option<Id> {
        let name = name.to_ascii_lowercase();
        self.ids
            .get(name.as_str())
            .or_else(|| self.retired.get(name.as_str()))
            .copied()
    }

    /// The entry of this id.
    #[must_use]
    pub fn entry(&self, id: Id) -> Option<&Arc<T>> {
        self.entries.get(T::index(id))?.as_ref()
    }

    /// The id of this name.
    #[must_use]
    pub fn id(&self, name: &str) -> Option<Id> {
        self.ids.get(name.to_ascii_lowercase().as_str()).copied()
    }

    /// The entry of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Arc<T>> {
        self.entry(self.id(name)?)
    }

    /// All entries by ascending id.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<T>> {
        self.entries.iter().flatten()
    }

    /// All names in alphabetical order, in lower case, with their ids.
    pub fn names(&self) -> impl Iterator<Item = (&str, Id)> {
        self.ids.iter().map(|(name, id)| (&**name, *id))
    }

    /// One more than the largest index ever given: the size of a table with a place for each id.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.entries.len()
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// True if there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}
