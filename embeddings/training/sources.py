"""Which text files the model learns from, under which licence, and how much each one weighs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Source:
    """One file of translation pairs.

    ``cap`` is the most rows taken from it for each language; ``taught`` says whether the teacher
    reads its English, which for long manuals costs more than it gives.
    """

    path: str
    licence: str
    origin: str
    weight: float = 1.0
    cap: int = 100_000
    taught: bool = True

    @property
    def name(self) -> str:
        """The file's name without its folder, for instance ``suomifi_ptv``."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def direct(self) -> bool:
        """Whether the file pairs Swedish with Finnish rather than a language with English."""
        return self.path.startswith("svfi/")


_MSDOCS: Final = "CC BY 4.0"
_WIKTIONARY: Final = "CC BY-SA 3.0"
_TATOEBA: Final = "CC BY 2.0 FR"
_PTV_LICENCE: Final = "MIT, code lists CC BY 4.0"

_PTV: Final = "vrk-kpa/ptv-releases @b544d0feac0d"
_ATARU: Final = "Opetushallitus/ataru @efdb068c7d1e"
_KOSKI: Final = "Opetushallitus/koski @180e806b739c"
_MANYTHINGS: Final = (
    "Tatoeba by emilolio/translation-transformer @bc1be102ca7c, 7dev7/finnish_seq2seq @cd9374c8f6fa"
)
_OPUSMT: Final = "Helsinki-NLP/OPUS-MT-testsets @ac0f19c0be3c"
_EFORMS: Final = "OP-TED/eForms-SDK @3242fbf7c703"
_GNOME: Final = "GNOME/gnome-user-docs @46747c67c121"
_OPENDSL: Final = "Wiktionary by open-dsl-dict/wiktionary-dict @74c2c11f3398"
_VUIZUR: Final = "Wiktionary by Vuizur/Wiktionary-Dictionaries @be0cfb8d6144"
_BUSINESS: Final = "MicrosoftDocs/dynamics365smb-docs @41aa5854d6fd and its translations"
_NAV: Final = "MicrosoftDocs/nav-content.en-gb @291054069704 and its translations"
_PROJECT: Final = "MicrosoftDocs/dynamics-365-project-operations @0cf47a8ef6e0 and its translations"
_D365: Final = (
    "MicrosoftDocs/Dynamics-365-Operations.* (sv-se @ef3dcfd65bbc, fi-fi @9734f9ba8741 and others) "
    "with FrankDahl/dynamics-365-unified-operations-public @51f1f95209a8"
)

# Left out for their licences: dolibarr, mediawiki_core, decidim, freedict (GPL, AGPL); digitransit,
# evaka, fi_gov_ui and fi_gov_ui2 (open and AGPL/LGPL/unlicensed text mixed, rows not separable);
# gnome2_user_docs (GFDL). The order is that of the teacher's work: the closest to our domain first.
SOURCES: Final[tuple[Source, ...]] = (
    Source("train/suomifi_ptv", _PTV_LICENCE, _PTV, 3.0),
    Source("dict/suomifi_ptv_ontologies", "CC BY 4.0", _PTV, 3.0),
    Source("train/open_sdg", "MIT", "open-sdg/sdg-translations @0cda585851a5", 2.0),
    Source("train/udhr", "public", "nltk/nltk_data @5db857e6f7df", 2.0),
    Source("train/oph_ataru", "EUPL 1.2", _ATARU, 1.5),
    Source("train/tatoeba_manythings", _TATOEBA, _MANYTHINGS, 2.0),
    Source("train/tatoeba_opusmt", _TATOEBA, _OPUSMT, 2.0),
    Source("dict/osm_id_tagging", "ISC", "openstreetmap/id-tagging-schema @44eff2b82b8b", 1.0),
    Source("train/eforms_sdk", "CC BY 4.0", _EFORMS, 1.0),
    Source("train/tico19", "CC0", _OPUSMT, 1.0),
    Source("train/oph_koski", "EUPL 1.2", _KOSKI, 1.0),
    Source("train/mozilla_www", "MPL-2.0", "mozilla-l10n/www-l10n @442e139499cb", 0.7),
    Source("train/chromium_ui", "BSD-3", "huhisoft/huhi-core @3ea6231d7ab9 (Chromium)", 0.5),
    Source("dict/eforms_cpv_codes", "CC BY 4.0", _EFORMS, 0.7),
    Source("train/msdocs_d365_pivot", _MSDOCS, _D365, 0.25),
    Source("train/msdocs_project_operations", _MSDOCS, _PROJECT, 0.25),
    Source("train/msdocs_nav", _MSDOCS, _NAV, 0.25),
    Source("train/msdocs_business_central", _MSDOCS, _BUSINESS, 0.25, 25_000),
    Source("train/msdocs_d365_finance_2018", _MSDOCS, _D365, 0.25, 25_000, taught=False),
    Source("train/msdocs_d365_finance_2018b", _MSDOCS, _D365, 0.25, 20_000, taught=False),
    Source("train/gnome_user_docs", "CC BY-SA 3.0", _GNOME, 0.4, taught=False),
    Source("train/gnome_user_docs_old", "CC BY-SA 3.0", _GNOME, 0.3, taught=False),
    Source("dict/wiktionary_opendsl", _WIKTIONARY, _OPENDSL, 0.7, 40_000),
    Source("dict/wiktionary_vuizur", _WIKTIONARY, _VUIZUR, 0.5, 20_000),
    Source("svfi/suomifi_ptv", _PTV_LICENCE, _PTV, 3.0),
    Source("svfi/tatoeba_opusmt", _TATOEBA, _OPUSMT, 2.0),
    Source("svfi/oph_ataru", "EUPL 1.2", _ATARU, 1.5),
    Source("svfi/oph_koski", "EUPL 1.2", _KOSKI, 1.0),
    Source("svfi/msdocs_d365_finance", _MSDOCS, _D365, 0.25, 60_000),
)

# Share of each language before balancing; the rest of the data's languages stay out.
LANGUAGES: Final[dict[str, float]] = {
    "sv": 4.0,
    "fi": 4.0,
    "nb": 1.0,
    "da": 1.0,
    "de": 1.0,
    "et": 1.0,
    "ru": 1.0,
    "uk": 1.0,
    "ar": 1.0,
    "fr": 0.8,
    "es": 0.8,
    "pl": 0.8,
    "tr": 0.4,
    "fa": 0.5,
    "so": 0.3,
}
DIRECT_WEIGHT: Final = 4.0
