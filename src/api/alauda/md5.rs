//! MD5 (RFC 1321), by which the platform names its accounts. Nothing is protected by it.

/// How far each round of sixteen steps turns its sums.
const TURNS: [[u32; 4]; 4] = [
    [7, 12, 17, 22],
    [5, 9, 14, 20],
    [4, 11, 16, 23],
    [6, 10, 15, 21],
];

/// The digest in lower-case hexadecimal.
pub(super) fn hex(text: &str) -> String {
    let mut message = text.as_bytes().to_vec();
    let n_bits = u64::try_from(message.len())
        .unwrap_or(u64::MAX)
        .wrapping_mul(8);
    message.push(0x80);
    while message.len() % 64 != 56 {
        message.push(0);
    }
    message.extend(n_bits.to_le_bytes());
    let mut state = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in message.chunks_exact(64) {
        state = mixed(state, block);
    }
    let mut digest = String::with_capacity(32);
    for byte in state.iter().flat_map(|word: &u32| word.to_le_bytes()) {
        for half in [byte >> 4, byte & 0x0f] {
            digest.extend(char::from_digit(u32::from(half), 16));
        }
    }
    digest
}

/// One block of 64 bytes.
fn mixed(state: [u32; 4], block: &[u8]) -> [u32; 4] {
    let mut words = [0_u32; 16];
    for (word, four) in words.iter_mut().zip(block.chunks_exact(4)) {
        *word = four
            .iter()
            .rev()
            .fold(0, |sum, byte| sum << 8 | u32::from(*byte));
    }
    let [mut a, mut b, mut c, mut d] = state;
    for (round, turns) in (0_usize..).zip(&TURNS) {
        for step in 0_usize..16 {
            let (mix, word) = match round {
                0 => (b & c | !b & d, step),
                1 => (d & b | !d & c, 5 * step + 1),
                2 => (b ^ c ^ d, 3 * step + 5),
                _ => (c ^ (b | !d), 7 * step),
            };
            let word = words.get(word % 16).copied().unwrap_or_default();
            let constant = CONSTANTS
                .get(16 * round + step)
                .copied()
                .unwrap_or_default();
            let turn = turns.get(step % 4).copied().unwrap_or_default();
            let sum = a
                .wrapping_add(mix)
                .wrapping_add(word)
                .wrapping_add(constant);
            (a, d, c, b) = (d, c, b, b.wrapping_add(sum.rotate_left(turn)));
        }
    }
    let [first, second, third, fourth] = state;
    [
        first.wrapping_add(a),
        second.wrapping_add(b),
        third.wrapping_add(c),
        fourth.wrapping_add(d),
    ]
}

/// The first 32 bits of the fractional parts of the sines of 1 to 64.
const CONSTANTS: [u32; 64] = [
    0xd76a_a478,
    0xe8c7_b756,
    0x2420_70db,
    0xc1bd_ceee,
    0xf57c_0faf,
    0x4787_c62a,
    0xa830_4613,
    0xfd46_9501,
    0x6980_98d8,
    0x8b44_f7af,
    0xffff_5bb1,
    0x895c_d7be,
    0x6b90_1122,
    0xfd98_7193,
    0xa679_438e,
    0x49b4_0821,
    0xf61e_2562,
    0xc040_b340,
    0x265e_5a51,
    0xe9b6_c7aa,
    0xd62f_105d,
    0x0244_1453,
    0xd8a1_e681,
    0xe7d3_fbc8,
    0x21e1_cde6,
    0xc337_07d6,
    0xf4d5_0d87,
    0x455a_14ed,
    0xa9e3_e905,
    0xfcef_a3f8,
    0x676f_02d9,
    0x8d2a_4c8a,
    0xfffa_3942,
    0x8771_f681,
    0x6d9d_6122,
    0xfde5_380c,
    0xa4be_ea44,
    0x4bde_cfa9,
    0xf6bb_4b60,
    0xbebf_bc70,
    0x289b_7ec6,
    0xeaa1_27fa,
    0xd4ef_3085,
    0x0488_1d05,
    0xd9d4_d039,
    0xe6db_99e5,
    0x1fa2_7cf8,
    0xc4ac_5665,
    0xf429_2244,
    0x432a_ff97,
    0xab94_23a7,
    0xfc93_a039,
    0x655b_59c3,
    0x8f0c_cc92,
    0xffef_f47d,
    0x8584_5dd1,
    0x6fa8_7e4f,
    0xfe2c_e6e0,
    0xa301_4314,
    0x4e08_11a1,
    0xf753_7e82,
    0xbd3a_f235,
    0x2ad7_d2bb,
    0xeb86_d391,
];

#[cfg(test)]
mod tests {
    use super::hex;

    #[test]
    fn the_standards_own_examples() {
        // RFC 1321, A.5.
        let digits = "1234567890".repeat(8);
        for (text, digest) in [
            ("", "d41d8cd98f00b204e9800998ecf8427e"),
            ("a", "0cc175b9c0f1b6a831c399e269772661"),
            ("abc", "900150983cd24fb0d6963f7d28e17f72"),
            ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
            (
                "abcdefghijklmnopqrstuvwxyz",
                "c3fcd3d76192e4007dfb496cca67e13b",
            ),
            (
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
                "d174ab98d277d9f5a5611c2c9f419d9f",
            ),
            (digits.as_str(), "57edf4a22be3c955ac49da2e2107b67a"),
        ] {
            assert_eq!(hex(text), digest, "{text}");
        }
    }

    #[test]
    fn the_contracts_own_example() {
        assert_eq!(hex("example4"), "1e9eea56686511e9052e6578b56ae018");
    }

    #[test]
    fn every_length_around_a_block_is_padded_right() {
        // Digests of so many letters "x", by OpenSSL.
        for (n, digest) in LENGTHS {
            assert_eq!(hex(&"x".repeat(n)), digest, "{n}");
        }
    }

    const LENGTHS: [(usize, &str); 6] = [
        (55, "04364420e25c512fd958a70738aa8f72"),
        (56, "668a72d5ba17f08e62dabcafad6db14b"),
        (57, "693037871c4a9d3d8685018905cb530a"),
        (63, "7dc2ca208106a2f703567bdff99d8981"),
        (64, "c1bb4f81d892b2d57947682aeb252456"),
        (119, "ab347a5f68c8a443cfcddc633f12c24f"),
    ];
}
