// On a page that may connect to nothing: module and worker come inside one script.
import { createPanels } from "/panels/inline.js";

globalThis.plan = async (request) => {
  const panels = await createPanels();
  const told = [];
  const report = await panels.countText(request, { onProgress: (done, of) => told.push([done, of]) });
  panels.close();
  return { report, told };
};
document.documentElement.dataset.ready = "";
