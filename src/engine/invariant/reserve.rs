//! What must hold of reserves, computed plainly.

use std::collections::BTreeSet;

use crate::engine::call::state::CallState;
use crate::engine::id::CallId;
use crate::engine::plan::ReserveSign;
use crate::engine::queue::record::Queue;
use crate::engine::router::Router;
use crate::engine::time::Millis;

impl Router {
    pub(in crate::engine) fn assert_reserves(&self) {
        for queue in self.queues.iter().flatten() {
            assert_eq!(
                queue.reserve.as_ref().map(|reserve| reserve.rank_min),
                queue.plan.reserve.rank_min,
                "{}",
                queue.plan.name
            );
            if queue.reserve.is_some() {
                self.assert_arrivals(queue);
                self.assert_reserve(queue);
            }
        }
    }

    fn assert_arrivals(&self, queue: &Queue) {
        let has_rule = queue.plan.reserve.threshold(ReserveSign::Wait).is_some();
        let in_line = self.calls.values().filter(|call| {
            has_rule && call.state() != CallState::Talking && call.queue == queue.plan.id
        });
        let expected: BTreeSet<(Millis, CallId)> =
            in_line.map(|call| (call.arrived_at, call.id)).collect();
        let reserve = queue.reserve.as_deref().expect("checked before");
        assert_eq!(reserve.arrivals, expected, "{}", queue.plan.name);
    }

    /// Where lines age differently the order of calls, and with it an estimate, changes with time
    /// alone; nothing is looked at before the next fact then.
    fn assert_reserve(&self, queue: &Queue) {
        let (id, plan) = (queue.plan.id, &*queue.plan);
        let reserve = queue.reserve.as_deref().expect("checked before");
        let is_sure = plan.reserve.threshold(ReserveSign::Estimate).is_none();
        match reserve.joined_at {
            None => {
                let sign = self.sign_to_join(plan);
                assert!(!is_sure || sign.is_none(), "{}: {sign:?}", plan.name);
                let joins_at = self.longest_wait_joins_at(id);
                let review_at = joins_at.is_none_or(|joins_at| {
                    queue
                        .review_at
                        .is_some_and(|review_at| review_at <= joins_at)
                });
                assert!(review_at, "{}: its reserve is forgotten", plan.name);
            }
            Some(since) if self.sign_to_stay(plan).is_none() => {
                let until = since + plan.reserve.stay_ms;
                assert!(!is_sure || until > self.now, "{}: must leave", plan.name);
            }
            Some(_) => {}
        }
    }
}
