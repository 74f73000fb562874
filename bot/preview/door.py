"""How updates leave the server: `getUpdates`, or a webhook; never both."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.preview.delivery import Delivery, Execute, Sleep
from bot.preview.errors import conflict
from bot.preview.faults import Faults
from bot.preview.parameters import Parameters
from bot.preview.updates import UpdateQueue
from bot.preview.webhook import Webhook, read_webhook, webhook_info

WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A result with the sentence that the server says beside it."""

    result: Any
    description: str


class Door:
    """The methods that fetch updates or say where to send them."""

    def __init__(
        self,
        updates: UpdateQueue,
        faults: Faults,
        execute: Execute,
        clock: Callable[[], float],
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.webhook: Webhook | None = None
        self.delivery: Delivery | None = None
        self._updates = updates
        self._faults = faults
        self._execute = execute
        self._clock = clock
        self._sleep = sleep
        self.methods = {
            "getupdates": self.get_updates,
            "setwebhook": self.set_webhook,
            "deletewebhook": self.delete_webhook,
            "getwebhookinfo": self.info,
        }

    async def get_updates(self, given: Parameters) -> list[dict[str, Any]]:
        """Return the next updates, waiting for one if need be."""
        if self.webhook is not None:
            raise conflict(WEBHOOK_ACTIVE)
        return await self._updates.get(
            given.integer("offset", 0),
            given.integer("limit", 100),
            given.integer("timeout", 0),
            given.value("allowed_updates"),
        )

    async def set_webhook(self, given: Parameters) -> Told:
        """Send updates to an address from now on, those that wait too; no address ends it."""
        if not given.text("url"):
            return await self.delete_webhook(given)
        webhook = read_webhook(given)
        self._updates.allow(given.value("allowed_updates"))
        self._drop_if_asked(given)
        if webhook == self.webhook:
            return Told(True, "Webhook is already set")
        await self._end_delivery()
        self._updates.end_polling()
        self.webhook = webhook
        self.delivery = Delivery(
            webhook, self._updates, self._faults, self._execute, self._clock, self._sleep
        )
        self.delivery.start()
        return Told(True, "Webhook was set")

    async def delete_webhook(self, given: Parameters) -> Told:
        """Keep updates for `getUpdates` again."""
        was_set = self.webhook is not None
        await self._end_delivery()
        self._drop_if_asked(given)
        return Told(True, "Webhook was deleted" if was_set else "Webhook is already deleted")

    async def info(self, _: Parameters) -> dict[str, Any]:
        """Return where updates go, how many wait, and what went wrong last."""
        trouble = self.delivery.trouble if self.delivery else None
        return webhook_info(
            self.webhook, len(self._updates.entries()), trouble, self._updates.allowed
        )

    async def close(self) -> None:
        """Stop sending; the address stays set."""
        delivery, self.delivery = self.delivery, None
        if delivery is not None:
            await delivery.stop()

    async def _end_delivery(self) -> None:
        self.webhook = None
        await self.close()

    def _drop_if_asked(self, given: Parameters) -> None:
        if given.flag("drop_pending_updates"):
            self._updates.drop()
