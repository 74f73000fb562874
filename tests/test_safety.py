"""What can run code from data, or asks a shell, stands nowhere in the program."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

ROOMS = ("bot", "knowledge", "embeddings", "benchmarks", "tests")
# Modules whose reading of a file runs what the file says.
RUNNING = {"pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "jsonpickle"}
SHELLS = {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"}


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            yield file.relative_to(ROOT), ast.parse(file.read_text("utf-8"))


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call with its name as it is written: `yaml.load`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def keyword(call: ast.Call, name: str) -> str:
    return next((ast.unparse(k.value) for k in call.keywords if k.arg == name), "")


def imports_what_runs(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        if any(name.split(".")[0] in RUNNING for name in names):
            assert isinstance(node, ast.stmt)
            yield node.lineno


def runs_text(tree: ast.Module) -> Iterator[int]:
    yield from (call.lineno for name, call in calls(tree) if name in ("eval", "exec", "compile"))


def loads_unsafely(tree: ast.Module) -> Iterator[int]:
    for name, call in calls(tree):
        torch = name == "torch.load" and keyword(call, "weights_only") != "True"
        arrays = name in ("np.load", "numpy.load") and keyword(call, "allow_pickle") == "True"
        yaml = name in ("yaml.load", "yaml.load_all") and "BaseLoader" not in keyword(
            call, "Loader"
        )
        yaml = yaml or name in ("yaml.unsafe_load", "yaml.full_load")
        remote = keyword(call, "trust_remote_code") not in ("", "False")
        if torch or arrays or yaml or remote:
            yield call.lineno


def asks_a_shell(tree: ast.Module) -> Iterator[int]:
    for name, call in calls(tree):
        if name in SHELLS or keyword(call, "shell") not in ("", "False"):
            yield call.lineno


def trusts_any_certificate(tree: ast.Module) -> Iterator[int]:
    for name, call in calls(tree):
        unchecked = keyword(call, "verify") == "False" or keyword(call, "ssl") == "False"
        if unchecked or name == "ssl._create_unverified_context":
            yield call.lineno


def makes_guessable_names(tree: ast.Module) -> Iterator[int]:
    yield from (call.lineno for name, call in calls(tree) if name == "tempfile.mktemp")


Rule = Callable[[ast.Module], Iterator[int]]
RULES: list[Rule] = [
    imports_what_runs,
    runs_text,
    loads_unsafely,
    asks_a_shell,
    trusts_any_certificate,
    makes_guessable_names,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_nothing_in_the_program(rule: Rule) -> None:
    assert [f"{file}:{line}" for file, tree in trees() for line in rule(tree)] == []


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (imports_what_runs, "from joblib import load"),
        (imports_what_runs, "import pickle as p"),
        (runs_text, "eval(text)"),
        (loads_unsafely, "torch.load(file)"),
        (loads_unsafely, "np.load(file, allow_pickle=True)"),
        (loads_unsafely, "yaml.load(text, Loader=yaml.SafeLoader)"),
        (loads_unsafely, "SentenceTransformer(name, trust_remote_code=True)"),
        (asks_a_shell, "subprocess.run(command, shell=True)"),
        (asks_a_shell, "os.system(command)"),
        (trusts_any_certificate, "session.get(url, ssl=False)"),
        (makes_guessable_names, "tempfile.mktemp()"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_rule_sees_what_it_is_for(rule: Rule, code: str) -> None:
    assert list(rule(ast.parse(code))) == [1]


def test_the_embedded_model_holds_numbers_and_texts_alone() -> None:
    kinds = {file.suffix for file in (ROOT / "embeddings" / "model").iterdir() if file.is_file()}

    assert kinds <= {".json", ".safetensors", ".md"}
