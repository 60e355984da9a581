//! Cuts the built program into what the first screens need and parts that are fetched later.
//!
//! `src/page/later.rs` names the parts. What is reached through one of them alone, or through
//! several, goes into pieces of its own. Each part becomes one file: its own piece as the module,
//! and the pieces that it shares with other parts as custom sections in it. `public/parts.js` is
//! what loads them.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::process::{During, Result, command, fail, remove_folder, root, run, target};
use crate::tools::Tools;
use crate::weight::Bytes;

/// What every connection needs. One of [`PLATFORMS`] always follows.
const CONNECTION: &str = "connection";

/// The parts that come on top of a connection, whatever its platform.
const BEYOND: [&str; 4] = ["sign_in", LIST, "account", "acts"];

/// The one of them that most people come for.
const LIST: &str = "list";

/// The parts of the platforms.
pub(crate) const PLATFORMS: [&str; 5] = ["harbor", "portainer", "sftpgo", "harness", "alauda"];

/// What has nothing to do with connections.
const ASIDE: &str = "aside";

/// Where the program asks for its parts; the glue code imports it.
const LOADERS: &str = "__wasm_split.js";

/// Exports of a crate that the panel never calls. They would hold what only they need.
const UNUSED_EXPORTS: &str = "intounderlying";

/// What the compiler may use, spelled out because the file does not say it any more.
const OPTIMIZE: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Where wasm-bindgen has the program import from.
const GLUE: &str = "./rollcall-panel_bg.js";

// Kinds of sections.
const CUSTOM: u8 = 0;
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

const EMPTY_MODULE: &[u8] = b"\0asm\x01\0\0\0";

/// Cuts the program that cargo built and puts program, glue code and parts into Trunk's folder.
pub(crate) fn cut(tools: &Tools, trunk: &Path) -> Result<()> {
    let built = target().join("wasm32-unknown-unknown/release/rollcall-panel.wasm");
    let work = root().join("target/parts");
    remove_folder(&work)?;
    let program = std::fs::read(&built).during("read the built program")?;
    let main = work.join("main.wasm");

    let mut options = wasm_split_cli_support::Options::new(&program);
    options.output_dir = &work;
    options.main_out_path = &main;
    let pieces = match wasm_split_cli_support::transform(options) {
        Ok(cut) => cut.prefetch_map,
        Err(report) => return fail(format!("the program cannot be cut: {report:#}")),
    };
    let mut found: Vec<&str> = pieces.keys().map(String::as_str).collect();
    found.sort_unstable();
    let parts: Vec<&str> = [CONNECTION, ASIDE]
        .into_iter()
        .chain(BEYOND)
        .chain(PLATFORMS)
        .collect();
    let mut expected: Vec<String> = parts.iter().map(|name| format!("{name}_part")).collect();
    expected.sort_unstable();
    if found != expected {
        return fail(format!(
            "the program has the parts {found:?}, and xtask knows {expected:?}"
        ));
    }

    let mut bind = command("wasm-bindgen");
    tools.on(&mut bind);
    run(bind
        // One of the exports that it keeps is the table through which the pieces call each other.
        .args(["--target", "web", "--no-typescript", "--keep-lld-exports"])
        .args(["--remove-name-section", "--remove-producers-section"])
        .args(["--out-name", "rollcall-panel", "--out-dir"])
        .arg(&work)
        .arg(&main))?;

    let (program, glue) = (
        work.join("rollcall-panel_bg.wasm"),
        work.join("rollcall-panel.js"),
    );
    let long = std::fs::read_to_string(&glue).during("read the glue code")?;
    let bytes = std::fs::read(&program).during("read the program")?;
    let Some((bytes, short)) = shorten(&bytes, &long) else {
        return fail("the program's imports are not those of its glue code");
    };
    std::fs::write(&program, bytes).during("write the program")?;
    std::fs::write(&glue, short).during("write the glue code")?;

    let shared: BTreeSet<&String> = pieces.values().flatten().collect();
    let mut files = vec![program];
    files.extend(shared.iter().map(|piece| piece_file(&work, piece)));
    for file in &files {
        let bytes = std::fs::read(file).during("read a piece")?;
        let Some(bytes) = lean(&bytes, UNUSED_EXPORTS) else {
            return fail(format!("{} is not laid out as expected", file.display()));
        };
        std::fs::write(file, bytes).during("write a piece")?;
    }
    optimize(tools, &files)?;

    for name in ["rollcall-panel.js", "rollcall-panel_bg.wasm"] {
        std::fs::copy(work.join(name), trunk.join(name)).during("put the program in place")?;
    }
    std::fs::create_dir_all(trunk.join("parts")).during("make a folder for the parts")?;
    let mut loaders = vec!["import { part } from \"./parts.js\";".to_owned()];
    for name in parts {
        let own = format!("split_{name}_part");
        let before = before(name);
        let travels = travelling(&pieces, name);
        let mut file = std::fs::read(piece_file(&work, &own)).unwrap_or(EMPTY_MODULE.to_vec());
        for piece in &travels {
            let bytes = std::fs::read(piece_file(&work, piece)).during("read a piece")?;
            add_section(&mut file, piece, &bytes);
        }
        std::fs::write(trunk.join(format!("parts/{name}.wasm")), file).during("write a part")?;
        let (travels, before) = (json!(travels), json!(before));
        loaders.push(format!(
            "export const __wasm_split_load_{name}_part = part(\"{name}\", {travels}, {before});"
        ));
    }
    std::fs::write(trunk.join(LOADERS), loaders.join("\n")).during("write the loaders of the parts")
}

/// The parts that are always there before one.
fn before(name: &str) -> &'static [&'static str] {
    if [CONNECTION, ASIDE].contains(&name) {
        &[]
    } else {
        &[CONNECTION]
    }
}

/// The shared pieces that a part's file must carry.
fn travelling(pieces: &HashMap<String, Vec<String>>, name: &str) -> Vec<String> {
    let of = |name: &str| -> BTreeSet<&String> {
        let pieces = pieces.get(&format!("{name}_part")).into_iter().flatten();
        pieces
            .filter(|piece| !piece.starts_with("split_"))
            .collect()
    };
    let of_every_platform = PLATFORMS
        .into_iter()
        .map(of)
        .reduce(|some, others| &some & &others)
        .unwrap_or_default();
    let of_others: BTreeSet<&String> = BEYOND
        .into_iter()
        .filter(|name| *name != LIST)
        .flat_map(of)
        .collect();
    // Whichever platform it is, it will need the first; and the list comes after sign-in and before what else
    // there is, so that the others need not travel twice.
    let with_connection = &(&of(CONNECTION) | &of_every_platform) | &(&of(LIST) & &of_others);
    let travels = if name == CONNECTION {
        with_connection
    } else if before(name).contains(&CONNECTION) {
        &of(name) - &with_connection
    } else {
        of(name)
    };
    travels.into_iter().cloned().collect()
}

fn piece_file(folder: &Path, piece: &str) -> PathBuf {
    folder.join(format!("{piece}.wasm"))
}

/// Runs `wasm-opt` over all files, two at a time: it uses one processor.
fn optimize(tools: &Tools, files: &[PathBuf]) -> Result<()> {
    for pair in files.chunks(2) {
        let mut running = Vec::new();
        for file in pair {
            let mut wasm_opt = command("wasm-opt");
            tools.on(&mut wasm_opt);
            wasm_opt.args(OPTIMIZE).arg(file).arg("-o").arg(file);
            running.push(wasm_opt.spawn().during("run wasm-opt")?);
        }
        for mut one in running {
            let status = one.wait().during("wait for wasm-opt")?;
            if !status.success() {
                return fail(format!("wasm-opt failed ({status})"));
            }
        }
    }
    Ok(())
}

/// An unsigned LEB128 number, as WebAssembly writes sizes.
fn number(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(value & 0x7f).unwrap_or_default();
        value >>= 7;
        if value == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

fn sized(bytes: &[u8]) -> Vec<u8> {
    [number(bytes.len()).as_slice(), bytes].concat()
}

/// Adds a custom section, which a page reads back by its name.
fn add_section(module: &mut Vec<u8>, name: &str, content: &[u8]) {
    module.push(0);
    let section = [sized(name.as_bytes()).as_slice(), content].concat();
    module.extend(sized(&section));
}

/// The module without the exports whose names hold a word, and without custom sections: names of
/// functions and what else helps to cut.
fn lean(module: &[u8], word: &str) -> Option<Vec<u8>> {
    rewritten(module, |kind, mut section| {
        if kind != EXPORTS {
            return Some((kind != CUSTOM).then(|| section.0.to_vec()));
        }
        let (mut kept, mut n_kept) = (Vec::new(), 0);
        for _ in 0..section.number()? {
            let name = section.text()?;
            let of = section.byte()?;
            let index = section.number()?;
            if !name.contains(word) {
                kept.extend(sized(name.as_bytes()));
                kept.push(of);
                kept.extend(number(index));
                n_kept += 1;
            }
        }
        Some(Some([number(n_kept), kept].concat()))
    })
}

/// Gives the functions of the glue code short names, in the program and in the glue code: those of
/// wasm-bindgen are long, and each ends in a hash, which no compression makes smaller.
fn shorten(program: &[u8], glue: &str) -> Option<(Vec<u8>, String)> {
    let mut glue = glue.to_owned();
    let mut n_named = 0;
    let program = rewritten(program, |kind, mut section| {
        if kind != IMPORTS {
            return Some(Some(section.0.to_vec()));
        }
        let count = section.number()?;
        let mut imports = number(count);
        for _ in 0..count {
            let from = section.text()?;
            let mut name = section.text()?;
            if from == GLUE {
                let short = letters(n_named);
                n_named += 1;
                let line = format!("\n        {name}: function");
                if glue.matches(&line).count() != 1 {
                    return None;
                }
                glue = glue.replace(&line, &format!("\n        {short}: function"));
                name = short;
            }
            imports.extend(sized(from.as_bytes()));
            imports.extend(sized(name.as_bytes()));
            // A function and its type; the program imports nothing else.
            let of = section.byte().filter(|of| *of == 0)?;
            imports.push(of);
            imports.extend(number(section.number()?));
        }
        Some(Some(imports))
    })?;
    Some((program, glue))
}

/// A short name for a number.
fn letters(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        name.extend(('a'..='z').nth(number % 26));
        number /= 26;
        if number == 0 {
            return name;
        }
    }
}

/// A module with each section as the change leaves it, or without it.
fn rewritten<'a>(
    module: &'a [u8],
    mut change: impl FnMut(u8, Bytes<'a>) -> Option<Option<Vec<u8>>>,
) -> Option<Vec<u8>> {
    let mut rest = Bytes(module);
    let mut out = rest.take(8)?.to_vec();
    while !rest.0.is_empty() {
        let kind = rest.byte()?;
        if let Some(section) = change(kind, rest.sized()?)? {
            out.push(kind);
            out.extend(sized(&section));
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_travels_with_what_it_shares_unless_that_is_there_before() {
        let mut pieces = HashMap::new();
        let mut add = |name: &str, shared: &[&str]| {
            let own = format!("split_{name}_part");
            let all = shared.iter().copied().chain([own.as_str()]);
            pieces.insert(format!("{name}_part"), all.map(str::to_owned).collect());
        };
        add("connection", &["chunk_1"]);
        add("acts", &["chunk_2", "chunk_1", "chunk_4", "chunk_5"]);
        add("list", &["chunk_1", "chunk_5", "chunk_6"]);
        add("aside", &["chunk_1", "chunk_4"]);
        for platform in PLATFORMS {
            add(platform, &["chunk_4", "chunk_1"]);
        }
        add("harbor", &["chunk_3", "chunk_4", "chunk_1"]);
        add("alauda", &["chunk_3", "chunk_4"]);
        let of = |name| travelling(&pieces, name);
        assert_eq!(of("connection"), ["chunk_1", "chunk_4", "chunk_5"]);
        assert_eq!(of("list"), ["chunk_6"]);
        assert_eq!(of("acts"), ["chunk_2"]);
        assert_eq!(of("aside"), ["chunk_1", "chunk_4"]);
        assert_eq!(of("harbor"), ["chunk_3"]);
        assert_eq!(of("alauda"), ["chunk_3"]);
        assert!(of("portainer").is_empty());
    }

    #[test]
    fn a_size_is_written_as_it_is_read() {
        for value in [0, 1, 127, 128, 300, 65_536] {
            assert_eq!(Bytes(&number(value)).number(), Some(value));
        }
    }

    #[test]
    fn a_section_can_be_found_by_its_name() {
        let mut module = EMPTY_MODULE.to_vec();
        add_section(&mut module, "chunk_1", b"inner");
        assert_eq!(module, b"\0asm\x01\0\0\0\0\x0d\x07chunk_1inner");
    }

    #[test]
    fn imports_are_shortened_on_both_sides() {
        // Imports of one type: `ab` and `cd` of the glue code, and `ab` of another file.
        let imports = |first: &str, second: &str| {
            let one = |from: &str, name: &str| {
                [sized(from.as_bytes()), sized(name.as_bytes()), vec![0, 0]].concat()
            };
            let all = [
                vec![3],
                one(GLUE, first),
                one(GLUE, second),
                one("./x.js", "ab"),
            ];
            [b"\0asm\x01\0\0\0\x02".as_slice(), &sized(&all.concat())].concat()
        };
        let glue = |first: &str, second: &str| {
            format!(
                "{{\n        {first}: function() {{ ab(); }},\n        {second}: function() {{}},\n}}"
            )
        };
        assert_eq!(
            shorten(&imports("ab", "cd"), &glue("ab", "cd")),
            Some((imports("a", "b"), glue("a", "b")))
        );
        assert_eq!(shorten(&imports("ab", "cd"), &glue("ab", "ab")), None);
        assert_eq!(shorten(&imports("ab", "cd"), &glue("ab", "ef")), None);
        assert_eq!(letters(0), "a");
        assert_eq!(letters(27), "bb");
    }

    #[test]
    fn named_exports_and_custom_sections_go_and_all_else_stays() {
        // A custom section `n`, one type, then the exports `a` and `xb`, both functions.
        let module =
            b"\0asm\x01\0\0\0\0\x02\x01n\x01\x04\x01\x60\0\0\x07\x0a\x02\x01a\0\x05\x02xb\0\x06";
        let left = lean(module, "x").unwrap();
        assert_eq!(
            left,
            b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x07\x05\x01\x01a\0\x05"
        );
        assert_eq!(lean(b"\0asm\x01\0\0\0\x07\x05", "x"), None);
    }
}
