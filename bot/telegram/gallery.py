"""Pictures for Telegram: drawn once, sent again by the id that Telegram gave them."""

from collections import OrderedDict

from aiogram.types import BufferedInputFile, Message

from bot.answering.worker import Worker
from bot.pictures.drawing import draw
from bot.telegram.faults import log_fault
from knowledge.pictures import Chart

MOST_REMEMBERED = 200
FILE_NAME = "chart.png"
Photo = str | BufferedInputFile


class Gallery:
    """Draws in a thread of its own, so that answers need not wait for pictures.

    Charts are remembered by what they show, so a language or changed knowledge has its own.
    """

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._ids: OrderedDict[Chart, str] = OrderedDict()

    async def photo(self, chart: Chart) -> Photo | None:
        """Return what to send for `chart`, `None` where it cannot be drawn."""
        if chart in self._ids:
            self._ids.move_to_end(chart)
            return self._ids[chart]
        try:
            return BufferedInputFile(await self._worker.run(draw, chart), FILE_NAME)
        except Exception as error:  # the text has every figure, so it is sent without
            log_fault("picture_not_drawn", error)
            return None

    def keep(self, chart: Chart, sent: Message | bool) -> None:
        """Remember the id that `chart` got with the message that was `sent`."""
        if isinstance(sent, Message) and sent.photo:
            self._ids[chart] = sent.photo[-1].file_id
            while len(self._ids) > MOST_REMEMBERED:
                self._ids.popitem(last=False)

    def close(self) -> None:
        """Wait for what is being drawn."""
        self._worker.close()
