// Why the question was answered so: what the decision rested on.

import { byId, el } from "./dom.js";
import { get } from "./server.js";
import { state } from "./state.js";
import { show } from "./views.js";
import { word } from "./words.js";

export function showQuestion(text) {
  state.question = text;
  show("why");
  explain();
}

export async function explain() {
  const place = byId("explanation");
  if (state.open === null) return;
  const asked = state.question === null ? "" : `?text=${encodeURIComponent(state.question)}`;
  const found = await get(`/api/why/${state.open}${asked}`);
  place.replaceChildren(...(found ? told(found) : [el("p", {}, word("why_none"))]));
}

function told(found) {
  const parts = [el("blockquote", { dir: "auto" }, found.question), facts(found)];
  if (found.belief === null) return [...parts, el("p", {}, word("why_nothing"))];
  return [
    ...parts,
    ...section(word("why_topics"), el("ol", { class: "topics" }, ...found.topics.map(topic))),
    ...section(word("why_beliefs"), table(Object.entries(found.belief), percent, (share) => share)),
    ...section(word("why_costs"), table(found.expected, (cost) => cost.toFixed(2), (cost) => cost / 4)),
  ];
}

function facts(found) {
  const rows = [
    [word("why_outcome"), `${word(found.outcome)}${found.topic ? `: ${found.topic}` : ""}`],
    [word("why_language"), `${found.language}: ${word(found.reason)}`],
  ];
  if (found.languages.length) rows.push(["", found.languages.slice(0, 3).map(([code, share]) => `${code} ${percent(share)}`).join(", ")]);
  if (found.read_as && found.read_as !== found.question.trim()) rows.push([word("why_read_as"), found.read_as]);
  if (found.belief) rows.push([word("why_known"), percent(found.coverage)]);
  if (found.away) rows.push(["", word("why_away", { kind: found.away })]);
  if (found.asked_year) rows.push(["", word("why_year", { year: found.asked_year })]);
  if (found.nearest) rows.push([word("why_nearest"), `“${found.nearest.text}” (${found.nearest.topic}, ${found.nearest.similarity.toFixed(2)})`]);
  rows.push([word("why_seconds"), `${found.ms} ms`]);
  const cells = rows.map(([name, value]) => el("tr", {}, name ? el("th", { scope: "row" }, name) : el("td"), el("td", { dir: "auto" }, value)));
  return el("table", { class: "facts" }, el("tbody", {}, ...cells));
}

function topic(each) {
  const example = each.example
    ? `${word("why_example")}: “${each.example.text}” (${each.example.language}, ${each.example.similarity.toFixed(2)})`
    : word("why_no_example");
  return el("li", {}, el("b", {}, each.topic), el("span", { class: "share" }, percent(each.probability)), bar(each.probability), el("span", { class: "below", dir: "auto" }, example));
}

function table(rows, format, share) {
  const cells = rows.map(([code, value], place) =>
    el("tr", { class: place === 0 ? "first" : null }, el("th", { scope: "row" }, word(code)), el("td", {}, format(value)), el("td", { class: "drawn" }, bar(share(value)))));
  return el("table", {}, el("tbody", {}, ...cells));
}

function bar(share) {
  const made = el("span", { class: "bar-drawn", "aria-hidden": "true" });
  made.style.setProperty("--share", Math.max(0, Math.min(1, share)));
  return made;
}

const section = (title, content) => [el("h3", {}, title), content];
const percent = (share) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
