//! The order of texts in the database, after the rules of `en_US` (contract 5.3).
//!
//! Four levels: letters and digits alone, accents, capitals, and at last every sign; then bytes.

/// A key whose byte order is the order of the texts.
pub(crate) fn key(text: &str) -> Vec<u8> {
    let mut letters = Vec::with_capacity(text.len() * 3 + 8);
    let (mut accents, mut capitals, mut signs) = (Vec::new(), Vec::new(), Vec::new());
    for letter in text.chars() {
        push_sign(&mut signs, letter);
        if let Some(rank) = mark(letter) {
            accents.push(rank);
            capitals.push(SMALL);
            continue;
        }
        if !is_letter(letter) {
            continue;
        }
        let (base, accent) = split(letter);
        for (index, base) in base.chars().enumerate() {
            if index > 0 {
                // Two letters in one are more than the two alone.
                accents.push(TIED);
                capitals.push(SMALL);
            }
            push_letter(&mut letters, base.to_lowercase().next().unwrap_or(base));
            accents.push(BARE);
            let is_capital = base.is_uppercase() || hiragana(letter).is_some();
            capitals.push(if is_capital { CAPITAL } else { SMALL });
        }
        if let Some(rank) = accent {
            accents.push(rank);
            capitals.push(SMALL);
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

const SMALL: u8 = 2;
const CAPITAL: u8 = 3;
/// A letter without an accent, and the tie between two in one; accents lie between them.
const BARE: u8 = 2;
const TIED: u8 = 200;

/// What counts as a letter: not the syllables that the table does not have, and besides signs of money.
fn is_letter(letter: char) -> bool {
    is_money(letter) || (letter.is_alphanumeric() && !is_unknown(letter))
}

fn is_money(letter: char) -> bool {
    matches!(letter, '$' | '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20bf}')
}

/// Letters that the table does not have.
fn is_unknown(letter: char) -> bool {
    matches!(letter, '\u{ac00}'..='\u{d7a3}')
}

/// Money, digits, the letters of English, then everything else by number.
fn push_letter(level: &mut Vec<u8>, letter: char) {
    match u8::try_from(letter) {
        Ok(byte @ b'0'..=b'9') => level.push(byte - b'0' + 0x10),
        Ok(byte @ b'a'..=b'z') => level.push(byte - b'a' + 0x20),
        _ if is_money(letter) => push_code(level, 0x08, letter),
        _ => push_code(level, 0x60, letter),
    }
}

/// Signs before digits before letters; among signs those without a shape, then blanks, then the rest by number.
fn push_sign(level: &mut Vec<u8>, letter: char) {
    let lead = match letter {
        _ if is_unknown(letter) => 0x10,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => 0x11,
        '\t'..='\r' => 0x31,
        _ if letter.is_control() => 0x30,
        _ if mark(letter).is_some() => 0x60,
        // These are told apart by their first level alone.
        '\u{3400}'..='\u{9fff}' => return,
        _ if is_letter(letter) => 0x80,
        _ => 0x40,
    };
    push_code(level, lead, letter);
}

fn push_code(level: &mut Vec<u8>, lead: u8, letter: char) {
    level.push(lead);
    // Three bytes of seven bits each, none of them as low as the mark between levels.
    let code = u32::from(letter);
    for shift in [14, 7, 0] {
        level.push(u8::try_from(((code >> shift) & 0x7f) + 2).unwrap_or(u8::MAX));
    }
}

/// Accents in their order: the mark alone, the letters that have it, and those letters bare, in the same order.
const ACCENTS: &[(char, &str, &str)] = &[
    (
        '\u{301}',
        "áćéíĺńóŕśúýźÁĆÉÍĹŃÓŔŚÚÝŹάέήίόύώΆΈΉΊΌΎΏ",
        "aceilnorsuyzACEILNORSUYZαεηιουωΑΕΗΙΟΥΩ",
    ),
    ('\u{300}', "àèìòùÀÈÌÒÙ", "aeiouAEIOU"),
    ('\u{306}', "ăĕğĭŏŭĂĔĞĬŎŬ", "aegiouAEGIOU"),
    (
        '\u{302}',
        "âĉêĝĥîĵôŝûŵŷÂĈÊĜĤÎĴÔŜÛŴŶ",
        "aceghijosuwyACEGHIJOSUWY",
    ),
    ('\u{30c}', "čďěľňřšťžČĎĚĽŇŘŠŤŽ", "cdelnrstzCDELNRSTZ"),
    ('\u{30a}', "åůÅŮ", "auAU"),
    ('\u{308}', "äëïöüÿÄËÏÖÜŸёЁϊϋ", "aeiouyAEIOUYеЕιυ"),
    ('\u{30b}', "őűŐŰ", "ouOU"),
    ('\u{303}', "ãĩñõũÃĨÑÕŨ", "ainouAINOU"),
    ('\u{307}', "ċėġżĊĖĠİŻ", "cegzCEGIZ"),
    ('\u{338}', "øØ", "oO"),
    ('\u{327}', "çģķļņŗşţÇĢĶĻŅŖŞŢ", "cgklnrstCGKLNRST"),
    ('\u{328}', "ąęįųĄĘĮŲ", "aeiuAEIU"),
    ('\u{304}', "āēīōūĀĒĪŌŪ", "aeiouAEIOU"),
    ('\u{335}', "đħłŧĐĦŁŦ", "dhltDHLT"),
];

/// Two letters in one.
const PAIRS: &[(char, &str)] = &[
    ('ß', "ss"),
    ('ẞ', "SS"),
    ('æ', "ae"),
    ('Æ', "AE"),
    ('œ', "oe"),
    ('Œ', "OE"),
];

/// The rank of an accent by its place in the table.
fn rank(place: usize) -> u8 {
    u8::try_from(place + 3).unwrap_or(TIED)
}

/// The rank of a mark that stands alone behind its letter.
fn mark(letter: char) -> Option<u8> {
    if !matches!(letter, '\u{300}'..='\u{36f}') {
        return None;
    }
    let place = ACCENTS.iter().position(|(known, ..)| *known == letter);
    Some(place.map_or(TIED - 1, rank))
}

/// The other shape of a katakana letter, which it stands behind as a capital stands behind its small letter.
fn hiragana(letter: char) -> Option<char> {
    let is_katakana = matches!(letter, '\u{30a1}'..='\u{30f6}');
    is_katakana.then(|| char::from_u32(u32::from(letter) - 0x60))?
}

/// A letter's bare form and the rank of its accent.
fn split(letter: char) -> (String, Option<u8>) {
    if letter.is_ascii() {
        return (letter.to_string(), None);
    }
    if let Some(bare) = hiragana(letter) {
        return (bare.to_string(), None);
    }
    let pair = PAIRS.iter().find(|(known, _)| *known == letter);
    if let Some((_, letters)) = pair {
        return ((*letters).to_owned(), None);
    }
    for (place, (_, with, bare)) in ACCENTS.iter().enumerate() {
        let mut pairs = with.chars().zip(bare.chars());
        if let Some((_, bare)) = pairs.find(|(known, _)| *known == letter) {
            return (bare.to_string(), Some(rank(place)));
        }
    }
    (letter.to_string(), None)
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
        // Among themselves by number; what stands earlier counts first.
        assert_order(&["a b", "a&b", "a-b", "a.b", "a_b", "ab", "ab ", "ab-"]);
        assert_order(&["$5", "€5", "5", "5$"]);
    }

    #[test]
    fn accents_have_an_order_of_their_own() {
        assert_order(&["a", "á", "à", "ă", "â", "å", "ä", "ã", "ą", "ā", "b"]);
        assert_order(&["ae", "æ", "af", "ss", "ß", "st", "е", "ё", "ж"]);
        // Small before capital comes later than every accent.
        assert_order(&["a", "A", "á", "Á"]);
    }

    #[test]
    fn a_composed_and_a_decomposed_letter_are_two_texts() {
        assert_ne!(key("é"), key("e\u{301}"));
        assert_order(&["e", "e\u{301}", "f"]);
    }
}
