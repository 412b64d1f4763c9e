//! What a Q.850 cause, as a leg's hang-up carries it, means for an offer.

use std::ffi::c_int;

use super::sys;
use crate::engine::OfferFailure;

/// A leg that could not even be called: without a better word the phone is not reachable.
pub(super) fn failure_of_request(cause: c_int) -> OfferFailure {
    match failure_of_cause(cause) {
        OfferFailure::NoAnswer | OfferFailure::Rejected => OfferFailure::Unreachable,
        failure => failure,
    }
}

/// What a Q.850 cause means for an offer.
pub(super) fn failure_of_cause(cause: c_int) -> OfferFailure {
    match u32::try_from(cause) {
        Ok(sys::AST_CAUSE_USER_BUSY) => OfferFailure::Busy,
        Ok(sys::AST_CAUSE_NO_ANSWER | sys::AST_CAUSE_NO_USER_RESPONSE) => OfferFailure::NoAnswer,
        Ok(
            sys::AST_CAUSE_UNALLOCATED
            | sys::AST_CAUSE_NO_ROUTE_DESTINATION
            | sys::AST_CAUSE_SUBSCRIBER_ABSENT
            | sys::AST_CAUSE_DESTINATION_OUT_OF_ORDER,
        ) => OfferFailure::Unreachable,
        Ok(
            sys::AST_CAUSE_NORMAL_CIRCUIT_CONGESTION
            | sys::AST_CAUSE_NETWORK_OUT_OF_ORDER
            | sys::AST_CAUSE_NORMAL_TEMPORARY_FAILURE
            | sys::AST_CAUSE_SWITCH_CONGESTION
            | sys::AST_CAUSE_BEARERCAPABILITY_NOTAVAIL,
        ) => OfferFailure::Congestion,
        _ => OfferFailure::Rejected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asterisk::channel::to_int;

    #[test]
    fn causes_become_failures() {
        let table = [
            (sys::AST_CAUSE_USER_BUSY, OfferFailure::Busy),
            (sys::AST_CAUSE_CALL_REJECTED, OfferFailure::Rejected),
            (sys::AST_CAUSE_NORMAL_CLEARING, OfferFailure::Rejected),
            (sys::AST_CAUSE_NO_ANSWER, OfferFailure::NoAnswer),
            (sys::AST_CAUSE_SUBSCRIBER_ABSENT, OfferFailure::Unreachable),
            (sys::AST_CAUSE_SWITCH_CONGESTION, OfferFailure::Congestion),
        ];
        for (cause, expected) in table {
            assert_eq!(failure_of_cause(to_int(cause)), expected, "{cause}");
        }
        assert_eq!(failure_of_cause(-1), OfferFailure::Rejected);
    }

    #[test]
    fn a_phone_that_could_not_be_called_did_neither_ring_nor_reject() {
        for cause in [sys::AST_CAUSE_NO_ANSWER, sys::AST_CAUSE_CALL_REJECTED, 0] {
            assert_eq!(
                failure_of_request(to_int(cause)),
                OfferFailure::Unreachable,
                "{cause}"
            );
        }
        let busy = failure_of_request(to_int(sys::AST_CAUSE_USER_BUSY));
        assert_eq!(busy, OfferFailure::Busy);
    }
}
