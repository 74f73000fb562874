"""Whatever bytes a line holds, a line of JSON comes back for it."""

import io
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answering.service import AnsweringService
from bot.jsonl import answer_lines

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "text": st.text(max_size=80) | JSON,
        "language_code": st.sampled_from(["sv", "fi-FI", "", "xx"]) | JSON,
        "chat": st.text(max_size=5) | JSON,
        "now": st.datetimes().map(str) | st.sampled_from(["0", "2026-13-01", "infinity"]) | JSON,
    },
)
LINES = st.one_of(
    st.binary(max_size=80),
    st.text(max_size=80).map(lambda text: text.encode("utf-8", "surrogatepass")),
    FIELDS.map(lambda fields: json.dumps(fields).encode()),
    st.integers(1, 3_000).map(lambda depth: b"{" + b'"text":[' * depth),
).map(lambda line: line.replace(b"\n", b" "))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINES, max_size=3))
def test_a_line_for_each_line(lillby: AnsweringService, lines: list[bytes]) -> None:
    target = io.StringIO()

    answer_lines(lillby, io.BytesIO(b"".join(line + b"\n" for line in lines)), target)

    rows = [json.loads(row) for row in target.getvalue().splitlines()]
    assert len(rows) == len(lines)
    for row in rows:
        assert row["text"].strip()
        assert "Traceback" not in row.get("error", "")
