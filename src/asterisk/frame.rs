//! Frames: what a channel delivers when it is read.
//!
//! A frame is owned and freed when dropped. Only what a call centre acts on has a name of its
//! own here; sound and the rest stay [`Happening::Other`].

use std::ffi::c_int;
use std::fmt;
use std::ptr::NonNull;

use super::sys;

/// A frame, freed when dropped.
pub struct Frame(NonNull<sys::ast_frame>);

/// What a frame tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A key was pressed and released.
    Key(char),
    /// Something about the call itself.
    Control(Control),
    /// Sound, video, text, and kinds we do not act on.
    Other,
}

/// Control frames that matter to a call being set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// The other end has hung up.
    Hangup,
    /// The other end is ringing.
    Ringing,
    /// The other end has answered.
    Answer,
    /// The other end is busy.
    Busy,
    /// The network is.
    Congestion,
    /// Early media follows.
    Progress,
    /// The call is on its way.
    Proceeding,
    /// Put on hold by the other end.
    Hold,
    /// Taken off hold by the other end.
    Unhold,
    /// Who is at the other end has changed; the frame carries the new party.
    ConnectedLine,
    /// The call has been redirected; the frame carries from where.
    Redirecting,
    /// Technology-specific cause; passed on as it is.
    PrivateCause,
    /// Any other, with Asterisk's number.
    Other(c_int),
}

impl Frame {
    /// Takes over a frame.
    ///
    /// # Safety
    /// `frame` came from Asterisk and nobody else frees it.
    pub(super) const unsafe fn owned(frame: NonNull<sys::ast_frame>) -> Self {
        Self(frame)
    }

    /// For calls into Asterisk; valid while this value lives.
    pub(super) const fn as_ptr(&self) -> *mut sys::ast_frame {
        self.0.as_ptr()
    }

    /// What the frame tells.
    pub fn happening(&self) -> Happening {
        let (kind, number) = self.kind();
        match kind {
            sys::AST_FRAME_DTMF_END => u32::try_from(number)
                .ok()
                .and_then(char::from_u32)
                .map_or(Happening::Other, Happening::Key),
            sys::AST_FRAME_CONTROL => Happening::Control(control(number)),
            _ => Happening::Other,
        }
    }

    fn kind(&self) -> (sys::ast_frame_type, c_int) {
        // SAFETY: a live frame.
        let frame = unsafe { self.0.as_ref() };
        (frame.frametype, frame.subclass.integer)
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        // SAFETY: owned; Asterisk itself leaves its constant frames alone.
        unsafe { sys::ast_frame_free(self.as_ptr(), 1) };
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Frame({:?})", self.happening())
    }
}

fn control(number: c_int) -> Control {
    match u32::try_from(number) {
        Ok(sys::AST_CONTROL_HANGUP) => Control::Hangup,
        Ok(sys::AST_CONTROL_RINGING) => Control::Ringing,
        Ok(sys::AST_CONTROL_ANSWER) => Control::Answer,
        Ok(sys::AST_CONTROL_BUSY) => Control::Busy,
        Ok(sys::AST_CONTROL_CONGESTION) => Control::Congestion,
        Ok(sys::AST_CONTROL_PROGRESS) => Control::Progress,
        Ok(sys::AST_CONTROL_PROCEEDING) => Control::Proceeding,
        Ok(sys::AST_CONTROL_HOLD) => Control::Hold,
        Ok(sys::AST_CONTROL_UNHOLD) => Control::Unhold,
        Ok(sys::AST_CONTROL_CONNECTED_LINE) => Control::ConnectedLine,
        Ok(sys::AST_CONTROL_REDIRECTING) => Control::Redirecting,
        Ok(sys::AST_CONTROL_PVT_CAUSE_CODE) => Control::PrivateCause,
        _ => Control::Other(number),
    }
}

#[cfg(test)]
mod tests {
    use std::ptr::NonNull;

    use super::{Control, Frame, Happening};
    use crate::asterisk::fake_host::frames_freed;
    use crate::asterisk::sys;

    /// Runs `look` on a frame of the given kind; the fake host frees nothing, only counts.
    fn with_frame<R>(kind: sys::ast_frame_type, number: i32, look: impl FnOnce(&Frame) -> R) -> R {
        // SAFETY: all-zero is Asterisk's own empty frame.
        let mut raw: sys::ast_frame = unsafe { std::mem::zeroed() };
        raw.frametype = kind;
        raw.subclass.integer = number;
        // SAFETY: lives longer than the value made of it.
        let frame = unsafe { Frame::owned(NonNull::from(&mut raw)) };
        look(&frame)
    }

    #[test]
    fn every_control_frame_we_act_on_is_told() {
        let table = [
            (sys::AST_CONTROL_HANGUP, Control::Hangup),
            (sys::AST_CONTROL_RINGING, Control::Ringing),
            (sys::AST_CONTROL_ANSWER, Control::Answer),
            (sys::AST_CONTROL_BUSY, Control::Busy),
            (sys::AST_CONTROL_CONGESTION, Control::Congestion),
            (sys::AST_CONTROL_PROGRESS, Control::Progress),
            (sys::AST_CONTROL_PROCEEDING, Control::Proceeding),
            (sys::AST_CONTROL_HOLD, Control::Hold),
            (sys::AST_CONTROL_UNHOLD, Control::Unhold),
            (sys::AST_CONTROL_CONNECTED_LINE, Control::ConnectedLine),
            (sys::AST_CONTROL_REDIRECTING, Control::Redirecting),
            (sys::AST_CONTROL_PVT_CAUSE_CODE, Control::PrivateCause),
            (sys::AST_CONTROL_FLASH, Control::Other(9)),
        ];
        for (number, expected) in table {
            let number = i32::try_from(number).expect("small");
            let seen = with_frame(sys::AST_FRAME_CONTROL, number, Frame::happening);
            assert_eq!(seen, Happening::Control(expected));
        }
        let negative = with_frame(sys::AST_FRAME_CONTROL, -1, Frame::happening);
        assert_eq!(negative, Happening::Control(Control::Other(-1)));
    }

    #[test]
    fn a_key_counts_when_released() {
        let key = i32::from(b'#');
        let end = with_frame(sys::AST_FRAME_DTMF_END, key, Frame::happening);
        assert_eq!(end, Happening::Key('#'));
        let begin = with_frame(sys::AST_FRAME_DTMF_BEGIN, key, Frame::happening);
        assert_eq!(begin, Happening::Other);
        let nonsense = with_frame(sys::AST_FRAME_DTMF_END, -5, Frame::happening);
        assert_eq!(nonsense, Happening::Other);
    }

    #[test]
    fn a_frame_is_freed_once() {
        let before = frames_freed();
        with_frame(sys::AST_FRAME_CONTROL, 22, |_| ());
        assert_eq!(frames_freed(), before + 1);
    }
}
