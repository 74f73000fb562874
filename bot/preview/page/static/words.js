// The page's own words, in the language that the reader chose or that the browser prefers.

import { byId } from "./dom.js";
import { get } from "./server.js";

const KEPT = "page-language";
let all = {};
let language = "en";
const watchers = [];

export function word(key, values = {}) {
  const text = all[language]?.[key] ?? key;
  return text.replace(/\$(\w+)/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export const pageLanguage = () => language;
export const onLanguage = (watcher) => watchers.push(watcher);

export async function loadWords() {
  all = await get("/api/words");
  const wished = [localStorage.getItem(KEPT), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  const picker = byId("page-language");
  picker.addEventListener("change", () => {
    localStorage.setItem(KEPT, picker.value);
    speak(picker.value);
  });
  speak(wished.find((code) => code in all) ?? "en");
}

function speak(code) {
  language = code;
  document.documentElement.lang = code;
  byId("page-language").value = code;
  for (const each of document.querySelectorAll("[data-word]")) each.textContent = word(each.dataset.word);
  for (const each of document.querySelectorAll("[data-label]")) each.setAttribute("aria-label", word(each.dataset.label));
  for (const each of document.querySelectorAll("[data-placeholder]")) each.placeholder = word(each.dataset.placeholder);
  for (const watcher of watchers) watcher();
}
