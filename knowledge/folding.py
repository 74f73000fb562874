"""Texts compared as a reader would: case, accents and punctuation make no difference."""

import re
import unicodedata

WORD = re.compile(r"\w+")


def fold_words(text: str) -> tuple[str, ...]:
    """Return the words of `text`, small and without accents: `Är NI öppna?` → ar ni oppna."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return tuple(WORD.findall("".join(c for c in apart if not unicodedata.combining(c))))
