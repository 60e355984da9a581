//! What the panel draws (DESIGN, section 3; STYLE, section 7).

use crate::tree::{files, none, panel};

#[test]
fn no_markup_is_made_of_text() {
    const WRITERS: &[&str] = &[
        "inner_html",
        "outer_html",
        "insert_adjacent_html",
        "document_write",
        "set_html",
        "DomParser",
        "create_contextual_fragment",
    ];
    let wrong = panel().into_iter().flat_map(|source| {
        source.lines_that(|line| WRITERS.iter().any(|word| line.contains(word)))
    });
    none("markup out of text", wrong);
    let wrong = files(&["public", "index.html"], &[".js", ".html"])
        .into_iter()
        .filter(|source| source.text.contains(".innerHTML") || source.text.contains(".outerHTML"))
        .map(|source| source.path);
    none("markup out of text", wrong);
}

#[test]
fn no_style_attribute_is_written() {
    // A strict policy refuses them; `style:--x=` sets a custom property through the object model.
    let wrong = panel().into_iter().flat_map(|source| {
        source.lines_that(|line| {
            line.contains(" style=")
                || line.trim_start().starts_with("style=")
                || line.match_indices("style:").any(|(at, _)| {
                    !line.get(at..).unwrap_or_default().starts_with("style:--")
                        && !line.get(..at).unwrap_or_default().ends_with(':')
                })
        })
    });
    none("a style attribute", wrong);
    let wrong = files(&["index.html", "public"], &[".html"])
        .into_iter()
        .filter(|source| source.text.contains(" style="))
        .map(|source| source.path);
    none("a style attribute", wrong);
}

#[test]
fn ids_of_elements_come_from_one_place() {
    const LITERALS: &[&str] = &[
        " id=\"",
        "id=\"",
        "for=\"",
        "aria-labelledby=\"",
        "aria-describedby=\"",
        "aria-controls=\"",
        "aria-owns=\"",
        "aria-activedescendant=\"",
        "aria-errormessage=\"",
        "\"rollcall-",
        "get_element_by_id(\"",
        "set_id(\"",
    ];
    let mut wrong = Vec::new();
    for source in panel() {
        if source.path == "src/ui/ids.rs" {
            continue;
        }
        wrong.extend(source.lines_that(|line| {
            LITERALS.iter().any(|literal| {
                line.match_indices(literal).any(|(at, _)| {
                    let before = line.get(..at).unwrap_or_default();
                    before.is_empty()
                        || literal.starts_with([' ', '"'])
                        || before.ends_with([' ', '.', '<'])
                })
            })
        }));
    }
    none("an id that `ui::ids` did not make", wrong);
}

#[test]
fn scripts_and_styles_stand_in_files() {
    let index = files(&["index.html"], &[".html"]).pop().unwrap();
    for inline in ["<style", "<script>", "javascript:", " onclick", " onload"] {
        assert!(!index.text.contains(inline), "{inline}");
    }
}
