"""municipality.yaml: what the other files and the clock rest on."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.model import Knowledge, Language, Status
from knowledge.problem import Problem
from knowledge.reading import Path_
from knowledge.references.lines import MUNICIPALITY, Lines
from knowledge.validating import did_you_mean

ADDRESS = "{address}"
UNDERSTOOD_ONLY = "is only understood: name a language that answers come in"


def check_town(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find names, zones, locales and languages that lead nowhere."""
    for path, message in (*_whereabouts(knowledge), *_languages(knowledge)):
        yield lines.problem(MUNICIPALITY, path, message)


def check_calendar(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find a country without holidays; apart, as reading all calendars takes a while."""
    from holidays import list_supported_countries

    country = knowledge.municipality.country
    if country not in list_supported_countries():
        message = f"no holidays are known for {country!r}: write a country's code such as SE"
        yield lines.problem(MUNICIPALITY, ("country",), message)


def _whereabouts(knowledge: Knowledge) -> Iterator[tuple[Path_, str]]:
    town = knowledge.municipality
    zones = {"time_zone": town.time_zone, "neighbour_time_zone": town.neighbour_time_zone}
    for key, zone in zones.items():
        if not _is_zone(zone):
            yield (key,), f"no time zone is called {zone!r}: write one such as Europe/Stockholm"
    if town.default_language not in town.names:
        yield ("names",), f"has no name in the default language: add {town.default_language}"
    for at, code in enumerate(town.side_by_side):
        if code not in knowledge.answering_languages:
            message = _unknown_language(code, knowledge)
            yield ("side_by_side", at), message if code not in town.languages else UNDERSTOOD_ONLY
    if town.map_search is not None and ADDRESS not in town.map_search:
        yield ("map_search",), f"must hold {ADDRESS}, where the address to look for goes"
    for code in town.names:
        if code not in town.languages:
            yield ("names", code), _unknown_language(code, knowledge)


def _languages(knowledge: Knowledge) -> Iterator[tuple[Path_, str]]:
    town = knowledge.municipality
    default = town.languages.get(town.default_language)
    if default is None:
        yield ("default_language",), _unknown_language(town.default_language, knowledge)
    elif default.status is Status.UNDERSTOOD:
        yield ("default_language",), UNDERSTOOD_ONLY
    for code, language in town.languages.items():
        if not _is_locale(language.locale):
            message = f"no locale is called {language.locale!r}: write one such as sv_SE"
            yield ("languages", code, "locale"), message
        if not (knowledge.folder / code).is_dir():
            yield ("languages", code), f"has no folder: make {code}/ beside this file"
        if message := _answers_in(language, knowledge):
            yield ("languages", code, "answers_in"), message


def _answers_in(language: Language, knowledge: Knowledge) -> str:
    """Return what is wrong with the language that another's answers come in, "" for nothing."""
    understood = language.status is Status.UNDERSTOOD
    if language.answers_in is None:
        return "is missing: name the language that its other answers come in" if understood else ""
    if not understood:
        return f"is for languages with status understood: take it away from {language.status} ones"
    answering = knowledge.municipality.languages.get(language.answers_in)
    if answering is None:
        return _unknown_language(language.answers_in, knowledge)
    if answering.status is Status.UNDERSTOOD:
        return f"{answering.code} is only understood itself: name a language that answers come in"
    return ""


def _unknown_language(code: str, knowledge: Knowledge) -> str:
    languages = list(knowledge.municipality.languages)
    return f"no language {code!r} under `languages`{did_you_mean(code, languages)}"


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _is_locale(name: str) -> bool:
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return False
    return True
