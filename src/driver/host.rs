//! What the driver asks of the PBX it runs in, besides the orders that callers' threads obey.

use crate::config::Surroundings;
use crate::engine::AgentId;
use crate::engine::input::DeviceState;
use crate::engine::output::WatchedDevice;

use super::history_record::HistoryRecord;
use super::keeping::StorePlace;
use crate::reports::queue_log::Line as QueueLogLine;

/// The PBX as the worker sees it.
///
/// Every method runs on the worker thread and must not block: while it runs, no call is routed.
/// A panic in any of them counts as a failure of the engine.
pub trait Host: Send + 'static {
    /// The worker thread has begun; register it with the PBX, set its priority.
    fn worker_started(&mut self);

    /// The worker thread is about to end; nothing is called after this.
    fn worker_stopping(&mut self);

    /// Follow the state of this device for this agent from now on, in place of any other, and
    /// report it with [`Entrance::device_changed`](super::Entrance::device_changed); `None`: stop.
    /// States of the former device must not be reported any more once this has returned. May be
    /// asked again for the device that is already followed.
    ///
    /// Answers with the present state; `None` if it is not known yet or the device has none.
    fn watch_device(
        &mut self,
        agent: AgentId,
        device: Option<&WatchedDevice>,
    ) -> Option<DeviceState>;

    /// What a configuration is checked against that only the host knows. Asked once, before the
    /// worker begins.
    fn surroundings(&self) -> Surroundings {
        Surroundings::default()
    }

    /// Where the store is, if the host has a place for one. Asked once, before the worker begins.
    fn store_place(&self) -> Option<StorePlace> {
        None
    }

    /// A line for the PBX's log of queues, if the configuration wants them there.
    fn queue_log(&mut self, _line: &QueueLogLine) {}

    /// A line of history, in order and without gaps in its number.
    fn record(&mut self, line: &HistoryRecord);
}
