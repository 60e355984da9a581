//! A small random source that gives the same numbers for the same seed on every machine.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Numbers from a seed; good enough for names and made-up keys, and for nothing secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Random {
    state: u64,
}

impl Random {
    /// A source that starts from this seed.
    pub fn new(seed: u64) -> Self {
        Self {
            state: seed ^ 0x5dee_ce66_d1ce_4e5b,
        }
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below the limit; 0 for a limit of 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.number().checked_rem(limit).unwrap_or(0)
    }

    /// One of these.
    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> Option<&'a T> {
        let index = self.below(u64::try_from(from.len()).unwrap_or(0));
        from.get(usize::try_from(index).unwrap_or(0)).copied()
    }

    /// So many bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        std::iter::repeat_with(|| self.number().to_le_bytes())
            .flatten()
            .take(count)
            .collect()
    }

    /// So many bytes in standard base64.
    pub fn base64(&mut self, count: usize) -> String {
        STANDARD.encode(self.bytes(count))
    }

    /// A version 4 UUID.
    pub fn uuid(&mut self) -> String {
        let high = self.number();
        let low = self.number();
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xfff,
            0x8000 | ((low >> 48) & 0x3fff),
            low & 0xffff_ffff_ffff
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let mut one = Random::new(7);
        let mut two = Random::new(7);
        assert_eq!(one.bytes(40), two.bytes(40));
        assert_eq!(one.uuid(), two.uuid());
        assert_ne!(Random::new(7).number(), Random::new(8).number());
    }

    #[test]
    fn a_uuid_has_its_shape() {
        let uuid = Random::new(1).uuid();
        assert_eq!(uuid.len(), 36);
        assert_eq!(
            uuid.split('-').map(str::len).collect::<Vec<_>>(),
            [8, 4, 4, 4, 12]
        );
    }
}
