//! Skills: their names, how well somebody has them, and who has which.

mod level;
mod names;
mod set;

pub use level::Level;
pub use names::{RESERVED_WORDS, SkillNameError, SkillNames, is_name, is_reserved};
pub use set::SkillSet;
