"""What is personal is taken out; what a question is about stays. All numbers are made up."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.fi import hetu
from stdnum.se import personnummer

from bot.inbox.masking import LONGEST_KEPT, Masker
from bot.inbox.masks import MASKS, Mask
from bot.settings import Settings
from knowledge.questions import load_test_questions

SIGNS = {1800: "+", 1900: "-YXWVU", 2000: "ABCDEF"}
CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
BORN = st.dates(date(1890, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        ("mitt nummer är 811218-9876, när?", "mitt nummer är [id], när?"),
        ("198112189876", "[id]"),
        ("19110401-7927", "[id]"),  # its end is a valid henkilötunnus, too
        ("19811218 9876", "[id]"),
        ("1981-12-18-9876", "[id]"),
        ("811218+9876", "[id]"),
        ("pnr:811218 - 9876x", "pnr:[id]x"),
        ("811218-9875 har jag fel?", "[id] har jag fel?"),
        ("samordningsnummer 701063-2391", "samordningsnummer [id]"),
        ("tunnus 131052-308T", "tunnus [id]"),
        ("131052a308t", "[id]"),
        ("131052Y308T", "[id]"),
        ("ring 070-123 45 67 tack", "ring [phone] tack"),
        ("soita 040 1234567 tai +358 40 123 4567", "soita [phone] tai [phone]"),
        ("46701234567 eller 046701234567", "[phone] eller [phone]"),
        ("+4791234567", "[phone]"),
        ("٠٧٠١٢٣٤٥٦٧", "[phone]"),
        ("skriv till kalle.anka+1@example.com!", "skriv till [email]!"),
        ("kalle(at)example.com", "[email]"),
        ("jag heter @kalle_anka", "jag heter [handle]"),
        ("till FI21 1234 5600 0007 85", "till [account]"),
        ("bor på Storgatan 12 B", "bor på [street]"),
        ("Kauppakadulla 5 A 12 on kylmä", "[street] on kylmä"),
        ("Torikatu 9", "[street]"),
    ],
    ids=str,
)
def test_personal_data_is_replaced(masker: Masker, written: str, masked: str) -> None:
    assert masker.mask(written) == masked


@pytest.mark.parametrize(
    "written",
    [
        "308 000 000 kronor till socialnämnden",
        "252900 tkr, 35,6 % och 710,1 miljoner",
        "mål 2023-2026, inte 2010 2011 2012",
        "mellan 2023-01-01 - 2024-12-31",
        "den 09-12-2023 klockan 08.00-16.00",
        "riksväg 99 och E4",
        "Storgatan 3 miljoner, vägen 2035",
        "org.nr 212000-2767",
        "Torget 9, Haparanda, kommunen@haparanda.se",
        "0922-260 00, 0922-26000, +46 922 260 00, 112, 90101 och 116 111",
        "vad kommer efter @haparanda.se",
    ],
    ids=str,
)
def test_what_is_no_persons_stays(masker: Masker, written: str) -> None:
    assert masker.mask(written) == written


def test_no_test_question_of_the_budget_is_touched(masker: Masker, settings: Settings) -> None:
    texts = [q.text for q in load_test_questions(settings.town)]
    assert len(texts) > 6_000
    assert [t for t in texts if MASKS.search(masker.mask(t)) and not MASKS.search(t)] == []


@tried(deadline=None)
@given(born=BORN, serial=st.integers(0, 999), form=st.sampled_from(("y-", "Y-", "Y", "y ", "Y  ")))
def test_no_personnummer_comes_through(masker: Masker, born: date, serial: int, form: str) -> None:
    day = born.strftime("%Y%m%d" if form[0] == "Y" else "%y%m%d")
    digits = f"{day[-6:]}{serial:03}"
    number = f"{day}{form[1:]}{serial:03}{luhn.calc_check_digit(digits)}"
    masked = masker.mask(f"hej {number}, när öppnar ni")
    assert masked == "hej [id], när öppnar ni"


@tried(deadline=None)
@given(born=BORN, serial=st.integers(2, 999), sign=st.sampled_from("+-YXWVUABCDEF"))
def test_no_henkilotunnus_comes_through(masker: Masker, born: date, serial: int, sign: str) -> None:
    day, number = born.strftime("%d%m%y"), f"{serial:03}"
    whole = f"{day}{sign}{number}{CHECKS[int(day + number) % 31]}"
    assert hetu.is_valid(whole, allow_temporary=True)
    assert masker.mask(f"tunnus {whole.lower()}?") == f"tunnus {Mask.PERSON}?"


@tried(deadline=None)
@given(st.text(alphabet="0123456789-+ AYTa@.,/kg", max_size=120))
def test_nothing_valid_is_left_in_wild_text(masker: Masker, text: str) -> None:
    masked = masker.mask(text)
    for found in re.findall(r"(?=(\d{8}[-+]?\d{4}|\d{6}[-+]\d{4}))", masked):
        assert not personnummer.is_valid(found), masked
    for found in re.findall(r"(?=(\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]))", masked, re.IGNORECASE):
        assert not hetu.is_valid(found), masked


@tried(deadline=None)
@given(st.text(max_size=6_000))
def test_any_text_is_masked_within_bounds(masker: Masker, text: str) -> None:
    masked = masker.mask(text)
    assert len(masked) <= LONGEST_KEPT
    assert masker.mask(masked) == masked


@pytest.mark.parametrize(
    "part", ["1", "1 ", "a@", "a.-", "00 ", "81-12-18 ", "aagatan 1 ", "(0)-"], ids=str
)
def test_hostile_texts_are_cut_to_a_bound(masker: Masker, part: str) -> None:
    assert len(masker.mask(part * 100_000)) <= LONGEST_KEPT
