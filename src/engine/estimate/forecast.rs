//! Forecast: how long calls of one requirement class will wait, the model behind every estimate.
//!
//! The agents at work who meet what a call needs do a steady amount of work: each one a handling
//! time of it in that time. A call is served when they have done that of each call ahead of it in
//! its class, and of one more. What calls of other classes that come first take away:
//!
//! - A class with so much ahead that its agents do nothing else in that time has them for itself.
//! - Of the work ahead of any other class, our agents do the share that they are of all those left
//!   to it.
//!
//! Which classes are of the first kind depends on the wait, and the wait on them: the classes are
//! taken in the order of the time that their own agents need, and the place where both agree is
//! looked for in halves. Where several classes share agents with us and with one another the figure
//! is rough: it may jump by a third when one of them comes to have its agents for itself.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;
use smallvec::SmallVec;

use crate::engine::limits::DELAY_MS_MAX;
use crate::engine::queue::class_table::ClassPlace;

/// Other classes that one forecast looks at; of more, every n-th stands for n.
pub(in crate::engine) const RIVALS_MAX: usize = 64;
/// Ways of sharing that are remembered.
const SHARINGS_MAX: usize = 64;

/// A class whose calls may take agents of another one.
#[derive(Debug)]
pub(in crate::engine) struct Rival<'a> {
    pub(in crate::engine) place: ClassPlace,
    pub(in crate::engine) handling_ms: u64,
    /// The agents who qualify for it.
    pub(in crate::engine) qualified: &'a FixedBitSet,
    /// Of these, how many are at work.
    pub(in crate::engine) agents: u32,
    /// Classes that it stands for.
    pub(in crate::engine) weight: u64,
}

/// One class, seen from a call in it.
#[derive(Debug)]
pub(in crate::engine) struct Forecast<'a> {
    /// `None`: nobody ever waited in it.
    place: Option<ClassPlace>,
    handling_ms: u64,
    /// Agents at work who qualify.
    at_work: FixedBitSet,
    agents: u32,
    rivals: Vec<Rival<'a>>,
    // By the rivals, as bits, that have their agents for themselves.
    sharings: BTreeMap<u64, Sharing>,
}

/// The wait in one class, and what it rests on.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Outlook {
    /// `None` without agents.
    pub(in crate::engine) wait_ms: Option<u64>,
    /// Calls that come first and may take the same agents.
    pub(in crate::engine) ahead: u64,
    /// Agents at work who qualify.
    pub(in crate::engine) agents: u32,
}

/// Who is left when some rivals have their agents for themselves.
#[derive(Debug, Clone)]
struct Sharing {
    agents: u32,
    /// By rival: its agents who are left, and how many of them are ours too.
    parts: Vec<(u32, u32)>,
}

impl<'a> Forecast<'a> {
    /// A class with these agents, of whom those count who are at work.
    pub(in crate::engine) fn new(
        place: Option<ClassPlace>,
        handling_ms: u64,
        qualified: &FixedBitSet,
        at_work: &FixedBitSet,
        rivals: impl Iterator<Item = Rival<'a>>,
    ) -> Self {
        let mut ours = qualified.clone();
        ours.intersect_with(at_work);
        let shares = |rival: &Rival<'a>| !ours.is_disjoint(rival.qualified);
        let rivals: Vec<_> = rivals.filter(shares).take(RIVALS_MAX).collect();
        Self {
            place,
            handling_ms,
            agents: counted(&ours),
            at_work: ours,
            rivals,
            sharings: BTreeMap::new(),
        }
    }

    /// How things stand for a call with so many ahead in each class.
    pub(in crate::engine) fn outlook(
        &mut self,
        at_work: &FixedBitSet,
        ahead_in: impl Fn(ClassPlace) -> u32,
    ) -> Outlook {
        let own = self.place.map_or(0, |place| u64::from(ahead_in(place)));
        let mut ahead = own;
        // Rival, its work ahead, and the time that its agents need for it.
        let mut works: SmallVec<[(usize, u64, u64); 8]> = SmallVec::new();
        for (number, rival) in self.rivals.iter().enumerate() {
            let calls = u64::from(ahead_in(rival.place)) * rival.weight;
            if calls > 0 {
                ahead += calls;
                let work = calls.saturating_mul(rival.handling_ms);
                works.push((number, work, work / u64::from(rival.agents)));
            }
        }
        works.sort_unstable_by(|one, other| other.2.cmp(&one.2).then(one.0.cmp(&other.0)));
        let own_work = (own + 1).saturating_mul(self.handling_ms);
        let wait_ms = (self.agents > 0).then(|| self.wait_ms(at_work, own_work, &works));
        Outlook {
            wait_ms: wait_ms.map(|wait_ms| wait_ms.min(DELAY_MS_MAX)),
            ahead,
            agents: self.agents,
        }
    }

    fn wait_ms(
        &mut self,
        at_work: &FixedBitSet,
        own_work: u64,
        works: &[(usize, u64, u64)],
    ) -> u64 {
        // So many of the first have their agents for themselves, for as long as they last.
        let (mut least, mut most) = (0, works.len());
        let mut wait_ms = None;
        while least < most {
            let middle = (least + most).div_ceil(2);
            match self.wait_beside(at_work, own_work, works, middle) {
                Some(found_ms) if found_ms <= works[middle - 1].2 => {
                    least = middle;
                    wait_ms = Some(found_ms);
                }
                _ => most = middle - 1,
            }
        }
        let wait_ms = wait_ms.or_else(|| self.wait_beside(at_work, own_work, works, 0));
        // The next one would have its agents for itself until then.
        let lasts_ms = works.get(least).map_or(0, |(_, _, lasts_ms)| *lasts_ms);
        wait_ms.map_or(lasts_ms, |wait_ms| wait_ms.max(lasts_ms))
    }

    /// The wait if the first `apart` rivals have their agents for themselves; `None` if nobody is
    /// left then.
    fn wait_beside(
        &mut self,
        at_work: &FixedBitSet,
        own_work: u64,
        works: &[(usize, u64, u64)],
        apart: usize,
    ) -> Option<u64> {
        let (apart, beside) = works.split_at(apart);
        let mask = apart
            .iter()
            .fold(0, |mask, (number, ..)| mask | 1 << number);
        if self.sharings.len() >= SHARINGS_MAX {
            self.sharings.clear();
        }
        let (ours, rivals) = (&self.at_work, &self.rivals);
        let sharing = self.sharings.entry(mask);
        let sharing = sharing.or_insert_with(|| Sharing::new(ours, at_work, rivals, mask));
        let taken = beside
            .iter()
            .map(|(number, work, _)| match sharing.parts[*number] {
                (0, _) => 0,
                (theirs, shared) => work.saturating_mul(shared.into()) / u64::from(theirs),
            });
        let work = taken.fold(own_work, u64::saturating_add);
        work.checked_div(sharing.agents.into())
    }
}

impl Sharing {
    fn new(ours: &FixedBitSet, at_work: &FixedBitSet, rivals: &[Rival<'_>], apart: u64) -> Self {
        let mut left = at_work.clone();
        for (number, rival) in rivals.iter().enumerate() {
            if apart & 1 << number != 0 {
                left.difference_with(rival.qualified);
            }
        }
        let mut ours_left = ours.clone();
        ours_left.intersect_with(&left);
        let parts = rivals.iter().map(|rival| {
            let theirs = counted_among(&left, rival.qualified);
            (theirs, counted_among(&ours_left, rival.qualified))
        });
        Self {
            agents: counted(&ours_left),
            parts: parts.collect(),
        }
    }
}

/// How many these are.
fn counted(agents: &FixedBitSet) -> u32 {
    u32::try_from(agents.count_ones(..)).expect("AGENTS_MAX fits")
}

/// How many of some are among others too.
pub(in crate::engine) fn counted_among(some: &FixedBitSet, others: &FixedBitSet) -> u32 {
    let both = some.as_slice().iter().zip(others.as_slice());
    both.map(|(some, others)| (some & others).count_ones())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HANDLING_MS: u64 = 60_000;

    // Own agents are 0 to 9; a rival is its agents and its calls ahead.
    fn wait_ms(own_ahead: u32, rivals: &[(std::ops::Range<usize>, u32)]) -> u64 {
        let mut at_work = FixedBitSet::with_capacity(40);
        at_work.insert_range(..);
        let mut ours = FixedBitSet::with_capacity(40);
        ours.insert_range(0..10);
        let sets: Vec<FixedBitSet> = rivals
            .iter()
            .map(|(agents, _)| agents.clone().collect())
            .collect();
        let rivals_of = sets.iter().zip(1..).map(|(qualified, place)| Rival {
            place,
            handling_ms: HANDLING_MS,
            qualified,
            agents: counted(qualified),
            weight: 1,
        });
        let mut forecast = Forecast::new(Some(0), HANDLING_MS, &ours, &at_work, rivals_of);
        let ahead_in = |place: u32| match place {
            0 => own_ahead,
            rival => rivals[rival as usize - 1].1,
        };
        forecast.outlook(&at_work, ahead_in).wait_ms.unwrap()
    }

    #[test]
    fn alone_the_agents_take_one_call_after_the_other() {
        assert_eq!(wait_ms(0, &[]), 6_000);
        assert_eq!(wait_ms(9, &[]), 60_000);
        assert_eq!(wait_ms(9, &[(20..30, 50)]), 60_000);
    }

    #[test]
    fn a_class_with_the_same_agents_is_one_line_with_ours() {
        assert_eq!(wait_ms(3, &[(0..10, 6)]), wait_ms(9, &[]));
    }

    #[test]
    fn a_wider_class_takes_our_share_of_its_agents() {
        assert_eq!(wait_ms(4, &[(0..20, 10)]), wait_ms(9, &[]));
    }

    #[test]
    fn a_narrow_class_takes_no_more_than_its_agents() {
        // Eight are left, however many calls there are for two.
        assert_eq!(wait_ms(7, &[(0..2, 100)]), 60_000);
        assert_eq!(wait_ms(7, &[(0..2, 10_000)]), 60_000);
        // Two narrow classes for the same two agents take them once.
        assert_eq!(wait_ms(7, &[(0..2, 100), (0..2, 100)]), 60_000);
        assert_eq!(wait_ms(5, &[(0..2, 100), (2..4, 100)]), 60_000);
        // And send a class that shares them elsewhere.
        assert_eq!(wait_ms(7, &[(0..2, 100), (0..20, 0)]), 60_000);
    }

    #[test]
    fn a_narrow_class_with_little_to_do_is_done_before_us() {
        assert_eq!(wait_ms(8, &[(0..2, 1)]), 60_000);
    }

    #[test]
    fn if_all_our_agents_are_taken_we_wait_until_the_first_are_back() {
        let waited = wait_ms(0, &[(0..5, 50), (5..10, 25)]);
        assert!((300_000..=320_000).contains(&waited), "{waited}");
    }
}
