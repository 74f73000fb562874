"""The town's contact details as a card to save."""

from dataclasses import dataclass

from knowledge.formats import international
from knowledge.model import Knowledge

CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A name, a number in international form without spaces, and both with more as a vCard."""

    name: str
    phone: str
    vcard: str


def build_card(knowledge: Knowledge) -> ContactCard | None:
    """Return the card, `None` where the facts lack a name or a number."""
    group = knowledge.facts.get(CONTACT)
    values = {} if group is None else {key: str(value) for key, value in group.values.items()}
    if "organisation" not in values or "phone" not in values:
        return None
    phone = international(values["phone"]).replace(" ", "")
    return ContactCard(values["organisation"], phone, _vcard(values, phone))


def _vcard(values: dict[str, str], phone: str) -> str:
    """Return a vCard 3.0 (https://www.rfc-editor.org/rfc/rfc2426)."""
    name = _escaped(values["organisation"])
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{name};;;;", f"FN:{name}", f"ORG:{name}"]
    lines.append(f"TEL;TYPE=WORK,VOICE:{_escaped(phone)}")
    if "email" in values:
        lines.append(f"EMAIL;TYPE=WORK:{_escaped(values['email'])}")
    if "street" in values and "town" in values:
        street, town = _escaped(values["street"]), _escaped(values["town"])
        lines.append(f"ADR;TYPE=WORK:;;{street};{town};;;")
    return "\r\n".join([*lines, "END:VCARD", ""])


def _escaped(text: str) -> str:
    for mark in ("\\", ",", ";"):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")
