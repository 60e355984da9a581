// The files of the release under test.

import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

export interface File {
  path: string;
  size: number;
}

/** The one sealed file of a kind. */
export function sealed(ending: "js" | "css" | "wasm"): File {
  const folder = process.env.ROLLCALL_DIST!;
  const names = readdirSync(folder).filter((name) => /^rollcall-[0-9a-f]{16}\./.test(name));
  const found = names.filter((name) => name.endsWith(`.${ending}`));
  if (found.length !== 1) throw new Error(`the release holds ${found.length} sealed .${ending} files`);
  return { path: `/${found[0]}`, size: statSync(join(folder, found[0])).size };
}

const PARTS = ["connection", "sign_in", "list", "harbor", "portainer", "sftpgo", "harness", "alauda", "account", "acts", "aside"] as const;

/** The sealed file of a part of the program. */
export function part(name: (typeof PARTS)[number]): File {
  const folder = process.env.ROLLCALL_DIST!;
  const found = readdirSync(folder).filter((file) => new RegExp(`^rollcall-${name}-[0-9a-f]{16}\\.wasm$`).test(file));
  if (found.length !== 1) throw new Error(`the release holds ${found.length} files of the part ${name}`);
  return { path: `/${found[0]}`, size: statSync(join(folder, found[0])).size };
}

/** The parts whose files are among some paths. */
export const partsAmong = (paths: string[]) => PARTS.filter((name) => paths.includes(part(name).path));

/** What a file of the release weighs on the way, compressed as it lies there. */
export function weight(path: string): number {
  const file = join(process.env.ROLLCALL_DIST!, path === "/" ? "index.html" : path);
  return statSync(existsSync(`${file}.br`) ? `${file}.br` : file).size;
}
