"""crosswalk.csv written and read back: a person's word is the same after any number of runs."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare.crosswalk import CROSSWALK_COLUMNS, VERDICTS, crosswalk_csv, parse_crosswalk, rulings_of
from pipeline.compare.model import Change
from pipeline.written.problems import without_unseen
from tests.compare.comparisons import compared, entry

TEXT = st.text(
    st.one_of(st.sampled_from("\"',;\t\n=+-@ 里"), st.characters(codec="utf-8", exclude_characters="\r\0")),
    max_size=6,
)
USABLE = TEXT.filter(lambda text: without_unseen(text) == text)


@st.composite
def judged(draw: st.DrawFn) -> bytes:
    """A file as a spreadsheet program saves it, each item in one row."""
    file = io.StringIO(newline="")
    table = csv.DictWriter(
        file, CROSSWALK_COLUMNS, restval="", lineterminator=draw(st.sampled_from(["\n", "\r\n"]))
    )
    table.writeheader()
    single = sorted(word for word, verdict in VERDICTS.items() if verdict in {"accept", "reject", "link"})
    for number in range(draw(st.integers(0, 3))):
        helping = {column: draw(USABLE) for column in ("old_section", "new_plan_item", "evidence", "note")}
        verdict = draw(st.sampled_from(single))
        table.writerow({"old_id": f"a-{number}", "new_id": f"b-{number}", "verdict": verdict} | helping)
    return file.getvalue().encode("utf-8-sig")


@given(judged())
def test_what_was_judged_is_the_same_after_a_run(content: bytes) -> None:
    before = parse_crosswalk(content)

    after = parse_crosswalk(crosswalk_csv(compared(), before))

    assert [row.cells for row in after] == [row.cells for row in before]
    assert [(r.verdict, r.old_ids, r.new_ids) for r in rulings_of(after)] == [
        (r.verdict, r.old_ids, r.new_ids) for r in rulings_of(before)
    ]


@given(judged())
def test_a_second_run_writes_the_same_bytes(content: bytes) -> None:
    once = crosswalk_csv(compared(), parse_crosswalk(content))
    assert crosswalk_csv(compared(), parse_crosswalk(once)) == once


@given(TEXT, TEXT)
def test_what_is_asked_can_be_answered_whatever_the_plan_says(section: str, title: str) -> None:
    change = Change(
        "changed",
        ("moved",),
        "uncertain",
        0.6,
        ("similar 0.60",),
        (entry("a", title, section=section),),
        (entry("b", title),),
    )
    rows = list(csv.reader(io.StringIO(crosswalk_csv(compared(change)).decode("utf-8-sig"), newline="")))
    rows[1][CROSSWALK_COLUMNS.index("verdict")] = "accept"
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)

    (ruling,) = rulings_of(parse_crosswalk(file.getvalue().encode()))

    assert (ruling.verdict, ruling.old_ids, ruling.new_ids) == ("accept", ("a",), ("b",))
