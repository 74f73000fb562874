"""Numbers, links and Latin words inside right-to-left text.

Without isolates the Unicode bidirectional algorithm turns `08:00–16:00` and `0922-260 00` around
and puts the slash of `/help` at its end (https://www.unicode.org/reports/tr9/).
"""

import re

from babel import Locale

LEFT_TO_RIGHT_ISOLATE, END_ISOLATE = "\u2066", "\u2069"
LETTER = r"[0-9A-Za-z\u00c0-\u024f]"
BETWEEN = r"[ .,:@/+&'\u2019\-\u2013_\u00a0]"
WORDS = rf"{LETTER}+(?:{BETWEEN}+{LETTER}+)*"
# Brackets are taken in only where both of a pair are.
RUN = re.compile(rf"[/+@]?{WORDS}(?: \({WORDS}\))?%?")


def is_right_to_left(locale: str) -> bool:
    """Whether `locale` is written from right to left."""
    return str(Locale.parse(locale).text_direction) == "rtl"


def isolate(text: str) -> str:
    """Return right-to-left `text` with its left-to-right runs kept together.

    Plain numbers and words need nothing, and doing it twice changes nothing.
    """
    bare = text.replace(LEFT_TO_RIGHT_ISOLATE, "").replace(END_ISOLATE, "")
    return RUN.sub(_isolated, bare)


def _isolated(run: re.Match[str]) -> str:
    text = run[0]
    return text if text.isalnum() else f"{LEFT_TO_RIGHT_ISOLATE}{text}{END_ISOLATE}"
