"""The output folder: which plans it holds, from which files, and where each one lies.

The folder is a set of copies, a copy being one plan as one file gives it. A plan with one copy lies in
``<plan id>/``; a plan with several is a conflict, and each of them lies in ``conflicts/``. Where a copy lies
follows from the set alone, so neither the order of inputs nor the number of runs can be seen in the result.
The set itself is read from the plan.json files each time: nothing else has to be kept in step with them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import ConflictError, UnreadableError, UsageError
from pipeline.exporters.disk import make_folder, write_file
from pipeline.exporters.formats import FORMAT_FOLDERS
from pipeline.exporters.tables import PLAN_TABLES
from pipeline.files.inputs import file_sha256
from pipeline.folder.identities import Identities, plan_json_paths
from pipeline.folder.journal import Journal
from pipeline.folder.plan_folders import move_in, remove_if_empty, remove_plan
from pipeline.folder.report import Problem
from pipeline.folder.staged import StagedPlan
from pipeline.messages.wording import Wording

CONFLICTS = "conflicts"
NO_PLANS = (CONFLICTS, *FORMAT_FOLDERS)
"""Names of folders that hold something else than one plan."""
CONFLICT_SHA256_CHARACTERS = 8
"""Characters of a SHA-256 that tell files apart for a person."""
FOLDER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Copy(NamedTuple):
    """One plan as one file gives it; ``number`` counts plans of the same id within the file, from 1."""

    plan_id: str
    sha256: str
    number: int


class Held(NamedTuple):
    """Where a copy lies, and the name of the file that it was read from."""

    folder: Path
    file_name: str


class Store:
    """An output folder.

    Args:
        root: the folder; made where it is missing.

    Attributes:
        problems: plan folders that could not be read, by folder.

    Raises:
        UnwritableError: the folder cannot be made or written.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: dict[Path, Problem] = {}
        self._by_plan: dict[str, dict[Copy, Held]] = {}
        self._by_file: dict[str, dict[Copy, Held]] = {}
        self._journal = Journal(root)
        make_folder(root)
        write_file(root / ".writable", [])
        (root / ".writable").unlink()
        self._scan()

    def file_name(self, sha256: str) -> str | None:
        """The name under which a file's plans are held; None where there are none."""
        return min((held.file_name for held in self._by_file.get(sha256, {}).values()), default=None)

    def copies(self, sha256: str) -> frozenset[Copy]:
        """The plans of a file that are here."""
        return frozenset(self._by_file.get(sha256, ()))

    def in_conflict(self, copy: Copy) -> bool:
        """Whether another copy of the same plan is there."""
        return len(self._by_plan.get(copy.plan_id, {})) > 1

    def folder(self, copy: Copy) -> str:
        """Where a copy lies within the output folder, with forward slashes."""
        return self._by_plan[copy.plan_id][copy].folder.relative_to(self.root).as_posix()

    def replace(self, sha256: str, file_name: str, plans: Iterable[StagedPlan]) -> list[Copy]:
        """Put in place what a file gives now, and take away what it gave before and no longer does.

        Args:
            sha256: of the file.
            file_name: of the file.
            plans: its plans, each in a staged folder, which is moved.

        Returns:
            The copies, in the order of the plans.

        Raises:
            UsageError: a plan's id cannot name a folder.
            UnwritableError: a file in the way is open elsewhere, or the folder is write-protected.
            EditedError: a person has changed a table that is in the way.
        """
        staged = numbered(sha256, plans)
        for copy in staged:
            if not FOLDER_NAME.fullmatch(copy.plan_id) or copy.plan_id in NO_PLANS:
                raise UsageError("plan-names-no-folder", plan=copy.plan_id)
        older = dict(self._by_file.get(sha256, {}))
        try:
            for copy in older.keys() - staged.keys():
                remove_plan(older[copy].folder)
                self._drop(copy)
            for copy, plan in staged.items():
                target = older[copy].folder if copy in older else self._free_place(copy)
                self._note(plan.folder, target)
                move_in(plan.folder, target)
                self.problems.pop(target, None)
                self._put(copy, Held(target, file_name))
            self._settle({copy.plan_id for copy in (*older, *staged)})
        except Exception:
            # Some of it may be done: what lies in the folder decides, not what was meant to.
            self._scan()
            raise
        return list(staged)

    def remove(self, copy: Copy) -> None:
        """Take one copy away, so that another one of its plan may be published.

        Raises:
            UsageError: it is not there any more.
            UnwritableError: one of its files is open elsewhere.
        """
        held = self._by_plan.get(copy.plan_id, {}).get(copy)
        if held is None:
            raise UsageError("copy-gone", plan=copy.plan_id)
        remove_plan(held.folder)
        self._drop(copy)
        self._settle({copy.plan_id})

    def rivals(self) -> dict[str, dict[Copy, Held]]:
        """The copies of each plan that is in conflict, by plan id."""
        return {
            plan_id: dict(sorted(found.items()))
            for plan_id, found in sorted(self._by_plan.items())
            if len(found) > 1
        }

    def _note(self, folder: Path, target: Path) -> None:
        """Note the tables of a staged plan; refuse where a person has changed one that they would replace."""
        tables = [table.file_name for table in PLAN_TABLES]
        for name in tables:
            self._journal.guard(target / name)
        self._journal.note(file_sha256(folder / name) for name in tables)

    def settle(self) -> None:
        """Bring every copy to its place, whatever a killed run or a person has left.

        Raises:
            UnwritableError: a folder cannot be moved.
        """
        self._settle(set(self._by_plan))

    def conflicts(self, paths: Mapping[str, str]) -> Iterator[ConflictError]:
        """Yield an error for each plan that several files hold.

        Args:
            paths: SHA-256 to the path of an input, for those that are known.
        """
        for plan_id, copies in sorted(self._by_plan.items()):
            if len(copies) > 1:
                names = [
                    f"{paths.get(copy.sha256, held.file_name)} ({copy.sha256[:CONFLICT_SHA256_CHARACTERS]})"
                    for copy, held in sorted(copies.items())
                ]
                yield _conflict(plan_id, names)

    def plans(self) -> dict[Path, str]:
        """Folder and id of every plan, those in conflict too, by id."""
        return {
            held.folder: copy.plan_id
            for _, copies in sorted(self._by_plan.items())
            for copy, held in sorted(copies.items())
        }

    def published(self) -> list[Path]:
        """Folders of the plans that are not in conflict, by plan id."""
        held = [copies for _, copies in sorted(self._by_plan.items()) if len(copies) == 1]
        return [one.folder for copies in held for one in copies.values()]

    def _scan(self) -> None:
        self._by_plan.clear()
        self._by_file.clear()
        self.problems.clear()
        identities = Identities(self.root)
        for parent in (self.root, self.root / CONFLICTS):
            for path in plan_json_paths(parent):
                try:
                    found = identities.of(path)
                except UnreadableError as error:
                    self.problems[path.parent] = Problem.of(error)
                    continue
                if found:
                    plan_id, sha256, file_name = found
                    copy = Copy(plan_id, sha256, _number(path.parent.name, plan_id, sha256))
                    # Folders of other names are a person's own, such as backups.
                    if path.parent in {self.root / plan_id, self._apart(copy)}:
                        self._put(copy, Held(path.parent, file_name))
        identities.keep()

    def _put(self, copy: Copy, held: Held) -> None:
        self._by_plan.setdefault(copy.plan_id, {})[copy] = held
        self._by_file.setdefault(copy.sha256, {})[copy] = held

    def _drop(self, copy: Copy) -> None:
        for index, key in ((self._by_plan, copy.plan_id), (self._by_file, copy.sha256)):
            del index[key][copy]
            if not index[key]:
                del index[key]

    def _free_place(self, copy: Copy) -> Path:
        """Where a new copy lies until all is settled, so that it never lies over another one."""
        return self._apart(copy) if self._by_plan.get(copy.plan_id) else self.root / copy.plan_id

    def _apart(self, copy: Copy) -> Path:
        """The place of a copy in conflict."""
        suffix = f"-{copy.number}" if copy.number > 1 else ""
        return self.root / CONFLICTS / f"{copy.plan_id}-{copy.sha256[:CONFLICT_SHA256_CHARACTERS]}{suffix}"

    def _settle(self, plan_ids: set[str]) -> None:
        for plan_id in sorted(plan_ids):
            copies = self._by_plan.get(plan_id, {})
            for copy, held in list(copies.items()):
                place = self._apart(copy) if len(copies) > 1 else self.root / plan_id
                if held.folder != place:
                    move_in(held.folder, place)
                    self._put(copy, held._replace(folder=place))
        remove_if_empty(self.root / CONFLICTS)


def numbered(sha256: str, plans: Iterable[StagedPlan]) -> dict[Copy, StagedPlan]:
    """A file's plans by what each is called as a copy, in their order."""
    counts: Counter[str] = Counter()
    named: dict[Copy, StagedPlan] = {}
    for plan in plans:
        counts[plan.id] += 1
        named[Copy(plan.id, sha256, counts[plan.id])] = plan
    return named


def _conflict(plan_id: str, names: list[str]) -> ConflictError:
    different = list(dict.fromkeys(names))
    if len(different) == 1:
        return ConflictError(
            "plan-twice-in-file", file=different[0], plan=plan_id, count=len(names), folder=CONFLICTS
        )
    listed = Wording(zh="、".join(different), en=" and ".join(different))
    return ConflictError("plan-in-several-files", files=listed, plan=plan_id, folder=CONFLICTS)


def _number(folder_name: str, plan_id: str, sha256: str) -> int:
    """Number of a copy within its file, which only the name of its folder keeps."""
    tail = folder_name.removeprefix(f"{plan_id}-{sha256[:CONFLICT_SHA256_CHARACTERS]}-")
    return int(tail) if tail != folder_name and tail.isdecimal() else 1
