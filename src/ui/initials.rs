//! One or two letters that stand for a name.

use leptos::prelude::*;

/// The letters in a disc; assistive technology reads the name beside it instead.
#[component]
pub fn Initials(
    /// The whole name.
    #[prop(into)]
    name: Signal<String>,
    /// Whether it stands beside a heading.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    view! {
        <span class="initials" aria-hidden="true" data-large=large.then_some("")>
            {move || letters(&name.read())}
        </span>
    }
}

/// The first letter of the first two words, or less if there is less.
fn letters(name: &str) -> String {
    let name = name.split_once('@').map_or(
        name,
        |(local, _)| if local.is_empty() { name } else { local },
    );
    let words = name
        .split(|c: char| {
            c.is_whitespace() || matches!(c, '.' | '_' | '-' | '@' | '/' | '\\' | ':' | '+')
        })
        .filter(|word| !word.is_empty());
    let mut letters = String::new();
    let mut taken = 0;
    for word in words {
        if taken == 1 && word.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        letters.push_str(first_letter(word));
        taken += 1;
        if taken == 2 {
            break;
        }
    }
    if letters.is_empty() {
        letters.push_str(first_letter(name.trim_start()));
    }
    let upper = letters.to_uppercase();
    // Where upper case is longer than what was typed (ß), the disc would overflow.
    if upper.chars().count() == letters.chars().count() {
        upper
    } else {
        letters
    }
}

/// The first character with all that is drawn on top of it: accents, skin tones, joined emoji.
fn first_letter(word: &str) -> &str {
    let mut previous: Option<char> = None;
    let mut flag_halves = 0;
    for (index, c) in word.char_indices() {
        let is_flag_half = matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
        let joins = previous.is_none()
            || previous == Some('\u{200d}')
            || is_mark(c)
            || (is_flag_half && flag_halves == 1);
        if !joins {
            return word.get(..index).unwrap_or(word);
        }
        if is_flag_half {
            flag_halves += 1;
        }
        previous = Some(c);
    }
    word
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{483}'..='\u{489}'
            | '\u{591}'..='\u{5bd}'
            | '\u{610}'..='\u{61a}'
            | '\u{64b}'..='\u{65f}'
            | '\u{900}'..='\u{903}'
            | '\u{93a}'..='\u{94f}'
            | '\u{e31}'
            | '\u{e34}'..='\u{e3a}'
            | '\u{e47}'..='\u{e4e}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{200d}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{fe20}'..='\u{fe2f}'
            | '\u{1f3fb}'..='\u{1f3ff}'
    )
}
