// The state of the town's texts: read when, with which problems.

import { byId, el } from "./dom.js";
import { state } from "./state.js";
import { pageLanguage, word } from "./words.js";

export function showKnowledge() {
  const known = state.knowledge;
  const banner = byId("banner");
  banner.hidden = true;
  if (!known) return;
  const since = new Date(known.since).toLocaleTimeString(pageLanguage());
  const parts = [el("p", {}, word(known.learning ? "read_learning" : "read_at", { time: since }))];
  if (known.failed) parts.push(el("p", { class: "broken" }, known.failed));
  const problems = known.problems[pageLanguage()] ?? known.problems.en ?? [];
  if (problems.length) {
    parts.push(el("p", { class: "broken" }, word("broken", { count: problems.length })));
    parts.push(el("ul", { class: "problems" }, ...problems.map((line) => el("li", {}, line))));
    banner.textContent = `${word("broken", { count: problems.length })} ${problems[0]}`;
    banner.hidden = false;
  }
  byId("knowledge").replaceChildren(...parts);
}
