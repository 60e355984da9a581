// The entry of the panel: loads the program and mounts it, on our own page or on another one.
//
//   import { mount } from "/start.js";            // `embed.js` in a release
//   const panel = await mount(element, config);   // an object, or the address of a config.json
//   panel.unmount();
//
// A release seals this file: glue code, policy and this become one module whose name holds a hash.

import init, { mount as mountProgram } from "./rollcall-panel.js";
import { beside, fetchFile, once, seal } from "./files.js";
import { fetchAhead } from "./parts.js";
import { installPolicy } from "./policy.js";

const CHANGED =
  "It could not be loaded, or it is not the file that belongs to this page. " +
  "Reload the page. If this stays, tell whoever runs this site.";

// A failure that has words for the person.
class StartError extends Error {
  constructor(title, text, cause) {
    super(title, { cause });
    this.text = text;
  }
}

async function startProgram() {
  if (typeof WebAssembly !== "object") {
    throw new StartError(
      "This browser cannot run Rollcall",
      "WebAssembly is missing or switched off. Use a current Firefox, Chromium or Safari.",
    );
  }
  // Before the module starts: Leptos sets static markup as soon as it draws.
  installPolicy();
  let answer;
  try {
    // Asked for at once, before anything waits: the page's preload of it is then used, and the
    // configuration travels beside it.
    answer = await fetchFile(seal.program, seal.programIntegrity);
  } catch (cause) {
    throw new StartError("The program of Rollcall is missing", CHANGED, cause);
  }
  try {
    await init({ module_or_path: answer });
  } catch (cause) {
    throw new StartError("The program of Rollcall did not start", CHANGED, cause);
  }
}

// Our own page links the style sheet itself, and it has settled before a module script runs. Where
// it is not in force (a host page did not link it, or it was refused), we add it and know for sure.
async function loadStyles() {
  const href = beside(seal.styles);
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  if (seal.stylesIntegrity) {
    link.integrity = seal.stylesIntegrity;
    link.crossOrigin = "anonymous";
  }
  link.href = href;
  await new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => {
      link.remove();
      reject(new StartError("The style sheet of Rollcall is missing", CHANGED));
    });
    document.head.append(link);
  });
}

// The text of the configuration, or in words why there is none. The panel judges the text.
async function readConfig(url) {
  let address;
  try {
    address = new URL(url, document.baseURI);
    const answer = await fetch(address, {
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
    });
    if (!answer.ok) return { configError: `The server answered ${answer.status} for ${address.pathname}.` };
    return { configText: await answer.text() };
  } catch {
    return { configError: `${address ? address.pathname : "The address of the configuration"} could not be fetched.` };
  }
}

// An address below a connection needs the parts of a connection and of its platform at once: they
// travel beside the program.
async function fetchPartsAhead(base, given) {
  const path = location.pathname.slice(base.replace(/\/?$/, "/").length);
  const [, id] = /^(?:c|connect)\/([^/]+)/.exec(path) ?? [];
  if (!id) return;
  fetchAhead("connection");
  const { config, configText } = await given;
  const { connections } = config ?? JSON.parse(configText);
  const connection = connections.find((connection) => connection.id === id);
  fetchAhead(connection.platform);
  fetchAhead(connection.credential ? "list" : "sign_in");
}

// One program and one style sheet serve every panel of a page.
const theProgram = once(startProgram);
const theStyles = once(loadStyles);

// The program's handle unmounts when it is collected as garbage, so it is held here until
// somebody unmounts, whether or not the page keeps what `mount` returned.
const mounted = new Set();

function explain(element, error) {
  const part = (name, text) => {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  };
  const known = error instanceof StartError;
  const box = part("div", "");
  box.className = "start-failure";
  box.setAttribute("role", "alert");
  box.append(
    part("h1", known ? error.message : "Rollcall could not start"),
    part("p", known ? error.text : "Reload the page. If this stays, tell whoever runs this site."),
  );
  element.replaceChildren(box);
}

/**
 * Mounts a panel in `element`.
 *
 * `config` is the configuration itself, or the address of a JSON file that holds it. Only an object
 * may carry a credential per connection; `base` in it is the path under which the panel's routes
 * live. The element is emptied first and belongs to the panel until `unmount()`.
 * When the panel cannot start, the element says why and the promise is rejected.
 *
 * @param {Element} element
 * @param {object | string | URL} config
 * @param {{ base?: string }} [page] where the routes live when `config` is an address
 * @returns {Promise<{ unmount(): void }>}
 */
export async function mount(element, config, page = {}) {
  try {
    const base = config?.base ?? page.base ?? "/";
    const given = typeof config === "string" || config instanceof URL ? readConfig(config) : { config };
    // What it does not find out is fetched when the program asks for it.
    fetchPartsAhead(base, given).catch(() => {});
    const [options] = await Promise.all([given, theProgram(), theStyles()]);
    element.replaceChildren();
    const panel = mountProgram(element, { base, ...options });
    mounted.add(panel);
    return {
      unmount() {
        if (!mounted.delete(panel)) return;
        panel.unmount();
        element.replaceChildren();
      },
    };
  } catch (error) {
    explain(element, error);
    throw error;
  }
}

// The panel's own page names the place on the tag of this script.
for (const tag of document.querySelectorAll('script[type="module"][data-mount]')) {
  if (tag.src !== import.meta.url) continue;
  const { mount: place, config = "config.json", base = "/" } = tag.dataset;
  // The failure stands on the page already; nobody else waits for this promise.
  mount(document.querySelector(place), config, { base }).catch(() => {});
}
