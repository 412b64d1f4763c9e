//! Who wants a change and why, as history tells it: `console`, `ami/ann: the caller asked`.
//!
//! Rule kept: the text is one line within the engine's bound, whatever a client sends; what is too
//! long is cut.

use crate::asterisk::channel::Channel;
use crate::asterisk::channel_name::device_of;
use crate::engine::limits::SOURCE_BYTES_MAX;
use crate::ffi::text;

/// The word on the console behind which the reason stands.
pub const BECAUSE: &str = "because";

/// Who wants a change, and why if that was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    text: String,
    has_reason: bool,
}

impl Asker {
    /// An empty reason is none.
    fn new(who: &str, why: &str) -> Self {
        let whole = if why.is_empty() {
            who.to_owned()
        } else {
            format!("{who}: {why}")
        };
        let whole = text::visible(&whole);
        Self {
            text: text::truncated(&whole, SOURCE_BYTES_MAX).to_owned(),
            has_reason: !why.is_empty(),
        }
    }

    /// Somebody on the console; takes `because` and what follows it from the words.
    pub fn on_console(words: &mut Vec<String>) -> Self {
        let place = words.iter().rposition(|word| word == BECAUSE);
        let why = place.map(|place| words.split_off(place)[1..].join(" "));
        Self::new("console", &why.unwrap_or_default())
    }

    /// An AMI client, who may name a person and a reason.
    pub fn on_ami(by: Option<&str>, why: Option<&str>) -> Self {
        let who = by.map_or_else(|| "ami".to_owned(), |by| format!("ami/{by}"));
        Self::new(&who, why.unwrap_or_default())
    }

    /// Whoever runs the dialplan: the phone, or else the channel's name.
    pub fn in_dialplan(channel: Option<&Channel>) -> Self {
        let who = channel.map(Channel::name);
        let who = who.map(|name| device_of(&name).unwrap_or(name));
        Self::new(who.as_deref().unwrap_or("dialplan"), "")
    }

    /// As history tells it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether a reason was said.
    pub const fn has_reason(&self) -> bool {
        self.has_reason
    }
}

#[cfg(test)]
mod tests {
    use super::{Asker, SOURCE_BYTES_MAX};

    fn on_console(line: &str) -> (String, String) {
        let mut words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let asker = Asker::on_console(&mut words);
        (words.join(" "), asker.as_str().to_owned())
    }

    #[test]
    fn the_reason_stands_last_on_the_console() {
        let told = |line, words: &str, by: &str| {
            assert_eq!(on_console(line), (words.to_owned(), by.to_owned()));
        };
        told("7 priority 10", "7 priority 10", "console");
        told(
            "7 priority 10 because he is late",
            "7 priority 10",
            "console: he is late",
        );
        told("7 priority 10 because", "7 priority 10", "console");
    }

    #[test]
    fn a_client_forges_nothing_and_is_cut() {
        let asker = Asker::on_ami(Some("ann"), Some("a\r\nEvent: b"));
        assert_eq!(asker.as_str(), "ami/ann: a\\r\\nEvent: b");
        assert!(asker.has_reason());
        let asker = Asker::on_ami(Some(&"é".repeat(200)), None);
        assert!(asker.as_str().len() <= SOURCE_BYTES_MAX);
        assert_eq!(Asker::on_ami(None, None).as_str(), "ami");
        assert_eq!(Asker::in_dialplan(None).as_str(), "dialplan");
    }
}
