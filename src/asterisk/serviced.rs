//! A channel in the hands of the one thread that services it.
//!
//! Only this thread reads the channel; music, ringing tones and key presses advance only while it
//! does. The value cannot leave its thread. What any thread may do is on [`Channel`], which this
//! lends.

use std::marker::PhantomData;
use std::ops::Deref;
use std::ptr::NonNull;

use super::channel::{Channel, to_int};
use super::frame::Frame;
use super::sys;
use crate::ffi::text;

/// A channel that this thread services.
#[derive(Debug)]
pub struct Serviced {
    channel: Channel,
    _one_thread: PhantomData<*const ()>,
}

/// What the far end of a channel is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Indication {
    /// The called party is being alerted.
    Ringing,
    /// Early media follows.
    Progress,
    /// Whatever was indicated is over.
    Nothing,
}

/// What reading a channel gave.
#[derive(Debug)]
pub enum Read {
    /// A frame.
    Frame(Frame),
    /// The channel is gone, or was redirected
    /// ([`super::locked_channel::LockedChannel::is_redirected`]): stop.
    Ended,
}

impl Serviced {
    /// The channel of a dialplan application.
    ///
    /// # Safety
    /// `channel` is a live channel that the calling thread services.
    pub(super) unsafe fn borrowed(channel: *mut sys::ast_channel) -> Self {
        let channel = NonNull::new(channel).expect("the PBX never runs without a channel");
        // SAFETY: the caller's promise.
        let channel = unsafe { Channel::referenced(channel) };
        Self {
            channel,
            _one_thread: PhantomData,
        }
    }

    /// A channel that the calling thread has made itself.
    ///
    /// # Safety
    /// The caller owns one reference, gives it up, and services the channel from now on.
    #[expect(dead_code, reason = "for the legs that ring agents")]
    pub(super) const unsafe fn owned(channel: NonNull<sys::ast_channel>) -> Self {
        // SAFETY: the caller's promise.
        let channel = unsafe { Channel::owned(channel) };
        Self {
            channel,
            _one_thread: PhantomData,
        }
    }

    /// Reads one frame. Blocks if none is there: wait first, see [`super::wait`].
    pub fn read(&mut self) -> Read {
        // SAFETY: this thread services the channel.
        let frame = unsafe { sys::ast_read(self.as_ptr()) };
        let Some(frame) = NonNull::new(frame) else {
            return Read::Ended;
        };
        // SAFETY: the frame is ours to free.
        Read::Frame(unsafe { Frame::owned(frame) })
    }

    /// Answers without waiting for media; `false` if the channel is gone.
    pub fn answer(&mut self) -> bool {
        // SAFETY: a live channel.
        unsafe { sys::ast_raw_answer(self.as_ptr()) == 0 }
    }

    /// Tells the far end something.
    pub fn indicate(&mut self, indication: Indication) {
        let condition = match indication {
            Indication::Ringing => to_int(sys::AST_CONTROL_RINGING),
            Indication::Progress => to_int(sys::AST_CONTROL_PROGRESS),
            Indication::Nothing => -1,
        };
        // SAFETY: a live channel; the lock is not held.
        unsafe { sys::ast_indicate(self.as_ptr(), condition) };
    }

    /// Has the dialplan go on at the first step of an extension when the application ends; `false`
    /// if there is no such extension.
    pub fn go_to(&mut self, context: &str, extension: &str) -> bool {
        let caller = self.lock().caller_number();
        let caller = text::c_string(caller.reveal());
        let (context, extension) = (text::c_string(context), text::c_string(extension));
        // SAFETY: a live channel whose lock is not held; strings that outlive the call.
        let exists = unsafe {
            sys::ast_exists_extension(
                self.as_ptr(),
                context.as_ptr(),
                extension.as_ptr(),
                1,
                caller.as_ptr(),
            )
        };
        if exists == 0 {
            return false;
        }
        // SAFETY: as above.
        unsafe { sys::ast_explicit_goto(self.as_ptr(), context.as_ptr(), extension.as_ptr(), 1) };
        true
    }

    /// Starts music on hold of a class, or of the channel's own; `false` if there is no such
    /// class. Starting again what plays already does nothing.
    pub fn start_music(&mut self, class: Option<&str>) -> bool {
        let class = class.map(text::c_string);
        let class = class
            .as_ref()
            .map_or(std::ptr::null(), |class| class.as_ptr());
        // SAFETY: a live channel; NULL or a string that outlives the call.
        unsafe { sys::ast_moh_start(self.as_ptr(), class, std::ptr::null()) == 0 }
    }

    /// Stops music on hold.
    pub fn stop_music(&mut self) {
        // SAFETY: a live channel.
        unsafe { sys::ast_moh_stop(self.as_ptr()) };
    }
}

impl Deref for Serviced {
    type Target = Channel;

    fn deref(&self) -> &Channel {
        &self.channel
    }
}
