// Sealing by itself; start.spec.ts has the browser's half.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

import { hashedName, integrity, replaceOnce, sealHtml } from "../../../xtask/seal.mjs";

const bytes = Buffer.from("alert('Hello, world.');");

const SEALED = {
  program: "rollcall-1.wasm",
  styles: "rollcall-2.css",
  stylesIntegrity: "sha384-styles",
  script: "rollcall-3.js",
  scriptIntegrity: "sha384-script",
};

// What Trunk makes of our index.html.
async function built() {
  const own = await readFile(new URL("../../../index.html", import.meta.url), "utf8");
  const script = '<script type="module" src="/start.js" data-mount="#rollcall"></script>';
  return own.replace(/\s*<link data-trunk[^>]*>/g, "").replace("</head>", `${script}</head>`);
}

test("an integrity is the one that browsers compute", () => {
  // The example of the specification of Subresource Integrity.
  assert.equal(integrity(bytes), "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO");
});

test("a name follows from the content", () => {
  assert.match(hashedName(bytes, "js"), /^rollcall-[0-9a-f]{16}\.js$/);
  assert.match(hashedName(bytes, "wasm", "acts"), /^rollcall-acts-[0-9a-f]{16}\.wasm$/);
  assert.notEqual(hashedName(bytes, "js"), hashedName(Buffer.from("x"), "js"));
});

test("the sealed page names every file under the public path, with its integrity", async () => {
  const page = sealHtml(await built(), "/panel/", SEALED);
  assert.match(page, /<link rel="stylesheet" href="\/panel\/rollcall-2\.css" integrity="sha384-styles" crossorigin>/);
  assert.match(page, /<script type="module" src="\/panel\/rollcall-3\.js" integrity="sha384-script" crossorigin/);
  assert.match(page, /data-config="\/panel\/config\.json" data-base="\/panel\/"/);
  assert.match(page, /<link rel="preload" as="fetch" type="application\/wasm" crossorigin href="\/panel\/rollcall-1\.wasm">/);
  assert.match(page, /href="\/panel\/favicon\.svg"/);
  assert.doesNotMatch(page, /(?:src|href)="\/(?!panel\/)/);
  assert.doesNotMatch(page, /<script(?![^>]* src=)|<!--|data-trunk/);
});

test("a page with an inline script is not sealed", async () => {
  const page = (await built()).replace("</body>", "<script>1</script></body>");
  assert.throws(() => sealHtml(page, "/", SEALED), /inline script/);
});

test("a page without the expected lines is not sealed", () => {
  assert.throws(() => sealHtml("<html></html>", "/", SEALED), /must hold the style sheet once; it holds 0/);
  assert.throws(() => replaceOnce("aa", /a/, "b", "the letter"), /it holds 2/);
});
