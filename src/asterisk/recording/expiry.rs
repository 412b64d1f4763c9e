//! Recordings whose time is over: found by the rules in force, taken away with a line of history.

use std::sync::Arc;

use super::reel::{About, root_of};
use crate::asterisk::entrance::entrance;
use crate::driver::{HistoryFact, wall_us};
use crate::engine::CallId;
use crate::recordings::retention::{self, Expired, Overdue, Retention};

/// Everything whose time is over by now.
pub fn overdue() -> Overdue {
    let mut all = Overdue::default();
    let Some(entrance) = entrance() else {
        return all;
    };
    let now = wall_us();
    for rule in &*entrance.plan().recordings {
        let retention = Retention {
            rule: Arc::clone(rule),
            root: root_of(rule),
        };
        let found = retention::overdue(&retention, now);
        all.expired.extend(found.expired);
        all.held.extend(found.held);
    }
    all
}

/// Takes it away. Whether it went.
pub fn expire(found: &Expired, by: &str) -> bool {
    let path = found.path.display().to_string();
    if let Err(error) = found.carry_out() {
        tracing::error!("{path}: the recording has expired and cannot be taken away: {error}");
        return false;
    }
    let target = found.target.as_ref();
    let archive = target.map_or(String::new(), |target| target.display().to_string());
    let sidecar = &found.sidecar;
    let about = About {
        call: CallId(sidecar.call),
        queue: sidecar.queue.clone(),
        agent: String::new(),
        host_call: sidecar.host_call.clone(),
        host_id: sidecar.host_id.clone(),
    };
    about.note(HistoryFact::RecordingExpired {
        rule: sidecar.rule.as_str().into(),
        sidecar: path,
        archive,
        by: by.into(),
    });
    true
}
