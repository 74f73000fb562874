"""How much of everything is done: in full, or just enough to see that each part runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """The numbers of all parts; the defaults are those of published figures."""

    # Whether understanding is measured with the tiny town instead of the real one.
    tiny: bool = False
    # Fresh processes that are started, of each kind.
    starts: int = 5
    # Texts that are turned into vectors in one go.
    texts: int = 10_000
    # Throughput: rounds, and in each the messages that are not counted (a few seconds at Telegram's
    # rate, then as many in a rush), those with many open at once, and those at Telegram's rate.
    rounds: int = 3
    before: int = 150
    messages: int = 1500
    steady: int = 300
    # Reload: saves, and messages before and beside them.
    saves: int = 20
    calm: int = 300
    # Fairness: messages of others, without and beside a flood.
    others: int = 300
    # Reliability: kills at each point, messages in the outage, updates that are broken and messages
    # between them, messages in the storm and in the mixture of everything.
    kills: int = 10
    outage: int = 500
    broken: int = 50_000
    between: int = 500
    stormed: int = 1000
    mixed: int = 3000
    # Endurance: messages until all is warm, and after that.
    warming: int = 2000
    endured: int = 100_000


FULL = Sizes()
# A few minutes in all. Medians and 99th percentiles of so few messages say nothing.
QUICK = Sizes(
    tiny=True,
    starts=1,
    texts=200,
    rounds=1,
    before=30,
    messages=100,
    steady=60,
    saves=3,
    calm=60,
    others=60,
    kills=1,
    outage=20,
    broken=500,
    between=20,
    stormed=30,
    mixed=60,
    warming=50,
    endured=300,
)
