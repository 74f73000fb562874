// What developers try out: deep links, a misbehaving server, and what the bot called.

import { byId, el } from "./dom.js";
import { act, get, post } from "./server.js";
import { state } from "./state.js";
import { toast } from "./toast.js";
import { word } from "./words.js";

const MOST = 200;
let fields = {};
let behaviour = {};

export async function startTools(follow) {
  byId("link").addEventListener("submit", (event) => {
    event.preventDefault();
    follow(new FormData(event.target).get("payload"));
  });
  byId("block").addEventListener("click", () => act(state.open, { act: "block" }).catch(toast));
  byId("faults").addEventListener("submit", (event) => {
    event.preventDefault();
    behave(given());
  });
  byId("well").addEventListener("click", () => behave({}));
  await loadFaults();
}

async function loadFaults() {
  ({ fields, now: behaviour } = await get("/api/faults"));
  showFaults();
}

export function showFaults() {
  const inputs = Object.entries(fields).map(([name, field]) => input(name, field)).filter(Boolean);
  byId("fault-fields").replaceChildren(...inputs);
}

function input(name, field) {
  if (!["boolean", "number", "integer"].includes(field.type)) return null;
  const isSwitch = field.type === "boolean";
  const attributes = isSwitch
    ? { type: "checkbox", name, checked: behaviour[name] === true }
    : { type: "number", name, value: behaviour[name], min: field.minimum, max: field.maximum, step: field.type === "integer" ? 1 : 0.05 };
  return el("label", { class: isSwitch ? "switch" : null }, el("span", {}, word(`fault_${name}`)), el("input", attributes));
}

function given() {
  const values = new FormData(byId("faults"));
  const isNumber = ([, field]) => field.type === "number" || field.type === "integer";
  const switches = Object.entries(fields).filter(([, field]) => field.type === "boolean");
  return Object.fromEntries([
    ...Object.entries(fields).filter(isNumber).map(([name]) => [name, Number(values.get(name))]),
    ...switches.map(([name]) => [name, values.has(name)]),
  ]);
}

async function behave(wanted) {
  try {
    await post("/api/faults", wanted);
    await loadFaults();
    byId("fault-state").textContent = word(Object.keys(wanted).length ? "faults_on" : "faults_off");
  } catch (error) {
    toast(error);
  }
}

export function showCall(event) {
  const good = event.status === 200;
  const line = el("li", { class: good ? null : "refused" }, el("b", {}, event.method), ` ${event.status || word("cut")}`, event.description ? el("span", { class: "below" }, event.description) : "");
  byId("calls").prepend(line);
  while (byId("calls").children.length > MOST) byId("calls").lastChild.remove();
}
