//! What the agents' phones do: the host's device states become facts for the engine.
//!
//! One subscription for the whole module; a hash by device finds the agents concerned, so that a
//! change of any other device costs one look-up. The callback runs on a thread of the host that
//! serves every device of the PBX: it looks up, notes and returns.
//!
//! A phone's state is read where the host keeps it, in its cache; a phone that was never asked
//! about is asked about on the host's own device-state thread, never on ours.

use std::collections::BTreeMap;
use std::ffi::c_void;
use std::fmt;
use std::ptr::{self, NonNull};
use std::sync::{Arc, PoisonError, RwLock};

use super::hint::{self, Hints};
use super::macros::{FILE, FUNCTION};
use super::sys;
use crate::driver::Entrance;
use crate::engine::{AgentId, DeviceState, WatchedDevice};
use crate::ffi::guard::guard;
use crate::ffi::text;

/// The module's eye on the agents' phones; closes when dropped.
#[derive(Debug)]
pub struct DeviceWatch {
    table: Arc<WatchTable>,
    subscription: NonNull<sys::stasis_subscription>,
}

// SAFETY: the subscription is only ever closed, by whoever drops the value.
unsafe impl Send for DeviceWatch {}
// SAFETY: as above.
unsafe impl Sync for DeviceWatch {}

/// Which phone belongs to whom.
#[derive(Default)]
pub struct WatchTable {
    watched: RwLock<Watched>,
    entrance: RwLock<Option<Entrance>>,
    pub(super) hints: Hints,
}

#[derive(Debug, Default)]
struct Watched {
    /// Lower-case device names: the host compares them without regard to case.
    agents: BTreeMap<Box<str>, Vec<AgentId>>,
    devices: BTreeMap<AgentId, Box<str>>,
}

impl DeviceWatch {
    /// Opens the subscription; `None` if the host has no memory or its administrator has declined
    /// device-state messages in `stasis.conf`.
    pub fn open() -> Option<Self> {
        let kind = message_type();
        if kind.is_null() {
            return None;
        }
        let table = Arc::new(WatchTable::default());
        // SAFETY: a static object of the host.
        let topic = unsafe { sys::ast_device_state_topic_all() };
        // SAFETY: the table outlives the subscription, which `drop` closes and waits for.
        let subscription = unsafe {
            sys::__stasis_subscribe(
                topic,
                Some(device_state_published),
                Arc::as_ptr(&table).cast_mut().cast(),
                FILE.as_ptr(),
                0,
                FUNCTION.as_ptr(),
            )
        };
        let subscription = NonNull::new(subscription)?;
        Hints::open(&table);
        // SAFETY: a live subscription and a live type.
        unsafe { sys::stasis_subscription_accept_message_type(subscription.as_ptr(), kind) };
        // SAFETY: as above.
        unsafe {
            sys::stasis_subscription_set_filter(
                subscription.as_ptr(),
                sys::STASIS_SUBSCRIPTION_FILTER_SELECTIVE,
            );
        }
        Some(Self {
            table,
            subscription,
        })
    }

    /// The table, for the worker, which says whose phone to follow.
    pub fn table(&self) -> Arc<WatchTable> {
        Arc::clone(&self.table)
    }

    /// From now on changes are told here; what was missed until now is told at once.
    pub fn report_to(&self, entrance: &Entrance) {
        let mut place = self
            .table
            .entrance
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *place = Some(entrance.clone());
        drop(place);
        let watched = self
            .table
            .watched
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let devices: Vec<_> = watched
            .devices
            .iter()
            .map(|(agent, device)| (*agent, device.clone()))
            .collect();
        drop(watched);
        for (agent, device) in devices {
            if hint::is_hint(&device) {
                self.table.ask_hint(&device);
                continue;
            }
            // A change may be told between the look and the word; then the next look sees it.
            let mut told = None;
            while let Some(state) = known_state(&device).filter(|state| told != Some(*state)) {
                entrance.device_changed(agent, state);
                told = Some(state);
            }
        }
    }
}

impl Drop for DeviceWatch {
    fn drop(&mut self) {
        // SAFETY: a live subscription; waits until no callback runs any more.
        unsafe { sys::stasis_unsubscribe_and_join(self.subscription.as_ptr()) };
        self.table.hints.close();
        // The entrance leads to the driver; nothing keeps it alive beyond the module's life.
        *self
            .table
            .entrance
            .write()
            .unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl WatchTable {
    /// Follows the phone of an agent from now on, or none; the state it has, if that is known.
    /// Otherwise the host is asked, and the answer comes as a change.
    pub fn watch(
        self: &Arc<Self>,
        agent: AgentId,
        device: Option<&WatchedDevice>,
    ) -> Option<DeviceState> {
        let device = device.and_then(device_name);
        let mut watched = self.watched.write().unwrap_or_else(PoisonError::into_inner);
        watched.follow(agent, device.as_deref());
        drop(watched);
        let device = device?;
        if hint::is_hint(&device) {
            self.ask_hint(&device);
            return None;
        }
        let state = known_state(&device);
        if state.is_none() {
            ask_for_state(&device);
        }
        state
    }

    /// Tells the engine of a device's state, if the device is an agent's phone. True if it is.
    pub(super) fn tell(&self, device: &str, state: DeviceState) -> bool {
        let watched = self.watched.read().unwrap_or_else(PoisonError::into_inner);
        let Some(agents) = watched.agents.get(device.to_ascii_lowercase().as_str()) else {
            return false;
        };
        // The table stays locked while the state is told, so that no state of a former phone is
        // told after `watch` has moved the agent to another one.
        let entrance = self.entrance.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(entrance) = entrance.as_ref() {
            for agent in agents {
                entrance.device_changed(*agent, state);
            }
        }
        true
    }
}

impl fmt::Debug for WatchTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WatchTable")
            .field("watched", &self.watched)
            .finish_non_exhaustive()
    }
}

impl Watched {
    fn follow(&mut self, agent: AgentId, device: Option<&str>) {
        if let Some(former) = self.devices.remove(&agent) {
            let key = former.to_ascii_lowercase();
            if let Some(agents) = self.agents.get_mut(key.as_str()) {
                agents.retain(|other| *other != agent);
                if agents.is_empty() {
                    self.agents.remove(key.as_str());
                }
            }
        }
        if let Some(device) = device {
            self.devices.insert(agent, device.into());
            self.agents
                .entry(device.to_ascii_lowercase().into())
                .or_default()
                .push(agent);
        }
    }
}

/// The device behind a dial string, if its state stands for one phone: `PJSIP/1001` and
/// `PJSIP/1001/sip:…` do; a number behind a trunk (`PJSIP/4930…@trunk`) and a `Local` channel do
/// not, they have no state of their own.
fn device_name(device: &WatchedDevice) -> Option<String> {
    let interface = match device {
        WatchedDevice::Named(name) => return Some(name.to_string()),
        WatchedDevice::Behind(interface) => interface,
    };
    let (tech, address) = interface.split_once('/')?;
    let address = address.split('/').next().unwrap_or(address);
    if address.is_empty() || address.contains('@') || tech.eq_ignore_ascii_case("local") {
        return None;
    }
    Some(format!("{tech}/{address}"))
}

/// What the host's cache says of a device.
fn known_state(device: &str) -> Option<DeviceState> {
    let device = text::c_string(device);
    // SAFETY: a static object of the host.
    let cache = unsafe { sys::ast_device_state_cache() };
    // SAFETY: the text outlives the call; no server means the state over all of them.
    let message = unsafe {
        sys::stasis_cache_get_by_eid(cache, message_type(), device.as_ptr(), ptr::null())
    };
    if message.is_null() {
        return None;
    }
    // SAFETY: a live message of the type asked for, whose reference is ours.
    let state = unsafe { stated(message) }.state;
    // SAFETY: the look-up gave a reference of its own.
    unsafe { super::macros::ao2_ref(message.cast(), -1) };
    Some(meaning(state))
}

/// The type of device-state messages; NULL if the administrator has declined them.
fn message_type() -> *mut sys::stasis_message_type {
    // SAFETY: no preconditions.
    unsafe { sys::ast_device_state_message_type() }
}

/// Lets the host's device-state thread ask the phone's driver and publish the answer.
fn ask_for_state(device: &str) {
    let device = text::c_string(device);
    // SAFETY: the text is copied.
    unsafe {
        sys::ast_devstate_changed_literal(
            sys::AST_DEVICE_UNKNOWN,
            sys::AST_DEVSTATE_CACHABLE,
            device.as_ptr(),
        );
    }
}

/// # Safety
/// `message` is a device-state message that outlives the result.
unsafe fn stated<'a>(message: *mut sys::stasis_message) -> &'a sys::ast_device_state_message {
    // SAFETY: the caller's promise.
    let payload = unsafe { sys::stasis_message_data(message) };
    // SAFETY: the payload of this type, immutable and as long-lived as the message.
    unsafe { &*payload.cast() }
}

const fn meaning(state: sys::ast_device_state) -> DeviceState {
    match state {
        sys::AST_DEVICE_NOT_INUSE => DeviceState::Free,
        sys::AST_DEVICE_INUSE
        | sys::AST_DEVICE_BUSY
        | sys::AST_DEVICE_RINGING
        | sys::AST_DEVICE_RINGINUSE
        | sys::AST_DEVICE_ONHOLD => DeviceState::InUse,
        sys::AST_DEVICE_INVALID | sys::AST_DEVICE_UNAVAILABLE => DeviceState::Unreachable,
        _ => DeviceState::Unknown,
    }
}

unsafe extern "C" fn device_state_published(
    table: *mut c_void,
    _subscription: *mut sys::stasis_subscription,
    message: *mut sys::stasis_message,
) {
    guard("device state", (), || {
        // SAFETY: a live message.
        if unsafe { sys::stasis_message_type(message) } != message_type() {
            return;
        }
        // SAFETY: checked above; it lives for the whole call.
        let stated = unsafe { stated(message) };
        // One message a server and one over all of them: only the last is the phone's state.
        if !stated.eid.is_null() {
            return;
        }
        // SAFETY: the table outlives the subscription.
        let table = unsafe { &*table.cast::<WatchTable>() };
        // SAFETY: part of the message.
        let device = text::lossy(unsafe { text::borrow(stated.device) });
        table.tell(&device, meaning(stated.state));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn behind(interface: &str) -> Option<String> {
        device_name(&WatchedDevice::Behind(interface.into()))
    }

    #[test]
    fn a_phone_has_a_state_and_a_trunk_has_none() {
        assert_eq!(behind("PJSIP/1001").as_deref(), Some("PJSIP/1001"));
        assert_eq!(
            behind("PJSIP/1001/sip:1001@198.51.100.7").as_deref(),
            Some("PJSIP/1001")
        );
        assert_eq!(behind("PJSIP/4930123456@trunk"), None);
        assert_eq!(behind("Local/1001@agents/n"), None);
        assert_eq!(behind("local/1001"), None);
        assert_eq!(behind("nonsense"), None);
        let named = WatchedDevice::Named("Custom:desk7".into());
        assert_eq!(device_name(&named).as_deref(), Some("Custom:desk7"));
    }

    #[test]
    fn one_phone_may_belong_to_several_agents_and_move() {
        let mut watched = Watched::default();
        watched.follow(AgentId(1), Some("PJSIP/1001"));
        watched.follow(AgentId(2), Some("pjsip/1001"));
        assert_eq!(watched.agents["pjsip/1001"], [AgentId(1), AgentId(2)]);
        watched.follow(AgentId(1), Some("PJSIP/1002"));
        assert_eq!(watched.agents["pjsip/1001"], [AgentId(2)]);
        assert_eq!(watched.agents["pjsip/1002"], [AgentId(1)]);
        watched.follow(AgentId(2), None);
        assert!(!watched.agents.contains_key("pjsip/1001"));
        assert_eq!(watched.devices.len(), 1);
    }

    #[test]
    fn every_state_of_the_host_has_a_meaning() {
        let table = [
            (sys::AST_DEVICE_UNKNOWN, DeviceState::Unknown),
            (sys::AST_DEVICE_NOT_INUSE, DeviceState::Free),
            (sys::AST_DEVICE_INUSE, DeviceState::InUse),
            (sys::AST_DEVICE_BUSY, DeviceState::InUse),
            (sys::AST_DEVICE_INVALID, DeviceState::Unreachable),
            (sys::AST_DEVICE_UNAVAILABLE, DeviceState::Unreachable),
            (sys::AST_DEVICE_RINGING, DeviceState::InUse),
            (sys::AST_DEVICE_RINGINUSE, DeviceState::InUse),
            (sys::AST_DEVICE_ONHOLD, DeviceState::InUse),
        ];
        for (state, expected) in table {
            assert_eq!(meaning(state), expected, "{state}");
        }
    }
}
