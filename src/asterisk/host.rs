//! What the worker asks of Asterisk: to be listed among its threads, whose phones to follow, and
//! where history is written.

use std::sync::Arc;

use super::connected::lines;
use super::device_state::WatchTable;
use super::lamps;
use super::leg_tags;
use super::log::{EVENT_TARGET, LINE_BYTES_MAX};
use super::manager::events::EventFeed;
use super::store_place::store_place;
use super::thread;
use crate::driver::{HistoryFact, HistoryRecord, Host, QueueLogLine, StorePlace};
use crate::engine::{AgentId, DeviceState, WatchedDevice};
use crate::ffi::text;

/// The worker's side of Asterisk.
#[derive(Debug)]
pub struct AsteriskHost {
    watch: Arc<WatchTable>,
    feed: EventFeed,
}

impl AsteriskHost {
    /// A host that follows phones through this table and tells AMI clients through this feed.
    pub const fn new(watch: Arc<WatchTable>, feed: EventFeed) -> Self {
        Self { watch, feed }
    }
}

impl Host for AsteriskHost {
    fn worker_started(&mut self) {
        thread::enlist(c"acd worker");
    }

    fn worker_stopping(&mut self) {
        lines::doubt_all();
        thread::discharge();
    }

    fn watch_device(
        &mut self,
        agent: AgentId,
        device: Option<&WatchedDevice>,
    ) -> Option<DeviceState> {
        let line = lines::follow(agent, device);
        let phone = device.filter(|_| line.is_none());
        let phone = self.watch.watch(agent, phone);
        line.or(phone)
    }

    fn store_place(&self) -> Option<StorePlace> {
        Some(store_place())
    }

    fn queue_log(&mut self, line: &QueueLogLine) {
        self.feed.offer_queue_log(line);
    }

    fn record(&mut self, line: &HistoryRecord) {
        let is_about_presence = matches!(
            line.fact,
            HistoryFact::AgentSignedIn { .. } | HistoryFact::AgentSignedOut
        );
        if let (true, Some(agent)) = (is_about_presence, &line.agent) {
            lines::doubt(agent);
        }
        self.feed.offer(line);
        lamps::note(line);
        leg_tags::note(line);
        tracing::info!(target: EVENT_TARGET, "{}", on_one_line(line.to_json(), LINE_BYTES_MAX));
    }
}

/// History as one line of the log: JSON in any case. What would not fit loses its longest parts
/// and says so by `"is_shortened":true`.
fn on_one_line(json: String, bytes_max: usize) -> String {
    let shown = text::visible_in_json(&json).into_owned();
    if shown.len() <= bytes_max {
        return shown;
    }
    let Ok(serde_json::Value::Object(mut record)) = serde_json::from_str(&json) else {
        return shown;
    };
    let mut sizes: Vec<_> = record
        .iter()
        .map(|(key, value)| (value.to_string().len(), key.clone()))
        .collect();
    sizes.sort_unstable();
    record.insert("is_shortened".to_owned(), true.into());
    loop {
        let shown = serde_json::Value::from(record.clone()).to_string();
        let shown = text::visible_in_json(&shown).into_owned();
        let longest = sizes.pop().filter(|_| shown.len() > bytes_max);
        let Some((_, key)) = longest else {
            return shown;
        };
        record.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::on_one_line;

    #[test]
    fn history_is_json_however_long_it_is() {
        let short = r#"{"sequence":1,"event":"floor_planned"}"#.to_owned();
        assert_eq!(on_one_line(short.clone(), 100), short);
        let skills = "s".repeat(200);
        let long = format!(r#"{{"sequence":2,"event":"call_connected","skills":"{skills}"}}"#);
        assert_eq!(
            on_one_line(long, 100),
            r#"{"event":"call_connected","is_shortened":true,"sequence":2}"#
        );
    }

    #[test]
    fn nobody_turns_the_writing_around() {
        let turned = "{\"name\":\"\u{202e}\"}".to_owned();
        assert_eq!(on_one_line(turned, 100), r#"{"name":"\u202e"}"#);
    }
}
