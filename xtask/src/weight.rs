//! Says which crates the program's code comes from.
//!
//! A release carries no names, but what cargo built before it was cut does. The sizes of its
//! functions are added up by the crate or module that their name begins with. The optimiser has
//! not seen this file: the shares hold, the sum is larger than the release.

use std::collections::BTreeMap;

use crate::process::{During, Failure, Result, target};

/// How many lines the table has.
const SHOWN: usize = 25;

/// Prints where the code of the program that was built last comes from.
pub(crate) fn explain() -> Result<()> {
    let file = target().join("wasm32-unknown-unknown/release/rollcall-panel.wasm");
    let bytes = std::fs::read(&file).during("read the named program")?;
    let sizes = sizes(&bytes)
        .ok_or_else(|| Failure("the named program is not laid out as expected".to_owned()))?;
    let mut modules: BTreeMap<String, usize> = BTreeMap::new();
    for (name, size) in sizes {
        *modules.entry(module(&name)).or_default() += size;
    }
    let total: usize = modules.values().sum();
    let mut modules: Vec<_> = modules.into_iter().collect();
    modules.sort_by_key(|(name, size)| (std::cmp::Reverse(*size), name.clone()));
    println!("\n{:<50}{:>10}", "code of", "bytes");
    for (name, size) in modules.iter().take(SHOWN) {
        println!("{name:<50}{size:>10}");
    }
    println!("{:<50}{total:>10}", "all functions");
    Ok(())
}

/// Our own modules two deep, others by crate.
fn module(name: &str) -> String {
    let path = path_of(name);
    let depth = if path.first().is_some_and(|first| first == "rollcall") {
        3
    } else {
        1
    };
    if path.is_empty() {
        return "without a crate".to_owned();
    }
    path.into_iter().take(depth).collect::<Vec<_>>().join("::")
}

/// The path in a mangled or readable name. An `impl` belongs to the first path inside its brackets.
fn path_of(name: &str) -> Vec<String> {
    if let Some(krate) = name.strip_prefix("_R").and_then(crate_in_v0) {
        return vec![krate];
    }
    if let Some(mut rest) = name.strip_prefix("_ZN") {
        let mut path = Vec::new();
        while let Some((length, after)) = leading_number(rest) {
            let Some((part, after)) = after.split_at_checked(length) else {
                break;
            };
            // `_$LT$a..b$GT$` is `<a::b>`.
            let part = part.trim_start_matches('_').replace("..", "::");
            let part = part.replace("$LT$", "<").replace("$GT$", ">");
            let part = part.replace("$u20$", " ").replace("$RF$", "&");
            path.extend(readable(&part));
            rest = after;
        }
        return path;
    }
    readable(name)
}

/// The first crate in a name of the newer mangling, which the standard library has:
/// `NvNtCs1234_4core3fmt5write` names `core`.
fn crate_in_v0(name: &str) -> Option<String> {
    let (_, after) = name.split_once("Cs")?;
    let (_, after) = after.split_once('_')?;
    let (length, after) = leading_number(after)?;
    let after = after.strip_prefix('_').unwrap_or(after);
    after
        .split_at_checked(length)
        .map(|(krate, _)| krate.to_owned())
}

fn readable(name: &str) -> Vec<String> {
    // `<impl some::Trait for T>::method` stands where it was written; its trait comes first.
    let name = name.trim_start_matches("<impl ");
    // `<T as some::Trait>::method` is implemented for all types: it belongs to the trait.
    if let Some((generic, of_trait)) = name.split_once(" as ")
        && !generic.contains("::")
    {
        return readable(of_trait);
    }
    let name = name.trim_start_matches(['<', '&', '(', '*', ' ']);
    let name = name.trim_start_matches("mut ").trim_start_matches("dyn ");
    let end = name
        .find(['<', '>', ' ', '(', '{', '$'])
        .unwrap_or(name.len());
    let (path, _) = name.split_at(end);
    let parts = path.split("::").filter(|part| !part.is_empty());
    parts
        .map(|part| part.split('[').next().unwrap_or(part).to_owned())
        .collect()
}

fn leading_number(text: &str) -> Option<(usize, &str)> {
    let end = text.find(|sign: char| !sign.is_ascii_digit())?;
    let (number, rest) = text.split_at_checked(end)?;
    Some((number.parse().ok()?, rest))
}

/// Reads a WebAssembly file piece by piece; `None` where it ends too early.
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(crate) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// An unsigned LEB128 number.
    pub(crate) fn number(&mut self) -> Option<usize> {
        let mut value = 0_usize;
        let mut shift = 0_u32;
        loop {
            let byte = self.byte()?;
            value |= usize::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(value);
            }
            shift += 7;
        }
    }

    pub(crate) fn sized(&mut self) -> Option<Bytes<'a>> {
        let count = self.number()?;
        self.take(count).map(Bytes)
    }

    pub(crate) fn text(&mut self) -> Option<String> {
        let bytes = self.sized()?;
        Some(String::from_utf8_lossy(bytes.0).into_owned())
    }
}

/// Every function's name and size.
fn sizes(file: &[u8]) -> Option<Vec<(String, usize)>> {
    let mut file = Bytes(file);
    file.take(8)?;
    let mut imported = 0;
    let mut bodies = Vec::new();
    let mut names = BTreeMap::new();
    while !file.0.is_empty() {
        let kind = file.byte()?;
        let mut section = file.sized()?;
        match kind {
            0 if section.text()? == "name" => names = function_names(section)?,
            2 => imported = imported_functions(section)?,
            10 => {
                for _ in 0..section.number()? {
                    bodies.push(section.sized()?.0.len());
                }
            }
            _ => {}
        }
    }
    let with_name = |(at, size): (usize, usize)| {
        let name = names.get(&(at + imported)).cloned();
        (name.unwrap_or_default(), size)
    };
    Some(bodies.into_iter().enumerate().map(with_name).collect())
}

/// The part of the name section that names functions.
fn function_names(mut section: Bytes) -> Option<BTreeMap<usize, String>> {
    while !section.0.is_empty() {
        let kind = section.byte()?;
        let mut part = section.sized()?;
        if kind == 1 {
            let count = part.number()?;
            return (0..count)
                .map(|_| Some((part.number()?, part.text()?)))
                .collect();
        }
    }
    Some(BTreeMap::new())
}

/// How many functions are imported: these come first in the numbering.
fn imported_functions(mut section: Bytes) -> Option<usize> {
    let mut functions = 0;
    for _ in 0..section.number()? {
        section.text()?;
        section.text()?;
        match section.byte()? {
            0 => {
                section.number()?;
                functions += 1;
            }
            // A table: its type, then its limits. A memory: its limits. A global: type, mutability.
            kind @ (1 | 2) => {
                if kind == 1 {
                    section.byte()?;
                }
                let has_maximum = section.byte()? & 1 == 1;
                section.number()?;
                if has_maximum {
                    section.number()?;
                }
            }
            3 => {
                section.take(2)?;
            }
            _ => return None,
        }
    }
    Some(functions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gives_its_module() {
        assert_eq!(module("core::fmt::write"), "core");
        assert_eq!(
            module("rollcall::page::users::draw::h1"),
            "rollcall::page::users"
        );
        assert_eq!(
            module("<rollcall::api::Secret as Drop>::drop"),
            "rollcall::api::Secret"
        );
        assert_eq!(
            module("<&mut serde_json::Value as Debug>::fmt"),
            "serde_json"
        );
        assert_eq!(module("_ZN4core3fmt5write17h0123456789abcdefE"), "core");
        assert_eq!(
            module("_ZN49_$LT$leptos..Child$u20$as$u20$core..Clone$GT$5clone17hE"),
            "leptos"
        );
        assert_eq!(module("<T as leptos::Child>::draw"), "leptos");
        assert_eq!(module("_RNvNtCsgXGp5Oqx2Ny_4core3fmt5write"), "core");
        assert_eq!(
            module("_RNvCsfLfy6EI15iL_7___rustc14___rust_realloc"),
            "__rustc"
        );
        assert_eq!(module("<impl tachys::view::Render for F>::build"), "tachys");
        assert_eq!(module(""), "without a crate");
    }

    #[test]
    fn functions_are_measured_and_named() {
        let file = [
            b"\0asm\x01\0\0\0".as_slice(),
            // One imported function, `a` of `b`.
            b"\x02\x07\x01\x01a\x01b\x00\x00",
            // Two bodies, of 2 and 3 bytes.
            b"\x0a\x08\x02\x02\x00\x0b\x03\x00\x01\x0b",
            // Their names: 1 is `x`, 2 is `y::z`.
            b"\x00\x11\x04name\x01\x0a\x02\x01\x01x\x02\x04y::z",
        ];
        let expected = vec![("x".to_owned(), 2), ("y::z".to_owned(), 3)];
        assert_eq!(sizes(&file.concat()), Some(expected));
    }
}
