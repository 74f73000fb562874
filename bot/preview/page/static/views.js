// Which part is in view: beside the chat where there is room, instead of it on a phone.

import { byId } from "./dom.js";

const watchers = [];
export const onView = (watcher) => watchers.push(watcher);

export function show(view) {
  document.body.dataset.view = view;
  for (const each of document.querySelectorAll("nav button")) {
    each.setAttribute("aria-pressed", String(each.dataset.view === view));
  }
  for (const watcher of watchers) watcher(view);
}

export function startViews() {
  for (const each of document.querySelectorAll("nav button")) {
    each.addEventListener("click", () => show(each.dataset.view));
  }
  show(window.matchMedia("(min-width: 62rem)").matches ? "why" : "chat");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const kept = localStorage.getItem("theme");
  paint(kept ?? (dark.matches ? "dark" : "light"));
  dark.addEventListener("change", () => localStorage.getItem("theme") ?? paint(dark.matches ? "dark" : "light"));
  byId("theme").addEventListener("click", () => {
    const other = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    localStorage.setItem("theme", other);
    paint(other);
  });
}

function paint(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").setAttribute("aria-pressed", String(theme === "dark"));
}
