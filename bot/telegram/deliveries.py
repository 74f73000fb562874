"""What may be delivered to the webhook."""

import json

from bot.telegram.taken import RawUpdate, is_numbered

HEADER = "X-Telegram-Bot-Api-Secret-Token"
# A message within a message within a message: far more than Telegram nests.
DEEPEST = 64


def read_update(body: bytes) -> RawUpdate | None:
    """Return what was delivered, `None` where it is no numbered JSON object, or nested too deep."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if is_numbered(update) and _depth(update) <= DEEPEST else None


def _depth(value: object) -> int:
    """Return how deep lists and objects are nested, counted without recursion."""
    depth, level = 0, [value]
    while level:
        inner = [each for each in level if isinstance(each, dict | list)]
        level = [v for each in inner for v in (each.values() if isinstance(each, dict) else each)]
        depth += bool(inner)
    return depth
