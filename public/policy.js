// The Trusted Types policy of the panel's page.
//
// Leptos sets markup that is wholly static through `innerHTML` of a template. Under
// `require-trusted-types-for 'script'` the browser hands every such string to the page's `default`
// policy. A policy that passes everything on would undo the protection, so this one admits only
// what Leptos writes: balanced tags from a list, attributes from a list in double quotes, text.
// Whatever else arrives is refused by an exception, and the markup is not set.
//
// `createScript` and `createScriptURL` are absent on purpose: without them the browser refuses
// every text that would become a script or a script's address.

const words = (text) => new Set(text.trim().split(/\s+/));

const ELEMENTS = words(`
  a abbr address article aside b bdi blockquote br button caption cite code col colgroup data dd
  details dfn dialog div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header
  hgroup hr i img input ins kbd label legend li main mark menu meter nav ol optgroup option output p
  pre progress q s samp search section select small span strong sub summary sup table tbody td
  textarea tfoot th thead time tr u ul var wbr
  svg g path circle ellipse line polyline polygon rect defs symbol use text tspan clipPath mask
  linearGradient radialGradient stop`);

// These have no end tag.
const VOID = words("br col hr img input wbr");

const ATTRIBUTES = words(`
  abbr alt autocapitalize autocomplete autocorrect autofocus checked class cols colspan datetime
  dir disabled download draggable enterkeyhint for headers height hidden high id inert inputmode
  label lang list low max maxlength min minlength multiple name novalidate open optimum
  pattern placeholder popover popovertarget popovertargetaction readonly rel required reversed role
  rowspan rows scope selected size span spellcheck start step tabindex target title translate type
  value width wrap
  clip-path clip-rule cx cy d dx dy fill fill-opacity fill-rule focusable fx fy gradientTransform
  gradientUnits mask offset opacity patternUnits points preserveAspectRatio r rx ry stop-color
  stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
  stroke-miterlimit stroke-opacity stroke-width text-anchor transform vector-effect viewBox x x1 x2
  xmlns y y1 y2`);

// An address inside this site: a path, a query, a fragment. Without a colon there is no scheme,
// without `&` nothing can be spelled by a character reference, and two slashes or a backslash at
// the front would name another host.
const ADDRESS = /^(?!\/\/)[\w\-.~/?=#%+,]*$/;

const NAMED_FAMILY = /^(?:aria|data)-[a-z0-9-]+$/;

// One token each, from where the last one ended.
const TEXT = /[^<]+/y;
const PLACEHOLDER = /<!(?:----)?>/y;
const END_TAG = /<\/([A-Za-z][A-Za-z0-9]*)>/y;
const START_TAG = /<([A-Za-z][A-Za-z0-9]*)((?:[ \n]+[A-Za-z][\w-]*(?:="[^"<>]*")?)*)[ \n]*>/y;
const ATTRIBUTE = /([A-Za-z][\w-]*)(?:="([^"<>]*)")?/g;

function attributeIsPlain(name, value) {
  if (name === "href" || name === "src") return ADDRESS.test(value);
  // `url(#mask)` may name a part of this page, nothing else.
  if (/url\s*\(/i.test(value) && !/^url\(#[\w-]+\)$/.test(value)) return false;
  return ATTRIBUTES.has(name) || NAMED_FAMILY.test(name);
}

// What is wrong with this markup, in words; `null` when it is plain.
export function objection(markup) {
  const open = [];
  let at = 0;
  const next = (token) => {
    token.lastIndex = at;
    const found = token.exec(markup);
    if (found) at = token.lastIndex;
    return found;
  };
  while (at < markup.length) {
    if (next(TEXT) || next(PLACEHOLDER)) continue;
    const end = next(END_TAG);
    if (end) {
      if (open.pop() !== end[1]) return `an end tag without its start: ${end[1]}`;
      continue;
    }
    const start = next(START_TAG);
    if (!start) return "something that is neither text nor a plain tag";
    const [, element, attributes] = start;
    if (!ELEMENTS.has(element)) return `the element ${element}`;
    for (const [, name, value = ""] of attributes.matchAll(ATTRIBUTE)) {
      if (!attributeIsPlain(name, value)) return `the attribute ${name} of ${element}`;
    }
    if (!VOID.has(element)) open.push(element);
  }
  return open.length ? `no end tag for ${open.pop()}` : null;
}

function createHTML(markup) {
  const reason = objection(markup);
  // The markup itself stays out of the text: it may hold what somebody typed.
  if (reason) throw new TypeError(`Rollcall refused markup that it did not write: ${reason}.`);
  return markup;
}

// Makes the policy, once. A host page that has a `default` policy of its own keeps it: there can
// be only one, and then that page decides. Returns whether the policy is ours.
export function installPolicy(factory = globalThis.trustedTypes) {
  if (!factory || factory.defaultPolicy) return false;
  try {
    factory.createPolicy("default", { createHTML });
    return true;
  } catch {
    // The page's Content-Security-Policy does not allow the name. If it also enforces Trusted
    // Types, the panel stops at its first static markup and says so; if not, nothing is lost.
    return false;
  }
}
