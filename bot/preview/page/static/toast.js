// Notices that pass, and those that wait to be read.

import { byId } from "./dom.js";

const SHOWN = 4000;
let timer = 0;

export function toast(text) {
  byId("toast").textContent = text instanceof Error ? text.message : text;
  clearTimeout(timer);
  timer = setTimeout(() => (byId("toast").textContent = ""), SHOWN);
}

export function notice(event) {
  if (!event.text) return;
  if (!event.alert) {
    toast(event.text);
    return;
  }
  byId("alert-text").textContent = event.text;
  byId("alert").showModal();
}
