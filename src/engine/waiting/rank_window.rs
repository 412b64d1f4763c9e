//! Rank windows: agents of a later rank take a call only after it has waited, at exact moments.
//!
//! The window that is open follows from the queue's plan and the call's wait alone, so a call that
//! is put into a class is put into that of its window. Windows only widen; a phone that rings goes
//! on ringing.

use crate::engine::call::state::{CallMove, Leads};
use crate::engine::event::EventKind;
use crate::engine::id::CallId;
use crate::engine::plan::{RANK_ANY, RankWindow};
use crate::engine::router::Router;
use crate::engine::timer::Timer;

/// The last rank that takes a call after this wait.
pub(in crate::engine) fn rank_max(windows: &[RankWindow], wait_ms: u64) -> u8 {
    let open = windows
        .iter()
        .rev()
        .find(|window| window.after_ms <= wait_ms);
    let first = windows.first();
    open.or(first).map_or(RANK_ANY, |window| window.rank_max)
}

/// The last rank that takes a call that waits no longer than this; `None`: for ever.
pub(in crate::engine) fn widest(windows: &[RankWindow], timeout_ms: Option<u64>) -> u8 {
    rank_max(
        windows,
        timeout_ms.map_or(u64::MAX, |wait_ms| wait_ms.saturating_sub(1)),
    )
}

/// The window that opens next after this wait.
pub(in crate::engine) fn next_window(windows: &[RankWindow], wait_ms: u64) -> Option<RankWindow> {
    windows
        .iter()
        .find(|window| window.after_ms > wait_ms)
        .copied()
}

impl Router {
    /// Sets the deadline of the call's next window, in place of any that is set.
    pub(in crate::engine) fn watch_ranks(&mut self, id: CallId) {
        let call = self
            .calls
            .get_mut(&id)
            .expect("calls stay while a record names them");
        let queue = self.queues[call.queue.index()].as_ref();
        let windows = queue.map_or(&[][..], |queue| &queue.plan.choice.rank_windows);
        let next = next_window(windows, self.now.since(call.arrived_at));
        let opens_at = next.map(|window| call.arrived_at + window.after_ms);
        if call.widens_at == opens_at {
            return;
        }
        let timer = Timer::CallRankWindow(id);
        if let Some(at) = call.widens_at {
            self.timers.stop(at, timer);
        }
        call.widens_at = opens_at;
        if let Some(at) = opens_at {
            self.timers.set(at, timer);
        }
    }

    /// The call's next window opens.
    pub(in crate::engine) fn widen(&mut self, id: CallId) {
        let call = self.call_mut(id);
        let state = call.state();
        assert_eq!(
            state.after(CallMove::Relax),
            Leads::To(state),
            "a {state} call was offered to more ranks"
        );
        call.widens_at = None;
        self.classify(id);
        let class = self.calls[&id].class.expect("a call in line has a class");
        let class = self.classes.class(class);
        self.record(EventKind::RanksWidened {
            call: id,
            rank_max: class.rank_max,
            qualified: class.qualified_count,
            free: self.idle.count_among(&class.qualified),
        });
        self.match_call(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_opens_in_its_very_millisecond() {
        let window = |(after_ms, rank_max)| RankWindow { after_ms, rank_max };
        let windows = [(0, 1), (20, 3), (45, RANK_ANY)].map(window);
        let expected = [
            (0, 1),
            (19, 1),
            (20, 3),
            (44, 3),
            (45, RANK_ANY),
            (99, RANK_ANY),
        ];
        for (wait_ms, rank) in expected {
            assert_eq!(rank_max(&windows, wait_ms), rank, "after {wait_ms} ms");
        }
        assert_eq!(next_window(&windows, 19), Some(windows[1]));
        assert_eq!(next_window(&windows, 20), Some(windows[2]));
        assert_eq!(next_window(&windows, 45), None);
        assert_eq!(rank_max(&[], 7), RANK_ANY);
        assert_eq!(widest(&windows, None), RANK_ANY);
        assert_eq!(
            widest(&windows, Some(45)),
            3,
            "it leaves as the window opens"
        );
    }
}
