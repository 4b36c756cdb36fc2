"""Errors say what their catalogue says: each names a cause of its class and gives what the cause wants."""

import ast
import pickle
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from pipeline import errors
from pipeline.errors import NoTextError, UnreadableError, UnwritableError, WorkplanError, WrittenFileError
from pipeline.exporters.disk import OUTPUT_REASONS
from pipeline.messages.catalogue import Message, error_kinds
from pipeline.messages.wording import Wording
from tests.reading import ROOT

CLASSES: dict[str, type[WorkplanError]] = {
    name: one
    for name, one in vars(errors).items()
    if isinstance(one, type) and issubclass(one, WorkplanError)
}
OF_CAUSES = {name for name, one in CLASSES.items() if not issubclass(one, WrittenFileError)}
CAUSES = [(kind, one) for kind, table in error_kinds().items() for one in table.causes.values()]
EACH_CAUSE = pytest.mark.parametrize(("kind", "cause"), CAUSES, ids=[one.id for _, one in CAUSES])


@dataclass(frozen=True)
class Said:
    """One place of the code that makes an error."""

    path: str
    line: int
    kind: str
    causes: frozenset[str]
    given: frozenset[str]


def texts(node: ast.expr, tables: dict[str, ast.Dict]) -> frozenset[str]:
    """All causes that an expression may stand for: a text, either of two, or what a table of the module holds."""
    match node:
        case ast.Constant(value=str(text)):
            return frozenset((text,))
        case ast.IfExp(body=body, orelse=other):
            return texts(body, tables) | texts(other, tables)
        case ast.Subscript(value=ast.Name(id=name)) if name in tables:
            return frozenset().union(*(texts(one, tables) for one in tables[name].values))
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="get"), args=[_, other]):
            return texts(other, tables).union(*(texts(one, tables) for one in tables[name].values))
    raise AssertionError(f"line {node.lineno}: no cause can be told from {ast.unparse(node)}")


def said() -> Iterator[Said]:
    """Every error that our code makes, those about files that people write apart: these list problems."""
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tables = {
            ast.unparse(node.targets[0]): node.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
        }
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            called = node.func.id
            given = frozenset(str(one.arg) for one in node.keywords)
            if called == "need":
                causes = texts(node.args[1], tables)
                yield Said(name, node.lineno, "MissingExtraError", causes, given | {"extra"})
            elif called in OF_CAUSES and name != "pipeline/extras.py":  # ``need`` hands on what it is given
                (first,) = node.args
                yield Said(name, node.lineno, called, texts(first, tables), given)


SAID = tuple(said())


def test_the_search_finds_what_is_said() -> None:
    kinds = {one.kind for one in SAID}
    assert len(SAID) > 100
    assert {"UsageError", "MissingExtraError", "WorkplanError", "SchedulerError"} <= kinds


@pytest.mark.parametrize("one", SAID, ids=lambda one: f"{one.path}:{one.line}")
def test_an_error_names_a_cause_of_its_class_and_gives_what_that_wants(one: Said) -> None:
    for cause in one.causes:
        message = error_kinds()[one.kind].causes[cause]
        reasons = frozenset().union(*(reason.placeholders for reason in message.reasons.values()))
        assert one.given == message.placeholders | reasons


def test_no_cause_and_no_reason_is_without_use() -> None:
    used = {(one.kind, cause) for one in SAID for cause in one.causes}
    assert {(kind, one.id) for kind, one in CAUSES} == used
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "pipeline").rglob("*.py")))
    assert not [reason for _, one in CAUSES for reason in one.reasons if f'"{reason}"' not in code]


def test_the_system_s_refusals_are_reasons_of_their_causes() -> None:
    unwritable = error_kinds()["UnwritableError"].causes
    assert set(unwritable["not-written"].reasons) == {*OUTPUT_REASONS.values(), "other"}
    unreachable = error_kinds()["UnreadableError"].causes["unreachable"]
    assert unreachable.reasons == unwritable["unsendable"].reasons


def test_each_class_has_its_table() -> None:
    assert set(error_kinds()) == set(CLASSES)


def test_no_two_causes_have_one_name() -> None:
    names = [one.id for _, one in CAUSES]
    assert len(names) == len(set(names))


@EACH_CAUSE
def test_a_cause_ends_as_a_sentence_and_has_a_remedy(kind: str, cause: Message) -> None:  # noqa: ARG001
    assert cause.text.zh.endswith(("。", "}"))
    assert cause.text.en.endswith((".", "}"))
    assert cause.remedy.zh.endswith("。")
    assert cause.remedy.en.endswith(".")


def made(kind: str, cause: Message) -> WorkplanError:
    """An error with some value for all that it wants."""
    reasons = frozenset().union(*(reason.placeholders for reason in cause.reasons.values()))
    numbers = dict.fromkeys(cause.placeholders | reasons, 7)
    return CLASSES[kind](cause.id, **numbers | {"reason": next(iter(cause.reasons), "")})


@EACH_CAUSE
def test_an_error_is_the_same_in_another_process(kind: str, cause: Message) -> None:
    error = made(kind, cause)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - made here
    assert (type(again), again.id, again.line()) == (type(error), cause.id, error.line())


def test_what_no_process_hands_on_is_handed_on_as_text() -> None:
    error = UnreadableError("not-a-file", url=memoryview(b"x"))
    assert "<memory at" in pickle.loads(pickle.dumps(error)).line().en  # noqa: S301 - made here


def test_an_error_tells_cause_and_remedy_in_both_languages() -> None:
    error = UnreadableError("file-unreadable", path="a.csv")
    assert error.line() == Wording(
        zh="無法讀取 a.csv。請檢查檔案或資料夾的名稱與權限。",
        en="a.csv cannot be read. Check the name and the rights of the file or folder.",
    )
    assert str(error) == error.cause_en == "a.csv cannot be read."


def test_a_cause_with_a_remedy_of_its_own_tells_that() -> None:
    assert "300 dpi" in NoTextError("scan-not-recognised", name="a.pdf", pages="1").remedy_en


def test_a_reason_is_told_in_words_with_its_values() -> None:
    error = UnwritableError("not-written", path="a.csv", reason="other", error="Broken", code=5)
    assert (error.cause_zh, error.cause_en) == (
        "無法寫入 a.csv：系統錯誤代碼 5。",
        "a.csv cannot be written: Broken.",
    )


def test_a_value_told_otherwise_in_each_language() -> None:
    files = Wording(zh="甲、乙", en="a or b")
    error = UnreadableError("copy-without-rows", folder="x", files=files)
    assert (error.cause_zh, error.cause_en) == ("x 中沒有 甲、乙。", "x holds no a or b.")


def test_the_catalogue_is_read_only_when_an_error_is_told() -> None:
    error_kinds.cache_clear()
    error = UnreadableError("file-unreadable", path="a.csv")
    assert error_kinds.cache_info().currsize == 0
    assert error.line().both
    assert error_kinds.cache_info().currsize == 1
