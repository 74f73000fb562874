"""What a template mentions: facts, titles and phrases, also where an `if` hides them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import nodes

from knowledge.templates import parsed


@dataclass(frozen=True, slots=True)
class Mentions:
    """Names as paths (`("budget", "social")`), and what title(...) and phrase(...) name.

    `phrase_beginnings` are the fixed parts of phrases that are put together from several.
    """

    facts: frozenset[tuple[str, ...]]
    titles: frozenset[str]
    phrases: frozenset[str]
    phrase_beginnings: frozenset[str]


@lru_cache(maxsize=4096)
def mentions_in(text: str) -> Mentions:
    """Return what `text` mentions; raises `RenderingError` where it cannot be read."""
    tree = parsed(text)
    return Mentions(
        facts=frozenset(_paths(tree)),
        titles=frozenset(_arguments(tree, "title")),
        phrases=frozenset(_arguments(tree, "phrase")),
        phrase_beginnings=frozenset(_beginnings(tree)),
    )


def _paths(tree: nodes.Template) -> Iterator[tuple[str, ...]]:
    """Yield the longest paths: `budget.largest.amount` without its own beginnings."""
    inner = {id(node.node) for node in tree.find_all(nodes.Getattr)}
    for node in tree.find_all((nodes.Getattr, nodes.Name)):
        path: list[str] = []
        at: nodes.Node = node
        while isinstance(at, nodes.Getattr):
            path.insert(0, at.attr)
            at = at.node
        if isinstance(at, nodes.Name) and at.ctx == "load" and id(node) not in inner:
            yield at.name, *path


def _arguments(tree: nodes.Template, function: str) -> Iterator[str]:
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == function:
            for given in call.args[:1]:
                if isinstance(given, nodes.Const) and isinstance(given.value, str):
                    yield given.value


def _beginnings(tree: nodes.Template) -> Iterator[str]:
    for call in tree.find_all(nodes.Call):
        for given in call.args[:1]:
            first = given.nodes[0] if isinstance(given, nodes.Concat) else None
            if isinstance(first, nodes.Const):
                yield str(first.value)
