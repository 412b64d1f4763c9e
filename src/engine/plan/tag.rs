//! What the tags of a queue's calls must be.

use std::sync::Arc;

use crate::engine::tag::{TagKey, TagValue, Tags};

/// The rules of the tags of a queue's calls.
#[derive(Debug, Clone, Default)]
pub struct TagUse {
    /// Whether tags that are not declared may be set; `None`: as everywhere. Default: that.
    pub takes_others: Option<bool>,
    /// Tags that must be there before the agent finishes after-call time. Default: none.
    pub mandatory: Arc<[TagKey]>,
    /// What is set of them where after-call time ends without. Default: nothing.
    pub defaults: Arc<[(TagKey, TagValue)]>,
    /// What agents set by keys in the conversation. Default: nothing.
    pub keys: TagKeyMap,
    /// What happens when after-call time is over and one is missing. Default: it ends.
    pub when_missing: WhenMissing,
}

/// Keys of a telephone, and the tags that they set.
pub type MappedKeys = (Arc<str>, Arc<[(TagKey, TagValue)]>);

/// Tags by the keys that set them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagKeyMap {
    /// Digits of a telephone, and what they set.
    pub keys: Arc<[MappedKeys]>,
    /// What the agent hears then; `None`: nothing. Default: `beep`.
    pub sound: Option<Arc<str>>,
}

impl Default for TagKeyMap {
    fn default() -> Self {
        Self {
            keys: Arc::default(),
            sound: Some("beep".into()),
        }
    }
}

/// What happens when after-call time is over and a mandatory tag is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum WhenMissing {
    /// It ends, and the defaults are set.
    #[default]
    Default,
    /// It begins anew, as often as it may be extended; then it ends like that.
    Extend,
}

impl TagUse {
    /// The mandatory tags that are not there.
    pub fn missing<'a>(&'a self, tags: &'a Tags) -> impl Iterator<Item = &'a TagKey> {
        let is_missing = |key: &&TagKey| tags.value(key.as_str()).is_none();
        self.mandatory.iter().filter(is_missing)
    }
}
