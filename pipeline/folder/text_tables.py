"""The tables over all plans as text: what is there already of unchanged plans is copied, only the rest is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import field
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from pipeline.dataclass import dataclass
from pipeline.errors import WorkplanError
from pipeline.exporters.columns import TableName
from pipeline.exporters.csv_form import CsvForm
from pipeline.exporters.disk import GrowingFile
from pipeline.exporters.formats import JSON_LINES, TEXT_FORMATS, TextFormat
from pipeline.exporters.tables import TABLES
from pipeline.folder.journal import journal_of
from pipeline.folder.plan_tables import LOG, PlanMade, PlanShare, is_as_made, make_plan
from pipeline.folder.published import Published, aside_of, seen, unchanged
from pipeline.folder.report import Problem
from pipeline.messages.wording import Wording
from pipeline.processes import Follow, followed, nobody_follows, side_by_side

FEW = 8
"""Plans that this process makes sooner than others are started."""


PLANS = Wording(zh="各計畫的表格", en="tables of the plans")


class StaleError(Exception):
    """A table is not what it was when it was written, although its size and time are."""


@dataclass()
class TextTables:
    """What came of the text tables.

    Attributes:
        published: with an entry for each plan that could be read.
        damaged: plans that could not be read.
        problems: what could not be written.
    """

    published: Published = field(default_factory=Published)
    damaged: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def write_text_tables(
    root: Path,
    folders: Sequence[Path],
    form: CsvForm,
    before: Published,
    jobs: int,
    token: str,
    follow: Follow = nobody_follows,
) -> TextTables:
    """Write the files of each plan's folder and the text tables over all plans, the log aside.

    Args:
        root: the output folder.
        folders: of the plans, in the order in which their rows are to follow.
        form: of the CSV files.
        before: what was made the last time.
        jobs: processes that make plans.
        token: unlike that of any other publication.
        follow: is told of each plan.
    """
    whole = all(unchanged(root / path, before.files.get(path)) for path, _, _ in text_files())
    older = {root / name: entry for name, entry in before.plans.items()} if whole else {}
    changed = [folder for folder in folders if not is_as_made(folder, older.get(folder))]
    if whole and not changed and [root / name for name in before.plans] == list(folders):
        kept = {path: before.files[path] for path, _, _ in text_files()}
        return TextTables(Published(before.plans, kept))
    try:
        return _Writing(root, form, before if whole else Published(), token).write(
            folders, changed, jobs, follow
        )
    except StaleError:
        return _Writing(root, form, Published(), token).write(folders, list(folders), jobs, follow)


def text_files() -> Iterator[tuple[str, TextFormat, TableName]]:
    """Path, format and table of each text table that is put together plan by plan."""
    for one in TEXT_FORMATS:
        yield from ((one.path(name), one, name) for name in TABLES if name != LOG)


class _Writing:
    """All text tables on their way at once, so that each plan is made once."""

    def __init__(self, root: Path, form: CsvForm, before: Published, token: str) -> None:
        self._root = root
        self._form = form
        self._before = before
        self._token = token
        self._done = TextTables()
        self._drafts: dict[tuple[str, TableName], GrowingFile] = {}
        self._older: dict[tuple[str, TableName], BinaryIO] = {}

    def write(
        self, folders: Sequence[Path], changed: Sequence[Path], jobs: int, follow: Follow
    ) -> TextTables:
        """See ``write_text_tables``.

        Raises:
            StaleError: a table from before is not what it was.
        """
        shares = [PlanShare(self._token, self._root, folder, self._form) for folder in changed]
        results = side_by_side(make_plan, shares, jobs if len(shares) > FEW else 1)
        made = followed(PLANS, results, len(shares), follow)
        starts = starts_of(self._before, self._form)
        new = set(changed)
        with ExitStack() as stack:
            self._open(stack)
            for folder in folders:
                if folder in new:
                    self._add(folder.name, next(made))
                else:
                    self._copy(folder.name, starts[folder.name])
            self._put()
        return self._done

    def _open(self, stack: ExitStack) -> None:
        for path, one, name in text_files():
            key = one.name, name
            try:
                draft = stack.enter_context(GrowingFile(self._root / path))
                draft.write(one.head(TABLES[name], self._form))
            except WorkplanError as error:
                self._done.problems.append(Problem.of(error))
                continue
            self._drafts[key] = draft
            if self._before.plans:
                try:
                    self._older[key] = stack.enter_context((self._root / path).open("rb"))
                except OSError as error:
                    raise StaleError from error

    def _add(self, name: str, made: PlanMade) -> None:
        (self._done.damaged if made.damaged else self._done.problems).extend(made.problems)
        if made.entry is not None:
            self._done.published.plans[name] = made.entry
            for key, text in made.texts.items():
                self._write(key, text)

    def _copy(self, name: str, starts: Mapping[tuple[str, TableName], int]) -> None:
        entry = self._before.plans[name]
        self._done.published.plans[name] = entry
        for key, start in starts.items():
            size, crc = entry.pieces[key[1]].texts[key[0]]
            if key in self._older and size:
                file = self._older[key]
                file.seek(start)
                text = file.read(size)
                if crc32(text) != crc:
                    raise StaleError
                self._write(key, text)

    def _write(self, key: tuple[str, TableName], text: bytes) -> None:
        draft = self._drafts.get(key)
        if draft is None or not text:
            return
        try:
            draft.write(text)
        except WorkplanError as error:
            self._done.problems.append(Problem.of(error))
            draft.__exit__()
            del self._drafts[key]

    def _put(self) -> None:
        for file in self._older.values():
            file.close()  # Windows replaces no open file
        journal = journal_of(self._token, self._root)
        for path, one, name in text_files():
            draft = self._drafts.get((one.name, name))
            if draft is None:
                continue
            try:
                journal.permit(draft.path, draft.finish().sha256)
                content = draft.put()
            except WorkplanError as error:
                self._done.problems.append(Problem.of(error))
                if one is JSON_LINES:
                    self._put_aside(draft, path)
                continue
            was = seen(self._root / path, content)
            if was is not None:
                self._done.published.files[path] = was

    def _put_aside(self, draft: GrowingFile, path: str) -> None:
        """Keep rows that cannot take their place: other formats are made from them."""
        place = self._root / aside_of(path)
        with suppress(WorkplanError):
            was = seen(place, draft.put_aside(place))
            if was is not None:
                self._done.published.aside[path] = was


def starts_of(published: Published, form: CsvForm) -> dict[str, dict[tuple[str, TableName], int]]:
    """Where each plan's rows begin in each text table, in bytes; by folder, then format and table."""
    at = {(one.name, name): len(one.head(TABLES[name], form)) for _, one, name in text_files()}
    found = {}
    for folder, entry in published.plans.items():
        found[folder] = dict(at)
        for key in at:
            at[key] += entry.pieces[key[1]].texts[key[0]][0]
    return found
