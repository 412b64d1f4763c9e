//! How agents are rung, and what follows when that comes to nothing.

/// The rules of an offer.
#[derive(Debug, Clone)]
pub struct OfferRules {
    /// Agents who are rung at once for one call, the best first; at most `OFFERS_MAX`. Default 1.
    pub ring_at_once: u8,
    /// How long an agent's phone rings before the next agent is tried. Default 15,000.
    pub ring_timeout_ms: u64,
    /// Missed offers in a row after which an agent goes not ready with reason `rona`; 0: never.
    /// Default (`None`): 1, where several are rung at once 0.
    pub rona_limit: Option<u32>,
    /// After how long such an agent is ready again; `None`: when asked to be.
    pub rona_return_ms: Option<u64>,
    /// Missed offers since the last word of the agent after which the agent is signed out; 0:
    /// never. Default 0.
    pub auto_logout: u32,
    /// How long an agent rests after a failed offer, by cause.
    pub back_off: BackOff,
}

impl OfferRules {
    /// The limit of missed offers where so many agents are rung at once.
    #[must_use]
    pub fn rona_limit_of(&self, ring_at_once: u8) -> u32 {
        // All but one miss nearly every call.
        let usual = || u32::from(ring_at_once <= 1);
        self.rona_limit.unwrap_or_else(usual)
    }
}

impl Default for OfferRules {
    fn default() -> Self {
        Self {
            ring_at_once: 1,
            ring_timeout_ms: 15_000,
            rona_limit: None,
            rona_return_ms: None,
            auto_logout: 0,
            back_off: BackOff::default(),
        }
    }
}

/// How long an agent is left alone after an offer failed, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackOff {
    /// The phone was busy. Default 5,000.
    pub busy_ms: u64,
    /// The agent rejected the call. Default 5,000.
    pub rejected_ms: u64,
    /// The phone did not answer, where this does not make the agent not ready. Default 5,000.
    pub no_answer_ms: u64,
    /// The phone could not be reached. Default 15,000.
    pub unreachable_ms: u64,
    /// The network had no line to it. Default 15,000.
    pub congestion_ms: u64,
}

impl Default for BackOff {
    fn default() -> Self {
        Self {
            busy_ms: 5_000,
            rejected_ms: 5_000,
            no_answer_ms: 5_000,
            unreachable_ms: 15_000,
            congestion_ms: 15_000,
        }
    }
}
