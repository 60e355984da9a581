//! How strong a password is in the platform's measure (contract 5.5).

const REPLACING: &str = "!@$&*";
const SEPARATING: &str = "_-., ";
const OTHER: &str = "\"#%'()+/:;<=>?[\\]^{|}~";

/// What is wrong with a password that must reach so many bits.
pub(crate) fn complaint(password: &str, wanted: f64) -> Option<String> {
    if entropy(password) >= wanted {
        return None;
    }
    let has = |of: &dyn Fn(char) -> bool| password.chars().any(of);
    let has_specials = has(&|c| OTHER.contains(c))
        && has(&|c| SEPARATING.contains(c))
        && has(&|c| REPLACING.contains(c));
    let mut hints = Vec::new();
    for (is_there, hint) in [
        (has_specials, "including more special characters"),
        (has(&|c| c.is_ascii_lowercase()), "using lowercase letters"),
        (has(&|c| c.is_ascii_uppercase()), "using uppercase letters"),
        (has(&|c| c.is_ascii_digit()), "using numbers"),
    ] {
        if !is_there {
            hints.push(hint);
        }
    }
    Some(if hints.is_empty() {
        "insecure password, try using a longer password".to_owned()
    } else {
        format!(
            "insecure password, try {} or using a longer password",
            hints.join(", ")
        )
    })
}

fn entropy(password: &str) -> f64 {
    let length = u32::try_from(shortened(password).len()).unwrap_or(u32::MAX);
    f64::from(length) * f64::from(alphabet(password)).log2()
}

fn alphabet(password: &str) -> u32 {
    let sets: [(u32, &dyn Fn(char) -> bool); 6] = [
        (5, &|c| REPLACING.contains(c)),
        (5, &|c| SEPARATING.contains(c)),
        (22, &|c| OTHER.contains(c)),
        (26, &|c| c.is_ascii_lowercase()),
        (26, &|c| c.is_ascii_uppercase()),
        (10, &|c| c.is_ascii_digit()),
    ];
    let known: u32 = sets
        .iter()
        .filter(|(_, is_of)| password.chars().any(is_of))
        .map(|(size, _)| size)
        .sum();
    let mut others: Vec<char> = password
        .chars()
        .filter(|letter| !sets.iter().any(|(_, is_of)| is_of(*letter)))
        .collect();
    others.sort_unstable();
    others.dedup();
    known + u32::try_from(others.len()).unwrap_or(0)
}

const ROWS: [&str; 5] = [
    "0123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
];

/// The password without long repeats and runs.
fn shortened(password: &str) -> String {
    let mut letters = without_repeats(password);
    for row in ROWS {
        letters = without_run(letters, &row.chars().collect::<Vec<_>>());
    }
    for row in ROWS {
        letters = without_run(letters, &row.chars().rev().collect::<Vec<_>>());
    }
    letters.into_iter().collect()
}

fn without_repeats(password: &str) -> Vec<char> {
    let mut kept: Vec<char> = Vec::new();
    for letter in password.chars() {
        let is_third = matches!(kept.as_slice(), [.., a, b] if *a == letter && *b == letter);
        if !is_third {
            kept.push(letter);
        }
    }
    kept
}

/// Takes away what goes on with a run of the row that is two letters long already.
fn without_run(mut letters: Vec<char>, row: &[char]) -> Vec<char> {
    let mut matches = 0;
    let mut at = 0;
    while at < letters.len() {
        for wanted in row {
            if letters.get(at) == Some(wanted) {
                matches += 1;
                if matches > 2 {
                    letters.remove(at);
                } else {
                    at += 1;
                }
            } else if at < letters.len() {
                matches = 0;
            }
        }
        at += 1;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    // Contract 5.5.
    #[test]
    fn the_contracts_examples_hold() {
        assert_eq!(complaint("größerärmel", 60.0), None);
        assert!(complaint("12345678901234567890", 60.0).is_some());
        assert!(complaint(&"a".repeat(40), 10.0).is_some());
        assert_eq!(complaint("correct horse battery", 60.0), None);
        assert!(complaint("correct horse", 70.0).is_some());
        assert_eq!(
            complaint("summer1", 60.0).as_deref(),
            Some(
                "insecure password, try including more special characters, using uppercase letters or using a longer password"
            )
        );
    }
}
