"""What a person does in a Telegram client, as the page says it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.preview.page.people import Kind, Person

Language = Annotated[str, Field(pattern="^([a-z]{2,3}(-[A-Za-z]{2,4})?)?$")]
# Longer than Telegram lets anybody write, so that its own limit shows.
Words = Annotated[str, Field(min_length=1, max_length=20_000)]
Payload = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{0,64}$")]


class Act(BaseModel):
    """What the page sends; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Enter(Act):
    """Open a chat for somebody new."""

    type: Kind = "private"
    language: Language = "sv"


class Write(Act):
    """Send a text, perhaps as a reply."""

    act: Literal["write"]
    text: Words
    reply_to: int | None = None

    def do(self, person: Person) -> None:
        """Send it; a friend's chat is not the bot's to see."""
        visitor = person.visitor
        if person.kind == "friend":
            visitor.world.keep_message(visitor.chat, visitor.account, {"text": self.text})
            return
        reply = None if self.reply_to is None else visitor.chat.messages.get(self.reply_to)
        visitor.send_text(self.text, reply)


class Start(Act):
    """Press Start, or follow a link with a payload."""

    act: Literal["start"]
    payload: Payload = ""

    def do(self, person: Person) -> None:
        """Send what a client sends then."""
        person.visitor.chat.blocked = False
        person.visitor.send_text(f"/start {self.payload}".rstrip())


class Edit(Act):
    """Change an own text."""

    act: Literal["edit"]
    message: int
    text: Words

    def do(self, person: Person) -> None:
        """Change it."""
        message = person.visitor.chat.messages[self.message]
        if message["from"]["id"] != person.visitor.account["id"] or "text" not in message:
            raise LookupError(self.message)
        person.visitor.edit(message, self.text)


class Press(Act):
    """Press a button under a message of the bot."""

    act: Literal["press"]
    message: int
    row: int = Field(ge=0)
    column: int = Field(ge=0)

    def do(self, person: Person) -> str:
        """Press it; return the query's id."""
        message = person.visitor.chat.messages[self.message]
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        return person.visitor.press_data(rows[self.row][self.column]["callback_data"], message)


class Search(Act):
    """Type after the bot's name."""

    act: Literal["search"]
    text: str = Field(max_length=256)

    def do(self, person: Person) -> str:
        """Ask; return the query's id."""
        query = person.visitor.ask_inline(self.text)
        person.queries[query] = None
        return query


class Pick(Act):
    """Put a result of an answered inline query into the chat."""

    act: Literal["pick"]
    query: str
    title: str

    def do(self, person: Person) -> None:
        """Put it there."""
        call = person.queries[self.query]
        if call is None:
            raise LookupError(self.query)
        person.visitor.pick(call, self.title)


class Attach(Act):
    """Send something that is no text."""

    act: Literal["attach"]
    what: Literal["photo", "voice", "sticker", "document", "location", "contact"]

    def do(self, person: Person) -> None:
        """Send it."""
        person.visitor.send_attachment(self.what)


class Speak(Act):
    """Change the language of the person's Telegram."""

    act: Literal["speak"]
    language: Language

    def do(self, person: Person) -> None:
        """Change it: every later update carries it."""
        account: dict[str, Any] = {**person.visitor.account, "language_code": self.language}
        if not self.language:
            del account["language_code"]
        person.visitor.account = account


class Block(Act):
    """Block the bot."""

    act: Literal["block"]

    def do(self, person: Person) -> None:
        """Block it until Start is pressed."""
        person.visitor.block()


AnyAct = Annotated[
    Write | Start | Edit | Press | Search | Pick | Attach | Speak | Block,
    Field(discriminator="act"),
]
