"""An answer and its buttons are made from one state of the files, whenever one is saved."""

from pathlib import Path

from bot.answering.material import read_material
from bot.answering.service import AnsweringService
from bot.app import assemble
from bot.settings import Settings
from tests.knowledge.town import change, copy_of_lillby
from tests.telegram.conftest import OpenDoor


async def test_a_save_between_text_and_buttons_changes_neither(
    open_door: OpenDoor, settings: Settings, lillby: AnsweringService, tmp_path: Path
) -> None:
    town = copy_of_lillby(tmp_path)
    change(town / "facts.yaml", "info@lillby.example", "new@lillby.example")
    change(town / "facts.yaml", "0999-100 00", "0888-200 00")
    newer = assemble(read_material(town, settings.recognition), lillby.learnt)
    service = AnsweringService(lillby.snapshot, lillby._costs)
    service.listen(lambda _: service.replace(newer))

    async with open_door(service) as door:
        door.server.user(1, "sv").send_text("När har ni öppet?")
        call = await door.server.wait_for("sendMessage")

    assert "0999-100 00" in call.text
    assert "0888-200 00" not in call.parameters["reply_markup"]
    assert "0999-100 00" in call.parameters["reply_markup"]
