//! What was set of queues by hand, so that it outlasts a failure of the engine and a restart of the
//! PBX.
//!
//! Rule kept: a value of a key holds only as long as the configuration says for that key what it
//! said when the value was set, also over a restart; what ends so is told like the end by a reload.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::RESTART;
use crate::driver::history::HistoryFact;
use crate::engine::{Door, EventKind, FloorPlan, Input, QueueChange, QueueId, QueuePlan, Strategy};
use crate::store::{QueueStandingRow, SetRow};

/// All queues of which something was set.
#[derive(Debug, Clone, Default)]
pub(in crate::driver) struct QueueStandings(BTreeMap<QueueId, QueueStanding>);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct QueueStanding {
    strategy: Option<Strategy>,
    ring_at_once: Option<u8>,
    door: Door,
}

/// Whether the event tells of something that was set of a queue, or of what may end it.
pub(in crate::driver) const fn is_about_queues(event: &EventKind) -> bool {
    matches!(
        event,
        EventKind::StrategyChanged { .. }
            | EventKind::RingAtOnceChanged { .. }
            | EventKind::DoorSet { .. }
            | EventKind::FloorPlanned
    )
}

impl QueueStandings {
    /// Follows the engine.
    pub(super) fn note(&mut self, event: &EventKind) {
        match *event {
            EventKind::StrategyChanged {
                queue,
                strategy,
                is_planned,
                ..
            } => self.entry(queue).strategy = (!is_planned).then_some(strategy),
            EventKind::RingAtOnceChanged {
                queue,
                ring_at_once,
                is_planned,
                ..
            } => self.entry(queue).ring_at_once = (!is_planned).then_some(ring_at_once),
            EventKind::DoorSet { queue, door, .. } => self.entry(queue).door = door,
            _ => {}
        }
    }

    /// Forgets what was set of queues that a new plan no longer has: one that comes back later is
    /// as configured.
    pub(in crate::driver) fn keep_those_of(&mut self, plan: &FloorPlan) {
        self.0
            .retain(|queue, _| plan.queues.entry(*queue).is_some());
    }

    /// What to tell a new router.
    pub(super) fn restoration(&self) -> Vec<Input> {
        let mut inputs = Vec::new();
        for (&queue, standing) in &self.0 {
            let strategy = standing.strategy.map(|to| QueueChange::Strategy(Some(to)));
            let agents = standing.ring_at_once;
            let agents = agents.map(|agents| QueueChange::RingAtOnce(Some(agents)));
            let door = Some(standing.door).filter(|door| *door != Door::Auto);
            let changes = [strategy, agents, door.map(QueueChange::Door)];
            for change in changes.into_iter().flatten() {
                let by = RESTART.into();
                inputs.push(Input::QueueChanged { queue, change, by });
            }
        }
        inputs
    }

    /// The queues as a store keeps them.
    pub(in crate::driver) fn rows(&self, plan: &FloorPlan) -> Vec<QueueStandingRow> {
        let set = self
            .0
            .iter()
            .filter(|(_, set)| **set != QueueStanding::default());
        let rows = set.filter_map(|(queue, set)| Some(set.row(plan.queues.entry(*queue)?)));
        rows.collect()
    }

    /// Takes over what a store kept; tells what has ended because the configuration has changed
    /// meanwhile.
    pub(in crate::driver) fn take_over(
        &mut self,
        rows: &[QueueStandingRow],
        plan: &FloorPlan,
    ) -> Vec<HistoryFact> {
        let mut ended = Vec::new();
        for row in rows {
            if let Some(planned) = plan.queues.find(&row.queue) {
                let standing = QueueStanding::of_row(row, planned, &mut ended);
                self.0.insert(planned.id, standing);
            }
        }
        ended
    }

    fn entry(&mut self, queue: QueueId) -> &mut QueueStanding {
        self.0.entry(queue).or_default()
    }
}

impl QueueStanding {
    fn row(&self, planned: &QueuePlan) -> QueueStandingRow {
        QueueStandingRow {
            queue: planned.name.to_string(),
            strategy: self.strategy.map(|set| SetRow {
                value: set.name().to_owned(),
                planned: planned.choice.strategy.name().to_owned(),
            }),
            ring_at_once: self.ring_at_once.map(|value| SetRow {
                value,
                planned: planned.offer.ring_at_once,
            }),
            door: Some(self.door)
                .filter(|door| *door != Door::Auto)
                .map(|door| door.name().to_owned()),
        }
    }

    fn of_row(row: &QueueStandingRow, planned: &QueuePlan, ended: &mut Vec<HistoryFact>) -> Self {
        let queue = || Arc::clone(&planned.name);
        let strategy = row.strategy.as_ref().and_then(|set| {
            let (value, was) = (Strategy::named(&set.value)?, Strategy::named(&set.planned));
            let now = planned.choice.strategy;
            if was == Some(now) {
                return Some(value);
            }
            ended.push(HistoryFact::StrategyChanged {
                queue: queue(),
                before: value.name(),
                strategy: now.name(),
                is_planned: true,
                by: None,
            });
            None
        });
        let ring_at_once = row.ring_at_once.as_ref().and_then(|set| {
            let now = planned.offer.ring_at_once;
            if set.planned == now {
                return Some(set.value);
            }
            ended.push(HistoryFact::RingAtOnceChanged {
                queue: queue(),
                before: set.value,
                ring_at_once: now,
                is_planned: true,
                by: None,
            });
            None
        });
        let doors = [Door::Open, Door::Closed].into_iter();
        let mut door = doors.filter(|door| row.door.as_deref() == Some(door.name()));
        Self {
            strategy,
            ring_at_once,
            door: door.next().unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;

    const FLOOR: &str = "
[support]
type = queue
ring-at-once = 2
[sales]
type = queue
";

    fn plan(text: &str) -> FloorPlan {
        let sections = config::parse(text, "acd.conf").unwrap();
        config::load(&sections, None).unwrap().plan
    }

    fn rows() -> Vec<QueueStandingRow> {
        let plan = plan(FLOOR);
        let queue = plan.queues.id("support").unwrap();
        let standing = QueueStanding {
            strategy: Some(Strategy::Random),
            ring_at_once: Some(1),
            door: Door::Closed,
        };
        let untouched = (plan.queues.id("sales").unwrap(), QueueStanding::default());
        let standings = [(queue, standing), untouched].into_iter();
        QueueStandings(standings.collect()).rows(&plan)
    }

    #[test]
    fn what_was_set_comes_back() {
        let rows = rows();
        assert_eq!(rows.len(), 1, "nothing was set of sales");
        let plan = plan(FLOOR);
        let mut standings = QueueStandings::default();
        assert_eq!(standings.take_over(&rows, &plan), []);
        assert_eq!(standings.rows(&plan), rows);
        assert_eq!(standings.restoration().len(), 3);
    }

    #[test]
    fn what_the_configuration_has_changed_meanwhile_ends_and_is_told() {
        let changed = FLOOR.replace("ring-at-once = 2", "ring-at-once = 3\nstrategy = ordered");
        let mut standings = QueueStandings::default();
        let ended = standings.take_over(&rows(), &plan(&changed));
        assert_eq!(ended.len(), 2);
        let HistoryFact::RingAtOnceChanged {
            before,
            ring_at_once,
            is_planned,
            ..
        } = &ended[1]
        else {
            panic!("{ended:?}");
        };
        assert_eq!((*before, *ring_at_once, *is_planned), (1, 3, true));
        let [Input::QueueChanged { change, .. }] = &*standings.restoration() else {
            panic!("more than the door has come back");
        };
        assert_eq!(*change, QueueChange::Door(Door::Closed));
    }

    #[test]
    fn a_queue_that_is_gone_is_forgotten() {
        let mut standings = QueueStandings::default();
        let changed = FLOOR.replace("[support]", "[other]");
        assert_eq!(standings.take_over(&rows(), &plan(&changed)), []);
        assert!(standings.restoration().is_empty());
    }
}
