//! The clock on the wall in any time zone that the PBX knows.

use std::ffi::CString;
use std::mem::MaybeUninit;
use std::ptr;

use super::sys;
use crate::driver::TimeWanted;
use crate::engine::LocalTime;

/// The time of day at that moment in the zone that is asked for; a zone that the PBX does not know
/// is taken by it for UTC. `None`: the PBX cannot tell.
pub(super) fn local_time(wanted: &TimeWanted) -> Option<LocalTime> {
    let zone = match &wanted.timezone {
        Some(zone) => Some(CString::new(&**zone).ok()?),
        None => None,
    };
    let zone = zone.as_ref().map_or(ptr::null(), |zone| zone.as_ptr());
    let moment = sys::timeval {
        tv_sec: i64::try_from(wanted.wall_s).ok()?,
        tv_usec: 0,
    };
    let mut told = MaybeUninit::<sys::ast_tm>::uninit();
    // SAFETY: all three live until the call returns; the zone is a C string or null.
    let answer = unsafe { sys::ast_localtime(&raw const moment, told.as_mut_ptr(), zone) };
    if answer.is_null() {
        return None;
    }
    // SAFETY: the function fills the whole structure before anything else.
    let told = unsafe { told.assume_init() };
    Some(LocalTime {
        minute: u16::try_from(told.tm_hour * 60 + told.tm_min).ok()?,
        weekday: u8::try_from(told.tm_wday).ok()?,
        day: u8::try_from(told.tm_mday).ok()?,
        month: u8::try_from(told.tm_mon).ok()?,
    })
}
