//! How the reserve of a queue stands: in or out, and what each sign has come to.

use crate::engine::id::QueueId;
use crate::engine::plan::{ReserveSign, Threshold};
use crate::engine::queue::reserve::ENDLESS;
use crate::engine::router::Router;
use crate::engine::time::Millis;

/// The reserve of a queue now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReserveStanding {
    /// Agents of this rank in the queue and of later ones are in reserve.
    pub rank_min: u8,
    /// How many they are.
    pub agents: u32,
    /// Since when they take its calls; `None`: they do not.
    pub joined_at: Option<Millis>,
    /// Until when they take them at least.
    pub stays_until: Option<Millis>,
    /// Each sign that the queue looks at.
    pub signs: Vec<SignStanding>,
}

/// One sign now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignStanding {
    /// Which sign.
    pub sign: ReserveSign,
    /// What it must come to.
    pub threshold: Threshold,
    /// What it has come to; `None`: that cannot be said, or there is no end of it.
    pub value: Option<u64>,
}

impl Router {
    /// Whether an agent of this rank, who is in reserve in the queue, takes its calls now; `None`:
    /// the agent is not in reserve there.
    pub(in crate::engine) fn reserve_side(&self, queue: QueueId, rank: u8) -> Option<bool> {
        let queue = self.queues.get(queue.index())?.as_ref()?;
        let reserve = queue.reserve.as_deref();
        let reserve = reserve.filter(|reserve| rank >= reserve.rank_min)?;
        Some(reserve.joined_at.is_some())
    }

    /// How the reserve of the queue stands; `None`: it has none.
    #[must_use]
    pub fn reserve_standing(&self, id: QueueId) -> Option<ReserveStanding> {
        let queue = self.queues.get(id.index())?.as_ref()?;
        let reserve = queue.reserve.as_deref()?;
        let rules = &queue.plan.reserve;
        let signs = ReserveSign::ALL.into_iter().filter_map(|sign| {
            let value = self.reserve_value(id, sign);
            Some(SignStanding {
                sign,
                threshold: rules.threshold(sign)?,
                value: value.filter(|value| *value != ENDLESS),
            })
        });
        Some(ReserveStanding {
            rank_min: reserve.rank_min,
            agents: u32::try_from(self.reserve_agents(id).len()).expect("AGENTS_MAX fits"),
            joined_at: reserve.joined_at,
            stays_until: reserve.joined_at.map(|since| since + rules.stay_ms),
            signs: signs.collect(),
        })
    }
}
