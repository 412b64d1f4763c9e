//! Whether the agent has put the open line on hold, whoever reads it at the moment.
//!
//! The host shows every frame of the channel to a hook of ours; only control frames, so that a
//! conversation may still be bridged natively. The hook is called with the channel locked: it
//! notes, and returns. It holds the line weakly: a channel destroys its hooks when it is itself
//! destroyed.

use std::ffi::{c_int, c_void};
use std::mem;
use std::sync::{Arc, Weak};

use super::line::Line;
use crate::asterisk::channel::Channel;
use crate::asterisk::sys;
use crate::ffi::guard::guard;

/// The hook is on the channel while this lives.
#[derive(Debug)]
pub(super) struct HoldWatch {
    channel: Channel,
    hook: c_int,
}

impl HoldWatch {
    /// Watches a line; `None` if there is no memory: hold is then not seen.
    pub(super) fn new(channel: &Channel, line: &Arc<Line>) -> Option<Self> {
        let watched = Box::into_raw(Box::new(Arc::downgrade(line)));
        // SAFETY: all-zero is a hook without callbacks.
        let mut hooked: sys::ast_framehook_interface = unsafe { mem::zeroed() };
        hooked.version = sys::AST_FRAMEHOOK_INTERFACE_VERSION as u16;
        hooked.event_cb = Some(passed);
        hooked.destroy_cb = Some(forgotten);
        hooked.consume_cb = Some(is_looked_at);
        hooked.disable_inheritance = 1;
        hooked.data = watched.cast();
        let hook = {
            let locked = channel.lock();
            // SAFETY: locked; what is copied from the structure outlives the hook.
            unsafe { sys::ast_framehook_attach(locked.as_ptr(), &raw mut hooked) }
        };
        if hook < 0 {
            // SAFETY: the host did not take it.
            drop(unsafe { Box::from_raw(watched) });
            return None;
        }
        Some(Self {
            channel: channel.clone(),
            hook,
        })
    }
}

impl Drop for HoldWatch {
    fn drop(&mut self) {
        let locked = self.channel.lock();
        // SAFETY: locked; a hook that is gone already is no error.
        unsafe { sys::ast_framehook_detach(locked.as_ptr(), self.hook) };
    }
}

unsafe extern "C" fn passed(
    _channel: *mut sys::ast_channel,
    frame: *mut sys::ast_frame,
    event: sys::ast_framehook_event,
    watched: *mut c_void,
) -> *mut sys::ast_frame {
    guard("hold of an agent's line", frame, || {
        if !frame.is_null() && event == sys::AST_FRAMEHOOK_EVENT_READ {
            // SAFETY: a live frame, lent for this call.
            let is_held = held(unsafe { &*frame });
            // SAFETY: the box from `new`, alive until `forgotten`.
            let line = unsafe { &*watched.cast::<Weak<Line>>() };
            if let (Some(is_held), Some(line)) = (is_held, line.upgrade()) {
                line.hold(is_held);
            }
        }
        frame
    })
}

/// What a frame says of hold, if it does.
fn held(frame: &sys::ast_frame) -> Option<bool> {
    if frame.frametype != sys::AST_FRAME_CONTROL {
        return None;
    }
    match u32::try_from(frame.subclass.integer) {
        Ok(sys::AST_CONTROL_HOLD) => Some(true),
        Ok(sys::AST_CONTROL_UNHOLD) => Some(false),
        _ => None,
    }
}

unsafe extern "C" fn is_looked_at(_watched: *mut c_void, kind: sys::ast_frame_type) -> c_int {
    guard("frames of an agent's line", 1, || {
        c_int::from(kind == sys::AST_FRAME_CONTROL)
    })
}

unsafe extern "C" fn forgotten(watched: *mut c_void) {
    guard("end of a hold watch", (), || {
        // SAFETY: the box from `new`, given back once.
        drop(unsafe { Box::from_raw(watched.cast::<Weak<Line>>()) });
    });
}
