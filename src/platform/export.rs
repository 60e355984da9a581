//! Export to CSV.

/// Writes rows as CSV (RFC 4180: CRLF, every cell quoted).
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe in front.
pub fn csv<'a>(rows: impl IntoIterator<Item = Vec<&'a str>>) -> String {
    let mut text = String::new();
    for row in rows {
        for (i, cell) in row.into_iter().enumerate() {
            if i > 0 {
                text.push(',');
            }
            text.push('"');
            if is_formula(cell) {
                text.push('\'');
            }
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        }
        text.push_str("\r\n");
    }
    text
}

/// Spreadsheets also skip leading white space and control characters before they look for a formula.
fn is_formula(cell: &str) -> bool {
    if cell.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    let start =
        cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}');
    start.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '|', '%'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted() {
        assert_eq!(
            csv([vec!["a,b", "say \"hi\""], vec!["two\nlines", ""]]),
            "\"a,b\",\"say \"\"hi\"\"\"\r\n\"two\nlines\",\"\"\r\n"
        );
    }

    #[test]
    fn formulas_are_disarmed() {
        for cell in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            " =1",
            "＝1",
            "\r=1",
            "\u{feff}=1",
            "|calc",
            "%0A=1",
        ] {
            let text = csv([vec![cell]]);
            assert!(text.starts_with("\"'"), "{text:?}");
        }
        assert_eq!(csv([vec!["anna=b"]]), "\"anna=b\"\r\n");
    }
}
