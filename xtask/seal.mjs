// Seals what Trunk built: node xtask/seal.mjs FROM TO BASE
//
// Out come one script, one program, its parts and one style sheet whose names hold their hashes, an
// `index.html` that names them with their integrity, `embed.js` for other host pages, and a `.br`
// and a `.gz` beside every file that gets smaller. The last line on standard output is a JSON
// array with the sizes of all files. It needs nothing but Node and esbuild.

import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompress, constants, gzip } from "node:zlib";
import { promisify } from "node:util";

// The packages from npm live beside the browser tests, under one lock file.
const tools = createRequire(new URL("../tests/e2e/package.json", import.meta.url));

// What the panel promises to run on. esbuild rewrites newer syntax and CSS for these.
const TARGET = ["chrome111", "firefox121", "safari16.4"];

// Copied as they are; all else of Trunk's output goes into the sealed files.
const COPIED = ["config.json", "config.schema.json", "favicon.svg"];

// What a cold load of `/` fetches beside the three sealed files.
const FIRST_LOAD = ["index.html", "config.json", "favicon.svg"];

const digest = (bytes) => createHash("sha384").update(bytes);
export const integrity = (bytes) => `sha384-${digest(bytes).digest("base64")}`;
export const hashedName = (bytes, ending, part = "") =>
  `rollcall-${part && `${part}-`}${digest(bytes).digest("hex").slice(0, 16)}.${ending}`;

// Replaces exactly one match, so that a change of index.html or Trunk cannot pass unnoticed.
export function replaceOnce(text, pattern, replacement, what) {
  const found = [...text.matchAll(new RegExp(pattern, "g"))];
  if (found.length !== 1) throw new Error(`index.html must hold ${what} once; it holds ${found.length}.`);
  return text.replace(pattern, () => replacement);
}

export function sealHtml(html, base, sealed) {
  let out = replaceOnce(
    html,
    /<link rel="stylesheet" href="[^"]*style\/index\.css">/,
    // The program's preload carries no integrity: browsers ignore it there and say so in the
    // console. The start script fetches the program with its integrity.
    `<link rel="preload" as="fetch" type="application/wasm" crossorigin href="${base}${sealed.program}">\n    ` +
      `<link rel="stylesheet" href="${base}${sealed.styles}" integrity="${sealed.stylesIntegrity}" crossorigin>`,
    "the style sheet",
  );
  out = replaceOnce(
    out,
    /<script type="module" src="[^"]*start\.js"([^>]*)><\/script>/,
    `<script type="module" src="${base}${sealed.script}" integrity="${sealed.scriptIntegrity}" crossorigin ` +
      `data-mount="#rollcall" data-config="${base}config.json" data-base="${base}"></script>`,
    "the start script",
  );
  out = replaceOnce(out, /href="\/favicon\.svg"/, `href="${base}favicon.svg"`, "the icon");
  const inline = out.match(/<script(?![^>]* src=)[^>]*>/);
  if (inline) throw new Error(`index.html holds an inline script, which the panel's policy refuses: ${inline[0]}`);
  return out.replace(/<!--[\s\S]*?-->/g, "").replace(/\n\s*/g, "\n").replace(/>\n</g, "><");
}

async function bundle(esbuild, entry, more) {
  const result = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    target: TARGET,
    legalComments: "none",
    logLevel: "warning",
    // The program's glue code names its import of the parts' loaders once for each of them.
    logOverride: { "duplicate-object-key": "silent" },
    loader: { ".svg": "dataurl" },
    ...more,
  });
  return Buffer.from(result.outputFiles[0].contents);
}

async function filesUnder(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((one) => one.isFile()).map((one) => join(one.parentPath ?? one.path, one.name)).sort();
}

export async function compress(file) {
  const bytes = await readFile(file);
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_LGWIN]: 24,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
    promisify(gzip)(bytes, { level: 9 }),
  ]);
  // A server that finds no compressed neighbor sends the file itself.
  if (br.length < bytes.length) await writeFile(`${file}.br`, br);
  if (gz.length < bytes.length) await writeFile(`${file}.gz`, gz);
  return {
    raw: bytes.length,
    gzip: Math.min(gz.length, bytes.length),
    brotli: Math.min(br.length, bytes.length),
  };
}

async function main(from, to, base) {
  const esbuild = tools("esbuild");
  // Built beside its place and moved there whole: a failure leaves the last release as it was.
  const work = `${to}.new`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });

  const sealed = {};
  const put = async (kind, bytes, ending) => {
    sealed[kind] = hashedName(bytes, ending);
    sealed[`${kind}Integrity`] = integrity(bytes);
    await writeFile(join(work, sealed[kind]), bytes);
  };
  await put("program", await readFile(join(from, "rollcall-panel_bg.wasm")), "wasm");
  await put("styles", await bundle(esbuild, join(from, "style/index.css")), "css");
  const { program, programIntegrity, styles, stylesIntegrity } = sealed;
  const parts = {};
  for (const file of await filesUnder(join(from, "parts"))) {
    const name = basename(file, ".wasm");
    const bytes = await readFile(file);
    parts[name] = { file: hashedName(bytes, "wasm", name), integrity: integrity(bytes) };
    await writeFile(join(work, parts[name].file), bytes);
  }
  await put(
    "script",
    await bundle(esbuild, join(from, "start.js"), {
      format: "esm",
      define: { ROLLCALL_SEAL: JSON.stringify({ program, programIntegrity, styles, stylesIntegrity, parts }) },
    }),
    "js",
  );
  await writeFile(join(work, "embed.js"), `export { mount } from "./${sealed.script}";\n`);
  for (const name of COPIED) await cp(join(from, name), join(work, name));
  const html = await readFile(join(from, "index.html"), "utf8");
  await writeFile(join(work, "index.html"), sealHtml(html, base, sealed));

  const first = new Set([...FIRST_LOAD, sealed.program, sealed.styles, sealed.script]);
  const sizes = [];
  for (const file of await filesUnder(work)) {
    const name = relative(work, file);
    const part = Object.keys(parts).find((one) => parts[one].file === name);
    sizes.push({ name, first_load: first.has(name), part, ...(await compress(file)) });
  }
  await rm(to, { recursive: true, force: true });
  await rename(work, to);
  console.log(JSON.stringify(sizes));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [from, to, base] = process.argv.slice(2);
  await main(resolve(from), resolve(to), base);
}
