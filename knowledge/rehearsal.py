"""Every text made once at each kind of moment, so that none fails before a resident."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jinja2 import TemplateError, meta

from knowledge.errors import RenderingError
from knowledge.model import Knowledge, Place, Snippet
from knowledge.problem import Problem
from knowledge.rendering import Renderer
from knowledge.templates import ENVIRONMENT
from knowledge.validating import did_you_mean

# What the program puts into each phrase; any other name in it is a mistake.
PHRASE_VALUES: Mapping[str, tuple[str, ...]] = {
    "source": ("source",),
    "period_until": ("date",),
    "period_past": ("date",),
    "msek": ("number",),
    "kilobytes": ("number",),
    "megabytes": ("number",),
    "open_now": ("closes", "closes_neighbour"),
    "closed_opens_today": ("opens", "opens_neighbour"),
    "closed_opens_tomorrow": ("opens", "opens_neighbour", "weekday", "date"),
    "closed_opens_later": ("opens", "opens_neighbour", "weekday", "date"),
    "language_chosen": ("language",),
    "answered_in": ("language",),
}
# How long a phrase may be where Telegram or a narrow button sets the limit.
LIMITS = {"bot.name": 40, "bot.description": 500, "bot.short_description": 110}
LONGEST_COMMAND = 60
Round = tuple[Renderer, datetime, int | None]
NAMES = ("official", "municipality", "languages", "asked_year", "title", "phrase", "open_now")
UNKNOWN_YEAR = 1999
# A Wednesday, the evening before Midsummer's Eve, a Saturday (2026, SE); any year would do.
DAYS = ((date(2026, 3, 4), time(10)), (date(2026, 3, 4), time(5)), (date(2026, 3, 4), time(20)),
        (date(2026, 6, 18), time(20)), (date(2026, 10, 24), time(12)))  # fmt: skip


def check_rendering(knowledge: Knowledge) -> Iterator[Problem]:
    """Find texts that cannot be made, each told once."""
    renderer = Renderer(knowledge)
    town = knowledge.municipality
    other = Renderer(replace(knowledge, municipality=replace(town, official=not town.official)))
    moments = moments_of(knowledge)
    years = [
        None,
        UNKNOWN_YEAR,
        *sorted({y for group in knowledge.facts.values() for y in group.years}),
    ]
    for snippet in knowledge.snippets.values():
        rounds: list[Round] = [(renderer, now, None) for now in moments]
        rounds += [(renderer, moments[0], year) for year in years]
        rounds += [(other, moments[0], None)]
        yield from _snippet(knowledge, snippet, rounds)
    for language, phrases in knowledge.phrases.items():
        for key, template in phrases.items():
            place = knowledge.phrase_places[language, key]
            yield from _phrase(knowledge, renderer, (language, key), template, place)


def moments_of(knowledge: Knowledge) -> list[datetime]:
    """Return moments when the office is open, closed, before a holiday; then all facts' expiry."""
    zone = ZoneInfo(knowledge.municipality.time_zone)
    ends = [group.valid_until for group in knowledge.facts.values()]
    ends += [
        year.valid_until for group in knowledge.facts.values() for year in group.years.values()
    ]
    expired = max((day for day in ends if day), default=DAYS[0][0]) + timedelta(days=1)
    return [datetime.combine(day, hour, zone) for day, hour in (*DAYS, (expired, time(12)))]


def _snippet(knowledge: Knowledge, snippet: Snippet, rounds: list[Round]) -> Iterator[Problem]:
    if not snippet.answer:
        return
    unknown = _unknown_names(knowledge, snippet.answer, ())
    if unknown:
        yield _problem(snippet.place, snippet.id, unknown)
        return
    for renderer, now, year in rounds:
        try:
            renderer.answer(snippet.id, snippet.language, now, year)
        except (RenderingError, RecursionError) as error:
            yield _problem(snippet.place, snippet.id, f"{error}")
            return


def _phrase(
    knowledge: Knowledge, renderer: Renderer, where: tuple[str, str], template: str, place: Place
) -> Iterator[Problem]:
    language, key = where
    values = PHRASE_VALUES.get(key, ())
    unknown = _unknown_names(knowledge, template, values)
    if unknown:
        yield _problem(place, key, unknown)
        return
    try:
        now = moments_of(knowledge)[0]
        text = renderer.phrase(key, language, now, **{name: name for name in values})
    except (RenderingError, RecursionError) as error:
        yield _problem(place, key, f"{error}")
        return
    longest = LONGEST_COMMAND if key.startswith("command.") else LIMITS.get(key)
    if longest is not None and len(text) > longest:
        yield _problem(place, key, f"has {len(text)} characters, at most {longest} fit: shorten it")


def _unknown_names(knowledge: Knowledge, template: str, values: tuple[str, ...]) -> str:
    """Return what to say of a template's names that nothing fills, also where `if` hides them."""
    known = [*NAMES, *knowledge.facts, *values]
    try:
        names = meta.find_undeclared_variables(ENVIRONMENT.parse(template))
    except TemplateError:  # rendering says better what is wrong with the braces
        return ""
    unknown = sorted(name for name in names if name not in known)
    return "; ".join(f"{{{{ {name} }}}} is unknown{did_you_mean(name, known)}" for name in unknown)


def _problem(place: Place, path: str, message: str) -> Problem:
    return Problem(place.file, place.line, path, message)
