"""Writes the tables of docs/header-words.md: header words with their roles, and what header trees become.

Run ``python -m bench.header_words`` after a change of the profile; a test compares the document with what this writes.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.extractors.header_cells import GrowingHeaderCell
from pipeline.extractors.header_parts import money_roles
from pipeline.extractors.header_years import RECORD_ROLES as RECORDED
from pipeline.extractors.words import HeaderWords, words_of
from pipeline.profiles.checks import HEADER_ROLES
from pipeline.profiles.profile import BUDGET_ROLES, DETAIL, PART_ROLE, load_profile

DOCUMENT = Path(__file__).parents[1] / "docs" / "header-words.md"
WRITTEN = re.compile(r"(?<=<!-- written: )([a-z ]+)( -->\n\n).*?(?=<!-- end -->)", re.DOTALL)
BAR = " \\| "
"""Parts columns within a cell of a table."""
Tree = tuple[tuple[tuple[str, ...], str], ...]
"""Columns of money: the words above each, and its own."""


def below(group: tuple[str, ...], *words: str) -> Tree:
    """Columns below the same words."""
    return tuple((group, word) for word in words)


TREES: dict[str, Tree] = {
    "parts and their total": below(("預算金額",), "中央", "縣款", "自籌", "合計"),
    "parts alone": below(("經費需求",), "經常門", "資本門"),
    "parts below no word": below((), "經常門", "資本門"),
    "sources alone": below(("經費來源",), "中央", "自籌"),
    "sources beside the budget": (*below((), "預算金額"), *below(("經費來源",), "中央", "自籌")),
    "two years": below(("預算數",), "115年度", "114年度"),
    "two years and their difference": below(("經費概算",), "本年度", "上年度", "比較增減"),
    "parts of two years": (
        *below(("預算金額", "115年度"), "中央", "自籌"),
        *below(("預算金額", "114年度"), "中央", "自籌"),
    ),
    "totals of branches": (
        *below(("預算金額", "中央"), "經常門", "資本門", "小計"),
        *below(("預算金額", "地方"), "經常門", "資本門", "小計"),
    ),
    "what is said of an amount": below(("經費需求",), "金額", "用途"),
}


def document(text: str) -> str:
    """The document with its tables as they are now."""
    profile = load_profile()
    words = words_of(profile)
    listed = {role: [word for word, of in profile.roles.items() if of == role] for role in HEADER_ROLES}
    tables = {
        "words": _table(
            ("Role", "Words"), [(f"`{role}`", "、".join(those)) for role, those in listed.items()]
        ),
        "trees": _table(("Header", "Columns", "Cells"), [_tree(*tree, words) for tree in TREES.items()]),
        "other forms": "、".join(sorted(profile.not_a_plan)),
    }
    return WRITTEN.sub(lambda found: f"{found[1]}{found[2]}{tables[found[1]]}\n\n", text)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _tree(name: str, columns: Tree, words: HeaderWords) -> tuple[str, str, str]:
    cells = [
        GrowingHeaderCell(text, 100.0 * at, 100.0 * at + 50, groups)
        for at, (groups, text) in enumerate(columns)
    ]
    plain = [words.role(cell.text) or words.role(cell.group) or "extra" for cell in cells]
    roles = money_roles(cells, plain, words)
    return name, BAR.join("／".join((*c.groups, c.text)) for c in cells), BAR.join(map(_recorded, roles))


def _recorded(role: str) -> str:
    """What the cells of a column are in the records."""
    if role not in BUDGET_ROLES:
        return role
    return RECORDED[role] + {PART_ROLE: " (part)", DETAIL: " (held by another column)"}.get(role, "")


if __name__ == "__main__":
    DOCUMENT.write_text(document(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
