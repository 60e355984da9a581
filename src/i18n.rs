//! Every word of the interface, in one table.
//!
//! A language is a value of [`Texts`], so a missing sentence is a compile error.
//! Templates hold `{name}` places, filled by [`fill`].

mod en;

pub use en::Texts;

/// The words of the language in use.
pub fn t() -> &'static Texts {
    &en::EN
}

/// Fills the `{name}` places of a template.
///
/// Values are put in as they are: the result is only ever a text node.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            text.push('{');
            rest = after;
            continue;
        };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            text.push_str(value);
        } else {
            text.push('{');
            text.push_str(name);
            text.push('}');
        }
        rest = tail;
    }
    text.push_str(rest);
    text
}

/// Picks the singular or the plural template and fills its `{n}`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    fill(if n == 1 { one } else { many }, &[("n", &number(n))])
}

/// A count with thousands separated.
pub fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How far an instant lies from now, in words; both in Unix seconds.
pub fn distance(then: i64, now: i64) -> String {
    let t = t();
    let secs = usize::try_from(now.abs_diff(then)).unwrap_or(usize::MAX);
    let (n, ago, to_come) = match secs {
        0..45 => return t.time_just_now.to_owned(),
        45..5_400 => (
            (secs + 30) / 60,
            [t.time_minutes_ago_one, t.time_minutes_ago_many],
            [t.time_in_minutes_one, t.time_in_minutes_many],
        ),
        5_400..129_600 => (
            (secs + 1_800) / 3_600,
            [t.time_hours_ago_one, t.time_hours_ago_many],
            [t.time_in_hours_one, t.time_in_hours_many],
        ),
        129_600..5_184_000 => (
            (secs + 43_200) / 86_400,
            [t.time_days_ago_one, t.time_days_ago_many],
            [t.time_in_days_one, t.time_in_days_many],
        ),
        5_184_000..63_072_000 => (
            secs / 2_629_800,
            [t.time_months_ago_one, t.time_months_ago_many],
            [t.time_in_months_one, t.time_in_months_many],
        ),
        _ => (
            secs / 31_557_600,
            [t.time_years_ago_one, t.time_years_ago_many],
            [t.time_in_years_one, t.time_in_years_many],
        ),
    };
    let [one, many] = if then > now { to_come } else { ago };
    count(n, one, many)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_and_values_are_not_read_again() {
        assert_eq!(
            fill("Delete {name}", &[("name", "{name}")]),
            "Delete {name}"
        );
        assert_eq!(fill("{a} of {b}", &[("a", "1"), ("b", "2")]), "1 of 2");
        assert_eq!(fill("odd { brace", &[]), "odd { brace");
    }

    #[test]
    fn thousands_are_separated() {
        assert_eq!(number(7), "7");
        assert_eq!(number(1_284), "1,284");
        assert_eq!(number(100_000), "100,000");
        assert_eq!(number(1_000_000), "1,000,000");
    }

    #[test]
    fn times_read_as_a_person_says_them() {
        let now = 1_800_000_000;
        assert_eq!(distance(now - 10, now), "just now");
        assert_eq!(distance(now - 60, now), "1 minute ago");
        assert_eq!(distance(now - 7_200, now), "2 hours ago");
        assert_eq!(distance(now - 3 * 86_400, now), "3 days ago");
        assert_eq!(distance(now - 90 * 86_400, now), "2 months ago");
        assert_eq!(distance(now - 800 * 86_400, now), "2 years ago");
    }

    #[test]
    fn what_is_to_come_is_not_said_to_be_now() {
        let now = 1_800_000_000;
        assert_eq!(distance(now + 10, now), "just now");
        assert_eq!(distance(now + 60, now), "in 1 minute");
        assert_eq!(distance(now + 7_200, now), "in 2 hours");
        assert_eq!(distance(now + 3 * 86_400, now), "in 3 days");
        assert_eq!(distance(now + 90 * 86_400, now), "in 2 months");
        assert_eq!(distance(now + 800 * 86_400, now), "in 2 years");
        assert_eq!(distance(i64::MAX, i64::MIN), "in 584,542,046,090 years");
    }

    #[test]
    fn every_place_of_a_text_can_be_filled() {
        for (name, text) in en::ALL {
            let mut rest = *text;
            while let Some((before, after)) = rest.split_once('{') {
                assert!(!before.contains('}'), "{name}: {text}");
                let (place, tail) = after.split_once('}').unwrap_or_default();
                let is_word = place.bytes().all(|byte| byte.is_ascii_lowercase());
                assert!(is_word && !place.is_empty(), "{name}: {text}");
                rest = tail;
            }
            assert!(!rest.contains('}'), "{name}: {text}");
        }
    }

    #[test]
    fn texts_neither_beg_nor_shout() {
        for (name, text) in en::ALL {
            assert!(!text.to_lowercase().contains("please"), "{name}: {text}");
            assert!(!text.contains('!'), "{name}: {text}");
            assert!(!text.trim().is_empty() || *name == "list_comma", "{name}");
        }
    }

    #[test]
    fn a_singular_has_its_plural() {
        let has = |wanted: &str| en::ALL.iter().any(|(name, _)| *name == wanted);
        for (name, _) in en::ALL {
            let partner = match (name.strip_suffix("_one"), name.strip_suffix("_many")) {
                (Some(stem), _) => [stem, "_many"].concat(),
                (_, Some(stem)) => [stem, "_one"].concat(),
                _ => continue,
            };
            assert!(has(&partner), "{name} stands alone");
        }
    }
}
