//! The number with which an agent proves to be the agent.
//!
//! Rule kept: it is never shown. Its debug form says only that there is one, it is compared in a
//! time that does not depend on where it differs, and nothing but the comparison reads it.

use std::fmt;
use std::hint::black_box;

/// Fewest digits of a PIN.
pub const PIN_DIGITS_MIN: usize = 4;
/// Most digits of a PIN.
pub const PIN_DIGITS_MAX: usize = 16;

/// A PIN.
#[derive(Clone)]
pub struct Pin([u8; PIN_DIGITS_MAX]);

impl Pin {
    /// A PIN of these decimal digits; `None` if they are none, too few or too many.
    #[must_use]
    pub fn new(digits: &str) -> Option<Self> {
        let is_long_enough = (PIN_DIGITS_MIN..=PIN_DIGITS_MAX).contains(&digits.len());
        let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        (is_long_enough && is_plain).then(|| Self(filled(digits)))
    }

    /// Whether these are its digits.
    #[must_use]
    pub fn is(&self, digits: &str) -> bool {
        let may_be = digits.len() <= PIN_DIGITS_MAX && !digits.contains('\0');
        self.is_same(&filled(digits)) & may_be
    }

    fn is_same(&self, other: &[u8; PIN_DIGITS_MAX]) -> bool {
        let pairs = self.0.iter().zip(other);
        // Every place is looked at; the optimiser may not leave early.
        pairs.fold(0, |differs, (own, given)| {
            black_box(differs | (own ^ given))
        }) == 0
    }
}

// Unused places hold no digit, so that no PIN is the beginning of another one.
fn filled(digits: &str) -> [u8; PIN_DIGITS_MAX] {
    let mut places = [0; PIN_DIGITS_MAX];
    for (place, digit) in places.iter_mut().zip(digits.bytes()) {
        *place = digit;
    }
    places
}

impl PartialEq for Pin {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(&other.0)
    }
}

impl Eq for Pin {}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_digits_fit() {
        let pin = Pin::new("0123").unwrap();
        assert!(pin.is("0123"));
        for wrong in ["", "012", "01234", "0124", "1123", "0123\0", "0123#"] {
            assert!(!pin.is(wrong), "{wrong:?}");
        }
        let longest = "1234567890123456";
        assert!(Pin::new(longest).unwrap().is(longest));
        assert!(!Pin::new(longest).unwrap().is(&format!("{longest}7")));
        assert_eq!(format!("{pin:?}"), "Pin(hidden)");
    }

    #[test]
    fn what_no_phone_can_send_is_no_pin() {
        for text in ["", "123", "12345678901234567", "12a4", "１２３４", "-123"] {
            assert!(Pin::new(text).is_none(), "{text}");
        }
    }
}
