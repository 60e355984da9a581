//! RSA encryption with a public key, padded after PKCS #1 version 1.5 (RFC 8017, 7.2.1): what the platform asks for.
//!
//! Own code, because browsers have no such function and a library costs 8 to 15 kB in the browser against 0.4 kB here.
//! Only the public half: no secret number is ever worked with, and each plaintext is padded with fresh random bytes.
//! Tests hold it against OpenSSL's results and against an independent decryption.

use zeroize::{Zeroize, Zeroizing};

use crate::api::base64;

/// The object identifier of plain RSA keys, 1.2.840.113549.1.1.1, as DER has it.
const RSA_ENCRYPTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];

/// The longest modulus that is taken. Longer ones would only keep the page busy.
const MAX_BITS: usize = 8_192;

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OBJECT_IDENTIFIER: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

/// Bytes that padding takes at least: 0, 2, eight random ones, 0.
const MIN_PADDING: usize = 11;

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PublicKey {
    /// The modulus, lowest limb first, without empty limbs at the end.
    modulus: Vec<u32>,
    /// The modulus' length in bytes.
    len_bytes: usize,
    exponent: u32,
}

impl PublicKey {
    /// Reads a key in PEM, either as `PUBLIC KEY` or as `RSA PUBLIC KEY`.
    pub(super) fn from_pem(text: &str) -> Option<Self> {
        let (_, rest) = text.split_once("-----BEGIN ")?;
        let (label, rest) = rest.split_once("-----")?;
        let (inside, _) = rest.split_once("-----END ")?;
        let der = base64::decode(inside)?;
        let key = match label {
            "PUBLIC KEY" => subject_public_key(&der)?,
            "RSA PUBLIC KEY" => &der,
            _ => return None,
        };
        let (numbers, _) = element(key, SEQUENCE)?;
        let (modulus, rest) = element(numbers, INTEGER)?;
        let (exponent, _) = element(rest, INTEGER)?;
        Self::from_numbers(unsigned(modulus), unsigned(exponent))
    }

    /// A key of these numbers, highest byte first, without zeros at the beginning.
    fn from_numbers(modulus: &[u8], exponent: &[u8]) -> Option<Self> {
        let exponent = exponent.iter().try_fold(0_u32, |sum, byte| {
            sum.checked_mul(256)?.checked_add(u32::from(*byte))
        })?;
        // An exponent of 1 would send the password as it is; an even number belongs to no key.
        let is_key = exponent >= 3 && exponent % 2 == 1 && modulus.last()? % 2 == 1;
        (is_key && modulus.len() * 8 <= MAX_BITS).then(|| Self {
            modulus: limbs(modulus),
            len_bytes: modulus.len(),
            exponent,
        })
    }

    /// The longest text that can be encrypted, in bytes.
    pub(super) fn max_len(&self) -> usize {
        self.len_bytes.saturating_sub(MIN_PADDING)
    }

    /// Encrypts a text. Nothing when it is too long for the key, or the random source gives none.
    ///
    /// `random` fills a buffer with random bytes fit for cryptography.
    pub(super) fn encrypt(
        &self,
        text: &[u8],
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Option<Vec<u8>> {
        Some(self.raise(&self.padded(text, random)?))
    }

    /// The text behind 0, 2, at least eight random bytes that are not 0, and 0: as long as the modulus.
    fn padded(&self, text: &[u8], random: &mut dyn FnMut(&mut [u8])) -> Option<Zeroizing<Vec<u8>>> {
        let n_random = self.len_bytes.checked_sub(3 + text.len())?;
        if n_random < MIN_PADDING - 3 {
            return None;
        }
        let mut block = Zeroizing::new(Vec::with_capacity(self.len_bytes));
        block.extend([0, 2]);
        while block.len() < 2 + n_random {
            let mut some = [0; 64];
            random(&mut some);
            let n_before = block.len();
            let missing = 2 + n_random - n_before;
            block.extend(some.iter().filter(|byte| **byte != 0).take(missing));
            some.zeroize();
            // 64 zeros come from a source that is broken, which would be asked for ever.
            if block.len() == n_before {
                return None;
            }
        }
        block.push(0);
        block.extend_from_slice(text);
        Some(block)
    }

    /// The block, as a number, to the power of the exponent, modulo the modulus. The block is smaller than that.
    fn raise(&self, block: &[u8]) -> Vec<u8> {
        let base = Zeroizing::new(self.fitted(limbs(block)));
        let mut power = base.clone();
        for bit in (0..self.exponent.ilog2()).rev() {
            power = self.times(&power, &power);
            if self.exponent >> bit & 1 == 1 {
                power = self.times(&power, &base);
            }
        }
        let bytes = power.iter().rev().flat_map(|limb| limb.to_be_bytes());
        let extra = self.modulus.len() * 4 - self.len_bytes;
        bytes.skip(extra).collect()
    }

    /// As many limbs as the modulus has.
    fn fitted(&self, mut number: Vec<u32>) -> Vec<u32> {
        number.resize(self.modulus.len(), 0);
        number
    }

    /// The product modulo the modulus, by doubling and adding: seventeen of these are a few milliseconds.
    fn times(&self, left: &[u32], right: &[u32]) -> Zeroizing<Vec<u32>> {
        let mut product = Zeroizing::new(self.fitted(Vec::new()));
        for limb in left.iter().rev() {
            for bit in (0..32).rev() {
                let copy = product.clone();
                self.add(&mut product, &copy);
                if limb >> bit & 1 == 1 {
                    self.add(&mut product, right);
                }
            }
        }
        product
    }

    /// Adds modulo the modulus; both numbers are smaller than that.
    fn add(&self, to: &mut [u32], more: &[u32]) {
        let mut carry = false;
        for (limb, other) in to.iter_mut().zip(more) {
            let (sum, first) = limb.overflowing_add(*other);
            let (sum, second) = sum.overflowing_add(u32::from(carry));
            *limb = sum;
            carry = first || second;
        }
        if carry || !is_less(to, &self.modulus) {
            let mut borrow = false;
            for (limb, other) in to.iter_mut().zip(&self.modulus) {
                let (rest, first) = limb.overflowing_sub(*other);
                let (rest, second) = rest.overflowing_sub(u32::from(borrow));
                *limb = rest;
                borrow = first || second;
            }
        }
    }
}

/// Compares two numbers of as many limbs.
fn is_less(left: &[u32], right: &[u32]) -> bool {
    left.iter().rev().lt(right.iter().rev())
}

/// Bytes, highest first, as limbs, lowest first.
fn limbs(bytes: &[u8]) -> Vec<u32> {
    let limb = |four: &[u8]| {
        four.iter()
            .fold(0, |sum: u32, byte| sum << 8 | u32::from(*byte))
    };
    bytes.rchunks(4).map(limb).collect()
}

/// The key inside a `SubjectPublicKeyInfo` (RFC 5280, 4.1), if it is a plain RSA key.
fn subject_public_key(der: &[u8]) -> Option<&[u8]> {
    let (info, _) = element(der, SEQUENCE)?;
    let (algorithm, rest) = element(info, SEQUENCE)?;
    let (identifier, _) = element(algorithm, OBJECT_IDENTIFIER)?;
    let (bits, _) = element(rest, BIT_STRING)?;
    // The first byte says how many bits at the end do not count.
    let (unused, key) = bits.split_first()?;
    (identifier == RSA_ENCRYPTION && *unused == 0).then_some(key)
}

/// The content of the DER element at the beginning, if it has this tag, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (found, rest) = der.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (len, rest) = if *first < 0x80 {
        (usize::from(*first), rest)
    } else {
        let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
        if digits.is_empty() || digits.len() > 3 {
            return None;
        }
        let len = digits
            .iter()
            .fold(0, |sum, digit| sum << 8 | usize::from(*digit));
        (len, rest)
    };
    (*found == tag).then(|| rest.split_at_checked(len))?
}

/// A number without the zeros at its beginning.
fn unsigned(mut bytes: &[u8]) -> &[u8] {
    while let [0, rest @ ..] = bytes {
        bytes = rest;
    }
    bytes
}

#[cfg(test)]
mod tests;
