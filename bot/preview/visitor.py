"""People who write to the bot: what their Telegram clients would send."""

import json
import re
from typing import Any

from bot.preview.calls import Call
from bot.preview.entities import utf16_length
from bot.preview.inline import message_of
from bot.preview.updates import UpdateQueue
from bot.preview.world import Chat, World

PHOTO = [{"file_id": "photo-1", "file_unique_id": "p1", "width": 90, "height": 90}]
ATTACHMENTS: dict[str, Any] = {
    "photo": PHOTO,
    "voice": {"file_id": "voice-1", "file_unique_id": "v1", "duration": 3},
    "sticker": {
        "file_id": "sticker-1",
        "file_unique_id": "s1",
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
    },
    "document": {"file_id": "document-1", "file_unique_id": "d1", "file_name": "letter.pdf"},
    "location": {"latitude": 65.8, "longitude": 24.1},
    "contact": {"phone_number": "112", "first_name": "Help"},
    "poll": {
        "id": "1",
        "question": "?",
        "options": [],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    },
}

# Commands and mentions as clients find them: at a word's start, without what follows the name.
TAPPABLE = re.compile(r"(?<!\S)(?:/[A-Za-z0-9_]+(?:@\w+)?|@\w+)")


class Visitor:
    """One person in one chat; a private one unless `chat` is a group."""

    def __init__(
        self, world: World, updates: UpdateQueue, number: int, language_code: str | None, chat: Chat
    ) -> None:
        self.world = world
        self.updates = updates
        self.chat = chat
        self.account: dict[str, Any] = {"id": number, "is_bot": False, "first_name": "Resident"}
        if language_code is not None:
            self.account["language_code"] = language_code

    def send(self, content: dict[str, Any]) -> dict[str, Any]:
        """Send a message of any content; return it as the bot gets it."""
        self.chat.opened = True
        message = self.world.keep_message(self.chat, self.account, content)
        self.updates.add("message", message)
        return message

    def send_text(self, text: str, reply_to: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send a text, with the entities that a client finds by itself."""
        entities = _entities(text)
        content = {"text": text, **({"entities": entities} if entities else {})}
        return self.send({**content, **({"reply_to_message": reply_to} if reply_to else {})})

    def send_attachment(self, kind: str, **more: Any) -> dict[str, Any]:
        """Send one of `ATTACHMENTS`."""
        return self.send({kind: ATTACHMENTS[kind], **more})

    def send_photo(self, caption: str | None = None) -> dict[str, Any]:
        """Send a photo."""
        return self.send_attachment("photo", **({"caption": caption} if caption else {}))

    def edit(self, message: dict[str, Any], text: str) -> None:
        """Edit an own text."""
        edited = {**message, "text": text, "edit_date": int(self.world.clock())}
        self.chat.messages[message["message_id"]] = edited
        self.updates.add("edited_message", edited)

    def press(self, call: Call, label: str) -> str:
        """Press the button called `label` under the message that `call` sent or edited."""
        message = self.chat.messages[call.result["message_id"]]
        rows = message.get("reply_markup", {"inline_keyboard": []})["inline_keyboard"]
        buttons = {button["text"]: button for row in rows for button in row}
        if label not in buttons:
            raise LookupError(f"no button {label!r} but {sorted(buttons)}")
        return self.press_data(buttons[label]["callback_data"], message)

    def press_data(self, data: str, message: dict[str, Any], *, too_old: bool = False) -> str:
        """Press a button that carries `data`; `too_old` hides the message, as after 48 hours."""
        query = str(next(self.world.queries))
        self.world.open_queries.add(query)
        hidden = {"chat": message["chat"], "message_id": message["message_id"], "date": 0}
        content = {
            "id": query,
            "from": self.account,
            "message": hidden if too_old else message,
            "chat_instance": "1",
            "data": data,
        }
        self.updates.add("callback_query", content)
        return query

    def ask_inline(self, text: str) -> str:
        """Type `text` after the bot's name in some chat; return the query's id."""
        query = str(next(self.world.queries))
        self.world.open_inline.add(query)
        content = {"id": query, "from": self.account, "query": text, "offset": ""}
        self.updates.add("inline_query", {**content, "chat_type": "private"})
        return query

    def pick(self, call: Call, title: str) -> dict[str, Any]:
        """Put the result called `title` of an answered inline query into the chat."""
        results = {result["title"]: result for result in json.loads(call.parameters["results"])}
        if title not in results:
            raise LookupError(f"no result {title!r} but {sorted(results)}")
        return self.world.keep_message(
            self.chat, self.account, {**message_of(results[title]), "via_bot": self.world.bot}
        )

    def block(self) -> None:
        """Block the bot."""
        self.chat.blocked = True


def _entities(text: str) -> list[dict[str, Any]]:
    return [
        {
            "type": "mention" if found[0].startswith("@") else "bot_command",
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found[0]),
        }
        for found in TAPPABLE.finditer(text)
    ]
