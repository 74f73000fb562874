// Telegram's message entities as elements. Offsets count UTF-16 code units, as strings here do.
// https://core.telegram.org/bots/api#messageentity

import { button, el } from "./dom.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", spoiler: "span", date_time: "time",
};
// What a client finds by itself: addresses, e-mail, telephone numbers, commands.
const FOUND = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(\+\d[\d\s-]{6,}\d)|(?<![\w/])(\/[a-z][a-z0-9_]{0,31})(?![\w/])/gu;

// `on.command(text)` and `on.link(url, event)` tell what a tap does.
export function render(text, entities = [], on = {}) {
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, 0, text.length, ordered, on, false);
}

function span(text, from, to, entities, on, linked) {
  const made = document.createDocumentFragment();
  let at = from;
  for (let next = 0; next < entities.length; ) {
    const entity = entities[next];
    const end = Math.min(entity.offset + entity.length, to);
    const inner = [];
    for (next += 1; next < entities.length && entities[next].offset < end; next += 1) inner.push(entities[next]);
    plain(made, text.slice(at, entity.offset), on, linked);
    made.append(wrapped(entity, text, end, inner, on, linked));
    at = end;
  }
  plain(made, text.slice(at, to), on, linked);
  return made;
}

function wrapped(entity, text, end, inner, on, linked) {
  const shown = text.slice(entity.offset, end);
  if (entity.type === "text_link") {
    return link(entity.url, span(text, entity.offset, end, inner, on, true), on);
  }
  const isCode = entity.type === "code" || entity.type === "pre";
  const content = span(text, entity.offset, end, inner, on, linked || isCode);
  if (entity.type === "expandable_blockquote") return expandable(shown, content);
  const tag = TAGS[entity.type];
  if (tag === undefined) return content;
  return el(tag, { class: entity.type === "spoiler" ? "spoiler" : null }, content);
}

function expandable(shown, content) {
  const first = shown.split("\n")[0].slice(0, 80);
  return el("blockquote", {}, el("details", {}, el("summary", {}, `${first} …`), content));
}

function plain(made, text, on, linked) {
  if (linked) {
    made.append(text);
    return;
  }
  let at = 0;
  for (const found of text.matchAll(FOUND)) {
    made.append(text.slice(at, found.index), tappable(found, on));
    at = found.index + found[0].length;
  }
  made.append(text.slice(at));
}

function tappable([whole, url, mail, phone], on) {
  if (url) return link(url, url, on);
  if (mail) return link(`mailto:${mail}`, mail, on);
  if (phone) return link(`tel:${phone.replace(/[^\d+]/g, "")}`, phone, on);
  return on.command ? button(whole, () => on.command(whole), { class: "command" }) : whole;
}

function link(url, content, on) {
  if (!/^(https?|mailto|tel|tg):/i.test(url)) return el("span", {}, content);
  const made = el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, content);
  if (on.link) made.addEventListener("click", (event) => on.link(url, event));
  return made;
}
