//! All lines of agents who have called.
//!
//! A leaf lock, above that of each line: nothing of Asterisk is called while it is held.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::line::Line;
use crate::asterisk::channel::Channel;
use crate::driver::{is_line, line_interface};
use crate::engine::{AgentId, DeviceState, WatchedDevice};

static LINES: Mutex<Lines> = Mutex::new(Lines {
    by_interface: BTreeMap::new(),
    by_agent: BTreeMap::new(),
    followed: BTreeMap::new(),
});

struct Lines {
    by_interface: BTreeMap<Arc<str>, Arc<Line>>,
    by_agent: BTreeMap<Arc<str>, Vec<Arc<Line>>>,
    /// Whose line the engine follows.
    followed: BTreeMap<AgentId, Arc<Line>>,
}

/// A line is known while this lives.
#[derive(Debug)]
#[must_use]
pub(super) struct Entered(Arc<Line>);

/// Makes a line known.
pub(super) fn enter(line: &Arc<Line>) -> Entered {
    let mut lines = lock();
    let interface = Arc::clone(line.agent.interface());
    lines.by_interface.insert(interface, Arc::clone(line));
    let name = Arc::clone(line.agent.agent_name());
    lines
        .by_agent
        .entry(name)
        .or_default()
        .push(Arc::clone(line));
    Entered(Arc::clone(line))
}

impl Drop for Entered {
    fn drop(&mut self) {
        let mut lines = lock();
        lines.by_interface.remove(self.0.agent.interface());
        let name = self.0.agent.agent_name();
        if let Some(of_agent) = lines.by_agent.get_mut(name) {
            of_agent.retain(|line| !Arc::ptr_eq(line, &self.0));
            if of_agent.is_empty() {
                lines.by_agent.remove(name);
            }
        }
        drop(lines);
        self.0.leave();
    }
}

/// The line that an interface names.
pub(in crate::asterisk) fn find(interface: &str) -> Option<Arc<Line>> {
    lock().by_interface.get(interface).cloned()
}

/// Whose line a channel is, if it is one.
pub(in crate::asterisk) fn agent_on(channel: &Channel) -> Option<AgentId> {
    find(&line_interface(&channel.name())).map(|line| line.agent.agent())
}

/// Follows the line of an agent from now on, if that is what the agent is signed in on; its state,
/// or `None` if it is no line.
pub(in crate::asterisk) fn follow(
    agent: AgentId,
    device: Option<&WatchedDevice>,
) -> Option<DeviceState> {
    let mut lines = lock();
    if let Some(former) = lines.followed.remove(&agent) {
        former.follow(false);
    }
    let Some(WatchedDevice::Behind(interface)) = device else {
        return None;
    };
    let Some(line) = lines.by_interface.get(interface).cloned() else {
        return is_line(interface).then_some(DeviceState::Unreachable);
    };
    let state = line.follow(true);
    lines.followed.insert(agent, line);
    Some(state)
}

/// Where this agent is signed in has changed: the agent's lines are to ask.
pub(in crate::asterisk) fn doubt(agent: &str) {
    let of_agent = lock().by_agent.get(agent).cloned();
    for line in of_agent.into_iter().flatten() {
        line.doubt();
    }
}

/// Nobody decides any more: all lines are to ask.
pub(in crate::asterisk) fn doubt_all() {
    let all: Vec<_> = lock().by_interface.values().cloned().collect();
    for line in all {
        line.doubt();
    }
}

fn lock() -> MutexGuard<'static, Lines> {
    LINES.lock().unwrap_or_else(PoisonError::into_inner)
}
