// Loads the parts of the program that are fetched later. `cargo xtask dist` cuts them and writes the
// calls of `part`; `src/page/later.rs` says what is in them.
//
// A part's file is a module of its own. The pieces that it shares with other parts are custom
// sections in it: modules too, of which each is started once, whoever brings it first.

import { initSync } from "./rollcall-panel.js";
import { fetchFile, once, seal } from "./files.js";

const files = new Map();
const pieces = new Map();

const fileOf = (name) => {
  if (!files.has(name)) {
    files.set(
      name,
      once(async () => {
        const { file, integrity } = seal.parts[name];
        return WebAssembly.compile(await (await fetchFile(file, integrity)).arrayBuffer());
      }),
    );
  }
  return files.get(name)();
};

/** Fetches a part's file before the program asks for it. What fails is tried again then. */
export function fetchAhead(name) {
  if (Object.hasOwn(seal.parts, name)) fileOf(name).catch(() => {});
}

// What the pieces take from the program: its memory, its table and where its stack stands.
const program = () => initSync();

const start = (module) => WebAssembly.instantiate(module, { __wasm_split: program() });

function piece(name, file) {
  if (!pieces.has(name)) {
    const [bytes] = WebAssembly.Module.customSections(file, name);
    pieces.set(name, once(() => start(bytes)));
  }
  return pieces.get(name)();
}

const loads = new Map();

/**
 * Makes the function by which the program asks for a part.
 *
 * @param {string} name
 * @param {string[]} shared the pieces in its file that other parts may bring too
 * @param {string[]} before parts whose pieces it needs and does not bring
 */
export function part(name, shared, before) {
  const load = once(async () => {
    const [file] = await Promise.all([fileOf(name), ...before.map((other) => loads.get(other)())]);
    await Promise.all(shared.map((other) => piece(other, file)));
    await start(file);
  });
  loads.set(name, load);
  return async (callback, data) => {
    let isHere = true;
    try {
      await load();
    } catch (error) {
      // The panel says that the part is missing; why, only the console can say.
      console.error(error);
      isHere = false;
    }
    program().__indirect_function_table.get(callback)(data, isHere);
  };
}
