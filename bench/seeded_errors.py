"""Errors put into a sample plan, and how many of them people find on the page views of the desk.

    python -m bench.seeded_errors make samples/chiayi-west-112-open.pdf OUT --seed 1
    python -m bench.seeded_errors score OUT/truth.json found.csv

``make`` puts the errors into the reading before it is judged, so that findings and queue know of them what they would
know of the extractor's own; it writes the output folder, ``truth.json`` and a picture of each page view, ``order.txt``
with the pages in the desk's order among them. A reader looks at the pictures and writes ``found.csv`` with the columns
page, kind (one of joined, cut, amount, level, outside) and what; ``score`` says which errors that are, and how many
claims are of none.
Needs Chromium and the packages for tests.
"""

from __future__ import annotations

import argparse
import csv
import json
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from playwright.sync_api import ViewportSize, sync_playwright

import pipeline
from bench.misreadings import Misreading, found_of, misread
from pipeline import api
from pipeline.desk.desk import Desk
from pipeline.exporters.model_json import json_bytes
from pipeline.extractors.document import Reading, read_document
from pipeline.models import Audit, Plan
from pipeline.reading import plans
from tests.making.by_html import SETTINGS, program

ERRORS = 20
SCREEN: ViewportSize = {"width": 1600, "height": 1500}
"""Pixels; the page is then about 950 wide, so that its print is legible."""


def make(pdf: Path, out: Path, seed: int) -> None:
    """Write a plan with errors, what they are, and pictures of its pages on the desk."""
    folder = out / "output"
    if pipeline.run([pdf], folder, jobs=1).exit_code:
        raise SystemExit(f"{pdf} cannot be read")
    (path,) = folder.glob("*/plan.json")
    errors: list[Misreading] = []
    with patch.object(plans, "read_document", _misreading(seed, errors)):
        (document,) = plans.extract_file(pdf).documents()
    path.write_bytes(json_bytes(document))
    (out / "truth.json").write_text(
        json.dumps([asdict(one) for one in errors], ensure_ascii=False, indent=1), encoding="utf-8"
    )
    on_desk = Desk(folder, [pdf]).plan(path.parent.name)
    (out / "order.txt").write_text("\n".join(map(str, on_desk.page_order)) + "\n", encoding="ascii")
    _shoot(folder, pdf, path.parent.name, on_desk.page_order, out)
    print(
        f"seed {seed}: {len(errors)} errors on {len({one.page for one in errors})} of {len(on_desk.page_order)} pages"
    )


def _misreading(seed: int, errors: list[Misreading]) -> Callable[..., Reading]:
    """Reads a document with errors; what they are is added to the list."""

    def read(*args: Any, **kwargs: Any) -> Reading:
        reading = read_document(*args, **kwargs)
        (plan,) = reading.plans
        data = plan.model_dump(mode="json")
        before = {item["id"] for section in data["sections"] for item in section["items"]}
        errors.extend(misread(data, seed, ERRORS))
        wrong = Plan.model_validate_json(json.dumps(data))
        new = {item.id for section in wrong.sections for item in section.items} - before
        # Both readings make such an error alike; that they differ would tell it without any rule.
        agreed = None if reading.agreed is None else reading.agreed | new
        return replace(reading, plans=(wrong,), agreed=agreed, audit=_account(reading.audit, errors))

    return read


def _account(audit: Audit, errors: Sequence[Misreading]) -> Audit:
    """The account of glyphs as the extractors would draw it up where a line has come into no field."""
    lost: Counter[int] = Counter()
    for one in errors:
        lost[one.page] += len("".join(one.lost.split()))
    pages = [
        page.model_copy(
            update={
                "in_fields": page.in_fields - lost[page.page],
                "outside": page.outside + lost[page.page],
            }
        )
        for page in audit.pages
    ]
    fields, outside = audit.in_fields - lost.total(), audit.outside + lost.total()
    return audit.model_copy(update={"in_fields": fields, "outside": outside, "pages": tuple(pages)})


def _shoot(folder: Path, pdf: Path, plan_id: str, pages: Sequence[int], out: Path) -> None:
    with api.review(folder, pdfs=[pdf]) as (address, server):
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with sync_playwright() as playwright:
                settings = [one for one in SETTINGS if not one.startswith("--no-pdf")]
                browser = playwright.chromium.launch(executable_path=program(), args=settings)
                page = browser.new_page(viewport=SCREEN, locale="zh-TW")
                for number in pages:
                    page.goto(f"{address}plans/{plan_id}/pages/{number}")
                    page.locator("#picture").evaluate("one => one.decode()")
                    page.locator(".plated").screenshot(path=out / f"page-{number:03}.png")
                browser.close()
        finally:
            server.shutdown()
            thread.join()


def score(truth: Path, found: Path) -> None:
    """Tell how many errors a reader's list names."""
    with found.open(encoding="utf-8-sig", newline="") as file:
        claims = [(int(row["page"]), row["kind"].strip()) for row in csv.DictReader(file)]
    hit, missed, others = found_of(json.loads(truth.read_bytes()), claims)
    kinds = Counter(one["kind"] for one in hit)
    print(
        f"{len(hit)} of {len(hit) + len(missed)} found {dict(sorted(kinds.items()))}; {others} claims of no error"
    )
    for one in missed:
        print(f"missed: page {one['page']} {one['kind']}: {one['told']}")


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make")
    making.add_argument("pdf", type=Path)
    making.add_argument("out", type=Path)
    making.add_argument("--seed", type=int, required=True)
    scoring = commands.add_parser("score")
    scoring.add_argument("truth", type=Path)
    scoring.add_argument("found", type=Path)
    given = parser.parse_args()
    if given.command == "make":
        given.out.mkdir(parents=True, exist_ok=True)
        make(given.pdf, given.out, given.seed)
    else:
        score(given.truth, given.found)


if __name__ == "__main__":
    main()
