// A host page that opens the panel at a list of accounts, already signed in by an API key.
// prepare.mjs puts the name of the sealed script in place of `embed.js`: a page that is measured
// names it as the panel's own page does.

import { mount } from "./embed.js";

const key = decodeURIComponent(location.hash.slice(1));
history.replaceState(null, "", "/c/bench/users");

mount(document.getElementById("panel"), {
  title: "Rollcall",
  connections: [
    {
      id: "bench",
      platform: "portainer",
      name: "Bench",
      base_url: "/platforms/portainer",
      credential: { api_key: key },
    },
  ],
});
