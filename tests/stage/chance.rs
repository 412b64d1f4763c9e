//! Chance from a seed: the same seed gives the same day on every machine.

/// A small generator of random numbers (SplitMix64: a counter, mixed).
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// Chance that depends on nothing but `seed`.
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 64 random bits.
    pub(crate) const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `bound - 1`. The slight preference for small numbers does not matter
    /// here.
    pub(crate) const fn below(&mut self, bound: u64) -> u64 {
        self.bits() % bound
    }

    /// A number from `lowest` to `highest`, both included.
    pub(crate) const fn between(&mut self, lowest: u64, highest: u64) -> u64 {
        lowest + self.below(highest - lowest + 1)
    }

    /// True `percent` times of a hundred.
    pub(crate) const fn happens(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of these.
    pub(crate) fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len() as u64) as usize]
    }

    /// A number above 0 and up to 1.
    fn fraction(&mut self) -> f64 {
        ((self.bits() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    /// A time with exponential distribution: the gap between arrivals of a Poisson stream, or the
    /// length of a call that forgets how long it has lasted.
    pub(crate) fn exponential(&mut self, mean: f64) -> f64 {
        -mean * self.fraction().ln()
    }

    /// Like [`exponential`](Self::exponential), in whole milliseconds, at least 1.
    pub(crate) fn exponential_ms(&mut self, mean_ms: u64) -> u64 {
        (self.exponential(mean_ms as f64) as u64).max(1)
    }
}
