// One message as a bubble.

import { button, el } from "./dom.js";
import { render } from "./entities.js";
import { isMine } from "./state.js";
import { pageLanguage, word } from "./words.js";

const ATTACHED = { voice: "🎤", sticker: "🙂", document: "📄", location: "📍", poll: "📊" };

// `on` holds what taps do: press, edit, why, reply, command, link, copy, inline.
export function bubble(chat, message, on) {
  const mine = isMine(chat, message);
  const body = el("div", { class: "bubble" }, ...content(message, mine, on), meta(message, mine, on));
  const side = mine ? "mine" : "theirs";
  const made = el("article", { class: `message ${side}`, "data-id": message.message_id, "aria-label": word(mine ? "from_you" : "from_bot") }, body);
  const keyboard = message.reply_markup?.inline_keyboard;
  if (keyboard) made.append(buttons(message, keyboard, on));
  return made;
}

function content(message, mine, on) {
  const parts = [];
  const replied = message.reply_to_message;
  if (replied) parts.push(el("p", { class: "quote", dir: "auto" }, replied.text ?? replied.caption ?? word("attachment")));
  if (message.via_bot) parts.push(el("p", { class: "via" }, `${word("via")} @${message.via_bot.username}`));
  if (message.photo) parts.push(photo(message, mine));
  const text = message.text ?? message.caption;
  if (text !== undefined) {
    parts.push(el("div", { class: "text", dir: "auto" }, render(text, message.entities ?? message.caption_entities, mine ? {} : on)));
  }
  if (message.venue) parts.push(card("📍", message.venue.title, message.venue.address));
  else if (message.contact) {
    const { first_name: first, last_name: last, phone_number: phone } = message.contact;
    parts.push(card("👤", [first, last].filter(Boolean).join(" "), phone));
  }
  for (const [kind, sign] of Object.entries(ATTACHED)) {
    if (message[kind] && !message.venue) parts.push(card(sign, word(`attach_${kind}`), ""));
  }
  return parts;
}

function photo(message, mine) {
  if (mine) return card("🖼", word("attach_photo"), "");
  const size = message.photo.at(-1);
  const about = (message.caption ?? "").split("\n")[0];
  return el("img", {
    src: `/api/photos/${encodeURIComponent(size.file_id)}`, width: size.width, height: size.height,
    alt: `${word("picture")}: ${about}`,
  });
}

function card(sign, title, below) {
  const lines = el("span", {}, el("b", {}, title), below ? el("span", { class: "below" }, below) : "");
  return el("p", { class: "card" }, el("span", { class: "sign", "aria-hidden": "true" }, sign), lines);
}

function meta(message, mine, on) {
  const moment = new Date(message.date * 1000);
  const time = moment.toLocaleTimeString(pageLanguage(), { hour: "2-digit", minute: "2-digit" });
  const parts = [];
  if (mine && message.text !== undefined && !message.via_bot) {
    parts.push(button(word("why"), () => on.why(message)), button(word("edit"), () => on.edit(message)));
  } else if (!mine) parts.push(button(word("reply"), () => on.reply(message)));
  if (message.edit_date) parts.push(el("span", {}, word("edited")));
  parts.push(el("time", { datetime: moment.toISOString() }, time));
  return el("p", { class: "meta" }, ...parts);
}

function buttons(message, rows, on) {
  const made = rows.map((row, y) =>
    el("div", { class: "row" }, ...row.map((given, x) => keyOf(message, given, y, x, on))));
  return el("div", { class: "keyboard", role: "group", "aria-label": word("buttons") }, ...made);
}

function keyOf(message, given, row, column, on) {
  if (given.url) {
    const made = el("a", { href: given.url, target: "_blank", rel: "noopener noreferrer", class: "key" }, `${given.text} ↗`);
    made.addEventListener("click", (event) => on.link(given.url, event));
    return made;
  }
  const act = () => {
    if (given.callback_data !== undefined) on.press(message, row, column);
    else if (given.copy_text) on.copy(given.copy_text.text);
    else if (given.switch_inline_query_current_chat !== undefined) on.inline(given.switch_inline_query_current_chat, false);
    else if (given.switch_inline_query !== undefined) on.inline(given.switch_inline_query, true);
  };
  return button(given.text, act, { class: "key" });
}
