//! All requirement classes, laid out so that a free agent finds the next call in a few steps.
//!
//! A dense table of heads (the first call of each class), a bit for each class with calls in
//! line, and for each agent a bit for each class the agent fits. Classes that no call holds are
//! kept for the next call with the same need and dropped, the longest unused first, when there
//! are more than the table may keep. Classes in use are never dropped: their number is bounded by
//! that of the calls.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fixedbitset::FixedBitSet;
use smallvec::{SmallVec, smallvec};

use super::class::{Class, ClassNeed};
use super::fits::Fits;
use super::order::{OrderKey, Turn};
use super::record::Queue;
use crate::engine::agent::abilities::Abilities;
use crate::engine::estimate::handling::HandlingTime;
use crate::engine::id::{AgentId, QueueId};
use crate::engine::plan::Ageing;
use crate::engine::requirement::Requirement;
use crate::engine::time::Millis;

/// Place of a class in the table; valid while a call holds the class.
pub(in crate::engine) type ClassPlace = u32;

/// All classes.
#[derive(Debug)]
pub(in crate::engine) struct ClassTable {
    classes: Vec<Option<Box<Class>>>,
    places: BTreeMap<(QueueId, ClassNeed), ClassPlace>,
    empty_places: Vec<ClassPlace>,
    // Classes that no call holds, by the count of their last use.
    unused: BTreeSet<(u64, ClassPlace)>,
    uses: u64,
    classes_max: usize,
    waiting: FixedBitSet,
    heads: Vec<OrderKey>,
    // By place, as `heads`: how calls of the class age, as a place in `paces`.
    class_paces: Vec<usize>,
    paces: Vec<Option<Ageing>>,
    fits: Fits,
    // Classes ever made.
    made: u64,
    // What was learned under the plan before, for classes that come again.
    learned: BTreeMap<(QueueId, ClassNeed), HandlingTime>,
}

impl ClassTable {
    /// No classes; room for this many agents and for this many classes that nobody uses; the
    /// queues age in these ways.
    pub(in crate::engine) fn new(
        agents: usize,
        classes_max: usize,
        paces: Vec<Option<Ageing>>,
    ) -> Self {
        Self {
            classes: Vec::new(),
            places: BTreeMap::new(),
            empty_places: Vec::new(),
            unused: BTreeSet::new(),
            uses: 0,
            classes_max,
            waiting: FixedBitSet::new(),
            heads: Vec::new(),
            class_paces: Vec::new(),
            paces,
            fits: Fits::new(agents),
            made: 0,
            learned: BTreeMap::new(),
        }
    }

    /// No classes, for a new plan with this many agents; what was learned is kept for classes that
    /// come again.
    pub(in crate::engine) fn succeeding(
        former: &Self,
        agents: usize,
        paces: Vec<Option<Ageing>>,
    ) -> Self {
        let learned = former.classes.iter().flatten().filter_map(|class| {
            let is_known = class.handling != HandlingTime::default();
            let key = (class.queue, class.need());
            is_known.then_some((key, class.handling))
        });
        Self {
            made: former.made,
            learned: learned.collect(),
            ..Self::new(agents, former.classes_max, paces)
        }
    }

    /// A call of the class with this number was handled, if the class is still there.
    pub(in crate::engine) fn learn(
        &mut self,
        place: ClassPlace,
        number: u64,
        handled_ms: u64,
        broader_ms: u64,
    ) {
        let class = self.classes.get_mut(place as usize);
        let class = class.and_then(Option::as_deref_mut);
        if let Some(class) = class.filter(|class| class.number == number) {
            class.handling.learn(handled_ms, broader_ms);
        }
    }

    /// The place of the class of this need, if there is one.
    pub(in crate::engine) fn place_of(
        &self,
        queue: QueueId,
        need: ClassNeed,
    ) -> Option<ClassPlace> {
        self.places.get(&(queue, need)).copied()
    }

    /// Looks at the class of this need, or at one made for the look alone: nothing is remembered.
    pub(in crate::engine) fn look<T>(
        &self,
        queue: &Queue,
        need: &ClassNeed,
        abilities: Abilities<'_>,
        look: impl FnOnce(Option<ClassPlace>, &Class) -> T,
    ) -> T {
        match self.place_of(queue.plan.id, need.clone()) {
            Some(place) => look(Some(place), self.class(place)),
            None => look(None, &Class::new(queue, need, abilities)),
        }
    }

    /// How many calls of the class are served before that turn of this moment.
    pub(in crate::engine) fn ahead_of(&self, place: ClassPlace, turn: &Turn, now: Millis) -> u32 {
        let pace = self.paces[self.class_paces[place as usize]];
        let line = &self.class(place).line;
        line.ahead(|key| key.turn(pace, now) < *turn)
    }

    /// The places of the classes with calls in line.
    pub(in crate::engine) const fn places_waiting(&self) -> &FixedBitSet {
        &self.waiting
    }

    /// The class of a call in line that is held by it from now on, made if there is none yet.
    pub(in crate::engine) fn hold_ranked(
        &mut self,
        queue: &Queue,
        need: ClassNeed,
        abilities: Abilities<'_>,
    ) -> ClassPlace {
        let place = self.hold(queue, need, abilities);
        let class = self.class_mut(place);
        if !class.is_ranked {
            class.rank(queue, abilities);
        }
        place
    }

    /// The class of this need, held from now on by whoever asks who qualifies, made if there is
    /// none yet.
    pub(in crate::engine) fn hold(
        &mut self,
        queue: &Queue,
        need: ClassNeed,
        abilities: Abilities<'_>,
    ) -> ClassPlace {
        let key = (queue.plan.id, need);
        let place = match self.places.get(&key) {
            Some(place) => *place,
            None => {
                let class = Class::new(queue, &key.1, abilities);
                let place = self.add(key, class);
                self.class_paces[place as usize] = queue.pace;
                place
            }
        };
        let class = self.class_mut(place);
        class.holders += 1;
        if class.holders == 1 {
            let last_used = class.last_used;
            self.unused.remove(&(last_used, place));
        }
        place
    }

    /// A call no longer holds its class.
    pub(in crate::engine) fn let_go(&mut self, place: ClassPlace) {
        self.uses += 1;
        let uses = self.uses;
        let class = self.class_mut(place);
        class.holders -= 1;
        if class.holders == 0 {
            class.last_used = uses;
            self.unused.insert((uses, place));
        }
    }

    /// An equal requirement that a class of the queue already holds, or this one.
    pub(in crate::engine) fn shared(
        &self,
        queue: QueueId,
        requirement: Arc<Requirement>,
    ) -> Arc<Requirement> {
        let least = ClassNeed {
            requirement,
            rank_max: 0,
            only: None,
        };
        let key = (queue, least);
        match self.places.range(&key..).next() {
            Some(((found, need), _))
                if *found == queue && need.requirement == key.1.requirement =>
            {
                Arc::clone(&need.requirement)
            }
            _ => key.1.requirement,
        }
    }

    /// Puts those who qualify for the queue's classes in order again, after its strategy changed.
    pub(in crate::engine) fn rank(&mut self, queue: &Queue, abilities: Abilities<'_>) {
        let classes = self.classes.iter_mut().flatten();
        for class in classes.filter(|class| class.is_ranked && class.queue == queue.plan.id) {
            class.rank(queue, abilities);
        }
    }

    /// The class at this place.
    pub(in crate::engine) fn class(&self, place: ClassPlace) -> &Class {
        let class = self.classes[place as usize].as_deref();
        class.expect("a held class stays in its place")
    }

    /// Every class with its place.
    pub(in crate::engine) fn iter(&self) -> impl Iterator<Item = (ClassPlace, &Class)> {
        let all = self.classes.iter().zip(0..);
        all.filter_map(|(class, place)| Some((place, class.as_deref()?)))
    }

    /// A call waits in the class's line.
    pub(in crate::engine) fn enter_line(&mut self, place: ClassPlace, key: OrderKey) {
        let class = self.class_mut(place);
        let is_new = class.line.insert(key);
        debug_assert!(is_new, "call {} was in line already", key.call);
        let head = class.line.first().expect("a call was just added");
        self.heads[place as usize] = head;
        self.waiting.insert(place as usize);
    }

    /// A call leaves the class's line.
    pub(in crate::engine) fn leave_line(&mut self, place: ClassPlace, key: OrderKey) {
        let class = self.class_mut(place);
        let was_there = class.line.remove(key);
        debug_assert!(was_there, "call {} was not in line", key.call);
        let head = class.line.first();
        self.heads[place as usize] = head.unwrap_or(OrderKey::LAST);
        self.waiting.set(place as usize, head.is_some());
    }

    /// The first of all waiting calls that the agent may take, at this moment.
    pub(in crate::engine) fn first_for(&self, agent: AgentId, now: Millis) -> Option<OrderKey> {
        let places = self.fits.among(agent.index(), self.waiting.as_slice());
        if self.paces.len() < 2 {
            return places.map(|place| self.heads[place]).min();
        }
        // Among lines that age alike keys decide; only the best of each pace meet at the moment.
        let mut best: SmallVec<[OrderKey; 8]> = smallvec![OrderKey::LAST; self.paces.len()];
        for place in places {
            let best = &mut best[self.class_paces[place]];
            *best = self.heads[place].min(*best);
        }
        let found = best.into_iter().zip(&self.paces);
        let found = found.filter(|(key, _)| *key != OrderKey::LAST);
        let first = found.map(|(key, pace)| key.turn(*pace, now)).min();
        first.map(|turn| turn.key)
    }

    /// The first call of every line, in no particular order.
    pub(in crate::engine) fn heads(
        &self,
        now: Millis,
    ) -> impl Iterator<Item = (Turn, ClassPlace)> + '_ {
        let places = self.waiting.ones();
        places.map(move |place| {
            let pace = self.paces[self.class_paces[place]];
            (
                self.heads[place].turn(pace, now),
                u32::try_from(place).expect("places are 32 bits"),
            )
        })
    }

    /// The first call of a line, at this moment.
    pub(in crate::engine) fn head(&self, place: ClassPlace, now: Millis) -> Option<Turn> {
        let pace = self.paces[self.class_paces[place as usize]];
        let first = self.class(place).line.first();
        first.map(|key| key.turn(pace, now))
    }

    /// Whether the agent fits the class, as the table has it.
    pub(in crate::engine) fn has_fit(&self, agent: AgentId, place: ClassPlace) -> bool {
        self.fits.contains(place as usize, agent.index())
    }

    /// Whether the class is marked as having calls in line, and its cached head.
    pub(in crate::engine) fn cached_head(&self, place: ClassPlace) -> Option<OrderKey> {
        self.waiting
            .contains(place as usize)
            .then(|| self.heads[place as usize])
    }

    /// Brings the queue's classes up to date with what this agent can do now. Looks at every class
    /// there is: agents are changed by people.
    pub(in crate::engine) fn reconsider(
        &mut self,
        id: AgentId,
        queue: &Queue,
        abilities: Abilities<'_>,
    ) {
        for (place, class) in self.classes.iter_mut().enumerate() {
            let class = class.as_deref_mut();
            if let Some(class) = class.filter(|class| class.queue == queue.plan.id) {
                class.reconsider(id, queue, abilities);
                let fits = class.qualified.contains(id.index());
                self.fits.set(place, id.index(), fits);
            }
        }
    }

    /// Brings the queue's classes up to date with whether its reserve is in. Looks at every class
    /// there is: a reserve joins and leaves rarely.
    pub(in crate::engine) fn turn_reserve(&mut self, queue: &Queue) {
        for (place, class) in self.classes.iter_mut().enumerate() {
            let class = class.as_deref_mut();
            let Some(class) = class.filter(|class| class.queue == queue.plan.id) else {
                continue;
            };
            class.turn_reserve(queue);
            for agent in class.everyone().difference(class.regulars()) {
                let fits = class.qualified.contains(agent);
                self.fits.set(place, agent, fits);
            }
        }
    }

    fn add(&mut self, key: (QueueId, ClassNeed), mut class: Class) -> ClassPlace {
        self.made += 1;
        class.number = self.made;
        class.handling = self.learned.remove(&key).unwrap_or_default();
        while self.places.len() >= self.classes_max && self.drop_longest_unused() {}
        let place = self.empty_places.pop().unwrap_or_else(|| {
            self.classes.push(None);
            self.heads.push(OrderKey::LAST);
            self.class_paces.push(0);
            self.waiting.grow(self.classes.len());
            self.fits.grow(self.classes.len());
            u32::try_from(self.classes.len() - 1).expect("bounded by calls and CLASSES_MAX")
        });
        for agent in class.qualified.ones() {
            self.fits.set(place as usize, agent, true);
        }
        self.classes[place as usize] = Some(Box::new(class));
        self.places.insert(key, place);
        place
    }

    fn drop_longest_unused(&mut self) -> bool {
        let Some((_, place)) = self.unused.pop_first() else {
            return false;
        };
        let class = self.classes[place as usize]
            .take()
            .expect("an unused class is in its place");
        for agent in class.qualified.ones() {
            self.fits.set(place as usize, agent, false);
        }
        self.places.remove(&(class.queue, class.need()));
        self.empty_places.push(place);
        true
    }

    fn class_mut(&mut self, place: ClassPlace) -> &mut Class {
        let class = self.classes[place as usize].as_deref_mut();
        class.expect("a held class stays in its place")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::agent::abilities::columns_of;
    use crate::engine::id::CallId;
    use crate::engine::plan::{FloorPlan, RANK_ANY};
    use crate::engine::queue::record::queues_of;
    use crate::engine::tests::floor::{agent, plan, queue};
    use crate::engine::time::Millis;

    fn needs(plan: &FloorPlan, texts: &[&str]) -> Vec<ClassNeed> {
        let need = |text: &&str| ClassNeed {
            requirement: Arc::new(Requirement::parse(text, &plan.skills).unwrap()),
            rank_max: RANK_ANY,
            only: None,
        };
        texts.iter().map(need).collect()
    }

    #[test]
    fn classes_are_kept_for_reuse_and_the_longest_unused_goes_first() {
        let plan = plan(vec![queue(0)], vec![agent(0, &[("french", 1)])]);
        let (queues, levels) = (queues_of(&plan), columns_of(&plan));
        let abilities = Abilities::of(&plan, &levels);
        let queue = queues[0].as_ref().unwrap();
        let mut table = ClassTable::new(1, 2, vec![None]);
        let needs = needs(&plan, &["french", "any", "billing", "french >= 1", "vip"]);
        let first = table.hold(queue, needs[0].clone(), abilities);
        let second = table.hold(queue, needs[1].clone(), abilities);
        table.let_go(first);
        assert_eq!(
            table.hold(queue, needs[3].clone(), abilities),
            first,
            "the same need in other words"
        );
        table.let_go(second);
        table.let_go(first);
        let third = table.hold(queue, needs[2].clone(), abilities);
        assert_eq!(third, second, "the longest unused made room");
        assert!(
            !table.has_fit(AgentId(0), third),
            "nothing is left of the former class"
        );
        table.hold(queue, needs[0].clone(), abilities);
        let fourth = table.hold(queue, needs[4].clone(), abilities);
        assert_eq!(fourth, 2, "classes in use are never dropped");
        assert_eq!(table.iter().count(), 3);
    }

    #[test]
    fn an_agent_finds_the_first_call_of_all_the_lines_that_fit() {
        let agents = vec![agent(0, &[("french", 1)]), agent(1, &[("billing", 1)])];
        let plan = plan(vec![queue(0)], agents);
        let (queues, levels) = (queues_of(&plan), columns_of(&plan));
        let abilities = Abilities::of(&plan, &levels);
        let queue = queues[0].as_ref().unwrap();
        let mut table = ClassTable::new(2, 8, vec![None]);
        let mut keys = Vec::new();
        for (call, need) in (1..).zip(needs(&plan, &["billing", "french", "any", "french"])) {
            let key = OrderKey::new(&queue.plan.order, 0, call.try_into().unwrap(), CallId(call));
            let place = table.hold(queue, need, abilities);
            table.enter_line(place, key);
            keys.push((place, key));
        }
        let first = |table: &ClassTable, agent| {
            table.first_for(AgentId(agent), Millis(9)).map(|k| k.call.0)
        };
        assert_eq!((first(&table, 0), first(&table, 1)), (Some(2), Some(1)));
        table.leave_line(keys[1].0, keys[1].1);
        assert_eq!(first(&table, 0), Some(3));
        table.leave_line(keys[2].0, keys[2].1);
        assert_eq!(first(&table, 0), Some(4));
        table.leave_line(keys[3].0, keys[3].1);
        assert_eq!(first(&table, 0), None);
        assert_eq!(table.heads(Millis(9)).count(), 1);
    }
}
