"""How long answers and sentences are, against the limits of municipality.yaml.

Words a sentence are counted rather than LIX (Björnsson 1968), which adds the share of long words:
in texts of 20 to 100 words that share is mostly the names of the town and its committees, and in
Finnish far more words are long. What a writer can mend is the sentence, so that is named. GOV.UK
has 25 words as its limit, and cites that readers follow more than 90 % of a text with 14 words a
sentence and less than 10 % of one with 43: https://insidegovuk.blog.gov.uk/2014/08/04/sentence-length-why-25-words-is-our-limit/
"""

import re
from collections.abc import Iterator

from knowledge.errors import RenderingError
from knowledge.mending import mended
from knowledge.message import message
from knowledge.model import Knowledge, Snippet
from knowledge.problem import Problem
from knowledge.references.lines import Lines
from knowledge.rehearsal import Rehearsal
from knowledge.written import HOLE, texts_of

WORD = re.compile(rf"\S*[\w{HOLE}]\S*")
# A full stop within `t.ex.` or before a small letter ends nothing. A line always does.
SENTENCE_END = re.compile(r"(?<=[.!?؟…])[\"”»')]*\s+(?=[^\sa-zåäöæøõüа-яёіїєґąćęłńóśźżšž])")
SHOWN = 5


def check_length(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Warn of answers and sentences with more words than their language allows."""
    rehearsal = Rehearsal(mended(knowledge))
    for written in texts_of(knowledge):
        limits = knowledge.municipality.limits.get(written.language)
        if limits is None or written.snippet is None:
            continue
        count = _length(rehearsal, written.snippet)
        if count > limits.answer:
            what = message("long_answer", count=count, most=limits.answer)
            yield lines.problem(written.file, written.path, what, "warning")
        for offset, sentence in sentences_of(written.lines):
            words = WORD.findall(sentence)
            if len(words) > limits.sentence:
                start = " ".join(words[:SHOWN]).replace(HOLE, "…")
                what = message("long_sentence", start=start, count=len(words), most=limits.sentence)
                yield lines.within(written, offset, what, "warning")


def sentences_of(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield each sentence with its line, from 0; every item of a list counts as one."""
    for offset, line in enumerate(lines):
        for sentence in SENTENCE_END.split(line.strip().removeprefix("- ")):
            yield offset, sentence


def _length(rehearsal: Rehearsal, snippet: Snippet) -> int:
    """Return the words of an answer as residents get it, 0 where it cannot be made."""
    try:
        renderer, now, asked = next(rehearsal.rounds(snippet))
        body = renderer.answer(snippet.id, snippet.language, now, asked).body
    except RenderingError:
        return 0
    return len(WORD.findall(body))
