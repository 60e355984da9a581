//! The database's patterns, and what the server makes of a search text (contract 5.4 and 5.5).

/// Makes the signs of patterns literal.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 4);
    for letter in text.chars() {
        if matches!(letter, '\\' | '%' | '_') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// Capitals as the database makes them: letter for letter.
fn upper(text: &str) -> String {
    text.chars()
        .map(|letter| {
            let mut capitals = letter.to_uppercase();
            match (capitals.next(), capitals.next()) {
                (Some(capital), None) => capital,
                _ => letter,
            }
        })
        .collect()
}

/// A pattern of the database: `%` for anything, `_` for one sign, a backslash before a literal one.
#[derive(Debug, Clone)]
pub(crate) struct Like {
    pieces: Vec<Piece>,
    ignores_case: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Letter(char),
    One,
    Any,
}

impl Like {
    /// Texts that contain this in any case. The library escapes percent signs without looking at what is escaped
    /// already: behind an escaped one stands a wildcard then, and the escape itself became a literal backslash.
    pub(crate) fn containing(text: &str) -> Self {
        let text = text.replace('%', "\\%");
        Self::new(&format!("%{}%", upper(&text)), true)
    }

    /// Texts that contain this in this case, its wildcards included.
    pub(crate) fn containing_exactly(text: &str) -> Self {
        Self::new(&format!("%{text}%"), false)
    }

    fn new(pattern: &str, ignores_case: bool) -> Self {
        let mut letters = pattern.chars();
        let mut pieces = Vec::new();
        while let Some(letter) = letters.next() {
            pieces.push(match letter {
                '%' => Piece::Any,
                '_' => Piece::One,
                '\\' => Piece::Letter(letters.next().unwrap_or('\\')),
                other => Piece::Letter(other),
            });
        }
        Self {
            pieces,
            ignores_case,
        }
    }

    /// Whether a text fits.
    pub(crate) fn fits(&self, text: &str) -> bool {
        let letters: Vec<char> = if self.ignores_case {
            upper(text).chars().collect()
        } else {
            text.chars().collect()
        };
        let (mut at, mut piece) = (0, 0);
        // Where to go on when what follows the last `%` did not fit.
        let mut retry: Option<(usize, usize)> = None;
        while at < letters.len() || piece < self.pieces.len() {
            match (self.pieces.get(piece), letters.get(at)) {
                (Some(Piece::Any), _) => {
                    retry = Some((at + 1, piece));
                    piece += 1;
                }
                (Some(Piece::One), Some(_)) => (at, piece) = (at + 1, piece + 1),
                (Some(Piece::Letter(wanted)), Some(found)) if wanted == found => {
                    (at, piece) = (at + 1, piece + 1);
                }
                _ => match retry {
                    Some((again, any)) if again <= letters.len() => (at, piece) = (again, any),
                    _ => return false,
                },
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Contract 5.4.

    #[test]
    fn a_percent_sign_finds_a_backslash_and_never_itself() {
        let like = Like::containing(&escaped("%"));
        assert!(like.fits(r"back\slash"));
        assert!(!like.fits("50%"));
        assert!(Like::containing(&escaped("_")).fits("a_b"));
        assert!(!Like::containing(&escaped("_")).fits("ab"));
        assert!(Like::containing("A_C").fits("xabcx"));
        assert!(Like::containing_exactly("e_rc").fits("search"));
        assert!(!Like::containing_exactly("e_rc").fits("serch"));
    }
}
