//! Typed ids: small integers that stand for names inside the engine.
//!
//! Agent, queue and skill ids index the floor plan and keep their value over reloads for as long
//! as the name stays known; call and offer ids are never used twice in the life of a router.

use std::fmt;

use serde::Serialize;

macro_rules! numeric_id {
    ($(#[$doc:meta])* $name:ident($repr:ty)) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub struct $name(pub $repr);

        impl $name {
            /// The id as an index into a dense table.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

numeric_id! {
    /// An agent of the floor plan.
    AgentId(u32)
}
numeric_id! {
    /// A queue of the floor plan.
    QueueId(u32)
}
numeric_id! {
    /// One call's stay in one queue, given by the driver when the call arrives.
    CallId(u64)
}
numeric_id! {
    /// A caller's whole visit, in queues or not, given by the driver.
    ContactId(u64)
}
numeric_id! {
    /// One offer of one call to one agent, given by the engine.
    OfferId(u64)
}
numeric_id! {
    /// A skill of the floor plan.
    SkillId(u16)
}
numeric_id! {
    /// A disposition of the floor plan.
    DispositionId(u32)
}
