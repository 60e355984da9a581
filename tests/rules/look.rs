//! The style sheets (STYLE, section 10).

use crate::tree::{Source, after, files, module, none};

fn sheets() -> Vec<Source> {
    files(&["style"], &[".css"])
}

/// Numbered lines without comments.
fn rules(sheet: &Source) -> Vec<(usize, String)> {
    let mut is_comment = false;
    let mut found = Vec::new();
    for (i, line) in sheet.text.lines().enumerate() {
        let mut kept = String::new();
        let mut rest = line;
        loop {
            let (mark, other) = if is_comment {
                ("*/", true)
            } else {
                ("/*", false)
            };
            let (before, tail) = rest
                .split_once(mark)
                .map_or((rest, None), |(a, b)| (a, Some(b)));
            if !other {
                kept.push_str(before);
            }
            let Some(tail) = tail else { break };
            is_comment = !is_comment;
            rest = tail;
        }
        if !kept.trim().is_empty() {
            found.push((i + 1, kept));
        }
    }
    found
}

fn wrong_lines(is_wrong: impl Fn(&str) -> bool) -> Vec<String> {
    let mut wrong = Vec::new();
    for sheet in sheets() {
        if sheet.path == "style/tokens.css" {
            continue;
        }
        for (number, line) in rules(&sheet) {
            if is_wrong(&line) {
                wrong.push(format!("{}:{number}: {}", sheet.path, line.trim()));
            }
        }
    }
    wrong
}

#[test]
fn colors_are_tokens() {
    let is_color = |line: &str| {
        let is_hex = after(line, "#", |c| c.is_ascii_alphanumeric()).any(|digits| {
            matches!(digits.len(), 3 | 4 | 6 | 8)
                && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        let is_function = [
            "rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "oklch(", "oklab(", " lab(", " lch(",
        ]
        .iter()
        .any(|name| line.contains(name));
        is_hex || is_function
    };
    none("a raw color", wrong_lines(is_color));
}

#[test]
fn lengths_are_tokens() {
    // Conditions cannot read a custom property; a hairline and nothing at all need none.
    let is_raw = |line: &str| {
        let is_condition = line.trim_start().starts_with('@');
        !is_condition
            && line.match_indices("px").any(|(at, _)| {
                let before = line.get(..at).unwrap_or_default();
                let start = before
                    .rfind(|c: char| !c.is_ascii_digit() && c != '.')
                    .map_or(0, |at| at + 1);
                let number = before.get(start..).unwrap_or_default();
                !number.is_empty() && !matches!(number, "0" | "1")
            })
    };
    none("a raw pixel", wrong_lines(is_raw));
}

#[test]
fn sides_are_logical() {
    const PHYSICAL: &[&str] = &[
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "border-left",
        "border-right",
        "text-align: left",
        "text-align: right",
        "float: left",
        "float: right",
    ];
    let is_physical = |line: &str| PHYSICAL.iter().any(|side| line.contains(side));
    none(
        "a side that turns wrong from right to left",
        wrong_lines(is_physical),
    );
}

#[test]
fn every_sheet_is_imported_and_every_import_is_there() {
    let all = sheets();
    let index = all
        .iter()
        .find(|sheet| sheet.path == "style/index.css")
        .unwrap();
    let imported: Vec<String> = after(&index.text, "@import \"", |c| c != '"')
        .map(|name| ["style/", name].concat())
        .collect();
    let orphans = all
        .iter()
        .map(|sheet| sheet.path.clone())
        .filter(|path| path != "style/index.css" && !imported.contains(path));
    none("a sheet that nothing imports", orphans);
    let missing = imported
        .iter()
        .filter(|path| !all.iter().any(|sheet| sheet.path == **path))
        .cloned();
    none("an import of nothing", missing);
}

#[test]
fn a_component_with_a_class_has_a_sheet_of_its_name() {
    let components = module("ui");
    let all = sheets();
    let mut missing = Vec::new();
    for source in &components {
        let Some(name) = source.path.strip_prefix("src/ui/") else {
            continue;
        };
        let name = name.split(['/', '.']).next().unwrap();
        let has_class = source
            .code()
            .iter()
            .any(|(_, line)| line.contains("class="));
        let sheet = ["style/ui/", name, ".css"].concat();
        if has_class && !all.iter().any(|known| known.path == sheet) {
            missing.push(sheet);
        }
    }
    none("a component without its sheet", missing);
    let strangers = all.iter().filter_map(|sheet| {
        let name = sheet.path.strip_prefix("style/ui/")?.strip_suffix(".css")?;
        let file = ["src/ui/", name, ".rs"].concat();
        (!components.iter().any(|source| source.path == file)).then(|| sheet.path.clone())
    });
    none("a sheet without its component", strangers);
}
