"""Fits the weights of the second reading on documents of the generators.

usage: python -m bench.fitting --wide SEED... --cross SEED... --folder FOLDER --out FILE

Documents of the wide generator have their truth per line; of those of the cross, those count that the first reading
reads rightly in all.
"""

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import pypdfium2

from bench import layouts_wide
from bench.line_truth import LineTruth, Read, Truth, key_of, outline_truth, read, wide_truth
from pipeline import extract
from pipeline.errors import WorkplanError
from pipeline.extractors.fitted import walk as walking
from pipeline.extractors.fitted.evidence import same_start
from pipeline.extractors.fitted.strips import Sheaf, Strip, strips_of
from pipeline.extractors.fitted.walk import walk
from pipeline.extractors.fitted.weights import LINE_CHOICES, ROW_CHOICES, Weights
from pipeline.lines.lines import Line
from pipeline.profiles.profile import load_profile
from tests import scoring
from tests.making import cross
from tests.making.judging import judged

ROUNDS = 12
"""Passes over all choices; more change nothing that counts."""
RATE = 0.3
"""Step of AdaGrad."""
SHRINK = 2e-5
"""Share of a weight that each step takes away."""
LEAST = 3
"""A feature that was seen less often tells nothing."""
WIDE_COUNT = 60
"""Documents of one seed of the wide generator."""
WORKERS = 2
ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
"""Two years of an office's plan, in one layout; other layouts of the same plan are left for testing."""
LEAST_WEIGHT = 0.05
"""A feature that adds less to every choice decides nothing."""
DIGITS = 2
"""Decimals of a weight in the file."""


@dataclass(frozen=True)
class Example:
    """A choice as the truth makes it."""

    features: tuple[str, ...]
    allowed: tuple[int, ...]
    choice: int


Choices = tuple[list[Example], list[Example], list[Example]]
"""Of a document: of strips, of lines, of tables."""


@dataclass
class Teacher:
    """Chooses as the truth does, and writes down each choice."""

    truth: Truth
    rows: list[Example] = field(default_factory=list)
    lines: list[Example] = field(default_factory=list)
    tables: list[Example] = field(default_factory=list)
    _seen: set[object] = field(default_factory=set)
    _open: LineTruth | None = None
    _item: object = None
    _begun: object = None
    _printed: dict[int, list[list[Line]]] = field(default_factory=dict)
    _told: int = 0

    def drawn(self, sheaf: Sheaf, features: Sequence[str]) -> bool:
        """Drawn cells are rows where none holds two of them."""
        seen: set[object] = set()
        whole = True
        for strip in strips_of(sheaf, load_profile(), drawn=True):
            new = {}
            for lines in strip.cells.values():
                for line in lines:
                    told = self.truth.get(key_of(line))
                    if (
                        told is not None
                        and told.kind == "item"
                        and told.row is not None
                        and told.row not in seen
                    ):
                        new[told.row] = told
                        seen.add(told.row)
            apart = [row for row, told in new.items() if told.parent is None or told.parent not in new]
            whole = whole and len(apart) < 2
        self.tables.append(Example(tuple(features), (0, 1), int(whole)))
        return whole

    def row(self, strip: Strip, features: Iterator[str], allowed: Sequence[int]) -> int:
        """What a strip is."""
        choice = self._row(strip)
        if choice not in allowed:
            choice = (
                walking.ROW_ITEM
                if choice == walking.ROW_DEEPER
                else walking.ROW_ON
                if walking.ROW_ON in allowed
                else walking.ROW_ITEM
            )
        self.rows.append(Example(tuple(features), tuple(allowed), choice))
        return choice

    def _row(self, strip: Strip) -> int:
        told = [
            (one, line)
            for _, lines in sorted(strip.cells.items())
            for line in lines
            if (one := self.truth.get(key_of(line))) is not None
        ]
        if not told:
            return walking.ROW_ON
        items = [(one, line) for one, line in told if one.kind == "item"]
        if items:
            return self._item_choice(items)
        first = told[0][0]
        going = first.row in self._seen and self._open is not None and self._open.row == first.row
        self._seen.add(first.row)
        if first.kind != "mark":
            self._open = first
        if going:
            return walking.ROW_ON
        return {"category": walking.ROW_CATEGORY, "total": walking.ROW_TOTAL, "mark": walking.ROW_MARK}.get(
            first.kind, walking.ROW_NOTE
        )

    def _item_choice(self, items: Sequence[tuple[LineTruth, Line]]) -> int:
        rows = [one.row for one, _ in items if one.row is not None]
        new = [row for row in dict.fromkeys(rows) if row not in self._seen]
        heads = {one.row for one, _ in items if one.begins == "heading"}
        if heads and not any(one.begins == "plan" for one, _ in items):
            # What stands beside a heading is its first item's, which begins below.
            new = [row for row in new if row in heads]
        was = self._open
        self._open = items[0][0]
        if new:
            begun = next(
                (one for one, _ in items if one.row == new[0] and one.begins in {"plan", "heading"}), None
            )
            before = self._item
            self._seen.update(new)
            self._item = new[-1]
            if begun is not None and begun.parent is not None and begun.parent == before:
                return walking.ROW_DEEPER
            return walking.ROW_ITEM
        if was is None or was.kind == "item":
            if not rows and was is None:
                return walking.ROW_ITEM
            # A row that is printed again begins with its plan text once more.
            again = any(
                one.begins in {"plan", "heading", "again"} and one.row == self._item for one, _ in items
            )
            return walking.ROW_AGAIN if again and rows else walking.ROW_ON
        return walking.ROW_AGAIN

    def line(self, place: int, line: Line, features: Iterator[str], allowed: Sequence[int]) -> int:
        """What a line of a work column is, or a further one of a plan cell."""
        told = self.truth.get(key_of(line))
        begins = told.begins if told is not None else ""
        if walking.LINE_AGAIN not in allowed and walking.LINE_DEEPER in allowed:
            choice = (
                walking.LINE_DEEPER
                if begins == "plan" and told is not None and told.parent
                else walking.LINE_ON
            )
            self.lines.append(Example(tuple(features), tuple(allowed), choice))
            return choice
        printed = self._printed.setdefault(place, [])
        choice = {"work": walking.LINE_NEW, "inner": walking.LINE_DEEPER, "again": walking.LINE_AGAIN}.get(
            begins, walking.LINE_ON
        )
        if choice == walking.LINE_ON and any(
            same_start(line, text) and line.text.startswith(text[0].text[:6]) for text in printed
        ):
            choice = walking.LINE_AGAIN
        if choice not in allowed:
            choice = walking.LINE_NEW
        if choice == walking.LINE_ON:
            printed[-1].append(line)
        else:
            printed.append([line])
        self.lines.append(Example(tuple(features), tuple(allowed), choice))
        return choice


def taught(sheaf: Sheaf, truth: Truth) -> tuple[Teacher, walking.Walked]:
    """A table read as its truth has it."""
    teacher = Teacher(truth)
    return teacher, walk(sheaf, load_profile(), teacher)


def truths(path: Path, document: Read) -> Iterator[tuple[Sheaf, Truth]]:
    """The tables of a document with the truth per line; none of a document of the cross that is not read rightly."""
    if path.with_suffix(".lines.json").is_file():
        file = pypdfium2.PdfDocument(path)
        heights = {number: page.get_height() for number, page in enumerate(file, start=1)}
        file.close()
        for sheaf in document.sheaves:
            yield sheaf, wide_truth(path.with_suffix(".lines.json"), sheaf, document.numbers, heights)
        return
    gold = path.with_suffix(".gold.json")
    # That the samples are read rightly is what their own tests say.
    if not gold.is_file() or judged(scoring.load_gold(gold), extract(path)).perfect:
        for sheaf, outline in zip(document.sheaves, document.outlines, strict=True):
            yield sheaf, outline_truth(outline)


def examples(path: Path) -> Choices:
    """All choices of a document."""
    found: Choices = ([], [], [])
    try:
        for sheaf, truth in truths(path, read(path, load_profile())):
            teacher, _ = taught(sheaf, truth)
            for mine, more in zip(found, (teacher.rows, teacher.lines, teacher.tables), strict=True):
                mine.extend(more)
    except WorkplanError as error:
        print(f"{path.name}: {error}", file=sys.stderr)
    return found


def fit(some: Sequence[Example], count: int) -> dict[str, list[float]]:
    """Weights of each feature for each of so many choices: logistic regression by AdaGrad, always in the same order."""
    seen = Counter(name for one in some for name in one.features)
    names = sorted(name for name, times in seen.items() if times >= LEAST)
    place = {name: at for at, name in enumerate(names)}
    weights = np.zeros((len(names), count))
    sums = np.full((len(names), count), 1e-6)
    rows = [np.array([place[name] for name in one.features if name in place], dtype=np.int32) for one in some]
    masks = np.full((len(some), count), -1e9)
    for at, one in enumerate(some):
        masks[at, list(one.allowed)] = 0.0
    random = np.random.default_rng(0)
    for _ in range(ROUNDS):
        for at in random.permutation(len(some)):
            row = rows[at]
            scores = weights[row].sum(axis=0) + masks[at]
            scores = np.exp(scores - scores.max())
            step = scores / scores.sum()
            step[some[at].choice] -= 1.0
            sums[row] += step * step
            weights[row] -= RATE * step / np.sqrt(sums[row]) + SHRINK * weights[row]
    rounded = {
        name: [round(float(value), DIGITS) + 0.0 for value in weights[at]] for name, at in place.items()
    }
    return {name: row for name, row in rounded.items() if max(map(abs, row)) >= LEAST_WEIGHT}


def weights_of(choices: Sequence[Choices]) -> Weights:
    """Weights fitted on the choices of some documents."""
    rows, lines, tables = ([one for some in choices for one in some[at]] for at in range(3))
    drawn = {name: round(row[1] - row[0], DIGITS) for name, row in fit(tables, 2).items()}
    return Weights(fit(rows, len(ROW_CHOICES)), fit(lines, len(LINE_CHOICES)), drawn)


def weights_text(weights: Weights, made: Mapping[str, object]) -> str:
    """The weights' file: a line for each feature, so that two fits can be compared."""
    parts = {"made": made, "rows": weights.rows, "lines": weights.lines, "drawn": weights.drawn}
    blocks = []
    for name, part in parts.items():
        entries = (
            f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}"
            for key, value in sorted(part.items())
        )
        blocks.append(f'"{name}": {{\n' + ",\n".join(entries) + "\n}")
    return "{" + ",\n".join(blocks) + "}\n"


def documents(folder: Path, wide: Sequence[int], cross_seeds: Sequence[int]) -> list[Path]:
    """The documents of some seeds, made where the folder lacks them."""
    paths: list[Path] = []
    for seed in wide:
        out = folder / "wide" / str(seed)
        out.mkdir(parents=True, exist_ok=True)
        paths += layouts_wide.make(out, seed=seed, count=WIDE_COUNT, alone=False)
    for seed in cross_seeds:
        out = folder / "cross" / str(seed)
        if not list(out.glob("*.gold.json")):
            cross.main(["--seed", str(seed), "--count", str(cross.COUNT), "--out", str(out)])
        paths += sorted(out.glob("*.pdf"))
    return paths


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, write, and print the hash of what was written."""
    parser = argparse.ArgumentParser(description="Fit the weights of the second reading.")
    parser.add_argument("--wide", type=int, nargs="*", default=[], help="seeds of the wide generator")
    parser.add_argument("--cross", type=int, nargs="*", default=[], help="seeds of the cross")
    parser.add_argument("--samples", action="store_true", help="the open samples too")
    parser.add_argument("--folder", type=Path, required=True, help="where the documents are, or are made")
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    paths = documents(chosen.folder, chosen.wide, chosen.cross)
    paths += sorted(SAMPLES.glob("*.pdf")) if chosen.samples else []
    with Pool(WORKERS) as pool:
        choices = pool.map(examples, paths, chunksize=4)
    made = {
        "wide": chosen.wide,
        "cross": chosen.cross,
        "samples": chosen.samples,
        "documents": len(paths),
    }
    text = weights_text(weights_of(choices), made)
    chosen.out.write_text(text, encoding="utf-8")
    print(hashlib.sha256(text.encode()).hexdigest())
    return 0


if __name__ == "__main__":
    sys.exit(main())
