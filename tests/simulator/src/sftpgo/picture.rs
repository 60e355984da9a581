//! The picture of an otpauth address: a QR code as a PNG of 200 by 200 points.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use qrcodegen::{QrCode, QrCodeEcc};

const SIDE: usize = 200;

/// The picture in base64; empty when the text does not fit into one.
pub(crate) fn qr_code(text: &str) -> String {
    QrCode::encode_text(text, QrCodeEcc::Medium)
        .map(|code| STANDARD.encode(png(&code)))
        .unwrap_or_default()
}

fn png(code: &QrCode) -> Vec<u8> {
    let modules = usize::try_from(code.size()).unwrap_or(1);
    let scale = SIDE / (modules + 8);
    let margin = (SIDE - scale * modules) / 2;
    let is_dark = |x: usize, y: usize| {
        let at = |place: usize| {
            let module = place.checked_sub(margin)? / scale;
            i32::try_from(module).ok()
        };
        matches!((at(x), at(y)), (Some(x), Some(y)) if code.get_module(x, y))
    };
    // One bit for each point, a byte in front of each line that says "as it is".
    let mut lines = Vec::with_capacity((SIDE / 8 + 1) * SIDE);
    for y in 0..SIDE {
        lines.push(0);
        for byte in 0..SIDE / 8 {
            let bits = (0..8).fold(0, |bits: u8, bit| {
                (bits << 1) | u8::from(!is_dark(byte * 8 + bit, y))
            });
            lines.push(bits);
        }
    }
    let side = u32::try_from(SIDE).unwrap_or(0).to_be_bytes();
    let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(
        &mut picture,
        *b"IHDR",
        &[&side[..], &side[..], &[1, 0, 0, 0, 0]].concat(),
    );
    chunk(&mut picture, *b"IDAT", &stored(&lines));
    chunk(&mut picture, *b"IEND", &[]);
    picture
}

/// A zlib stream that does not compress.
fn stored(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap_or(u16::MAX);
    let mut stream = vec![0x78, 0x01, 0x01];
    stream.extend(length.to_le_bytes());
    stream.extend((!length).to_le_bytes());
    stream.extend(data);
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in data {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    stream.extend((high << 16 | low).to_be_bytes());
    stream
}

fn chunk(picture: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).unwrap_or(0);
    picture.extend(length.to_be_bytes());
    let named = [&kind[..], data].concat();
    picture.extend(&named);
    picture.extend(checksum(&named).to_be_bytes());
}

fn checksum(data: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in data {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            let is_odd = sum & 1 == 1;
            sum >>= 1;
            if is_odd {
                sum ^= 0xedb8_8320;
            }
        }
    }
    !sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sums_are_the_known_ones() {
        assert_eq!(checksum(b"IEND"), 0xae42_6082);
        let stream = stored(b"Wikipedia");
        assert_eq!(stream[stream.len() - 4..], 0x11e6_0398_u32.to_be_bytes());
    }
}
