//! The order of texts in the database, after the rules of `en_US` (contract 5.3).
//!
//! Four levels: letters and digits alone, accents, capitals, and at last every sign; then bytes.

/// A key whose byte order is the order of the texts.
pub(crate) fn key(text: &str) -> Vec<u8> {
    let mut letters = Vec::with_capacity(text.len() * 3 + 8);
    let (mut accents, mut capitals, mut signs) = (Vec::new(), Vec::new(), Vec::new());
    for letter in text.chars() {
        push_sign(&mut signs, letter);
        if is_mark(letter) {
            push_accent(&mut accents, letter);
            continue;
        }
        if !letter.is_alphanumeric() {
            continue;
        }
        if letter.is_ascii() {
            push_letter(&mut letters, letter.to_ascii_lowercase());
            accents.push(2);
            capitals.push(if letter.is_ascii_uppercase() { 3 } else { 2 });
            continue;
        }
        let (base, accent) = split(letter);
        for base in base.chars() {
            push_letter(&mut letters, base.to_lowercase().next().unwrap_or(base));
            accents.push(2);
            capitals.push(if base.is_uppercase() { 3 } else { 2 });
        }
        if let Some(accent) = accent {
            push_accent(&mut accents, accent);
        }
    }
    for level in [accents, capitals, signs] {
        letters.push(1);
        letters.extend(level);
    }
    letters.push(1);
    letters.extend_from_slice(text.as_bytes());
    letters
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// Digits, then the letters of English, then everything else by number.
fn push_letter(level: &mut Vec<u8>, letter: char) {
    match u8::try_from(letter) {
        Ok(byte @ b'0'..=b'9') => level.push(byte - b'0' + 0x10),
        Ok(byte @ b'a'..=b'z') => level.push(byte - b'a' + 0x20),
        _ => push_code(level, 0x60, letter),
    }
}

fn push_accent(level: &mut Vec<u8>, accent: char) {
    push_code(level, 0x10, accent);
}

/// Signs before digits before letters; among signs the order of the standard's table.
fn push_sign(level: &mut Vec<u8>, letter: char) {
    const ORDER: &str = "\t\n\u{b}\u{c}\r \u{a0}_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";
    if letter.is_alphanumeric() {
        push_code(level, 0x80, letter);
    } else if let Some(rank) = ORDER.chars().position(|known| known == letter) {
        level.push(u8::try_from(rank + 2).unwrap_or(u8::MAX));
    } else {
        push_code(level, 0x70, letter);
    }
}

fn push_code(level: &mut Vec<u8>, lead: u8, letter: char) {
    level.push(lead);
    // Three bytes of seven bits each, none of them as low as the mark between levels.
    let code = u32::from(letter);
    for shift in [14, 7, 0] {
        level.push(u8::try_from(((code >> shift) & 0x7f) + 2).unwrap_or(u8::MAX));
    }
}

/// Letters with an accent, by the letter below it.
const ACCENTED: &[(&str, &str)] = &[
    ("a", "àáâãäåāăą"),
    ("A", "ÀÁÂÃÄÅĀĂĄ"),
    ("c", "çćĉċč"),
    ("C", "ÇĆĈĊČ"),
    ("d", "ďđ"),
    ("D", "ĎĐ"),
    ("e", "èéêëēĕėęě"),
    ("E", "ÈÉÊËĒĔĖĘĚ"),
    ("g", "ĝğġģ"),
    ("G", "ĜĞĠĢ"),
    ("h", "ĥħ"),
    ("H", "ĤĦ"),
    ("i", "ìíîïĩīĭįı"),
    ("I", "ÌÍÎÏĨĪĬĮİ"),
    ("j", "ĵ"),
    ("J", "Ĵ"),
    ("k", "ķ"),
    ("K", "Ķ"),
    ("l", "ĺļľł"),
    ("L", "ĹĻĽŁ"),
    ("n", "ñńņň"),
    ("N", "ÑŃŅŇ"),
    ("o", "òóôõöøōŏő"),
    ("O", "ÒÓÔÕÖØŌŎŐ"),
    ("r", "ŕŗř"),
    ("R", "ŔŖŘ"),
    ("s", "śŝşš"),
    ("S", "ŚŜŞŠ"),
    ("t", "ţťŧ"),
    ("T", "ŢŤŦ"),
    ("u", "ùúûüũūŭůűų"),
    ("U", "ÙÚÛÜŨŪŬŮŰŲ"),
    ("w", "ŵ"),
    ("W", "Ŵ"),
    ("y", "ýÿŷ"),
    ("Y", "ÝŸŶ"),
    ("z", "źżž"),
    ("Z", "ŹŻŽ"),
    ("ss", "ß"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
];

fn split(letter: char) -> (String, Option<char>) {
    ACCENTED
        .iter()
        .find(|(_, forms)| forms.contains(letter))
        .map_or_else(
            || (letter.to_string(), None),
            |(base, _)| ((*base).to_owned(), letter.to_lowercase().next()),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_order(names: &[&str]) {
        let mut sorted = names.to_vec();
        sorted.reverse();
        sorted.sort_by_key(|name| key(name));
        assert_eq!(sorted, names);
    }

    // Contract 5.3.

    #[test]
    fn letters_decide_before_accents_capitals_and_signs() {
        assert_order(&[
            "",
            "10",
            "9",
            "anna",
            "Anna",
            "Ärger",
            "bob",
            "Émile",
            "emma",
            "_under",
            "../x",
            "żaba",
            "zed",
            "мария",
            "李伟",
        ]);
    }

    #[test]
    fn signs_count_when_nothing_else_differs() {
        assert_order(&["a b", "a+b", "ab", "a&b=c", "back\\slash", "{curly}"]);
    }

    #[test]
    fn a_composed_and_a_decomposed_letter_are_two_texts() {
        assert_ne!(key("é"), key("e\u{301}"));
        assert_order(&["e", "e\u{301}", "f"]);
    }
}
