//! The envelope of passwords: RSA with PKCS#1 v1.5 padding around a small JSON text (contract 1.5).

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rsa::{BigUint, Pkcs1v15Encrypt, RsaPrivateKey};
use serde_json::Value as Json;

/// The key that every simulated installation has; it protects nothing but made-up passwords.
pub(crate) const PUBLIC_KEY: &str = "\
-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAusE6CF5LhL8CTB9B7JlG
TRFkfff2RXCBzrc3UNAoygb1XkHBXmgfO05+YZBS+LTVtD2OU7kd9fvR2tcIX6vb
D8WutSGpPvqjRB9k2QuTAU5EnS4SxDYKztzGf6V7rmKEfb+OlN8qQuGHRgmT3HgT
C+93dzvo5QNTLMUygH6LDE9dYnCqq2Ts2By8Vb0UswSBbJdlftPuYekZjStJLGPX
hjcjcrLAjt/e4I77VXeIk4vteEkpm9FiN0lslj9OCp+SCi9EUUstSWYSmBM3b1mP
xla7FXjsBLIpebG6CvT+i21HBeoDEWtQGY+36/TJiFKYVCPKqZoZ53rB+8PaDfwu
wQIDAQAB
-----END PUBLIC KEY-----
";

/// The numbers behind it: exponent and the two primes.
const PRIVATE_EXPONENT: &[u8] = b"\
6fbec428ef7c1cee750a5762975df4a8218abc553466c30b21d3e9fab49341c12825cff2a0d550301aa799ce9aba92b2\
b02a333bfada20cb1edf7327d31728f94376f48e6c1de30cb8cf3acc40c0b203c31fe63c4d4efaafb7473984642b626b\
24a861413a1ca86118691383cd0ee156b128471e4739167271e229594ed06bc18afdeb6f36ba3e54aa34f4296517c45a\
8738f82c50dd8af9585be692ddfadc1ba5afbb5ddce0956d6294a07f7e6ea547abc7a4f14a5ec1518ee7114ced87f201\
e06cb85d71d00827405168e78fa2b589ce2fdb1a073e6a6aab8fcd8e97fd0d9fc5204667a34a23c04af7dd4c7524827b\
ad6e31aa9585a4fee5816b1721b42e9";
const FIRST_PRIME: &[u8] = b"\
eb903560409813861b9ef0855f1ac1bb237bbcb053dd86f725dff66a05f1718c5cf2b44b2b083314fac56adb793b01f9\
041e4060d9920a86a9147c1438a5fab0419c3265956d8f0511a161f9255ea6314fa96ecde24c89caf3ba3b165530db6f\
c622b6abc7f993fdb2da7ebde10b773a6fb79fa154eb651885b4808f1369b777";
const SECOND_PRIME: &[u8] = b"\
caf4fecefcc32004a77a8dcd5a0a78344181b384e24773e6237e2fdabbc517dc8c31ebb1c5b92e0839f072610c46e1f8\
e26d722fff1e8fa99a792d656bf9a454955e0e35cdeac154641a01abb5deb32988ad56fcefa7dd2c97519410b86cac4c\
1172d9e0e4262e851fb21b39f1cd03bafb91d2b690acfa7357ebd7211d50c987";

static PRIVATE_KEY: LazyLock<Option<RsaPrivateKey>> = LazyLock::new(|| {
    let number = |digits: &[u8]| BigUint::parse_bytes(digits, 16);
    let (first, second) = (number(FIRST_PRIME)?, number(SECOND_PRIME)?);
    let modulus = &first * &second;
    let exponent = BigUint::from(65_537_u32);
    let primes = vec![first, second];
    RsaPrivateKey::from_components(modulus, exponent, number(PRIVATE_EXPONENT)?, primes).ok()
});

/// What an envelope holds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    /// The stamp of the key answer that it was made with.
    pub(crate) ts: String,
    /// The password in the clear.
    pub(crate) password: String,
}

/// Opens an envelope; `None` for whatever was not made with the key, and for numbers where texts belong.
pub(crate) fn open(text: &str) -> Option<Letter> {
    let sealed = STANDARD.decode(text).ok()?;
    let plain = PRIVATE_KEY
        .as_ref()?
        .decrypt(Pkcs1v15Encrypt, &sealed)
        .ok()?;
    let letter: Json = serde_json::from_slice(&plain).ok()?;
    Some(Letter {
        ts: letter.get("ts")?.as_str()?.to_owned(),
        password: letter.get("password")?.as_str()?.to_owned(),
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use rsa::RsaPublicKey;
    use rsa::traits::PublicKeyParts;

    use super::*;

    /// The letter as a client seals it, with padding that is the same in every run.
    pub(crate) fn seal(plain: &str) -> String {
        let key = RsaPublicKey::from(PRIVATE_KEY.as_ref().unwrap());
        let mut block = vec![0, 2];
        block.resize(key.size() - plain.len() - 1, 0xa5);
        block.push(0);
        block.extend_from_slice(plain.as_bytes());
        let number = BigUint::from_bytes_be(&block);
        let mut bytes = number.modpow(key.e(), key.n()).to_bytes_be();
        while bytes.len() < key.size() {
            bytes.insert(0, 0);
        }
        STANDARD.encode(bytes)
    }

    // Contract 1.5.
    #[test]
    fn an_envelope_is_opened_and_anything_else_is_not() {
        let sealed = seal(r#"{"ts":"1760000000","password":"pä\"ss\\1"}"#);
        assert_eq!(sealed.len(), 344);
        let letter = open(&sealed).unwrap();
        assert_eq!(letter.ts, "1760000000");
        assert_eq!(letter.password, "pä\"ss\\1");
        for wrong in [
            "plain password 1",
            "",
            "AAAA",
            seal(r#"{"ts":1760000000,"password":"x"}"#).as_str(),
            seal("no json").as_str(),
        ] {
            assert_eq!(open(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_public_key_belongs_to_the_numbers() {
        let body: String = PUBLIC_KEY
            .lines()
            .filter(|line| !line.starts_with('-'))
            .collect();
        let bytes = STANDARD.decode(body).unwrap();
        let modulus = PRIVATE_KEY.as_ref().unwrap().n().to_bytes_be();
        assert!(bytes.windows(modulus.len()).any(|part| part == modulus));
    }
}
