"""A plan of two sections whose items can be split, joined and moved: shared cells, findings, extras, nested steps."""

from collections import Counter
from collections.abc import Iterator

from hypothesis import strategies as st

from pipeline.corrections.application import corrected, item_of
from pipeline.corrections.arrangement import arrangeable
from pipeline.corrections.fields import fields_of_item
from pipeline.corrections.rows import CorrectionRow
from pipeline.models import Extra, Item, PlanDocument, WorkItem
from pipeline.normalizers.mentions import with_mentions
from pipeline.normalizers.records import walk
from tests.contract import at, budget, extraction, finding, item, level, plan, section, step

LEVELS = {
    "w1": ("一、", "一般行政", 1),
    "w2": ("二、", "民政業務", 2),
    "w3": ("一、", "社會福利", 1),
}


def _item(name: str, work: str, words: str, *texts: str, cells: str = "", findings: str = "") -> Item:
    steps = tuple(
        step(f"{n}.", text, step("(1)", f"{text}細項", number=1), number=n) for n, text in enumerate(texts, 1)
    )
    places = [at("work_item[0]"), at("plan_item[0]", top=200.0)]
    for n in range(len(texts)):
        places += [at(f"implementation[{n}]", top=210.0 + n), at(f"implementation[{n}].steps[0]", page=2)]
    return item(
        f"a-112-{name}",
        work_item=(level(*LEVELS[work], id=work),),
        plan_item=(level("1、", words, 1, id=f"p-{name}"),),
        implementation=steps,
        budget_ids=tuple(f"a-112-{cell}" for cell in cells.split()),
        extra=(Extra(header="備註", text=f"{words}備註"),),
        provenance=(*places, at("extra[0]", left=450.0)),
        finding_ids=tuple(findings.split()),
    )


def arranged() -> PlanDocument:
    """Items a, b, c in 民政課 and d, e in 社會課."""
    civil = section(
        "s1",
        (
            _item("a", "w1", "里幹事會報", "每月召開，經費5萬元。", "通知。", "作成紀錄。", cells="a1 ab"),
            _item("b", "w1", "里民大會", "每年一次。", cells="ab", findings="f1"),
            _item("c", "w2", "里鄰編組", "調整。", "公告。"),
        ),
        (
            budget("a-112-a1", "a-112-a", raw="5"),
            budget("a-112-ab", "a-112-a", "a-112-b", basis="merged_cell", provenance=(at("budget", page=2),)),
            budget("a-112-none", raw="7", provenance=(at("budget", page=2, top=300.0),)),
        ),
        work_items=tuple(
            WorkItem(id=name, parent=None, label=label, number=number, text=text)
            for name, (label, text, number) in list(LEVELS.items())[:2]
        ),
    )
    social = section(
        "s2",
        (
            _item("d", "w3", "老人福利", "訪視。", "慰問。", cells="d1", findings="f2"),
            _item("e", "w3", "婦女福利", "講座。"),
        ),
        (budget("a-112-d1", "a-112-d", raw="9"),),
        name="社會課",
        work_items=(WorkItem(id="w3", parent=None, label="一、", number=1, text="社會福利"),),
    )
    made = plan("a-112", civil, social)
    findings = (finding("f1", item_id="a-112-b"), finding("f2", item_id="a-112-d"), finding("f3"))
    (document,) = extraction(with_mentions(made), findings=findings).documents()
    return document


READ = arranged()


def row(item_id: str, field: str, old: str, new: str, line: int = 2) -> CorrectionRow:
    """A row about one of the items, which are named by their letters here."""
    return CorrectionRow(line, f"a-112-{item_id}", field, old, new, "原件誤讀", "王小明", "2026-03-05")


def items(document: PlanDocument) -> Iterator[Item]:
    """All items in order."""
    for part in document.plan.sections:
        yield from part.items


def words(document: PlanDocument) -> Counter[str]:
    """Texts of all steps, with how often they stand in the plan."""
    return Counter(one.text for held in items(document) for _, one in walk(held.implementation))


def unsound(document: PlanDocument) -> list[str]:
    """All that does not hold together in a plan; nothing where it does."""
    ids = [one.id for one in items(document)]
    wrong = [name for name, count in Counter(ids).items() if count > 1]
    wrong += [one.id for one in document.findings if one.item_id is not None and one.item_id not in ids]
    for part in document.plan.sections:
        tree = {one.id: (one.label, one.number, one.text) for one in part.work_items}
        here = [one.id for one in part.items]
        for cell in part.budgets:
            ordered = [name for name in here if name in cell.applies_to]
            wrong += [cell.id] if list(cell.applies_to) != ordered else []
        for held in part.items:
            cells = tuple(cell.id for cell in part.budgets if held.id in cell.applies_to)
            levels = {one.id: (one.label, one.number, one.text) for one in held.work_item}
            named = {one.id for one in document.findings if one.item_id == held.id}
            wrong += [f"{held.id} budgets"] if held.budget_ids != cells else []
            wrong += [f"{held.id} levels"] if not levels.items() <= tree.items() else []
            wrong += [f"{held.id} findings"] if not named <= set(held.finding_ids) else []
    return wrong


WORDS = st.text(st.sampled_from("里民大會函(1).二、 "), max_size=6)


@st.composite
def acts(draw: st.DrawFn, *, wording: bool = True) -> list[CorrectionRow]:
    """Rows as a person adds them one by one, each to the plan as it is then; all of them can be applied."""
    rows: list[CorrectionRow] = []
    plan = READ
    for line in range(2, 2 + draw(st.integers(1, 6))):
        here = list(items(plan))
        one = draw(st.sampled_from(here))
        names = [other.id for other in here if other.id != one.id]
        section, _ = item_of(plan.plan, one.id) or (plan.plan.sections[0], one)
        ways = dict(arrangeable(section, one, plan.plan))
        texts = dict(fields_of_item(section, one)) if wording else {}
        field = draw(st.sampled_from([*ways, *texts]))
        old = {**ways, **texts}[field]
        if field in texts:
            new = str(draw(st.integers(0, 10**6))) if field.endswith("amount_twd") else draw(WORDS)
        elif field.startswith("split"):
            new = draw(st.sampled_from(["2、召開里民大會", "1、里幹事會報", "無編號"]))
        elif field.endswith("applies_to"):
            ids = [other.id for other in section.items]
            new = " ".join(draw(st.lists(st.sampled_from(ids), unique=True)))
        elif not names:
            continue
        else:
            new = draw(st.sampled_from(names))
        tried = [*rows, CorrectionRow(line, one.id, field, old, new, "理由", "王小明", "2026-03-05")]
        applied = corrected(READ, tried)
        if {log.status for log in applied.log} == {"applied"}:
            rows, plan = tried, applied.document
        else:
            # Only what is told of here may be refused.
            message = applied.document.findings[-1].message_en
            expected = ("shares a budget cell", "stands there already")
            assert any(part in message for part in expected) or old == new, (message, tried)
    return rows
