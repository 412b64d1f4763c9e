//! How well somebody has a skill, as an integer: two machines never disagree about a tie.

use std::fmt::{self, Display, Formatter};

/// How well somebody has a skill: 0 (not at all) to 100 (best). Integers, never floats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level(u8);

impl Level {
    /// Level 0: the skill is absent.
    pub const ABSENT: Self = Self(0);
    /// Level 1: the lowest level that counts as having the skill.
    pub const LOWEST: Self = Self(1);
    /// Level 100: nobody is better.
    pub const HIGHEST: Self = Self(100);

    /// The level of that number, or nothing above 100.
    pub const fn new(number: u8) -> Option<Self> {
        if number <= Self::HIGHEST.0 {
            Some(Self(number))
        } else {
            None
        }
    }

    /// The number, 0 to 100.
    pub const fn number(self) -> u8 {
        self.0
    }
}

impl Display for Level {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_end_at_one_hundred() {
        assert_eq!(Level::new(0), Some(Level::ABSENT));
        assert_eq!(Level::new(1), Some(Level::LOWEST));
        assert_eq!(Level::new(100), Some(Level::HIGHEST));
        assert_eq!(Level::new(101), None);
        assert_eq!(Level::new(255), None);
    }
}
