//! What callers need in the simulation: made by chance, printed in the requirement language, and
//! judged here by reading levels off a table. Nothing of the engine's evaluation is used.

use crate::stage::chance::Chance;

/// The skills of the town. The last one comes and goes with reloads.
pub(crate) const SKILLS: [&str; 6] = ["french", "german", "billing", "sales", "vip", "trainee"];
/// Place of the skill that comes and goes.
pub(crate) const FLEETING: usize = 5;
/// The attribute that names the caller's language.
pub(crate) const LANGUAGE: &str = "lang";

/// The levels of somebody, by place of the skill; 0: absent.
pub(crate) type Levels = [u8; SKILLS.len()];

/// Which skill a term looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pick {
    Skill(usize),
    /// The one that the caller's attribute names.
    Language,
}

/// A condition.
#[derive(Clone, Debug)]
pub(crate) enum Need {
    Any,
    AtLeast(Pick, u8),
    Below(Pick, u8),
    Equal(Pick, u8),
    Not(Box<Self>),
    All(Vec<Self>),
    Either(Vec<Self>),
}

/// A condition and who is liked best.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    pub(crate) need: Need,
    pub(crate) prefer: Vec<(usize, u8)>,
}

impl Pick {
    const fn place(self, language: usize) -> usize {
        match self {
            Self::Skill(place) => place,
            Self::Language => language,
        }
    }

    fn text(self) -> String {
        match self {
            Self::Skill(place) => SKILLS[place].to_owned(),
            Self::Language => format!("${LANGUAGE}"),
        }
    }
}

impl Need {
    pub(crate) fn is_met(&self, levels: &Levels, language: usize) -> bool {
        match self {
            Self::Any => true,
            Self::AtLeast(pick, level) => levels[pick.place(language)] >= *level,
            Self::Below(pick, level) => levels[pick.place(language)] < *level,
            Self::Equal(pick, level) => levels[pick.place(language)] == *level,
            Self::Not(inner) => !inner.is_met(levels, language),
            Self::All(parts) => parts.iter().all(|part| part.is_met(levels, language)),
            Self::Either(parts) => parts.iter().any(|part| part.is_met(levels, language)),
        }
    }

    pub(crate) fn names(&self, skill: usize) -> bool {
        match self {
            Self::Any => false,
            Self::AtLeast(pick, _) | Self::Below(pick, _) | Self::Equal(pick, _) => {
                *pick == Pick::Skill(skill)
            }
            Self::Not(inner) => inner.names(skill),
            Self::All(parts) | Self::Either(parts) => parts.iter().any(|part| part.names(skill)),
        }
    }

    fn text(&self) -> String {
        let joined = |parts: &[Self], word: &str| {
            let parts: Vec<_> = parts
                .iter()
                .map(|part| format!("({})", part.text()))
                .collect();
            parts.join(word)
        };
        match self {
            Self::Any => "any".to_owned(),
            Self::AtLeast(pick, 1) => pick.text(),
            Self::AtLeast(pick, level) => format!("{} >= {level}", pick.text()),
            Self::Below(pick, level) => format!("{} < {level}", pick.text()),
            Self::Equal(pick, level) => format!("{} = {level}", pick.text()),
            Self::Not(inner) => format!("!({})", inner.text()),
            Self::All(parts) => joined(parts, " & "),
            Self::Either(parts) => joined(parts, " | "),
        }
    }

    /// A condition that names only skills below `skills`.
    pub(crate) fn random(chance: &mut Chance, skills: usize, depth: u32) -> Self {
        let pick = if chance.happens(20) {
            Pick::Language
        } else {
            Pick::Skill(chance.below(skills as u64) as usize)
        };
        let level = *chance.one_of(&[1, 1, 1, 2, 30, 60]);
        let parts = |chance: &mut Chance| {
            let count = chance.between(2, 3);
            (0..count)
                .map(|_| Self::random(chance, skills, depth - 1))
                .collect()
        };
        match chance.below(if depth == 0 { 6 } else { 10 }) {
            0 => Self::Any,
            1..=3 => Self::AtLeast(pick, level),
            4 => Self::Below(pick, level.max(30)),
            5 => Self::Equal(pick, 0),
            6 => Self::Not(Box::new(Self::random(chance, skills, depth - 1))),
            7 => Self::All(parts(chance)),
            _ => Self::Either(parts(chance)),
        }
    }
}

impl Wish {
    pub(crate) fn any() -> Self {
        Self {
            need: Need::Any,
            prefer: Vec::new(),
        }
    }

    pub(crate) fn random(chance: &mut Chance, skills: usize) -> Self {
        let count = if chance.happens(30) { 2 } else { 0 };
        let liking = |chance: &mut Chance| {
            (
                chance.below(skills as u64) as usize,
                chance.between(1, 9) as u8,
            )
        };
        Self {
            need: Need::random(chance, skills, 2),
            prefer: (0..count).map(|_| liking(chance)).collect(),
        }
    }

    pub(crate) fn names(&self, skill: usize) -> bool {
        self.need.names(skill) || self.prefer.iter().any(|(place, _)| *place == skill)
    }

    /// As an operator would write it.
    pub(crate) fn text(&self) -> String {
        let liked = self
            .prefer
            .iter()
            .map(|(place, weight)| format!("{}*{weight}", SKILLS[*place]));
        let liked: Vec<_> = liked.collect();
        match liked.as_slice() {
            [] => self.need.text(),
            liked => format!("{} prefer {}", self.need.text(), liked.join(", ")),
        }
    }
}
