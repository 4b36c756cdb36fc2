"""Damaged files of an output folder, and of what people write, one after another: state, tables, decisions, settings.

usage: python -m bench.fuzzing_folders [--seed 1] [--files 1500] [--first 0] [--only PATTERN] [--keep FOLDER]

Each file is damaged in a folder of its own, in which some commands are then run in turn. Each command has to end with a
documented exit code and no more than its own lines: no traceback, no unexpected error. What does not is kept, with
what was told.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import shutil
import sys
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench.damaging import DAMAGES, damaged
from bench.fuzzing import table
from bench.many_plans import Office, plan_pdf
from pipeline import cli
from pipeline.desk.app import app_of
from pipeline.desk.desk import Desk
from pipeline.errors import STOPPED_EXIT_CODE, WorkplanError
from tests.metadata.making import FILLED

ROOT = Path(__file__).resolve().parents[1]
EARLIER = ROOT / "tests" / "folder" / "made_by_0_1_0"
PLAN, OTHER = "chiayi-city-west-113", "org-69c0e0da-112"
"""A plan that people have corrected, read by an earlier version too; and one that the program made alone."""
PROFILE = 'id = "mine"\n[headers]\nplan = ["業務綱目"]\nextra = ["附註"]\n[titles]\n'
SETTINGS = '[workplan]\noutput = "out"\njobs = 1\nlanguage = "en"\nworded_reasons = true\n'
ORIGIN = {"Host": "127.0.0.1:8000", "Origin": "http://127.0.0.1:8000"}
PAGES = (
    "",
    "list.json",
    "publish",
    "publisher",
    f"plans/{PLAN}/items",
    f"plans/{PLAN}/page",
    f"plans/{PLAN}/pages/1",
)
UNEXPECTED = ("nexpected error", "omething unexpected", "未預期的錯誤", "Traceback")
BAD = "unexpected"
SAME_TIME = 0.5
"""Share of files whose time of change stays as it was, as where a disk is at fault."""
DESK = ("desk",)
"""Not a command line: its pages are asked for."""

CHECK = ("check", "out", "--previous", "copy", "--require-reviewed", "--min-confidence", "certain")
PUBLISH = ("publish", "out", "--discard-edits")
RUN = ("run", "in", "--jobs", "1", "--discard-edits")
YEARS = ("compare", "--in", "out", "-o", "comparison")
PACKAGES = ("compare", "package", "copy", "-o", "packages")
SITE = ("site", "out", "-o", "site", "--jobs", "1", "--comparison", "comparison")
PLANS = ("compare", f"out/{PLAN}/plan.json", "copy", "-o", "packages")
PUBLISHER = ("publisher", "check", "out/publisher.toml")
TRIED = ("profile", "check", "mine.toml", "in/113.pdf")
READ = ("extract", "in/113.pdf", "--profile", "mine.toml")
LISTED = ("correct", "out", "ITEM")
CORRECTED = ("correct", "out", "ITEM", "implementation", "改善。", "--who", "王小明", "--reason", "誤讀")
TAKEN = ("correct", "out", "--from")
MERGED = ("merge", "out", "copy")
OF_FOLDER = (CHECK, PUBLISH, RUN, YEARS, SITE, LISTED, CORRECTED, MERGED, DESK)


@dataclass(frozen=True)
class Kind:
    """Files that are alike.

    Attributes:
        name: as the table has it.
        pattern: of their paths.
        acts: what may be done with the folder that one lies in.
    """

    name: str
    pattern: str
    acts: tuple[tuple[str, ...], ...]


KINDS = (
    Kind("state", "out/.workplan/*", OF_FOLDER),
    Kind("state of a site", "site/.workplan-site", (SITE,)),
    Kind("state of a comparison", "comparison/.workplan/*", (YEARS, SITE)),
    Kind("crosswalk.csv", "comparison/*/crosswalk.csv", (YEARS, SITE)),
    Kind("plan.json", "*/plan.json", (*OF_FOLDER, PACKAGES, PLANS)),
    Kind("corrections.csv", "*/corrections.csv", OF_FOLDER),
    Kind("reviewed.csv", "*/reviewed.csv", OF_FOLDER),
    Kind("publisher.toml", "out/publisher.toml", (PUBLISH, SITE, DESK, PUBLISHER)),
    Kind("profile", "mine.toml", (TRIED, READ)),
    Kind("workplan.toml", "workplan.toml", (RUN, ("schema", "-o", "schemas"), LISTED)),
    Kind("package", "package/*", (PACKAGES, ("check", "package"), ("check", "out", "--previous", "package"))),
    Kind("published tables", "out/*", (CHECK, PUBLISH, RUN, SITE, TAKEN, DESK)),
)
"""The first whose pattern fits; paths with slashes in them too."""


def make_base(base: Path) -> None:
    """An output folder that was read, corrected, checked, published, compared and shown, and what people wrote."""
    (base / "in").mkdir(parents=True)
    shutil.copytree(EARLIER / "output", base / "out")
    shutil.copy(EARLIER / "line-numbers.pdf", base / "in" / "113.pdf")
    for year in (112, 113):
        content, _ = plan_pdf(Random(year), Office("雲林縣永山鄉公所", year), 1)  # noqa: S311 - no secret
        (base / "in" / f"made-{year}.pdf").write_bytes(content)
    (base / "out" / "publisher.toml").write_text(FILLED, encoding="utf-8")
    (base / "mine.toml").write_text(PROFILE, encoding="utf-8")
    (base / "workplan.toml").write_text(SETTINGS, encoding="utf-8")
    for arguments in (RUN, YEARS, SITE):
        end = called(base, arguments)
        if end.code:
            raise RuntimeError(f"{arguments}: {end.code} {end.told}")
    shutil.copytree(base / "out", base / "copy", ignore=shutil.ignore_patterns(".workplan"))
    shutil.copytree(base / "out", base / "package", ignore=shutil.ignore_patterns(".workplan", "*-11*"))


@dataclass(frozen=True)
class End:
    """How a command ended: its exit code, and all that it told."""

    code: int
    told: str

    @property
    def is_bad(self) -> bool:
        """Whether it may not end so."""
        return self.code not in documented() or any(word in self.told for word in UNEXPECTED)


def documented() -> frozenset[int]:
    """Every exit code that the docs name."""
    kinds = [WorkplanError]
    for kind in kinds:
        kinds.extend(kind.__subclasses__())
    return frozenset({0, STOPPED_EXIT_CODE, *(kind.exit_code for kind in kinds)})


def called(folder: Path, arguments: Sequence[str]) -> End:
    """Run the command line in this process, in a folder."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    before = Path.cwd()
    os.chdir(folder)
    code, more = 0, ""
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            cli.main(list(arguments))
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:
        code, more = -1, traceback.format_exc()
    finally:
        os.chdir(before)
    told = b"".join(stream.detach().getvalue() for stream in (err, out) if not stream.closed)
    return End(code, told.decode(errors="replace") + more)


def asked(folder: Path) -> End:
    """Ask for the desk's pages, as a browser does, and send a form; 500 and above are no answers."""
    err = io.StringIO()
    code = 0
    try:
        with contextlib.redirect_stderr(err):
            client = app_of(Desk(folder / "out", [folder / "in"], "王小明"), "t", lambda: 8000).test_client()
            answers = [
                client.get(f"/t/{page}", headers=ORIGIN) for page in (*PAGES, f"items/{item_of(folder)}")
            ]
            answers.append(client.post("/t/merge", data={"other": str(folder / "copy")}, headers=ORIGIN))
            answers.append(client.post("/t/publish", data={}, headers=ORIGIN))
            code = max((-answer.status_code for answer in answers if answer.status_code >= 500), default=0)
    except WorkplanError as error:
        return End(error.exit_code, error.cause_en)
    except BaseException:
        return End(-1, traceback.format_exc())
    return End(code, err.getvalue())


def item_of(folder: Path) -> str:
    """An item of the plan, by its undamaged copy."""
    with (folder / "copy" / PLAN / "items.csv").open(encoding="utf-8-sig") as lines:
        next(lines)
        return next(lines).split(",")[0]


def acted(folder: Path, act: tuple[str, ...], path: str, item: str) -> End:
    """Do something with a folder."""
    if act == DESK:
        return asked(folder)
    arguments = [item if part == "ITEM" else part for part in act]
    return called(folder, [*arguments, *([path] if act == TAKEN else [])])


def kind_of(path: str) -> Kind | None:
    """What a file is; None for what nobody damages."""
    return next((kind for kind in KINDS if fnmatch(path, kind.pattern)), None)


def targets(base: Path, only: str = "*") -> dict[str, list[str]]:
    """Paths of the files to damage, by kind."""
    found: dict[str, list[str]] = {}
    for file in sorted(base.rglob("*")):
        path = file.relative_to(base).as_posix()
        kind = kind_of(path)
        if file.is_file() and kind is not None and fnmatch(path, only):
            found.setdefault(kind.name, []).append(path)
    return found


@dataclass(frozen=True)
class Trial:
    """A damaged file and what was done with it.

    Attributes:
        number: with the seed it tells all of the rest.
        ends: what was done, and how it ended.
    """

    number: int
    kind: str
    path: str
    damage: str
    ends: tuple[tuple[tuple[str, ...], End], ...]


def trials(base: Path, folder: Path, seed: int, numbers: Sequence[int], only: str = "*") -> Iterator[Trial]:
    """Damage a file after another, each in a copy of the base, and do some things with it."""
    files = targets(base, only)
    item = item_of(base)
    for number in numbers:
        chance = Random(f"{seed} {number}")  # noqa: S311 - no secret
        name = chance.choice(sorted(files))
        path, damage = chance.choice(files[name]), chance.choice(sorted(DAMAGES))
        acts = next(kind.acts for kind in KINDS if kind.name == name)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(base, folder, symlinks=True)
        target = folder / path
        before = target.stat()
        target.write_bytes(damaged(target.read_bytes(), damage, f"{seed} {number}"))
        if chance.random() < SAME_TIME:
            os.utime(target, ns=(before.st_atime_ns, before.st_mtime_ns))
        chosen = chance.sample(acts, min(2, len(acts)))
        yield Trial(
            number, name, path, damage, tuple((act, acted(folder, act, path, item)) for act in chosen)
        )


def told_of(trial: Trial, keep: Path) -> Iterator[str]:
    """A line for each thing that ended otherwise than it may; all that was told is kept."""
    for act, end in trial.ends:
        if end.is_bad:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{trial.number}.txt").write_text(end.told, encoding="utf-8", errors="replace")
            last = "".join(end.told.strip().splitlines()[-1:])
            yield f"{trial.number} {trial.path} {trial.damage} {' '.join(act)}: {end.code} {last[:300]}"


def main() -> int:
    """Damage and print the table; 1 where a command ended otherwise than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=1_500)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", default="*")
    parser.add_argument("--keep", type=Path, default=ROOT / "output" / "fuzzed-folders")
    given = parser.parse_args()
    counts: Counter[tuple[str, str, str]] = Counter()
    with TemporaryDirectory() as name:
        base, folder = Path(name, "base"), Path(name, "folder")
        make_base(base)
        numbers = range(given.first, given.first + given.files)
        for trial in trials(base, folder, given.seed, numbers, given.only):
            counts.update(
                (trial.kind, trial.damage, BAD if end.is_bad else f"exit {end.code}") for _, end in trial.ends
            )
            for line in told_of(trial, given.keep):
                print(line, file=sys.stderr, flush=True)
    print(table(counts, "file"))
    return int(any(end == BAD for _, _, end in counts))


if __name__ == "__main__":
    sys.exit(main())
