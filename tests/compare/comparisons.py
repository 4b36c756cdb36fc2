"""Comparisons made by hand, for the reports."""

from pipeline.compare.model import Change, Comparison, Entry, EntryBudget, Side, Status


def cell(name: str, amount_twd: int | None, raw: str | None = None, shared_by: int = 1) -> EntryBudget:
    printed = raw if raw is not None else f"{(amount_twd or 0) // 1000}千元"
    return EntryBudget(
        name, "current", printed, "text" if amount_twd is None else "amount", amount_twd, shared_by
    )


def entry(
    name: str,
    title: str,
    *budgets: EntryBudget,
    section: str = "民政課",
    work: str = "民政業務",
    contents: str = "",
    pages: tuple[int, ...] = (1,),
) -> Entry:
    return Entry(
        id=name,
        plan_id=name.split("/", maxsplit=1)[0],
        section=section,
        work_item=(f"壹、{work}",),
        plan_item=(f"1. {title}",),
        contents=contents,
        budgets=budgets,
        pages=pages,
        order=0,
        section_key=section,
        work_key=work,
        title_key=title,
        contents_key=contents,
    )


def side(label: str, *entries: Entry, agency: str | None = "甲區公所", year_roc: int | None = None) -> Side:
    return Side(label, (label,), agency, year_roc or int(label), f"{label}.pdf", entries)


def compared(*changes: Change, renamed: tuple[tuple[str, str], ...] = ()) -> Comparison:
    old = side("112", *(one for change in changes for one in change.old))
    new = side("113", *(one for change in changes for one in change.new))
    return Comparison(old, new, changes, renamed)


def every_status() -> Comparison:
    """One change of each status, an uncertain one, a shared cell and a budget in words."""
    step = "1. 辦理里鄰編組及調整。\n2. 召開里民大會及基層建設座談會，並列管追蹤。"
    shared_old, shared_new = cell("112/b2", 900_000, shared_by=2), cell("113/b2", 400_000, shared_by=2)
    old = [
        entry("112/1", "召開里幹事工作會報", cell("112/b1", 40_000), contents=step, pages=(1, 2)),
        entry("112/2", "守望相助巡邏", shared_old, contents="守望相助隊裝備。"),
        entry("112/3", "守望相助訓練", shared_old),
        entry("112/4", "舊式廣播系統", cell("112/b4", 120_000), section="政風業務", work="安全"),
        entry("112/5", "宣導及講習", cell("112/b5", None, "業務費項下支應"), section="政風業務", work="預防"),
        entry("112/6", "文化活動", cell("112/b6", 60_000), section="人文課", work="文化"),
        entry("112/7", "體育活動", cell("112/b7", 30_000), section="人文課", work="文化"),
        entry("112/8", "辦理績優里長表揚", cell("112/b8", 50_000)),
    ]
    new = [
        entry("113/1", "召開里幹事工作會報", cell("113/b1", 45_000), contents=step.replace("里民", "鄰里")),
        entry("113/2", "守望相助巡守", shared_new, contents="守望相助隊裝備。", pages=(2,)),
        entry("113/3", "守望相助訓練", shared_new, pages=(2,)),
        entry("113/5", "宣導", cell("113/b5", None, "業務費項下支應"), section="政風室", work="預防"),
        entry("113/5b", "講習", cell("113/b5b", 20_000), section="政風室", work="預防", pages=(3,)),
        entry("113/6", "文化及體育活動", cell("113/b6", 95_000), section="人文課", work="文化", pages=(4,)),
        entry("113/8", "辦理績優里長表揚", cell("113/b8", 50_000)),
        entry("113/9", "防災士培訓", cell("113/b9", 1_250_000), contents="辦理培訓三場。", pages=(5, 6, 7)),
    ]
    path = ("path",)
    return compared(
        Change("changed", ("reworded", "budget"), "certain", 1.0, path, (old[0],), (new[0],)),
        Change("changed", ("renamed", "budget"), "uncertain", 0.71, ("similar 0.71",), (old[1],), (new[1],)),
        Change("changed", ("budget",), "certain", 1.0, path, (old[2],), (new[2],)),
        Change("removed", (), "certain", 1.0, (), (old[3],), ()),
        Change("split", (), "uncertain", 0.8, ("split",), (old[4],), (new[3], new[4])),
        Change("merged", (), "certain", 0.95, ("merge",), (old[5], old[6]), (new[5],)),
        Change("unchanged", (), "certain", 1.0, path, (old[7],), (new[6],)),
        Change("added", (), "certain", 1.0, (), (), (new[7],)),
        renamed=(("政風業務", "政風室"),),
    )


def large(items: int, work_items: int) -> Comparison:
    """As many items in as many work items, every sixth of another status, most with a budget of their own."""
    changes = []
    for at in range(items):
        place = {"section": f"第{at % 20 + 1}課", "work": f"業務{at % work_items}"}
        texts = {"contents": f"1. 辦理第 {at} 項業務。\n2. 依規定按月陳報成果，並列管追蹤。", **place}
        amount_twd = at % 7 * 11_000 or None
        words = None if amount_twd else "業務費項下支應"
        old = entry(f"112/{at}", f"推動項目{at}", cell(f"112/b{at}", amount_twd, words), **texts)  # type: ignore[arg-type]
        more = None if amount_twd is None else amount_twd + at % 5 * 1_000
        new = entry(f"113/{at}", f"推動項目{at}", cell(f"113/b{at}", more, words), **texts)  # type: ignore[arg-type]
        changes.append(_nth(at, old, new))
    return compared(*changes)


def _nth(at: int, old: Entry, new: Entry) -> Change:
    if at % 6 == 0:
        return Change("added", (), "certain", 1.0, (), (), (new,))
    if at % 6 == 1:
        return Change("removed", (), "certain", 1.0, (), (old,), ())
    budget = at % 5 != 0 and at % 7 != 0
    status: Status = "changed" if budget else "unchanged"
    return Change(status, ("budget",) if budget else (), "certain", 1.0, ("path",), (old,), (new,))
