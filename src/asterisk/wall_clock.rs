//! The clock on the wall in any time zone that the PBX knows.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;
use std::ptr;

use super::sys;
use crate::driver::TimeWanted;
use crate::engine::LocalTime;

/// Year, month and day.
pub(super) type Date = (u16, u8, u8);
/// Hour, minute and second.
pub(super) type Time = (u8, u8, u8);

/// The date and the time of day at that moment in the PBX's own zone.
pub(super) fn date_and_time(wall_s: u64) -> Option<(Date, Time)> {
    let told = broken_down(wall_s, ptr::null())?;
    let byte = |number| u8::try_from(number).ok();
    let year = u16::try_from(told.tm_year + 1_900).ok()?;
    let date = (year, byte(told.tm_mon + 1)?, byte(told.tm_mday)?);
    let time = (byte(told.tm_hour)?, byte(told.tm_min)?, byte(told.tm_sec)?);
    Some((date, time))
}

/// The time of day at that moment in the zone that is asked for; a zone that the PBX does not know
/// is taken by it for UTC. `None`: the PBX cannot tell.
pub(super) fn local_time(wanted: &TimeWanted) -> Option<LocalTime> {
    let zone = match &wanted.timezone {
        Some(zone) => Some(CString::new(&**zone).ok()?),
        None => None,
    };
    let zone = zone.as_ref().map_or(ptr::null(), |zone| zone.as_ptr());
    let told = broken_down(wanted.wall_s, zone)?;
    Some(LocalTime {
        minute: u16::try_from(told.tm_hour * 60 + told.tm_min).ok()?,
        weekday: u8::try_from(told.tm_wday).ok()?,
        day: u8::try_from(told.tm_mday).ok()?,
        month: u8::try_from(told.tm_mon).ok()?,
    })
}

/// The zone is a C string that outlives the call, or null for the PBX's own.
fn broken_down(wall_s: u64, zone: *const c_char) -> Option<sys::ast_tm> {
    let moment = sys::timeval {
        tv_sec: i64::try_from(wall_s).ok()?,
        tv_usec: 0,
    };
    let mut told = MaybeUninit::<sys::ast_tm>::uninit();
    // SAFETY: all three live until the call returns; the zone is a C string or null.
    let answer = unsafe { sys::ast_localtime(&raw const moment, told.as_mut_ptr(), zone) };
    if answer.is_null() {
        return None;
    }
    // SAFETY: the function fills the whole structure before anything else.
    Some(unsafe { told.assume_init() })
}
