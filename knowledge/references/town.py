"""municipality.yaml: what the other files and the clock rest on."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.message import Message, message
from knowledge.model import Knowledge, Language, Status
from knowledge.problem import Problem
from knowledge.reading import Path_
from knowledge.references.lines import MUNICIPALITY, Lines
from knowledge.validating import did_you_mean

ADDRESS = "{address}"


def check_town(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find names, zones, locales and languages that lead nowhere."""
    for path, what in (*_whereabouts(knowledge), *_languages(knowledge)):
        yield lines.problem(MUNICIPALITY, path, what)


def check_calendar(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find a country without holidays; apart, as reading all calendars takes a while."""
    from holidays import list_supported_countries

    country = knowledge.municipality.country
    if country not in list_supported_countries():
        yield lines.problem(MUNICIPALITY, ("country",), message("no_holidays", country=country))


def _whereabouts(knowledge: Knowledge) -> Iterator[tuple[Path_, Message]]:
    town = knowledge.municipality
    zones = {"time_zone": town.time_zone, "neighbour_time_zone": town.neighbour_time_zone}
    for key, zone in zones.items():
        if not _is_zone(zone):
            yield (key,), message("no_zone", zone=zone)
    if town.default_language not in town.names:
        yield ("names",), message("no_default_name", language=town.default_language)
    for at, code in enumerate(town.side_by_side):
        if code not in town.languages:
            yield ("side_by_side", at), _unknown_language(code, knowledge)
        elif code not in knowledge.answering_languages:
            yield ("side_by_side", at), message("answers_in_understood", code=code)
    if town.map_search is not None and ADDRESS not in town.map_search:
        yield ("map_search",), message("map_search", placeholder=ADDRESS)
    for code in town.names:
        if code not in town.languages:
            yield ("names", code), _unknown_language(code, knowledge)
    for code in town.limits:
        if code not in town.languages:
            yield ("limits", code), _unknown_language(code, knowledge)


def _languages(knowledge: Knowledge) -> Iterator[tuple[Path_, Message]]:
    town = knowledge.municipality
    default = town.languages.get(town.default_language)
    if default is None:
        yield ("default_language",), _unknown_language(town.default_language, knowledge)
    elif default.status is Status.UNDERSTOOD:
        yield ("default_language",), message("default_understood")
    for code, language in town.languages.items():
        if not _is_locale(language.locale):
            yield ("languages", code, "locale"), message("no_locale", locale=language.locale)
        if not (knowledge.folder / code).is_dir():
            yield ("languages", code), message("no_language_folder", code=code)
        if what := _answers_in(language, knowledge):
            yield ("languages", code, "answers_in"), what


def _answers_in(language: Language, knowledge: Knowledge) -> Message | None:
    """Return what is wrong with the language that another's answers come in."""
    understood = language.status is Status.UNDERSTOOD
    if language.answers_in is None:
        return message("answers_in_missing") if understood else None
    if not understood:
        return message("answers_in_needless", status=str(language.status))
    answering = knowledge.municipality.languages.get(language.answers_in)
    if answering is None:
        return _unknown_language(language.answers_in, knowledge)
    if answering.status is Status.UNDERSTOOD:
        return message("answers_in_understood", code=answering.code)
    return None


def _unknown_language(code: str, knowledge: Knowledge) -> Message:
    languages = list(knowledge.municipality.languages)
    return message("unknown_language", code=code, hint=did_you_mean(code, languages))


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
