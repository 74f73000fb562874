"""Personal data taken out of a question before anything of it is kept.

Numbers of persons are known by their date and check digit, telephone numbers by the numbering
plans, so that amounts, years and dates stay. Names of people are not recognised.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import iban

from bot.answering.tidy import tidy
from bot.inbox.masks import Mask, Span, overlap, replaced
from bot.inbox.persons import DATE, YEARS, find_persons
from knowledge.masking import MaskingWords

# Numbers written without a country's prefix are read by the plans of both sides of the border.
REGIONS = ("SE", "FI")
# Candidates that are looked at in one text; a question holds one or two.
MOST_TRIES = 200
LONGEST_KEPT = 300
HOURS = re.compile(r"(?<!\d)\d{1,2}[.:]\d\d ?[-\u2013] ?\d{1,2}[.:]\d\d(?!\d)")
IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}(?![A-Z0-9])", re.IGNORECASE)
EMAIL = re.compile(
    r"[\w.+%-]{1,64}(?:@| ?[\[(](?:at|@)[\])] ?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", re.IGNORECASE
)
HANDLE = re.compile(
    r"(?<![\w@])@[A-Za-z]\w{4,31}(?![\w.-]*\.\w)|(?:https?://)?\bt\.me/\w{4,32}", re.IGNORECASE
)
# Numbers with a country's code and no plus before it, and mistyped ones: no amount begins with 0.
BARE = re.compile(r"(?<![\d+.,])(?:(?:46|358)\d{8,10}|0\d{8,13})(?![\d])")
HOUSE = r"(?P<number>\d{1,4})(?: ?[A-Za-z](?![\w]))?(?: ?\d{1,3}(?![\d\w]))?"
STREET = re.compile(rf"(?<!\w)(?P<street>[^\W\d]{{2,40}}),? {{0,2}}{HOUSE}(?!\w|[.,]?\d)")


@dataclass(frozen=True, slots=True)
class Own:
    """The municipality's own numbers (digits alone) and addresses (small), which stay."""

    numbers: frozenset[str]
    texts: frozenset[str]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Own":
        """Take whatever is a number or an address from the texts of the town's facts."""
        known = ["".join(filter(str.isdigit, text)) for text in texts]
        return cls(frozenset(filter(None, known)), frozenset(text.casefold() for text in texts))


class Masker:
    """Masks texts; built once for a town."""

    def __init__(self, words: MaskingWords, own: Own) -> None:
        self._own = own
        endings = "|".join(sorted(map(re.escape, words.street_endings), key=len, reverse=True))
        self._street = re.compile(rf"\w{{2,}}(?:{endings})", re.IGNORECASE)
        self._not_streets = {word.casefold() for word in words.not_streets}
        amounts = "|".join(sorted(map(re.escape, words.amounts), key=len, reverse=True))
        self._amount = re.compile(rf" ?(?:{amounts})(?!\w)", re.IGNORECASE)

    def mask(self, text: str) -> str:
        """Return a bounded text with everything personal that is recognised replaced.

        Steps are in the order of certainty: what an earlier one replaced no later one reads.
        """
        text = _ascii_digits(tidy(text))
        for mask, spans in (
            (Mask.EMAIL, self._emails),
            (Mask.ACCOUNT, _accounts),
            (Mask.PERSON, find_persons),
            (Mask.HANDLE, _handles),
            (Mask.PHONE, self._phones),
            (Mask.STREET, self._streets),
        ):
            text = replaced(text, spans(text), mask)
        return _shortened(text)

    def _emails(self, text: str) -> Iterator[Span]:
        for found in EMAIL.finditer(text):
            if found.group().casefold() not in self._own.texts:
                yield found.span()

    def _phones(self, text: str) -> Iterator[Span]:
        dates = [found.span() for rule in (DATE, HOURS) for found in rule.finditer(text)]
        for region in REGIONS:
            matcher = PhoneNumberMatcher(
                text, region, leniency=Leniency.VALID, max_tries=MOST_TRIES
            )
            for match in matcher:
                span = match.start, match.end
                if not self._is_own(match.raw_string) and not any(overlap(span, d) for d in dates):
                    yield span
        for found in BARE.finditer(text):
            if _may_be_called(found.group()) and not self._is_own(found.group()):
                yield found.span()

    def _is_own(self, written: str) -> bool:
        digits = "".join(filter(str.isdigit, written))
        return any(
            digits == number
            or digits.removeprefix("00").removeprefix("46").lstrip("0") == number.lstrip("0")
            for number in self._own.numbers
        )

    def _streets(self, text: str) -> Iterator[Span]:
        for found in STREET.finditer(text):
            street = found["street"]
            if (
                self._street.fullmatch(street)
                and street.casefold() not in self._not_streets
                and int(found["number"]) not in YEARS
                and not self._amount.match(text, found.end("number"))
                and not self._is_own_address(found.group())
            ):
                yield found.span()

    def _is_own_address(self, written: str) -> bool:
        return " ".join(written.casefold().replace(",", " ").split()) in self._own.texts


def _may_be_called(digits: str) -> bool:
    return digits[0] == "0" or phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}"))


def _accounts(text: str) -> Iterator[Span]:
    return (found.span() for found in IBAN.finditer(text) if iban.is_valid(found.group()))


def _handles(text: str) -> Iterator[Span]:
    return (found.span() for found in HANDLE.finditer(text))


def _ascii_digits(text: str) -> str:
    """Write the digits of every script as 0 to 9, so that one rule reads all."""
    return "".join(str(int(char)) if char.isdecimal() else char for char in text)


def _shortened(text: str) -> str:
    """Cut at a word: the beginning of a masked word tells nothing."""
    if len(text) <= LONGEST_KEPT:
        return text
    return text[:LONGEST_KEPT].rpartition(" ")[0] or text[:LONGEST_KEPT]
