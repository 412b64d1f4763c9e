//! The clock on the wall: in any time zone that the PBX knows, and the PBX's own.

use std::ffi::CString;
use std::fs::File;
use std::io::Read;
use std::mem::MaybeUninit;
use std::path::Path;
use std::ptr;

use super::sys;
use crate::driver::TimeWanted;
use crate::engine::LocalTime;

/// A date and a time of the PBX's own clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Date {
    pub(super) year: u16,
    /// From 1.
    pub(super) month: u16,
    /// From 1.
    pub(super) day: u16,
    pub(super) hour: u16,
    pub(super) minute: u16,
    pub(super) second: u16,
}

/// Where the PBX looks for time zones.
const TIMEZONES: &str = "/usr/share/zoneinfo";
/// What every file of a time zone begins with.
const TIMEZONE_MAGIC: [u8; 4] = *b"TZif";

/// Whether the PBX finds a time zone of this name, which has been checked to be a plain path. One
/// that it does not find it takes for UTC without a word.
pub(super) fn knows_timezone(name: &str) -> bool {
    let mut magic = [0; TIMEZONE_MAGIC.len()];
    let found = File::open(Path::new(TIMEZONES).join(name));
    let read = found.and_then(|mut file| file.read_exact(&mut magic));
    read.is_ok() && magic == TIMEZONE_MAGIC
}

/// The time of day at that moment in the zone that is asked for. `None`: the PBX cannot tell.
pub(super) fn local_time(wanted: &TimeWanted) -> Option<LocalTime> {
    let zone = match &wanted.timezone {
        Some(zone) => Some(CString::new(&**zone).ok()?),
        None => None,
    };
    let told = broken_down(wanted.wall_s, zone.as_ref())?;
    Some(LocalTime {
        minute: u16::try_from(told.tm_hour * 60 + told.tm_min).ok()?,
        weekday: u8::try_from(told.tm_wday).ok()?,
        day: u8::try_from(told.tm_mday).ok()?,
        month: u8::try_from(told.tm_mon).ok()?,
        wall_s: wanted.wall_s,
    })
}

/// The day of a moment, in microseconds since 1970, at its first minute.
pub(super) fn local_day(wall_us: u64) -> Option<Date> {
    let date = local_date(wall_us)?;
    Some(Date {
        hour: 0,
        minute: 0,
        second: 0,
        ..date
    })
}

/// A moment in microseconds since 1970 as people read it: `2030-01-31 14:30:05`.
pub(super) fn shown(wall_us: u64) -> String {
    local_date(wall_us).map_or_else(
        || wall_us.to_string(),
        |date| {
            let Date {
                year,
                month,
                day,
                hour,
                minute,
                second,
            } = date;
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        },
    )
}

/// The moment of a date, in microseconds since 1970; `None`: it is before that.
pub(super) fn moment_us(date: Date) -> Option<u64> {
    // SAFETY: all-zero is a value of every member.
    let mut told: sys::ast_tm = unsafe { std::mem::zeroed() };
    told.tm_year = i32::from(date.year) - 1900;
    told.tm_mon = i32::from(date.month) - 1;
    told.tm_mday = i32::from(date.day);
    told.tm_hour = i32::from(date.hour);
    told.tm_min = i32::from(date.minute);
    told.tm_sec = i32::from(date.second);
    // Whether it is summer is for the zone to know.
    told.tm_isdst = -1;
    // SAFETY: the structure lives until the call returns; no zone means the PBX's own.
    let moment = unsafe { sys::ast_mktime(&raw mut told, ptr::null()) };
    u64::try_from(moment.tv_sec).ok()?.checked_mul(1_000_000)
}

/// The date and the time of day of a moment, in microseconds since 1970.
pub(super) fn local_date(wall_us: u64) -> Option<Date> {
    let told = broken_down(wall_us / 1_000_000, None)?;
    Some(Date {
        year: u16::try_from(told.tm_year + 1900).ok()?,
        month: u16::try_from(told.tm_mon + 1).ok()?,
        day: u16::try_from(told.tm_mday).ok()?,
        hour: u16::try_from(told.tm_hour).ok()?,
        minute: u16::try_from(told.tm_min).ok()?,
        second: u16::try_from(told.tm_sec).ok()?,
    })
}

fn broken_down(wall_s: u64, zone: Option<&CString>) -> Option<sys::ast_tm> {
    let zone = zone.map_or(ptr::null(), |zone| zone.as_ptr());
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

#[cfg(test)]
mod tests {
    use super::knows_timezone;

    #[test]
    fn only_files_of_zones_are_zones() {
        for name in ["Europe/Nowhere", "Europe", "zone.tab", ""] {
            assert!(!knows_timezone(name), "{name}");
        }
    }
}
