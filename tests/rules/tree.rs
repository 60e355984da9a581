//! Reads the source tree and finds places in it.

use std::fs;
use std::path::Path;

/// A file of the repository.
pub(crate) struct Source {
    /// Its path from the repository's root, with slashes.
    pub(crate) path: String,
    /// What it holds.
    pub(crate) text: String,
}

/// Every file below these folders, or these files, whose name ends so; in order of path.
pub(crate) fn files(places: &[&str], endings: &[&str]) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for place in places {
        collect(root, place, endings, &mut found);
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "{places:?} hold nothing");
    found
}

fn collect(root: &Path, place: &str, endings: &[&str], found: &mut Vec<Source>) {
    let path = root.join(place);
    if path.is_dir() {
        for entry in fs::read_dir(&path).unwrap() {
            let name = entry.unwrap().file_name();
            let name = name.to_str().unwrap();
            if !matches!(name, "node_modules" | "target") {
                collect(root, &[place, "/", name].concat(), endings, found);
            }
        }
    } else if endings.iter().any(|ending| place.ends_with(ending)) {
        found.push(Source {
            path: place.to_owned(),
            text: fs::read_to_string(&path).unwrap(),
        });
    }
}

/// The Rust files of the panel.
pub(crate) fn panel() -> Vec<Source> {
    files(&["src"], &[".rs"])
}

/// The Rust files of one module: its own file and its folder.
pub(crate) fn module(name: &str) -> Vec<Source> {
    let (file, folder) = (["src/", name, ".rs"].concat(), ["src/", name, "/"].concat());
    let mut found = panel();
    found.retain(|source| source.path == file || source.path.starts_with(&folder));
    assert!(!found.is_empty(), "no module {name}");
    found
}

impl Source {
    /// Whether all of it is compiled for tests only.
    pub(crate) fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs")
            || self.path.contains("/tests/")
            || self.path.contains("/testing.rs")
            || self.path.contains("/testing/")
    }

    /// The numbered lines of what runs in the panel: no comments, no tests.
    pub(crate) fn code(&self) -> Vec<(usize, &str)> {
        if self.is_test() {
            return Vec::new();
        }
        let lines: Vec<&str> = self.text.lines().collect();
        // Unit tests stand at the end of a file.
        let end = lines
            .windows(2)
            .position(|pair| pair == ["#[cfg(test)]", "mod tests {"])
            .unwrap_or(lines.len());
        lines
            .into_iter()
            .take(end)
            .enumerate()
            .map(|(i, line)| (i + 1, without_comment(line)))
            .filter(|(_, line)| !line.trim().is_empty())
            .collect()
    }

    /// The lines of code that a test says yes to, as `path:line: text`.
    pub(crate) fn lines_that(&self, is_wrong: impl Fn(&str) -> bool) -> Vec<String> {
        self.code()
            .into_iter()
            .filter(|(_, line)| is_wrong(line))
            .map(|(number, line)| format!("{}:{number}: {}", self.path, line.trim()))
            .collect()
    }
}

/// A line without what follows `//`, unless that stands in a text.
fn without_comment(line: &str) -> &str {
    let is_comment = |at: usize| {
        let before = line.get(..at).unwrap_or_default();
        (before.is_empty() || before.ends_with([' ', '\t']))
            && before.matches('"').count().is_multiple_of(2)
    };
    line.match_indices("//")
        .map(|(at, _)| at)
        .find(|at| is_comment(*at))
        .and_then(|at| line.get(..at))
        .unwrap_or(line)
}

/// Whether a word stands in a line, alone.
pub(crate) fn has_word(line: &str, word: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line
            .get(at + word.len()..)
            .and_then(|text| text.chars().next());
        !before.is_some_and(is_letter) && !after.is_some_and(is_letter)
    })
}

/// What follows each occurrence of a start, as long as its characters fit.
pub(crate) fn after<'a>(
    text: &'a str,
    start: &'a str,
    fits: impl Fn(char) -> bool + 'a,
) -> impl Iterator<Item = &'a str> {
    text.match_indices(start).map(move |(at, _)| {
        let rest = text.get(at + start.len()..).unwrap_or_default();
        let end = rest.find(|c| !fits(c)).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    })
}

/// Fails and names every place.
pub(crate) fn none(rule: &str, places: impl IntoIterator<Item = String>) {
    let places: Vec<String> = places.into_iter().collect();
    assert!(places.is_empty(), "{rule}:\n{}", places.join("\n"));
}

#[test]
fn comments_and_tests_are_not_code() {
    let source = Source {
        path: "src/x.rs".to_owned(),
        text: "//! Doc\nlet a = \"http://b\"; // says\n\n#[cfg(test)]\nmod tests {\n    x\n}\n"
            .to_owned(),
    };
    assert_eq!(source.code(), [(2, "let a = \"http://b\"; ")]);
    assert!(has_word("crate::ui::Card", "ui") && !has_word("build", "ui"));
    assert!(after("a.b.c1", ".", char::is_alphabetic).eq(["b", "c"]));
}
