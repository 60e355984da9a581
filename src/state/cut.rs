//! Where the program is cut into parts that are fetched when they are asked for.
//!
//! A release is cut at the functions that [`cut!`] makes: what is reached through them alone goes into files of its
//! own (`cargo xtask dist`). Everywhere else the program is whole, and every part is there at once.

/// Makes a function at which the release is cut. What it gives is a table of functions, so that nothing but this one
/// call crosses the cut by name.
macro_rules! cut {
    ($name:ident -> $table:ty { $made:expr }) => {
        #[cfg_attr(
            in_parts,
            leptos::wasm_split::wasm_split($name, wasm_split_path = leptos::wasm_split, fallible)
        )]
        fn $name() -> Result<$table, leptos::wasm_split::SplitLoaderError> {
            Ok($made)
        }
    };
}

/// Calls such a function: at once in a whole program, after fetching the part in a cut one.
macro_rules! cross {
    ($name:ident) => {{
        #[cfg(in_parts)]
        let table = $name().await;
        #[cfg(not(in_parts))]
        let table = std::future::ready($name()).await;
        table
    }};
}

pub(crate) use {cross, cut};
