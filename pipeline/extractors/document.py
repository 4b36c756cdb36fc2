"""The whole way from pages to plans: what the other modules of this folder do, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.errors import NoPlanError, NotAPdfError, NoTextError
from pipeline.extractors.account import Blocks, account
from pipeline.extractors.doubts import Doubt
from pipeline.extractors.front import Matter, read_front, text_measures
from pipeline.extractors.furniture import furniture_of
from pipeline.extractors.headers import Header, HeaderCell, find_headers, headings_seen, unlisted_words
from pipeline.extractors.lines import BBox, Line, Sheet, bind
from pipeline.extractors.metrics import measure
from pipeline.extractors.naming import Named, Naming, name_sections
from pipeline.extractors.outline import Outline, outline
from pipeline.extractors.regions import Front, regions
from pipeline.extractors.sections import Material, SectionMaker, pages_of, used_lines
from pipeline.extractors.tables import Table, stitch
from pipeline.extractors.words import words_of
from pipeline.models import Audit, Block, BlockKind, Plan
from pipeline.profiles.loading import Profile
from pipeline.readers.page import BadPage, Page

SCAN_SHARE = 0.5
"""A page without text that an image covers by this share is a scan."""
FEW_GLYPHS = 8
"""A scan may have a page number set as text, and nothing else."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a file.

    Attributes:
        doubts: what the extractors are unsure of, not yet judged.
    """

    plans: tuple[Plan, ...]
    blocks: tuple[Block, ...]
    audit: Audit
    doubts: tuple[Doubt, ...]


def read_document(pages: Iterable[Page | BadPage], name: str, profile: Profile, naming: Naming) -> Reading:
    """Find all plans in a file's pages.

    Args:
        pages: pages in order; each is let go of before the next is taken.
        name: name of the file, for messages.
        profile: words of headers, titles and so on.
        naming: office, year and edition given by the user.

    Raises:
        NotAPdfError: no page can be read.
        NoTextError: all pages are scans.
        NoPlanError: no table has the headers of a plan.
    """
    sheets, doubts = sheets_of(pages, name)
    headers = headers_of(sheets, profile)
    furniture = furniture_of(sheets, headers, profile)
    pieces = stitch(regions(sheets, headers, furniture, profile), profile)
    tables = [piece for piece in pieces if isinstance(piece, Table)]
    if not tables:
        raise _no_plan(sheets, name)
    sheets = [replace(sheet, runs=(), horizontal=(), vertical=(), fills=()) for sheet in sheets]
    metrics = measure(tables)
    blocks = Blocks()
    materials = _materials(pieces, {id(t): outline(t, metrics) for t in tables}, blocks, profile)
    edges = [line for lines in furniture.values() for line in lines]
    named, naming_doubts = name_sections(materials, edges, profile, naming)
    doubts += naming_doubts
    plans = []
    fields: Counter[int] = Counter()
    for one in named:
        plan, found = _plan(one, SectionMaker(one.id, metrics, profile))
        plans.append(plan)
        doubts += found
    for material in materials:
        fields += used_lines(material)
    for sheet in sheets:
        blocks.add("furniture", furniture[sheet.number])
        blocks.add_sideways(sheet)
    doubts += _column_doubts(tables)
    unread = [d.page for d in doubts if d.rule in {"page-unread", "page-scanned"} and d.page is not None]
    audit = account(sheets, headers, fields, blocks, unread)
    return Reading(tuple(plans), blocks.in_order(), audit, tuple(doubts))


def sheets_of(pages: Iterable[Page | BadPage], name: str) -> tuple[list[Sheet], list[Doubt]]:
    """Pages with their text bound to runs, and what could not be read.

    Raises:
        NotAPdfError: no page can be read.
        NoTextError: all pages are scans.
    """
    sheets: list[Sheet] = []
    doubts: list[Doubt] = []
    scans: list[int] = []
    for page in pages:
        if isinstance(page, BadPage):
            doubts.append(Doubt("page-unread", page.number, None, None, page.reason))
            continue
        sheet = bind(page)
        if sheet.glyphs <= FEW_GLYPHS and sheet.image_share >= SCAN_SHARE:
            scans.append(page.number)
            doubts.append(Doubt("page-scanned", page.number, None, None, str(page.number)))
            continue
        if sheet.hidden:
            doubts.append(Doubt("text-hidden", page.number, None, None, str(sheet.hidden)))
        sheets.append(sheet)
    if not any(s.glyphs for s in sheets):
        if scans:
            listed = page_list(scans)
            raise NoTextError(
                f"{name} is a scan without a text layer (pages {listed}).",
                f"{name} 為掃描檔，第 {listed} 頁無文字層。",
            )
        if not sheets:
            raise NotAPdfError(f"No page of {name} can be read.", f"{name} 的頁面均無法讀取。")
    return sheets, doubts


def page_list(pages: Sequence[int]) -> str:
    """Page numbers with runs as ranges.

    >>> page_list([1, 2, 3, 7])
    '1-3, 7'
    """
    ranges: list[list[int]] = []
    for page in sorted(pages):
        if ranges and page == ranges[-1][1] + 1:
            ranges[-1][1] = page
        else:
            ranges.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in ranges)


def headers_of(sheets: Sequence[Sheet], profile: Profile) -> dict[int, list[Header]]:
    """Headers by page; words that boxes show on some pages help to find them on others."""
    words = words_of(profile)
    headers = {s.number: find_headers(s, words) for s in sheets}
    if not any(h.plan for found in headers.values() for h in found):
        words = words_of(profile, guessing=True)
        headers = {s.number: find_headers(s, words) for s in sheets}
    seen = unlisted_words(h for found in headers.values() for h in found)
    if any(text not in profile.roles for text in seen):
        words = words_of(profile, seen, guessing=words.guessing)
        headers = {s.number: find_headers(s, words) for s in sheets}
    return headers


def _no_plan(sheets: Sequence[Sheet], name: str) -> NoPlanError:
    seen = list(dict.fromkeys(text for s in sheets for text in headings_seen(s)))[:5]
    listed = "; ".join(seen)
    english = f" Table headers seen: {listed}." if listed else " It has no ruled table."
    chinese = f"所見表頭：{listed}。" if listed else "檔中沒有框線表格。"
    return NoPlanError(f"{name} holds no plan table.{english}", f"{name} 沒有計畫表。{chinese}")


def _materials(
    pieces: Sequence[Table | Front], outlines: dict[int, Outline], blocks: Blocks, profile: Profile
) -> list[Material]:
    """Tables with the text above them as sections; the rest of the text goes to the blocks."""
    materials: list[Material] = []
    measures = text_measures([piece for piece in pieces if isinstance(piece, Front)])
    waiting: list[Front] = []
    unit = None
    for piece in pieces:
        if isinstance(piece, Front):
            if piece.table:
                blocks.add("other_table", piece.lines)
            else:
                waiting.append(piece)
            continue
        matter = read_front(waiting, profile, measures) if waiting else Matter()
        waiting = []
        _add_blocks(blocks, matter, piece, profile)
        unit = matter.unit or unit
        found = outlines[id(piece)]
        if materials and not matter.title:
            last = materials[-1]
            blocks.add("text", (*matter.preamble, *(line for p in matter.focus for line in p.lines)))
            joined = (*last.outlines, found)
            pages = (last.pages[0], pages_of([found], Matter())[1])
            materials[-1] = Material(last.matter, joined, last.unit or unit, pages)
        else:
            materials.append(Material(matter, (found,), unit, pages_of([found], matter)))
    for front in waiting:
        for line in front.lines:
            blocks.add(_kind(line, profile), [line])
    return materials


def _add_blocks(blocks: Blocks, matter: Matter, table: Table, profile: Profile) -> None:
    blocks.add("heading", matter.headings)
    blocks.add("text", matter.notes)
    for line in matter.rest:
        blocks.add(_kind(line, profile), [line])
    blocks.add("furniture", table.marks)
    for bar in table.bars:
        if bar.kind == "footnote":
            blocks.add("footnote", bar.lines)
        elif bar.kind == "mark":
            blocks.add("furniture", bar.lines)


def _kind(line: Line, profile: Profile) -> BlockKind:
    return "footnote" if line.text.startswith(profile.footnote_words) else "text"


def _plan(named: Named, maker: SectionMaker) -> tuple[Plan, list[Doubt]]:
    doubts: list[Doubt] = []
    sections = []
    for material, section_name in named.sections:
        section, found = maker.section(material, section_name)
        sections.append(section)
        doubts += found
    plan = Plan(
        id=named.id,
        agency=named.agency,
        title=named.title,
        year_roc=named.year_roc,
        year=named.year_roc + 1911 if named.year_roc is not None else None,
        sections=tuple(sections),
    )
    return plan, doubts


def _column_doubts(tables: Sequence[Table]) -> list[Doubt]:
    """Columns that no profile knows: kept as they are, or read by a role that was guessed."""
    found: dict[str, Doubt] = {}
    for table in tables:
        for part in table.parts:
            for cell in part.named.cells:
                if not cell.listed and cell.text not in found:
                    box = (cell.x0, part.named.top, cell.x1, part.named.bottom)
                    found[cell.text] = _column_doubt(cell, part.named.page, box)
    return list(found.values())


def _column_doubt(cell: HeaderCell, page: int, box: BBox) -> Doubt:
    if cell.role == "extra":
        return Doubt("header-unknown-column", page, box, None, cell.text)
    return Doubt("header-role-guessed", page, box, None, f"{cell.text} → {cell.role}")
