"""Plain paragraphs to Telegram's HTML: no text opens a tag."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from bot.answering.markup import BULLET, html_of, plain_of

TAGGY = st.one_of(st.text(max_size=200), st.text(alphabet="<>&/b\"'= -\n;amplt#!", max_size=60))


class Tags(HTMLParser):
    """Collects what a reader of HTML sees."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.opened: list[str] = []
        self.closed: list[str] = []
        self.other: list[str] = []
        self.data = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append(f"{tag}{attrs or ''}")

    def handle_endtag(self, tag: str) -> None:
        self.closed.append(tag)

    def handle_comment(self, data: str) -> None:
        self.other.append(data)

    def handle_decl(self, decl: str) -> None:
        self.other.append(decl)

    def handle_data(self, data: str) -> None:
        self.data += data


def test_title_paragraphs_and_list() -> None:
    html = html_of("Två områden:\n- Natur & miljö\n- <Hållbarhet>\n\nSlut.", "Mål")

    assert html == (
        "<b>Mål</b>\n\nTvå områden:\n• Natur &amp; miljö\n• &lt;Hållbarhet&gt;\n\nSlut."
    )


def test_plain_text_keeps_its_signs() -> None:
    assert plain_of("1 < 2 & 3\n", "Mål") == "Mål\n\n1 < 2 & 3"
    assert plain_of("  bara text ") == "bara text"


@given(TAGGY)
def test_no_text_opens_a_tag(body: str) -> None:
    seen = Tags(html_of(body))

    assert (seen.opened, seen.closed, seen.other) == ([], [], [])


@given(TAGGY, TAGGY.filter(bool))
def test_no_title_opens_another_tag(body: str, title: str) -> None:
    seen = Tags(html_of(body, title))

    assert (seen.opened, seen.closed, seen.other) == (["b"], ["b"], [])
    lines = body.strip().splitlines()
    shown = "\n".join(BULLET + ln[2:] if ln.startswith("- ") else ln for ln in lines)
    assert seen.data == f"{title}\n\n{shown}"
