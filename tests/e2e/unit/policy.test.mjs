// The Trusted Types policy by itself; the browser's half is in policy.spec.ts.

import assert from "node:assert/strict";
import test from "node:test";

import { installPolicy, objection } from "../../../public/policy.js";

const admitted = [
  ["nothing", ""],
  ["text", "plain text, 1 &lt; 2 &amp; so on"],
  ["a placeholder of Leptos", "<!><p>a</p><!---->"],
  ["structure", '<main class="page"><h1 id="title">Accounts</h1><br><p hidden>none</p></main>'],
  ["accessibility", '<button type="button" aria-label="Close" aria-expanded="false" data-state="on">x</button>'],
  ["an icon", '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 5h3M4 12h3"></path></svg>'],
  ["names with capitals", '<svg><defs><linearGradient id="a" gradientUnits="userSpaceOnUse"></linearGradient></defs></svg>'],
  ["a part of the page by name", '<svg><g clip-path="url(#a)"><use href="#mark"></use></g></svg>'],
  ["a link inside the site", '<a href="/c/registry/users?sort=name#top">Accounts</a>'],
  ["a relative link", '<a href="../x">x</a>'],
  ["escaped signs in a value", '<input type="text" placeholder="a&lt;b &quot;c&quot;">'],
  ["a line break between attributes", '<p\n  class="a"\n  id="b">x</p>'],
];

for (const [what, markup] of admitted) {
  test(`the policy admits ${what}`, () => assert.equal(objection(markup), null));
}

const refused = [
  ["a script", "<script>alert(1)</script>"],
  ["a script in capitals", "<SCRIPT>alert(1)</SCRIPT>"],
  ["a script inside an icon", "<svg><script>alert(1)</script></svg>"],
  ["an event handler", '<img src="/x" onerror="alert(1)">'],
  ["an event handler in capitals", '<p ONCLICK="alert(1)">x</p>'],
  ["an event handler without quotes", "<p onclick=alert(1)>x</p>"],
  ["an event handler after a slash", "<svg/onload=alert(1)></svg>"],
  ["a javascript address", '<a href="javascript:alert(1)">x</a>'],
  ["a javascript address by character references", '<a href="java&#115;cript&colon;alert(1)">x</a>'],
  ["a javascript address with a tab", '<a href="java\tscript:alert(1)">x</a>'],
  ["a data address", '<a href="data:text/html,x">x</a>'],
  ["an address on another host", '<a href="//example.org/">x</a>'],
  ["an address on another host by backslash", '<a href="/\\example.org/">x</a>'],
  ["a whole address", '<a href="https://example.org/">x</a>'],
  ["an older link attribute", '<svg><use xlink:href="#a"></use></svg>'],
  ["an image from elsewhere", '<img src="https://example.org/x.png">'],
  ["a style attribute", '<p style="color:red">x</p>'],
  ["a style element", "<style>p{}</style>"],
  ["a style element inside an icon", "<svg><style>p{}</style></svg>"],
  ["a style address in an icon", '<svg><rect fill="url(https://example.org/#a)"></rect></svg>'],
  ["srcdoc", '<iframe srcdoc="x"></iframe>'],
  ["a frame", '<iframe src="/x"></iframe>'],
  ["an object", '<object data="/x"></object>'],
  ["an embed", '<embed src="/x">'],
  ["a base", '<base href="/x">'],
  ["a meta refresh", '<meta http-equiv="refresh" content="0">'],
  ["a link", '<link rel="stylesheet" href="/x">'],
  ["a template", "<template><p>x</p></template>"],
  ["noscript", "<noscript><p>x</p></noscript>"],
  ["math", "<math><mi>x</mi></math>"],
  ["foreign content in an icon", "<svg><foreignObject><p>x</p></foreignObject></svg>"],
  ["a title, whose inside is read differently", "<svg><title>x</title></svg>"],
  ["an animation that sets an address", '<svg><a><animate attributeName="href" to="/x"></animate></a></svg>'],
  ["an animation by set", '<svg><set attributeName="onclick" to="x"></set></svg>'],
  ["a form with an address", '<form action="/x"></form>'],
  ["a button with an address", '<button formaction="/x">x</button>'],
  ["a value in single quotes", "<p class='a'>x</p>"],
  ["a value that could close a tag", '<textarea><p data-x="</textarea><img>">x</p></textarea>'],
  ["a comment with content", "<!-- <p> --><p>x</p>"],
  ["a comment left open", "<!--"],
  ["a doctype", "<!DOCTYPE html>"],
  ["a processing instruction", "<?xml?>"],
  ["a section of XML", "<svg><![CDATA[<p>]]></svg>"],
  ["a tag left open", "<p class=\"a\""],
  ["an element left open", "<div><p>x</p>"],
  ["end tags in the wrong order", "<b><i>x</b></i>"],
  ["an end tag alone", "</p>"],
  ["a namespaced element", "<x:script>x</x:script>"],
  ["a custom element", "<my-element>x</my-element>"],
  ["a lone sign", "a < b"],
  ["a null character in a name", "<scr\0ipt>x</scr\0ipt>"],
];

for (const [what, markup] of refused) {
  test(`the policy refuses ${what}`, () => assert.notEqual(objection(markup), null));
}

test("every kind of text that is no markup stays text", () => {
  for (let code = 0; code < 0x300; code += 1) {
    const sign = String.fromCharCode(code);
    if (sign !== "<") assert.equal(objection(`<p>${sign}</p>`), null);
  }
});

function factory({ defaultPolicy = null, refuses = false } = {}) {
  const made = [];
  return {
    made,
    defaultPolicy,
    createPolicy(name, rules) {
      if (refuses) throw new TypeError("not allowed");
      made.push([name, rules]);
    },
  };
}

test("the policy is the default one and makes markup only", () => {
  const types = factory();
  assert.equal(installPolicy(types), true);
  assert.equal(types.made.length, 1);
  const [[name, rules]] = types.made;
  assert.equal(name, "default");
  assert.deepEqual(Object.keys(rules), ["createHTML"]);
  assert.equal(rules.createHTML("<p>x</p>"), "<p>x</p>");
  assert.throws(() => rules.createHTML("<script></script>"), TypeError);
});

test("a refusal does not repeat the markup", () => {
  const types = factory();
  installPolicy(types);
  const [[, rules]] = types.made;
  assert.throws(
    () => rules.createHTML('<p data-x="hunter2"><script></script></p>'),
    (error) => !error.message.includes("hunter2"),
  );
});

test("a host page's own policy stays", () => {
  const types = factory({ defaultPolicy: {} });
  assert.equal(installPolicy(types), false);
  assert.equal(types.made.length, 0);
});

test("a host page that forbids the name and a browser without Trusted Types are no failure", () => {
  assert.equal(installPolicy(factory({ refuses: true })), false);
  assert.equal(installPolicy(null), false);
});
