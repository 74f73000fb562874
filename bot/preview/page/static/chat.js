// The open chat: its messages, what is around them, and what taps do.

import { clearContext, compose, inlineText, setEditing, setReply } from "./composer.js";
import { byId, el } from "./dom.js";
import { bubble } from "./message.js";
import { showQuestion } from "./why.js";
import { act } from "./server.js";
import { openChat, state, titleOf } from "./state.js";
import { toast } from "./toast.js";
import { word } from "./words.js";

const TYPING = 5000;
let typingEnds = 0;
let atEnd = true;
let follow = () => {};

const on = {
  press: async (message, row, column) => {
    await act(state.open, { act: "press", message: message.message_id, row, column }).catch(toast);
  },
  edit: (message) => setEditing(message),
  reply: (message) => setReply(message),
  why: (message) => showQuestion(message.text),
  command: (text) => act(state.open, { act: "write", text }).catch(toast),
  copy: async (text) => {
    await navigator.clipboard.writeText(text);
    toast(word("copied", { text }));
  },
  inline: (query, elsewhere) => inlineText(query, elsewhere),
  // A link to the bot opens the bot; others leave the page in a new tab.
  link: (url, event) => {
    const found = url.match(/^https:\/\/t\.me\/([^/?]+)\?start=([\w-]*)$/);
    if (found?.[1] !== state.bot) return;
    event.preventDefault();
    follow(found[2]);
  },
};

// The newest message stays in view when the room around it changes.
export function startChat() {
  const log = byId("log");
  log.addEventListener("scroll", () => (atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 120));
  new ResizeObserver(() => atEnd && (log.scrollTop = log.scrollHeight)).observe(log);
}

export const onFollow = (wanted) => (follow = wanted);

export function showChat() {
  const chat = openChat();
  const log = byId("log");
  log.replaceChildren();
  log.dataset.chat = state.open;
  if (!chat) return;
  showAround(chat);
  for (const message of sorted(chat)) log.append(bubble(chat, message, on));
  log.scrollTop = log.scrollHeight;
  clearContext();
  compose(chat.draft);
}

export function showAround(chat) {
  const { info } = chat;
  const title = titleOf(chat, word);
  byId("chat-title").textContent = title;
  byId("chat-about").textContent = info.kind === "private" ? `@${state.bot}` : word(`about_${info.kind}`);
  byId("chat").querySelector(".face").textContent = title.slice(0, 1).toUpperCase();
  byId("client-language").value = info.language;
  const fresh = info.kind === "private" && (chat.messages.size === 0 || info.blocked);
  byId("start").hidden = !fresh;
  const log = byId("log");
  log.querySelector(".welcome")?.remove();
  if (fresh && !info.blocked && info.description) {
    log.prepend(el("p", { class: "welcome", dir: "auto" }, info.description));
  }
}

export function showMessage(chat, message) {
  const log = byId("log");
  const made = bubble(chat, message, on);
  const there = log.querySelector(`[data-id="${message.message_id}"]`);
  if (there) keepFocus(there, made);
  else log.append(made);
  showAround(chat);
  if (message.from.id !== chat.info.me) endTyping();
  if (!there || atEnd) log.scrollTop = log.scrollHeight;
}

export function dropMessage(number) {
  byId("log").querySelector(`[data-id="${number}"]`)?.remove();
}

export function showTyping() {
  byId("typing").textContent = word("typing");
  typingEnds = Date.now() + TYPING;
  setTimeout(() => Date.now() >= typingEnds && endTyping(), TYPING + 50);
}

function endTyping() {
  byId("typing").textContent = "";
}

// Whoever pressed a button by keyboard stays in the message that changed under it.
function keepFocus(there, made) {
  const focused = there.contains(document.activeElement);
  const place = [...there.querySelectorAll("button, a")].indexOf(document.activeElement);
  there.replaceWith(made);
  if (!focused) return;
  const targets = [...made.querySelectorAll("button, a")];
  (targets[Math.min(place, targets.length - 1)] ?? byId("log")).focus();
}

function sorted(chat) {
  return [...chat.messages.values()].sort((a, b) => a.message_id - b.message_id);
}
