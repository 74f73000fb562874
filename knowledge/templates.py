"""What a template may do: Jinja2 in its sandbox, with the filters of `filters.py` alone."""

import re
from functools import lru_cache

from jinja2 import StrictUndefined, Template, nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from knowledge.errors import RenderingError
from knowledge.filters import FILTERS, each
from knowledge.message import message

LONGEST_TEMPLATE = 8_000
# A block alone on its line leaves no line behind; after a text the end of the line stays.
LINE_WITH_TEXT = re.compile(r"^(?![ \t]*\{%[^%]*%\}[ \t]*$)(.*)(?<![+-])%\}[ \t]*$", re.MULTILINE)
# Texts joined by `~`; each may be as long as a fact, so that thousands would fill the memory.
MOST_JOINED = 20
# No name that an editor can write.
COUNTED = "each item"
FUNCTIONS = ("title", "phrase")
# Arithmetic is not among them: `'x' * 10**7` would pass the sandbox.
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Filter,
    nodes.If,
    nodes.For,
    nodes.Call,
    nodes.Const,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
    nodes.Concat,
)


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )
    environment.globals.clear()
    environment.filters.clear()
    environment.filters.update(FILTERS)
    environment.filters[COUNTED] = each
    environment.tests.clear()
    return environment


ENVIRONMENT = _environment()


def _refuse_unbounded(node: nodes.Node) -> None:
    """Keep out what could take any time or memory: `x.ljust(10 ** 9)`, loops inside loops."""
    if not isinstance(node, ALLOWED):
        kind = type(node).__name__
        raise RenderingError(message("not_allowed", kind=kind))
    if isinstance(node, nodes.Name) and node.name.startswith("_"):
        raise RenderingError(message("not_allowed", kind=node.name))  # such as the view itself
    if isinstance(node, nodes.Call) and not (
        isinstance(node.node, nodes.Name) and node.node.name in FUNCTIONS
    ):
        raise RenderingError(message("call_not_allowed"))
    if isinstance(node, nodes.For):
        if not isinstance(node.iter, nodes.Getattr):
            raise RenderingError(message("for_over"))
        if node.find(nodes.For):
            raise RenderingError(message("for_inside"))


def _tree_of(text: str) -> nodes.Template:
    return ENVIRONMENT.parse(LINE_WITH_TEXT.sub(r"\1+%}", text))


@lru_cache(maxsize=4096)
def parsed(text: str) -> nodes.Template:
    """Return the parts of `text`; raises `RenderingError` where it does more than it may."""
    if len(text) > LONGEST_TEMPLATE:
        raise RenderingError(message("text_too_long", count=len(text), most=LONGEST_TEMPLATE))
    try:
        tree = _tree_of(text)
    except TemplateError as error:
        raise RenderingError(message("braces", detail=str(error))) from error
    for node in tree.find_all(nodes.Node):
        _refuse_unbounded(node)
    joined = sum(len(node.nodes) for node in tree.find_all(nodes.Concat))
    if joined > MOST_JOINED:
        raise RenderingError(message("too_many_joined", most=MOST_JOINED))
    return tree


@lru_cache(maxsize=4096)
def names_in(text: str) -> frozenset[str]:
    """Return the names that `text` expects to be given; raises `RenderingError`."""
    names = list(parsed(text).find_all(nodes.Name))
    own = {name.name for name in names if name.ctx != "load"} | {"loop"}
    return frozenset(name.name for name in names) - own


@lru_cache(maxsize=4096)
def compiled(text: str) -> Template:
    """Return `text` ready to render; raises `RenderingError`."""
    parsed(text)
    try:
        tree = _tree_of(text)  # another one, since this one is changed
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, COUNTED, [], [], None, None, lineno=loop.lineno)
        return ENVIRONMENT.from_string(tree)
    except TemplateError as error:
        raise RenderingError(message("braces", detail=str(error))) from error
