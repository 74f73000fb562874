"""The sections of what was asked in vain and changed, and of how well the bot does."""

from bot.report.material import Material
from bot.report.page import Section, TableOf
from bot.report.phrasing import HIDDEN, Phrasing


def unanswered_section(material: Material, say: Phrasing) -> Section:
    """Return what was asked in vain, in wordings that tell nobody apart."""
    if material.groups is None:
        return Section(say["unanswered"], say["inbox_off"])
    if not material.groups:
        return Section(say["unanswered"], say["nothing_unanswered"])
    rows = tuple((group.wording, say.band(group.askers)) for group in material.groups)
    head = (say["question"], say["askers"])
    return say.section("unanswered", None, TableOf(head, rows))


def changes_section(material: Material, say: Phrasing) -> Section:
    """Return what was changed in the texts."""
    title, changes, texts = say["changes"], material.changes, material.changed_texts
    if changes:
        head = (say["day"], say["change"])
        rows = tuple((say.day(c.day) if c.day else "", c.text) for c in changes)
        return say.section("changes", None, TableOf(head, rows, numbers=False))
    if changes is None and texts is None:
        return Section(title, say["changes_unknown"])
    if texts:
        names = tuple(say.topic_name(text, material) for text in texts)
        return Section(title, say["changed_texts"], items=names)
    return Section(title, say["no_changes"])


def quality_section(material: Material, say: Phrasing) -> Section:
    """Return how the test questions were answered, by language."""
    quality = material.quality
    if quality is None:
        return Section(say["quality"], say["no_quality"])
    languages = [
        code for code in material.languages if any(m.language == code for m in quality.measures)
    ]
    rows = []
    for name in dict.fromkeys(m.name for m in quality.measures):
        known = {m.language: m for m in quality.measures if m.name == name}
        cells = []
        for code in languages:
            found = known.get(code)
            reached = say["reached" if found and found.passed else "missed"]
            cells.append(f"{say.share(found.share)} ({reached})" if found else HIDDEN)
        rows.append((say.measure(name), *cells))
    names = (say.language_name(code, material) for code in languages)
    table = TableOf((say["measure"], *names), tuple(rows))
    text = say.told("quality_text", day=say.day(quality.day))
    return Section(say["quality"], text, table=table)
