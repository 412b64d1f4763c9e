//! Recording on the PBX's own recorder, MixMonitor.
//!
//! | File | Concept |
//! |---|---|
//! | `mixmonitor` | begin, end and silence a recorder |
//! | `tape` | one call's recording: verbs in, orders carried out in their order |
//! | `shelf` | what a tape keeps under its lock |
//! | `tidings` | what a tape tells history and log |
//! | `reel` | the files of one recording, from their names to the keeper |
//! | `attached` | the tape on its channel, which follows the caller and tells its end |
//! | `calls` | which call has which tape |
//! | `conversation` | what a conversation means for the tape |
//! | `facts` | what is known of the call, as rules ask about it |
//! | `review` | what tags say: which rule holds, and whether it takes in silence |
//! | `tagged` | the thread that hears of tags that change |
//! | `holds` | who is on hold |
//! | `consent` | the announcement, and the key by which a caller agrees |
//! | `expiry` | recordings whose time is over |
//! | `keeper` | the thread that watches files and finishes them |
//!
//! The caller's channel carries the recorder: it stays while agents change, and what is attached to
//! it goes along with it. Verbs run on the thread of whoever says them; a tape's lock is held for a
//! few instructions and never across a call of the PBX. The worker knows of none of this.

mod attached;
mod calls;
mod consent;
mod conversation;
mod expiry;
mod facts;
mod holds;
mod keeper;
mod mixmonitor;
mod reel;
mod review;
mod shelf;
mod tagged;
mod tape;
mod tidings;

pub(super) use calls::join;
pub use calls::{RecordError, Target, record, state_of};
pub use conversation::Connected;
pub(super) use conversation::{connected, prepare};
pub use expiry::{expire, overdue};
pub(super) use holds::HoldWatch;
pub use keeper::{Keeper, roots};
pub(super) use tagged::{TagWatch, note};
