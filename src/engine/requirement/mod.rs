//! The requirement language: what a call needs of an agent.
//!
//! ```text
//! french >= 3 & (billing | sales >= 2) & !trainee  prefer vip*3, billing
//! ```
//!
//! The way of a text: [`Template::parse`] (`lexer`, `parse`, `expression`) when it is loaded,
//! [`Template::bind`] (`bind`, `canonical`) when a call arrives, [`Requirement::is_met_by`]
//! (`program`) for each agent, or a block of agents at once (`block`). `error` says what was refused and where. Nothing that
//! is not understood is ever skipped. Relaxation over time is not part of the language: a queue
//! holds one requirement for each of its steps.

mod bind;
mod block;
mod canonical;
mod error;
mod expression;
mod lexer;
mod parse;
mod program;
#[expect(
    clippy::module_inception,
    reason = "the folder is the language, the file its result"
)]
mod requirement;
mod template;
#[cfg(test)]
mod tests;

pub use error::{RequirementError, RequirementErrorKind};
pub use requirement::Requirement;
pub use template::Template;
