// The files of the panel: where they lie, what must be in them, and that each is fetched once.
//
// A release replaces `ROLLCALL_SEAL` by the names and hashes of its files. Unsealed, as `trunk serve`
// serves it, the plain names stand and nothing is checked.

/* global ROLLCALL_SEAL */
export const seal =
  typeof ROLLCALL_SEAL === "undefined"
    ? { program: "rollcall-panel_bg.wasm", styles: "style/index.css", parts: {} }
    : ROLLCALL_SEAL;

export const beside = (name) => new URL(name, import.meta.url).href;

const failed = new Set();

// A file of ours, or an error: never another file, never the page of an error. After a failure the
// file is fetched past the cache, which may hold what was refused.
export async function fetchFile(name, integrity) {
  try {
    const answer = await fetch(beside(name), {
      ...(integrity && { integrity }),
      ...(failed.has(name) && { cache: "reload" }),
    });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return answer;
  } catch (error) {
    failed.add(name);
    throw error;
  }
}

// What was loaded serves everybody on the page. After a failure the next call tries again.
export function once(load) {
  let loading;
  return () => {
    loading ??= load().catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
