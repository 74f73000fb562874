// The list of chats, and opening new ones.

import { button, byId, el } from "./dom.js";
import { post } from "./server.js";
import { lastMessage, state, titleOf } from "./state.js";
import { toast } from "./toast.js";
import { word } from "./words.js";

let opened = () => {};
export const onOpened = (wanted) => (opened = wanted);

export function startChats() {
  byId("new-chat").addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.target));
    await enter(given.type, given.language).catch(toast);
    byId("text").focus();
  });
}

// Open a chat for somebody new, and wait until it is there.
export async function enter(type, language) {
  const { chat } = await post("/api/chats", { type, language });
  opened(chat);
  return chat;
}

export function showChats() {
  const items = [...state.chats.values()].map((chat) => el("li", {}, entry(chat)));
  byId("chat-list").replaceChildren(...items);
}

function entry(chat) {
  const { info, unread } = chat;
  const last = lastMessage(chat);
  const words = last ? (last.text ?? last.caption ?? word("attachment")) : word("nothing_yet");
  const place = [...state.chats.keys()].indexOf(info.id) + 1;
  const made = button("", () => opened(info.id), { class: "entry", "aria-current": info.id === state.open ? "true" : null });
  made.append(
    el("span", { class: "face", "aria-hidden": "true" }, String(place)),
    el("span", { class: "lines" }, el("b", {}, `${place}. ${titleOf(chat, word)}`), el("span", { class: "below", dir: "auto" }, `${info.language || "–"} · ${words.split("\n")[0]}`)),
  );
  if (unread) made.append(el("span", { class: "unread" }, String(unread), el("span", { class: "unseen" }, ` ${word("unread")}`)));
  return made;
}
