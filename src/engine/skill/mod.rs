//! Skills: their names, how well somebody has them, and who has which.
//!
//! - `columns`: the levels of all agents, laid out for one look at many
//! - `level`: how well somebody has a skill
//! - `names`: which skills there are
//! - `set`: the skills of one agent

mod columns;
mod level;
mod names;
mod set;

pub(in crate::engine) use columns::LevelColumns;
pub use level::Level;
pub use names::{RESERVED_WORDS, SkillNameError, SkillNames, is_name, is_reserved};
pub use set::SkillSet;
