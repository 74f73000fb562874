"""Figures for Prometheus. Labels are few and fixed: no text, no ids, no names.

`kommunsvar_log_events_total` counts every line of the log by its name, so that whatever is worth a
line, a refused reload or a storage error, can be watched without a counter of its own.
"""

from collections.abc import Callable, Iterable
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Metric,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.answering.answer import Answer

# Seconds: an answer takes milliseconds, a busy Telegram makes some wait a minute.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


class Metrics:
    """One process' figures, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.updates = self._counter("updates", "Updates received, by kind.", "kind")
        self.handled = self._counter(
            "updates_handled", "Updates by how they ended: answered, failed or skipped.", "result"
        )
        self.update_seconds = self._histogram(
            "update_seconds", "From an update's turn to the end of its answer.", "kind"
        )
        self.answers = self._counter(
            "answers", "Answers to questions.", "door", "outcome", "language"
        )
        self.answer_seconds = self._histogram(
            "answer_seconds", "From a question to its answer, sending left out.", "door"
        )
        self.calls = self._counter(
            "telegram_calls", "Attempts to call Telegram, by how they ended.", "method", "result"
        )
        self.limited = self._counter("limited", "Messages over a limit, by limit.", "limit")
        self.webhook = self._counter(
            "webhook_requests", "Requests to the webhook, by the status answered.", "status"
        )
        self.reloads = self._counter("knowledge_reloads", "Times new knowledge was taken into use.")
        self.events = self._counter(
            "log_events", "Lines of the log, by name, level and kind of error.",
            "event", "level", "error",
        )  # fmt: skip

    def answered(self, door: str, answer: Answer, seconds: float) -> None:
        """Count an answer that came in through `door`."""
        self.answers.labels(door, answer.outcome.value, answer.language).inc()
        self.answer_seconds.labels(door).observe(seconds)

    def watch(self, name: str, about: str, value: Callable[[], float]) -> None:
        """Read `value` at each request, as `kommunsvar_<name>`."""
        Gauge(f"kommunsvar_{name}", about, registry=self.registry).set_function(value)

    def watch_knowledge(self, version: Callable[[], str]) -> None:
        """Tell the knowledge's version as a label, as it is at each request."""
        self.registry.register(_Knowledge(version))

    def page(self) -> bytes:
        """Return all figures in Prometheus' text format."""
        return generate_latest(self.registry)

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(f"kommunsvar_{name}", about, labels, registry=self.registry)

    def _histogram(self, name: str, about: str, *labels: str) -> Histogram:
        return Histogram(
            f"kommunsvar_{name}", about, labels, buckets=BUCKETS, registry=self.registry
        )


class CountEvents:
    """A step of the log that counts its lines. Names are those in the code, never made up."""

    def __init__(self, metrics: Metrics) -> None:
        self._events = metrics.events

    def __call__(self, _: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
        """Count `event` and pass it on."""
        self._events.labels(event["event"], method, event.get("error", "")).inc()
        return event


class _Knowledge(Collector):
    def __init__(self, version: Callable[[], str]) -> None:
        self._version = version

    def collect(self) -> Iterable[Metric]:
        """Return the version of now; the ones before it are gone."""
        info = GaugeMetricFamily(
            "kommunsvar_knowledge_info", "The knowledge in use.", labels=["version"]
        )
        info.add_metric([self._version()[:12]], 1)
        yield info
