"""What can be asked of the server over HTTP: people who do something, and faults to come."""

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.preview.faults import Cut
from bot.preview.visitor import ATTACHMENTS, Visitor

if TYPE_CHECKING:
    from bot.preview.server import BotApiServer


class MissingError(LookupError):
    """What is asked for names something that is not there; the text says what."""


class Action(BaseModel):
    """Something to be done; unknown fields are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @abstractmethod
    def act(self, server: "BotApiServer") -> Any:
        """Do it; raises `MissingError` where it names what is not there."""


class ByPerson(Action):
    """Done by the person `user`: in the private chat, or in the group `chat` (negative)."""

    user: int = Field(gt=0)
    chat: int | None = Field(default=None, lt=0)
    language_code: str | None = None

    def visitor(self, server: "BotApiServer") -> Visitor:
        """Return the person in that chat."""
        if self.chat is None:
            return server.user(self.user, self.language_code)
        return server.member(self.user, self.chat, self.language_code)

    def message(self, server: "BotApiServer", number: int) -> dict[str, Any]:
        """Return a message of the chat; raises `MissingError` where there is none."""
        found = self.visitor(server).chat.messages.get(number)
        if found is None:
            raise MissingError(f"message_id: no message {number} in that chat")
        return found


class Write(ByPerson):
    """Write a text, or send one of the attachments that `visitor.py` knows."""

    text: str = Field(default="", max_length=4096)
    attachment: str = ""
    reply_to: int | None = None

    def act(self, server: "BotApiServer") -> Any:
        """Return the message as the bot gets it."""
        visitor = self.visitor(server)
        if self.attachment:
            if self.attachment not in ATTACHMENTS:
                raise MissingError(f"attachment: one of {', '.join(ATTACHMENTS)}")
            return visitor.send_attachment(
                self.attachment, **({"caption": self.text} if self.text else {})
            )
        if not self.text:
            raise MissingError("text: must not be empty without an attachment")
        answered = None if self.reply_to is None else self.message(server, self.reply_to)
        return visitor.send_text(self.text, answered)


class Edit(ByPerson):
    """Change an own text."""

    message_id: int
    text: str = Field(min_length=1, max_length=4096)

    def act(self, server: "BotApiServer") -> Any:
        """Return whether it was done."""
        self.visitor(server).edit(self.message(server, self.message_id), self.text)
        return True


class Press(ByPerson):
    """Press the button called `label` under a message of the bot."""

    message_id: int
    label: str

    def act(self, server: "BotApiServer") -> Any:
        """Return the callback query's id."""
        message = self.message(server, self.message_id)
        rows = message.get("reply_markup", {"inline_keyboard": []})["inline_keyboard"]
        data = {b["text"]: b["callback_data"] for row in rows for b in row if "callback_data" in b}
        if self.label not in data:
            raise MissingError(f"label: no button {self.label!r} but {sorted(data)}")
        return self.visitor(server).press_data(data[self.label], message)


class Query(ByPerson):
    """Type a text after the bot's name in another chat."""

    text: str = Field(max_length=256)

    def act(self, server: "BotApiServer") -> Any:
        """Return the inline query's id."""
        return self.visitor(server).ask_inline(self.text)


class Block(ByPerson):
    """Block the bot."""

    def act(self, server: "BotApiServer") -> Any:
        """Return whether it was done."""
        self.visitor(server).block()
        return True


class Numbered(BaseModel):
    """An update of any content."""

    model_config = ConfigDict(extra="allow", frozen=True)

    update_id: int


class RawUpdate(Action):
    """Queue an update exactly as given, broken or repeated."""

    update: Numbered

    def act(self, server: "BotApiServer") -> Any:
        """Return the update's number."""
        server.updates.add_raw(self.update.model_dump())
        return self.update.update_id


class Fail(Action):
    """Let the next calls of a method fail."""

    method: str
    status: Literal[400, 401, 403, 404, 409, 500, 502, 503, 504] = 500
    description: str = "Internal Server Error"
    retry_after: int | None = Field(default=None, ge=1)
    cut: Cut | None = None
    page: bool = False
    times: int = Field(default=1, ge=1, le=100_000)

    def act(self, server: "BotApiServer") -> Any:
        """Return whether it was ordered."""
        server.faults.order(**self.model_dump())
        return True


class Silence(Action):
    """Refuse calls with 429 for some seconds: about one chat, or all."""

    seconds: float = Field(gt=0, le=3600)
    chat: int | None = None

    def act(self, server: "BotApiServer") -> Any:
        """Return whether it was ordered."""
        server.faults.silence(self.seconds, self.chat)
        return True
