//! Agents who have called and stay on the line: no phone is dialled for their calls.
//!
//! The agent's own thread (`stay`) services the line between calls. A caller's thread that is told
//! to ring the agent asks for the line (`leg`), gets it lent, plays what comes before the call,
//! and gives it back or invites it into the caller's bridge, which the agent's thread joins by
//! itself (`talk`). Who services the line is one value under one lock (`line`); nobody ever waits
//! for a thread with a lock in hand.
//!
//! Rule kept: whoever has the line lent gives it back in every case, and the agent's thread takes
//! it back and leaves when the agent has hung up, was sent elsewhere, or is signed out.

mod hold;
mod keys;
pub(super) mod leg;
mod line;
pub(super) mod lines;
mod shown;
pub(super) mod stay;
pub(super) mod talk;
