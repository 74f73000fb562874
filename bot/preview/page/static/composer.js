// The field where one writes: texts, commands, attachments, and inline mode after @bot.

import { button, byId, el } from "./dom.js";
import { act } from "./server.js";
import { openChat, state } from "./state.js";
import { toast } from "./toast.js";
import { word } from "./words.js";

const ATTACHMENTS = ["photo", "voice", "sticker", "document", "location", "contact"];
const PAUSE = 250;
let context = null; // { edit } or { reply }: the message that is changed or replied to
let timer = 0;
let enterFriend = async () => {};

export const onFriend = (wanted) => (enterFriend = wanted);
const field = () => byId("text");

export function compose(text) {
  field().value = text;
  typed();
}

export function setEditing(message) {
  context = { edit: message };
  compose(message.text);
  showContext(word("editing"), message.text);
}

export function setReply(message) {
  context = { reply: message };
  showContext(word("replying"), message.text ?? message.caption ?? word("attachment"));
}

export function clearContext() {
  context = null;
  byId("context").hidden = true;
}

function showContext(label, text) {
  const cancel = button(word("cancel"), () => {
    if (context?.edit) compose("");
    clearContext();
  });
  byId("context").replaceChildren(el("b", {}, label), el("span", {}, text.slice(0, 120)), cancel);
  byId("context").hidden = false;
  field().focus();
}

// Put `@bot words` into the field: here, or in a chat with a friend.
export async function inlineText(words, elsewhere) {
  if (elsewhere) await enterFriend();
  compose(`@${state.bot} ${words}`);
  field().focus();
}

export function startComposer() {
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  field().addEventListener("input", typed);
  field().addEventListener("keydown", keyed);
  byId("offers").addEventListener("keydown", walked);
  byId("menu").addEventListener("click", () => toggle("menu", commandOffers("")));
  byId("attach").addEventListener("click", () => toggle("attach", attachments()));
  byId("start").addEventListener("click", () => act(state.open, { act: "start" }).catch(toast));
}

async function send() {
  const text = field().value;
  if (!text.trim() || state.open === null) return;
  clearTimeout(timer);
  const edited = context?.edit;
  const what = edited
    ? { act: "edit", message: edited.message_id, text }
    : { act: "write", text, reply_to: context?.reply?.message_id ?? null };
  compose("");
  clearContext();
  await act(state.open, what).catch(toast);
}

function typed() {
  const text = field().value;
  const chat = openChat();
  if (chat && !context) chat.draft = text;
  field().style.height = "auto";
  field().style.height = `${Math.min(field().scrollHeight, 160)}px`;
  clearTimeout(timer);
  const asked = inlineQuery(text);
  if (asked !== null) timer = setTimeout(() => search(asked), PAUSE);
  else if (/^\/\w*$/.test(text)) offer(commandOffers(text.slice(1)));
  else offer([]);
}

function inlineQuery(text) {
  const begin = `@${state.bot} `;
  return text.startsWith(begin) ? text.slice(begin.length) : null;
}

async function search(text) {
  await act(state.open, { act: "search", text }).catch(toast);
}

export function showResults(event) {
  if (event.chat !== state.open || inlineQuery(field().value) === null) return;
  const cards = event.results.map((result) =>
    offerButton(result.title, result.description, () => pick(event.query, result.title)));
  if (event.button) cards.push(offerButton(event.button.text, "", () => openBot(event.button.start_parameter)));
  offer(cards.length ? cards : [el("p", {}, word("no_results"))]);
}

let openBot = () => {};
export const onOpenBot = (wanted) => (openBot = wanted);

async function pick(id, title) {
  compose("");
  await act(state.open, { act: "pick", query: id, title }).catch(toast);
  field().focus();
}

function commandOffers(begin) {
  const commands = openChat()?.info.commands ?? [];
  return commands.filter((each) => each.command.startsWith(begin)).map((each) =>
    offerButton(`/${each.command}`, each.description, () => {
      compose("");
      act(state.open, { act: "write", text: `/${each.command}` }).catch(toast);
      field().focus();
    }));
}

function attachments() {
  return ATTACHMENTS.map((what) =>
    offerButton(word(`attach_${what}`), "", () => {
      offer([]);
      act(state.open, { act: "attach", what }).catch(toast);
      field().focus();
    }));
}

function offerButton(title, about, chosen) {
  const made = button("", chosen, { class: "offer" });
  made.append(el("b", {}, title), el("span", { class: "below" }, about));
  return made;
}

function toggle(id, offers) {
  const expanded = byId(id).getAttribute("aria-expanded") === "true";
  offer(expanded ? [] : offers);
  byId(id).setAttribute("aria-expanded", String(!expanded && offers.length > 0));
  if (!expanded) byId("offers").querySelector("button")?.focus();
}

function offer(offers) {
  byId("offers").replaceChildren(...offers);
  byId("offers").hidden = offers.length === 0;
  for (const id of ["menu", "attach"]) byId(id).setAttribute("aria-expanded", "false");
}

function keyed(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  } else if (/^Arrow(Up|Down)$/.test(event.key) && !byId("offers").hidden) {
    event.preventDefault();
    [...byId("offers").querySelectorAll("button")].at(event.key === "ArrowUp" ? -1 : 0)?.focus();
  } else if (event.key === "Escape") {
    if (context?.edit) compose("");
    clearContext();
    offer([]);
  }
}

function walked(event) {
  const all = [...byId("offers").querySelectorAll("button")];
  const at = all.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    (all[at + step] ?? field()).focus();
  } else if (event.key === "Escape") {
    offer([]);
    field().focus();
  }
}
