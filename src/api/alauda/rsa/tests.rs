//! Held against OpenSSL: `tests/data/alauda/rsa.openssl.json`.

use std::path::Path;

use proptest::prelude::*;
use serde::Deserialize;

use super::*;

#[derive(Deserialize)]
struct Known {
    text: String,
    keys: Vec<KnownKey>,
}

#[derive(Deserialize)]
struct KnownKey {
    bits: usize,
    exponent: u32,
    public_key: String,
    rsa_public_key: String,
    sealed: String,
}

fn known() -> Known {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/alauda/rsa.openssl.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Counts up from 1 through all bytes, 0 among them.
fn counting() -> impl FnMut(&mut [u8]) {
    let mut last = 0_u8;
    move |buffer| {
        for byte in buffer {
            last = last.wrapping_add(1);
            *byte = last;
        }
    }
}

fn key(bits: usize) -> PublicKey {
    let known = known().keys.into_iter().find(|key| key.bits == bits);
    PublicKey::from_pem(&known.unwrap().public_key).unwrap()
}

#[test]
fn keys_of_every_size_encrypt_as_openssl_does() {
    let Known { text, keys } = known();
    assert_eq!(keys.len(), 5);
    for known in keys {
        let key = PublicKey::from_pem(&known.public_key).unwrap();
        assert_eq!(key.exponent, known.exponent);
        assert_eq!(key.max_len(), known.bits / 8 - 11);
        let sealed = key.encrypt(text.as_bytes(), &mut counting()).unwrap();
        assert_eq!(
            *base64::encode(&sealed),
            known.sealed,
            "{} bits",
            known.bits
        );
        let older = PublicKey::from_pem(&known.rsa_public_key).unwrap();
        assert_eq!(older, key);
    }
}

#[test]
fn a_text_may_be_as_long_as_the_key_less_eleven_and_no_longer() {
    let key = key(2_048);
    assert_eq!(key.max_len(), 245);
    let sealed = key.encrypt(&[b'x'; 245], &mut counting()).unwrap();
    assert_eq!(base64::encode(&sealed).len(), 344);
    assert_eq!(key.encrypt(&[b'x'; 246], &mut counting()), None);
}

#[test]
fn what_is_no_rsa_key_is_refused() {
    // A key on an elliptic curve, made for this test.
    let elliptic = "-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE6LIv9OHIJV6emaB733LSvYOBRBqA+DKuv2iXkI54GDWgUydGqy145Ufftfei1RvDOi3XmOhvKigV0Fu3IKPc5Q==
-----END PUBLIC KEY-----";
    let good = known().keys[1].public_key.clone();
    let private = good.replace("PUBLIC KEY", "OTHER KEY");
    let short = good.replacen("MIIB", "MIIC", 1);
    for text in ["", "-----BEGIN PUBLIC KEY-----", elliptic, &private, &short] {
        assert_eq!(PublicKey::from_pem(text), None, "{text}");
    }
}

#[test]
fn a_key_that_would_not_hide_anything_is_refused() {
    let odd = [0xff; 128];
    assert!(PublicKey::from_numbers(&odd, &[3]).is_some());
    for exponent in [&[][..], &[1], &[2], &[1, 0, 0], &[1, 0, 0, 0, 1]] {
        assert_eq!(
            PublicKey::from_numbers(&odd, exponent),
            None,
            "{exponent:?}"
        );
    }
    let mut even = odd;
    even[127] = 0xfe;
    assert_eq!(PublicKey::from_numbers(&even, &[3]), None);
    assert_eq!(PublicKey::from_numbers(&[], &[3]), None);
    assert_eq!(PublicKey::from_numbers(&[0xff; 1_025], &[3]), None);
}

#[test]
fn a_key_too_short_for_any_text_encrypts_none() {
    let tiny = PublicKey::from_numbers(&[0xff; 8], &[3]).unwrap();
    assert_eq!(tiny.max_len(), 0);
    assert_eq!(tiny.encrypt(b"", &mut counting()), None);
}

/// The same in numbers small enough for the processor.
fn small_power(base: u64, exponent: u32, modulus: u64) -> u64 {
    let (base, modulus) = (u128::from(base), u128::from(modulus));
    let power = (0..exponent).fold(1, |power, _| power * base % modulus);
    u64::try_from(power).unwrap()
}

proptest! {
    #[test]
    fn padding_holds_no_zero_and_the_text_stands_at_the_end(
        text in proptest::collection::vec(any::<u8>(), 0..60),
        random in proptest::collection::vec(any::<u8>(), 1..40),
        len_bytes in 64_usize..140,
    ) {
        prop_assume!(random.iter().any(|byte| *byte != 0));
        let key = PublicKey::from_numbers(&vec![0xff; len_bytes], &[3]).unwrap();
        let mut endless = random.into_iter().cycle();
        let mut source = |buffer: &mut [u8]| buffer.fill_with(|| endless.next().unwrap());
        let Some(block) = key.padded(&text, &mut source) else {
            prop_assert!(text.len() > key.max_len());
            return Ok(());
        };
        prop_assert_eq!(block.len(), len_bytes);
        prop_assert_eq!(&block[..2], &[0, 2]);
        let border = 2 + block[2..].iter().position(|byte| *byte == 0).unwrap();
        prop_assert!(border >= 10);
        prop_assert_eq!(&block[border + 1..], &text);
    }

    #[test]
    fn powers_are_right_for_small_numbers(base: u64, modulus: u64, exponent in 1_u32..400) {
        let (modulus, exponent) = (modulus | 1 << 63 | 1, exponent * 2 + 1);
        let base = base % modulus;
        let key = PublicKey::from_numbers(&modulus.to_be_bytes(), &exponent.to_be_bytes()).unwrap();
        let power = small_power(base, exponent, modulus);
        prop_assert_eq!(key.raise(&base.to_be_bytes()), power.to_be_bytes());
    }

    #[test]
    fn any_text_is_taken(text in ".*", der in proptest::collection::vec(any::<u8>(), 0..80)) {
        let _ = PublicKey::from_pem(&text);
        let inside = base64::encode(&der);
        let _ = PublicKey::from_pem(&["-----BEGIN PUBLIC KEY-----", &inside, "-----END "].concat());
        let _ = PublicKey::from_pem(&["-----BEGIN RSA PUBLIC KEY-----", &inside, "-----END "].concat());
    }

    #[test]
    fn a_key_with_one_byte_changed_is_taken_or_refused(at in 0_usize..294, to: u8) {
        let pem = &known().keys[1].public_key;
        let inside: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let mut der = base64::decode(&inside).unwrap();
        der[at] = to;
        let changed = base64::encode(&der);
        if let Some(key) = PublicKey::from_pem(&["-----BEGIN PUBLIC KEY-----", &changed, "-----END "].concat()) {
            prop_assert!(key.exponent >= 3);
        }
    }
}
