"""Plain paragraphs to Telegram's HTML.

Telegram knows few tags (https://core.telegram.org/bots/api#html-style); only `<b>` is used here.
Everything else is escaped, so that no text of an editor or an asker can open a tag.
"""

from html import escape

BULLET = "• "


def html_of(body: str, title: str = "") -> str:
    """Return `body`, paragraphs and `- ` lists, as HTML under a bold `title`."""
    heading = f"<b>{escape(title, quote=False)}</b>\n\n" if title else ""
    return heading + "\n".join(_line(line) for line in body.strip().splitlines())


def plain_of(body: str, title: str = "") -> str:
    """Return the same for a terminal."""
    return f"{title}\n\n{body.strip()}" if title else body.strip()


def _line(line: str) -> str:
    if line.startswith("- "):
        return BULLET + escape(line[2:], quote=False)
    return escape(line, quote=False)
