// A host page's own script: it mounts and unmounts when a test says so.

import { mount } from "./embed.js";

globalThis.host = {
  panels: {},
  async mount(id, config) {
    this.panels[id] = await mount(document.getElementById(id), config);
  },
  unmount(id) {
    this.panels[id].unmount();
  },
};
