//! A disposition as configured: a code for what became of a call.

use std::sync::Arc;

use super::roll::Listed;
use crate::engine::id::DispositionId;

/// A disposition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DispositionPlan {
    /// Its id.
    pub id: DispositionId,
    /// The code that dialplan, history and reports use, such as `sale`.
    pub name: Arc<str>,
    /// What people read; `None`: the code.
    pub label: Option<Arc<str>>,
}

impl Listed for DispositionPlan {
    type Id = DispositionId;
    fn index(id: DispositionId) -> usize {
        id.index()
    }
    fn id(&self) -> DispositionId {
        self.id
    }
    fn name(&self) -> &Arc<str> {
        &self.name
    }
}
