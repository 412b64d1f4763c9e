//! Lots: numbers that look drawn and are not, so that the same facts draw the same.
//!
//! Rule kept: a lot depends on the call and on the offer that it is drawn for and on nothing else;
//! a call that is offered again draws anew.

use crate::engine::id::{CallId, OfferId};

/// The lot of a call for its offer.
pub(in crate::engine) const fn lot(call: CallId, offer: OfferId) -> u64 {
    scattered(scattered(call.0) ^ offer.0)
}

/// A number far from that of its neighbours (SplitMix64).
const fn scattered(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lots_fall_evenly() {
        let mut counts = [0_u32; 8];
        for call in 0..8_000 {
            let lot = lot(CallId(call), OfferId(call + 1));
            counts[usize::try_from(lot >> 61).unwrap()] += 1;
        }
        assert!(
            counts.iter().all(|count| (900..1_100).contains(count)),
            "{counts:?}"
        );
    }

    #[test]
    fn the_same_offer_draws_the_same_and_the_next_one_anew() {
        assert_eq!(lot(CallId(7), OfferId(3)), lot(CallId(7), OfferId(3)));
        assert_ne!(lot(CallId(7), OfferId(3)), lot(CallId(7), OfferId(4)));
        assert_ne!(lot(CallId(7), OfferId(3)), lot(CallId(8), OfferId(3)));
    }
}
