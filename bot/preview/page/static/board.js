// Every text in every language, as bubbles beside each other.

import { byId, el } from "./dom.js";
import { render } from "./entities.js";
import { get } from "./server.js";
import { state } from "./state.js";
import { word } from "./words.js";

const BESIDE = 3;
const texts = new Map(); // language -> its cells
const filter = () => byId("board-filter");

export function startBoard() {
  filter().addEventListener("submit", (event) => event.preventDefault());
  filter().addEventListener("input", showBoard);
  filter().addEventListener("change", loadBoard);
  const boxes = state.town.languages.map(({ code, name }, place) =>
    el("label", {}, el("input", { type: "checkbox", name: "language", value: code, checked: place < BESIDE }), el("span", { lang: code }, name)));
  byId("board-languages").replaceChildren(...boxes);
}

export function forgetBoard() {
  texts.clear();
}

export async function loadBoard() {
  const missing = chosen().filter((code) => !texts.has(code));
  await Promise.all(missing.map(async (code) => texts.set(code, await get(`/api/board/${code}`))));
  showBoard();
}

const chosen = () => new FormData(filter()).getAll("language");

export function showBoard() {
  const given = new FormData(filter());
  const codes = chosen().filter((code) => texts.has(code));
  const wanted = given.get("find").trim().toLowerCase();
  const rows = new Map();
  for (const code of codes) {
    for (const cell of texts.get(code)) {
      if (!rows.has(cell.id)) rows.set(cell.id, new Map());
      rows.get(cell.id).set(code, cell);
    }
  }
  const shown = [...rows].filter(([id, cells]) => fits(id, [...cells.values()], wanted, given.get("state")));
  byId("board-count").textContent = word("board_count", { shown: shown.length, all: rows.size });
  byId("board").replaceChildren(...shown.map(([id, cells]) => row(id, cells)));
}

function fits(id, cells, wanted, wantedState) {
  const named = !wanted || id.toLowerCase().includes(wanted) || cells.some((cell) => `${cell.title} ${cell.text}`.toLowerCase().includes(wanted));
  return named && (!wantedState || cells.some((cell) => cell.state === wantedState));
}

function row(id, cells) {
  const columns = [...cells].map(([code, cell]) => column(code, cell));
  return el("section", { class: "row", "aria-label": id }, el("h3", {}, id), el("div", { class: "columns" }, ...columns));
}

function column(code, cell) {
  const name = state.town.languages.find((each) => each.code === code).name;
  const head = el("p", { class: "head" }, el("b", {}, name), el("span", { class: `state ${cell.state}` }, word(`state_${cell.state}`)));
  const body = cell.text
    ? el("div", { class: "bubble text", dir: "auto", lang: code }, cell.picture ? el("p", { class: "via" }, word("with_picture")) : "", render(cell.text, cell.entities))
    : el("div", { class: `bubble empty ${cell.state}` }, word(`empty_${cell.state}`));
  return el("div", { class: "column" }, head, body, cell.place ? el("p", { class: "place" }, cell.place) : "");
}
