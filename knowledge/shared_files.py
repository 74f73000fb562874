"""The shape of the files in common/, which all towns share."""

from knowledge.files import Strict, Text

# Words that help to take personal data out of questions; they change no answer.
MASKING = "masking"


class YearWords(Strict):
    """Words that name a year, in cues.yaml."""

    this: list[Text] = []
    last: list[Text] = []
    next: list[Text] = []


class MunicipalityWords(Strict):
    """Words beside a municipality's name, in cues.yaml."""

    before: list[Text] = []
    after: list[Text] = []


class PhraseEntry(Strict):
    """Phrases around a name or a year, in a language's file."""

    asked: list[Text] = []
    passing: list[Text] = []


class VarietyEntry(Strict):
    """Words by which a way of speaking is known, in cues.yaml."""

    answered_in: Text
    words: list[Text] = []
    beginnings: list[Text] = []
    hints: list[Text] = []


class CuesFile(Strict):
    """common/cues.yaml."""

    endings: list[Text] = []
    municipality_words: MunicipalityWords = MunicipalityWords()
    years: YearWords = YearWords()
    follow_ups: list[Text] = []
    joints: list[Text] = []
    varieties: dict[str, VarietyEntry] = {}


class NamesFile(Strict):
    """common/names.yaml."""

    kinds: dict[str, list[Text]]
    everyday_words: list[Text] = []


class MaskingFile(Strict):
    """common/masking.yaml."""

    street_endings: list[Text]
    not_streets: list[Text] = []
    amounts: list[Text] = []


class ContextsFile(Strict):
    """common/contexts/<language>.yaml."""

    names: PhraseEntry = PhraseEntry()
    years: PhraseEntry = PhraseEntry()
