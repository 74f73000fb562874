from bot.answering.service import AnsweringService
from tests.conftest import NOW


def test_stamp_is_of_one_language(haparanda: AnsweringService) -> None:
    stamp = haparanda.catalogue.stamp

    assert "15 January 2026 at 11:00" in stamp("en", NOW)
    assert "15. tammikuuta 2026 klo 11.00" in stamp("fi", NOW)
    assert stamp("de", NOW) == stamp("en", NOW)


def test_families_are_each_files_first_topic_and_help(haparanda: AnsweringService) -> None:
    families = haparanda.catalogue.families

    assert {"vision", "budget", "goals", "contact", "emergency", "equality.violence"} <= {*families}
    assert "budget.social" not in families


def test_what_the_town_does_not_have_is_nothing(haparanda: AnsweringService) -> None:
    assert haparanda.catalogue.is_urgent("gone") is None
    assert haparanda.catalogue.facts_digest("gone") is None
