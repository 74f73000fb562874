// Puts the page together.

import { forgetBoard, loadBoard, showBoard, startBoard } from "./board.js";
import { dropMessage, onFollow, showAround, showChat, showMessage, showTyping, startChat } from "./chat.js";
import { enter, onOpened, showChats, startChats } from "./chats.js";
import { onFriend, onOpenBot, showResults, startComposer } from "./composer.js";
import { byId, el } from "./dom.js";
import { showKnowledge } from "./knowledge.js";
import { act, get, listen } from "./server.js";
import { isMine, keepChat, openChat, state } from "./state.js";
import { notice, toast } from "./toast.js";
import { showCall, showFaults, startTools } from "./tools.js";
import { onView, show, startViews } from "./views.js";
import { explain } from "./why.js";
import { loadWords, onLanguage, pageLanguage } from "./words.js";

let ready = false;

const told = {
  begin: (event) => {
    ready = false;
    state.bot = event.bot;
    for (const chat of state.chats.values()) chat.messages.clear();
  },
  chat: ({ chat }) => {
    keepChat(chat);
    if (ready && chat.id === state.open) showAround(openChat());
  },
  message: ({ chat: id, message }) => {
    const chat = state.chats.get(id);
    const isNew = !chat.messages.has(message.message_id);
    chat.messages.set(message.message_id, message);
    if (!ready) return;
    if (id === state.open) {
      if (isMine(chat, message)) state.question = null;
      showMessage(chat, message);
      if (!isMine(chat, message)) explain();
    } else if (isNew && !isMine(chat, message)) chat.unread += 1;
  },
  gone: ({ chat: id, id: number }) => {
    state.chats.get(id)?.messages.delete(number);
    if (id === state.open) dropMessage(number);
  },
  action: ({ chat }) => chat === state.open && showTyping(),
  notice,
  results: showResults,
  call: showCall,
  knowledge: (event) => {
    const changed = state.knowledge && state.knowledge.version !== event.version;
    state.knowledge = event;
    showKnowledge();
    if (!changed) return;
    forgetBoard();
    if (document.body.dataset.view === "texts") loadBoard();
  },
  ready: async () => {
    ready = true;
    if (!state.chats.has(state.open)) state.open = null;
    const payload = new URLSearchParams(location.search).get("start");
    if (payload !== null) history.replaceState(null, "", "/");
    if (payload !== null || state.chats.size === 0) await enter("private", pageLanguage());
    else open(state.open ?? [...state.chats.keys()].at(-1));
    if (payload !== null) await act(state.open, { act: "start", payload });
  },
  lost: () => {},
};

function open(id) {
  state.open = id;
  state.question = null;
  const chat = openChat();
  if (!chat) return; // it is told of in a moment
  chat.unread = 0;
  showChat();
  showChats();
  explain();
  if (document.body.dataset.view === "chats") show("chat");
}

// A link to the bot: in this chat where the bot is in it, else in a new one.
async function follow(payload) {
  const chat = openChat();
  if (chat?.info.kind !== "private") await enter("private", chat?.info.language ?? pageLanguage());
  await act(state.open, { act: "start", payload }).catch(toast);
  show("chat");
}

async function friend() {
  const known = [...state.chats.values()].find(({ info }) => info.kind === "friend");
  if (known) open(known.info.id);
  else await enter("friend", openChat()?.info.language ?? pageLanguage());
}

function languageOptions() {
  const codes = state.town.languages.map(({ code, name }) => el("option", { value: code, lang: code }, name));
  for (const each of document.querySelectorAll("[data-languages]")) each.replaceChildren(...codes.map((option) => option.cloneNode(true)));
}

async function main() {
  await loadWords();
  state.town = await get("/api/town");
  byId("town").textContent = `Kommunsvar · ${state.town.name}`;
  languageOptions();
  startViews();
  startChat();
  startComposer();
  startChats();
  startBoard();
  await startTools(follow);
  onOpened(open);
  onFollow(follow);
  onOpenBot(follow);
  onFriend(friend);
  onView((view) => view === "texts" && loadBoard());
  onLanguage(() => {
    showChats();
    if (openChat()) showChat();
    showKnowledge();
    showBoard();
    showFaults();
    explain();
  });
  byId("client-language").addEventListener("change", (event) => act(state.open, { act: "speak", language: event.target.value }).catch(toast));
  listen((event) => {
    told[event.kind]?.(event);
    if (ready && ["chat", "message", "gone"].includes(event.kind)) {
      if (event.kind === "chat" && event.chat.id === state.open && byId("log").dataset.chat !== String(state.open)) open(state.open);
      showChats();
    }
  });
}

main();
