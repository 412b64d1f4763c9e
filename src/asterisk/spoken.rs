//! Announcements as lists of sound files.
//!
//! English numbers are put together from the core sounds; in another language a number is one file
//! where there is one, and else said digit by digit, which every language can.

use std::sync::Arc;

use crate::engine::{Announcement, PositionTold};

const MS_PER_SECOND: u64 = 1_000;
const SECONDS_PER_MINUTE: u64 = 60;

/// The files of an announcement, one after the other. `is_file` says whether there is such a file
/// in the caller's language.
pub(super) fn files(
    announcement: &Announcement,
    language: &str,
    is_file: impl Fn(&str) -> bool,
) -> Vec<Arc<str>> {
    let sounds = &announcement.sounds;
    let number = |number: u64| number_files(number, language, &is_file);
    let mut files: Vec<Arc<str>> = Vec::new();
    match announcement.position {
        Some(PositionTold::At(1)) => files.extend(sounds.next.clone()),
        Some(PositionTold::At(place)) => {
            files.extend(sounds.there_are.clone());
            files.extend(number(place.into()));
            files.extend(sounds.calls_waiting.clone());
        }
        Some(PositionTold::MoreThan(limit)) => {
            files.extend(sounds.more_than.clone());
            files.extend(number(limit.into()));
            files.extend(sounds.more_waiting.clone());
        }
        None => {}
    }
    if let Some(wait_ms) = announcement.wait_ms {
        let seconds = wait_ms.div_ceil(MS_PER_SECOND);
        let (minutes, seconds) = (seconds / SECONDS_PER_MINUTE, seconds % SECONDS_PER_MINUTE);
        files.extend(sounds.wait.clone());
        if minutes > 0 {
            files.extend(number(minutes));
            let unit = if minutes == 1 {
                &sounds.minute
            } else {
                &sounds.minutes
            };
            files.extend(unit.clone());
        }
        if seconds > 0 {
            files.extend(number(seconds));
            files.extend(sounds.seconds.clone());
        }
    }
    if announcement.position.is_some() || announcement.wait_ms.is_some() {
        files.extend(sounds.thanks.clone());
    }
    files.extend(announcement.files.iter().cloned());
    files
}

fn number_files(number: u64, language: &str, is_file: impl Fn(&str) -> bool) -> Vec<Arc<str>> {
    let is_english = language.is_empty() || language.to_ascii_lowercase().starts_with("en");
    if is_english && number < 1_000_000 {
        let mut files = Vec::new();
        english(number, &mut files);
        return files;
    }
    let whole = format!("digits/{number}");
    if is_file(&whole) {
        return vec![whole.into()];
    }
    let digits = number.to_string();
    digits
        .chars()
        .map(|digit| format!("digits/{digit}").into())
        .collect()
}

// Below a million.
fn english(number: u64, files: &mut Vec<Arc<str>>) {
    let mut say = |word: &str| files.push(format!("digits/{word}").into());
    match number {
        0..=20 => say(&number.to_string()),
        21..=99 => {
            say(&(number / 10 * 10).to_string());
            if !number.is_multiple_of(10) {
                say(&(number % 10).to_string());
            }
        }
        100..=999 => {
            say(&(number / 100).to_string());
            say("hundred");
            if !number.is_multiple_of(100) {
                english(number % 100, files);
            }
        }
        _ => {
            english(number / 1_000, files);
            files.push("digits/thousand".into());
            if !number.is_multiple_of(1_000) {
                english(number % 1_000, files);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Sounds;

    fn said(position: Option<PositionTold>, wait_ms: Option<u64>, language: &str) -> String {
        let announcement = Announcement {
            position,
            wait_ms,
            files: vec!["offers".into()],
            sounds: Arc::new(Sounds::default()),
        };
        files(&announcement, language, |file| file == "digits/31").join(" ")
    }

    #[test]
    fn place_and_wait_are_said_as_people_say_them() {
        use PositionTold::{At, MoreThan};
        let next = said(Some(At(1)), Some(60_000), "en_US");
        assert_eq!(
            next,
            "queue-youarenext queue-holdtime digits/1 queue-minute queue-thankyou offers"
        );
        let third = said(Some(At(3)), Some(150_000), "");
        assert_eq!(
            third,
            "queue-thereare digits/3 queue-callswaiting queue-holdtime digits/2 queue-minutes \
             digits/30 queue-seconds queue-thankyou offers"
        );
        let many = said(Some(MoreThan(10)), None, "en");
        assert_eq!(
            many,
            "queue-quantity1 digits/10 queue-quantity2 queue-thankyou offers"
        );
        assert_eq!(said(None, None, "en"), "offers");
    }

    #[test]
    fn numbers_follow_the_language() {
        let number = |number, language| {
            let files = number_files(number, language, |file| file == "digits/31");
            let words = files
                .iter()
                .map(|file| file.trim_start_matches("digits/").to_owned());
            words.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(number(0, "en"), "0");
        assert_eq!(number(20, "en"), "20");
        assert_eq!(number(31, "en"), "30 1");
        assert_eq!(number(40, "en_GB"), "40");
        assert_eq!(number(100, "en"), "1 hundred");
        assert_eq!(number(999, "en"), "9 hundred 90 9");
        assert_eq!(number(12_345, "en"), "12 thousand 3 hundred 40 5");
        assert_eq!(number(31, "fr"), "31");
        assert_eq!(number(32, "fr"), "3 2");
    }
}
