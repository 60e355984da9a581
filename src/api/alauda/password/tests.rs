use proptest::prelude::*;
use serde_json::Value;

use super::*;

const PEM: &str = include_str!("../../../../tests/data/alauda/rsa.openssl.json");

fn key(index: usize) -> PasswordKey {
    let known: Value = serde_json::from_str(PEM).unwrap();
    PasswordKey {
        ts: "1760000000".to_owned(),
        pubkey: known["keys"][index]["public_key"]
            .as_str()
            .unwrap()
            .to_owned(),
        pubkey_encode: String::new(),
    }
}

fn counting() -> impl FnMut(&mut [u8]) {
    let mut last = 0_u8;
    move |buffer| {
        for byte in buffer {
            last = last.wrapping_add(1);
            *byte = last;
        }
    }
}

#[test]
fn a_sealed_password_is_what_openssl_makes_of_the_json_text() {
    let known: Value = serde_json::from_str(PEM).unwrap();
    for index in 0..5 {
        let sealed = key(index).seal(&Secret::from("correct horse 1"), &mut counting());
        let expected = known["keys"][index]["sealed"].as_str().unwrap();
        assert_eq!(sealed.unwrap().0.expose(), expected);
    }
}

#[test]
fn the_length_that_counts_is_that_of_the_json_text() {
    // Around the password stand 35 bytes with this ts; a quote counts twice.
    let frame = r#"{"ts":"1760000000","password":""}"#.len();
    let n_left = 2_048 / 8 - 11 - frame;
    let sealed = |text: String| key(1).seal(&Secret::from(text), &mut counting());
    assert!(sealed("x".repeat(n_left)).is_ok());
    let too_long = Some(Unsealable::TooLong { max_bytes: 245 });
    assert_eq!(sealed("x".repeat(n_left + 1)).err(), too_long);
    assert!(sealed("\"".repeat(n_left / 2)).is_ok());
    assert_eq!(sealed("\"".repeat(n_left / 2 + 1)).err(), too_long);
}

#[test]
fn a_key_that_is_none_seals_nothing() {
    let no_key = PasswordKey {
        ts: String::new(),
        pubkey: "x".to_owned(),
        pubkey_encode: "eA==".to_owned(),
    };
    let sealed = no_key.seal(&Secret::from("correct horse 1"), &mut counting());
    assert_eq!(sealed.err(), Some(Unsealable::Key));
}

#[test]
fn the_key_is_read_from_either_of_its_forms() {
    let password = Secret::from("correct horse 1");
    let sealed = |key: PasswordKey| key.seal(&password, &mut counting()).unwrap().0;
    let pem = key(1);
    let lines = PasswordKey {
        pubkey: pem.pubkey.replace('\n', "\r\n"),
        ..key(1)
    };
    let encoded = PasswordKey {
        pubkey: String::new(),
        pubkey_encode: base64::encode(pem.pubkey.as_bytes()).to_string(),
        ..key(1)
    };
    let expected = sealed(pem);
    assert_eq!(sealed(lines).expose(), expected.expose());
    assert_eq!(sealed(encoded).expose(), expected.expose());
}

#[test]
fn a_source_that_gives_nothing_seals_nothing() {
    let sealed = key(1).seal(&Secret::from("correct horse 1"), &mut |_| ());
    assert_eq!(sealed.err(), Some(Unsealable::Random));
}

#[test]
fn two_seals_of_one_password_differ_and_print_as_stars() {
    let mut random = counting();
    let password = Secret::from("correct horse 1");
    let one = key(1).seal(&password, &mut random).unwrap();
    // The source comes round after 256 bytes, four buffers of 64.
    random(&mut [0]);
    let other = key(1).seal(&password, &mut random).unwrap();
    assert_ne!(one.0.expose(), other.0.expose());
    assert_eq!(format!("{one:?}"), "SealedPassword(***)");
}

#[test]
fn the_rule_for_passwords_is_the_contracts() {
    let found = |text: &str| weaknesses(&Secret::from(text));
    assert_eq!(found("correct horse 1"), []);
    assert_eq!(found("abcdef1~"), []);
    assert_eq!(found("abcde1~"), [Weakness::Length]);
    assert_eq!(found(&("a1~".to_owned() + &"x".repeat(29))), []);
    assert_eq!(
        found(&("a1~".to_owned() + &"x".repeat(30))),
        [Weakness::Length]
    );
    assert_eq!(found("1234567-"), [Weakness::NoLetter]);
    assert_eq!(found("abcdefg-"), [Weakness::NoDigit]);
    assert_eq!(found("abcdefg1"), [Weakness::NoSign]);
    assert_eq!(found("abcdef1-ü"), [Weakness::Stranger]);
    assert_eq!(found("abcdef1-["), [Weakness::Stranger]);
    let all = [
        Weakness::Length,
        Weakness::NoLetter,
        Weakness::NoDigit,
        Weakness::NoSign,
    ];
    assert_eq!(found(""), all);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn any_password_is_sealed_or_too_long(text in ".{0,60}") {
        let sealed = key(1).seal(&Secret::from(text), &mut counting());
        match sealed {
            Ok(sealed) => prop_assert_eq!(sealed.0.len_bytes(), 344),
            Err(why) => prop_assert_eq!(why, Unsealable::TooLong { max_bytes: 245 }),
        }
    }
}
