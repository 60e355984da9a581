// Readies the measured pages in a copy of the release: node tests/bench/prepare.mjs FOLDER
//
// The panel's page gets the lines by which the release's own page names its files, and all pages
// are compressed as the release is, so that neither side pays for something else.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { compress } from "../../xtask/seal.mjs";

const [folder] = process.argv.slice(2);
const file = (name) => join(folder, name);

const own = await readFile(file("index.html"), "utf8");
const one = (pattern, what) => {
  const found = own.match(pattern);
  if (!found) throw new Error(`the release's index.html holds no ${what}`);
  return found[0];
};
const script = one(/<script type="module" src="[^"]+" integrity="[^"]+" crossorigin/, "start script");
const lines = [
  one(/<link rel="preload"[^>]+>/, "preload"),
  one(/<link rel="stylesheet"[^>]+>/, "style sheet"),
  // Without its `data-mount` the script only waits to be called.
  `${script}></script>`,
];

const html = await readFile(file("panel.html"), "utf8");
await writeFile(file("panel.html"), html.replace(/<!--[\s\S]*?-->\s*/g, (comment) =>
  comment.startsWith("<!-- release") ? `${lines.join("\n    ")}\n    ` : ""));

const address = script.match(/src="([^"]+)"/)[1];
const js = await readFile(file("panel.js"), "utf8");
await writeFile(file("panel.js"), js.replace('"./embed.js"', JSON.stringify(address)));

for (const name of ["panel.html", "panel.js", "plain.html", "plain.css", "plain.js"]) {
  await compress(file(name));
}
