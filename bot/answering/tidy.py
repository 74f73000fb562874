"""A message as it is worth reading: visible characters, single spaces, a bounded length."""

import unicodedata

# A question of a resident is short; what follows is not read.
LONGEST = 1_000
# Joiners that some scripts and emoji need are kept; everything else invisible goes.
KEPT = {"\u200c", "\u200d"}


def tidy(text: str) -> str:
    """Return `text` in NFKC without control, invisible and unpaired surrogate characters."""
    readable = "".join(
        " " if char.isspace() else char
        for char in text[: 4 * LONGEST]
        if char.isspace() or char in KEPT or unicodedata.category(char)[0] != "C"
    )
    text = " ".join(unicodedata.normalize("NFKC", readable).split())[:LONGEST].rstrip()
    return text if text.strip("".join(KEPT)) else ""


def has_words(text: str) -> bool:
    """Whether there is anything to read in `text`: a letter or a digit."""
    return any(char.isalnum() for char in text)
