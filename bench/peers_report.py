"""Tables, CSV and chart of a comparison with other programs."""

from __future__ import annotations

import csv
import math
import os
import platform
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from html import escape
from io import StringIO
from pathlib import Path
from statistics import median
from typing import Any

DOCS = Path(__file__).resolve().parents[1] / "docs"
FONT = "Noto Sans CJK TC, sans-serif"
OURS = "workplan"
NAMES_PX, PANEL_PX, STEP_PX = 170, 280, 24
MOST_FLOORS = 3.8
LEAST_TABLES = 3.5
LEAST_LATTICE = 40.0
Goal = tuple[str, str, str, bool]
Pairs = Counter[tuple[str, str]]
"""Plan items with their contents."""
Right = Mapping[str, Pairs]
"""What is right of each case."""


@dataclass(frozen=True)
class Row:
    """One program on one file; None is what was not measured.

    Attributes:
        exact: records that are right in all fields.
        given: records that the program gave.
        true: records that the file holds.
        pages: pages that were timed.
        times_workplan: time of the program divided by that of workplan on the same pages.
        times_floor: the same by the floor, where all pages were timed.
    """

    file: str
    program: str
    version: str
    exact: int | None = None
    given: int | None = None
    true: int | None = None
    pages: int | None = None
    seconds: float | None = None
    pages_per_second: float | None = None
    times_workplan: float | None = None
    times_floor: float | None = None
    peak_mb: float | None = None
    note: str = ""


def shown(value: object) -> str:
    """A value for a table: three figures that count, nothing for None."""
    if not isinstance(value, float):
        return "" if value is None else str(value)
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def printed(rows: Sequence[Row]) -> str:
    """All rows as aligned text."""
    names = [one.name for one in fields(Row)]
    lines = [names, *([shown(value) for value in asdict(row).values()] for row in rows)]
    return aligned(lines)


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """Lines of cells as text in columns."""
    widths = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
    return "\n".join(
        "  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def csv_text(rows: Sequence[Row]) -> str:
    """All rows as CSV."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(one.name for one in fields(Row))
    writer.writerows([shown(value) for value in asdict(row).values()] for row in rows)
    return buffer.getvalue()


def goals(rows: Sequence[Row]) -> list[Goal]:
    """The ratios that this program is held to, on each file."""
    found: list[Goal] = []
    for row in rows:
        ratio = row.times_workplan
        if row.program == "workplan" and row.times_floor is not None:
            held = row.times_floor <= MOST_FLOORS
            found.append(
                (f"{row.file}: extract / floor", shown(row.times_floor), f"at most {MOST_FLOORS:g}", held)
            )
        elif row.program == "pdfplumber extract_tables" and ratio is not None:
            goal = f"at least {LEAST_TABLES:g}"
            found.append((f"{row.file}: extract_tables / extract", shown(ratio), goal, ratio >= LEAST_TABLES))
        elif row.program == "Camelot lattice" and ratio is not None:
            goal = f"at least {LEAST_LATTICE:.0f}"
            found.append(
                (f"{row.file}: Camelot lattice / extract", shown(ratio), goal, ratio >= LEAST_LATTICE)
            )
    return found


def grid(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, ["---"] * len(head), *lines))


def short(file: str) -> str:
    """What tells a sample from the others."""
    return file.removeprefix("chiayi-west-").removesuffix(".pdf")


def summary(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Each program over all files: records added up, medians of speeds, ratios and memory."""
    found = []
    for program in dict.fromkeys(row.program for row in rows):
        own = [row for row in rows if row.program == program and row.seconds is not None]
        if own:
            exact = [row for row in own if row.exact is not None]
            found.append(
                {
                    "program": program,
                    "version": own[0].version,
                    "exact": sum(row.exact or 0 for row in exact) if exact else None,
                    "given": sum(row.given or 0 for row in exact) if exact else None,
                    "true": sum(row.true or 0 for row in own),
                    "speed": median(row.pages_per_second or 0.0 for row in own),
                    "ratio": median(row.times_workplan or 0.0 for row in own),
                    "peak": median(row.peak_mb or 0.0 for row in own),
                    "pages": max(row.pages or 0 for row in own),
                }
            )
    return found


def better(found: Sequence[dict[str, Any]]) -> str:
    """Say where another program is better than this one."""
    own = next((one for one in found if one["program"] == "workplan"), None)
    if own is None:
        return ""
    others = [one for one in found if one["program"] not in {"workplan", "floor"}]
    told = [
        f"{one['program']} is faster ({shown(1 / one['ratio'])} times)." for one in others if one["ratio"] < 1
    ]
    told += [
        f"{one['program']} needs less memory ({shown(one['peak'])} MB)."
        for one in others
        if one["peak"] < own["peak"]
    ]
    told += [
        f"{one['program']} finds more records." for one in others if (one["exact"] or 0) > (own["exact"] or 0)
    ]
    return "\n".join(f"- {line}" for line in told) or "- Nowhere in these figures."


def shares(wanted: Right, right: Mapping[str, Right | None], versions: Mapping[str, str]) -> str:
    """A line for each program: its share of all plan items, and cases that it has all of; None is one not installed."""
    items = sum(one.total() for one in wanted.values())
    lines = [("program", "version", "items right", "share", "cases all right")]
    for program, cases in right.items():
        if cases is None:
            lines.append((program, "not installed", "", "", ""))
            continue
        count = sum(one.total() for one in cases.values())
        whole = sum(cases[name] == one for name, one in wanted.items())
        lines.append(
            (
                program,
                versions[program],
                f"{count} of {items}",
                f"{100 * count / max(items, 1):.1f} %",
                f"{whole} of {len(wanted)}",
            )
        )
    return aligned(lines)


def beaten(wanted: Right, right: Mapping[str, Right | None]) -> list[str]:
    """The cases of which another program has more right than this one, each with what this one lacks."""
    own = right.get("workplan") or {}
    told = []
    for case, all_of_it in wanted.items():
        got = own.get(case) or Counter()
        others = {name: cases[case] for name, cases in right.items() if cases and name != "workplan"}
        for name, found in others.items():
            if found.total() > got.total():
                told.append(
                    f"{case}: {name} {found.total()}, workplan {got.total()} of {all_of_it.total()} items"
                )
                told += [f"    {plan} | {contents}" for plan, contents in (found - got).elements()]
    return told


def document(rows: Sequence[Row], checked: Sequence[Goal], rounds: int, pages: int) -> str:
    """What stands between the marks of the document."""
    files = list(dict.fromkeys(row.file for row in rows))
    found = summary(rows)
    absent = dict.fromkeys(f"{row.program} ({row.note})" for row in rows if row.seconds is None)
    overall = grid(
        [
            "Program",
            "Version",
            "Exact records",
            "Records given",
            "Pages per second",
            "Time / workplan",
            "Peak MB",
            "Pages timed",
        ],
        (
            [
                one["program"],
                one["version"],
                "" if one["exact"] is None else f"{one['exact']} of {one['true']}",
                shown(one["given"]),
            ]
            + [shown(one[name]) for name in ("speed", "ratio", "peak")]
            + [f"first {one['pages']}" if one["pages"] <= pages else "all"]
            for one in found
        ),
    )
    at = {(row.program, row.file): row for row in rows}
    programs = list(dict.fromkeys(row.program for row in rows))
    exact = grid(
        ["Exact records", *map(short, files)],
        (
            [name, *(shown(at[name, file].exact) or "–" for file in files)]
            for name in programs
            if name != "floor"
        ),
    )
    seconds = grid(
        ["Seconds", *map(short, files)],
        (
            [name, *(shown(at[name, file].seconds) or at[name, file].note for file in files)]
            for name in programs
        ),
    )
    asked = grid(
        ["Goal of the project", "Measured", "Goal", ""],
        ([n, g, w, "held" if h else "**missed**"] for n, g, w, h in checked),
    )
    about = (
        f"Measured on {date.today().isoformat()} by `python -m bench.peers --rounds {rounds}`: {platform.system()} "
        f"{platform.machine()}, {processor()}, one core of {os.cpu_count()}, Python {platform.python_version()}. "
        f"Medians of {rounds} rounds; the first table has medians over the files."
    )
    missing = f"Not measured: {', '.join(absent)}." if absent else ""
    parts = [
        about,
        missing,
        overall,
        "Where another program is better:",
        better(found),
        exact,
        seconds,
        asked,
    ]
    return "\n\n".join(part for part in parts if part)


def processor() -> str:
    """The name of the processor, as far as the system tells it."""
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    return next(
        (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")),
        platform.processor(),
    )


def chart(rows: Sequence[Row]) -> str:
    """Pages per second and the share of exact records, a bar for each program, as SVG."""
    found = summary(rows)
    foot = STEP_PX * len(found) + 5
    names = [
        f'<text x="{NAMES_PX - 8}" y="{_middle(place)}" text-anchor="end">{escape(one["program"])}</text>'
        for place, one in enumerate(found)
    ]
    body = [
        *names,
        *_panel(_shares(found), NAMES_PX, foot),
        *_panel(_speeds(found), NAMES_PX + PANEL_PX + 30, foot),
    ]
    width, height = NAMES_PX + 2 * PANEL_PX + 50, foot + 40
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="{FONT}" font-size="12" fill="#1a1a1a" role="img"><title>Exact records and pages per second of '
        f'each program</title><rect width="{width}" height="{height}" fill="#ffffff"/>{"".join(body)}</svg>\n'
    )


@dataclass(frozen=True)
class Panel:
    """Bars beside each other's names.

    Attributes:
        title: of the axis.
        bars: share of the axis, what is told at its end, whether it is workplan's.
        ticks: share of the axis and what is told there.
    """

    title: str
    bars: tuple[tuple[float, str, bool], ...]
    ticks: tuple[tuple[float, str], ...]


def _shares(found: Sequence[Mapping[str, Any]]) -> Panel:
    most = 115  # so that a full bar has room for its number
    shares = [None if one["exact"] is None else 100 * one["exact"] / one["true"] for one in found]
    bars = tuple(
        ((share or 0) / most, "–" if share is None else f"{share:.0f} %", one["program"] == OURS)
        for share, one in zip(shares, found, strict=True)
    )
    return Panel("exact records, %", bars, tuple((tick / most, str(tick)) for tick in range(0, 101, 20)))


def _speeds(found: Sequence[Mapping[str, Any]]) -> Panel:
    """A logarithmic axis has no nought for bars to begin at: they begin at its left end."""
    least, most = min(one["speed"] for one in found) / 2, max(one["speed"] for one in found) * 3

    def at(speed: float) -> float:
        return math.log(speed / least) / math.log(most / least)

    bars = tuple((at(one["speed"]), shown(float(one["speed"])), one["program"] == OURS) for one in found)
    powers = (10.0**power for power in range(math.ceil(math.log10(least)), math.floor(math.log10(most)) + 1))
    return Panel("pages per second (logarithmic)", bars, tuple((at(one), f"{one:,g}") for one in powers))


def _panel(panel: Panel, left: int, foot: int) -> Iterator[str]:
    for share, told in panel.ticks:
        x = round(left + PANEL_PX * share, 2)
        yield f'<path d="M{x},5V{foot}" stroke="#e4e4e4"/>'
        yield f'<text x="{x}" y="{foot + 15}" text-anchor="middle">{told}</text>'
    for place, (share, told, ours) in enumerate(panel.bars):
        width, colour = round(PANEL_PX * share, 2), "#1f5fa8" if ours else "#9aa5b1"
        yield f'<path d="M{left},{_middle(place) - 12}h{width}v15h-{width}z" fill="{colour}"/>'
        yield f'<text x="{left + width + 3}" y="{_middle(place)}">{told}</text>'
    yield f'<text x="{left + PANEL_PX / 2}" y="{foot + 33}" text-anchor="middle">{panel.title}</text>'


def _middle(place: int) -> int:
    """Where the text of a bar stands."""
    return STEP_PX * place + 21


def put(name: str, text: str) -> None:
    """Put text between the marks of a command in docs/benchmarks.md."""
    path = DOCS / "benchmarks.md"
    begin, end = f"<!-- bench.{name}: begin -->", f"<!-- bench.{name}: end -->"
    head, found, rest = path.read_text(encoding="utf-8").partition(begin)
    if not found:
        raise ValueError(f"{path} has no {begin}")
    path.write_text(
        f"{head}{begin}\n\n{text}\n\n{end}{rest.partition(end)[2]}", encoding="utf-8", newline="\n"
    )


def write(rows: Sequence[Row], checked: Sequence[Goal], rounds: int, pages: int) -> None:
    """Write the document, the CSV and the chart."""
    put("peers", document(rows, checked, rounds, pages))
    (DOCS / "benchmarks.csv").write_text(csv_text(rows), encoding="utf-8", newline="\n")
    (DOCS / "images" / "benchmarks.svg").write_text(chart(rows), encoding="utf-8", newline="\n")
