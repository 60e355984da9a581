// The files of the release under test.

import { readdirSync, statSync } from "node:fs";
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
