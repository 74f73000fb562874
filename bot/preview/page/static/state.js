// What the page knows: chats with their messages, and which one is open.

export const state = {
  bot: "", town: { name: "", languages: [] }, chats: new Map(), open: null, question: null, knowledge: null,
};

export const openChat = () => state.chats.get(state.open);

export function keepChat(info) {
  const known = state.chats.get(info.id);
  if (known) known.info = info;
  else state.chats.set(info.id, { info, messages: new Map(), unread: 0, draft: "" });
}

export const isMine = (chat, message) => message.from.id === chat.info.me;

export function lastMessage(chat) {
  return [...chat.messages.values()].sort((a, b) => a.message_id - b.message_id).at(-1);
}

// How a chat is called in the list: the bot's name, a group, or a friend, with a number.
export function titleOf(chat, word) {
  if (chat.info.kind === "private") return chat.info.name;
  return word(chat.info.kind === "group" ? "kind_group" : "kind_friend");
}
