"""The whole way from pages to plans: what the other modules of this folder do, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace

from pipeline.dataclass import dataclass
from pipeline.extractors.account import Blocks, account, unplaced_doubts, unplaced_lines
from pipeline.extractors.agreement import with_other_readings
from pipeline.extractors.bars import PlanTable, is_mark, is_signature
from pipeline.extractors.compounds import compounds_of, with_compounds
from pipeline.extractors.doubts import Doubt
from pipeline.extractors.front import Matter
from pipeline.extractors.matters import matters_of
from pipeline.extractors.other_tables import other_table_doubts
from pipeline.extractors.outline import Outline
from pipeline.extractors.pages import UNREAD_RULES, Looked, no_plan, sheets_with_headers
from pipeline.extractors.plan_names import Named, Naming, name_sections
from pipeline.extractors.plan_words import PlanWording
from pipeline.extractors.readings import read_tables
from pipeline.extractors.sections import Material, SectionMaker, glyphs_used, pages_of
from pipeline.extractors.sights import sight_doubts
from pipeline.extractors.steps import rounded
from pipeline.extractors.table_units import GivenUnit, unit_in
from pipeline.extractors.trust import doubtful_places, text_doubts
from pipeline.extractors.ways import Way, ways_of
from pipeline.forks import NO_CREW, Crew
from pipeline.lattice.heads import Header, HeaderCell
from pipeline.lattice.lattice import lattice_of
from pipeline.lattice.parts import Front
from pipeline.lattice.tables import Table
from pipeline.lines.lines import Line
from pipeline.models import Audit, Block, BlockKind, Plan
from pipeline.profiles.profile import PART_ROLE, Profile
from pipeline.readers.page import BadPage, BBox, Layer, Page

OF_ONE_READING = frozenset({"row-start-doubt"})
"""Rules that tell how sure the first reading was of itself."""
CURRENT_BUDGET_ROLES = frozenset(("budget_current", PART_ROLE))
"""Roles of columns that give this year's budget."""
BARS: dict[str, BlockKind] = {"footnote": "note", "mark": "continuation", "signature": "signature"}
"""Blocks that rows of a table become which are neither a plan's nor sum it up."""


AMOUNTS_NOT_READ = "amounts-not-read"
"""Of a column: that it holds amounts, and that no header word says so."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a file.

    Attributes:
        doubts: what the extractors are unsure of, not yet judged.
        pictures: pages whose text was recognised on their pictures.
        ways: of pages that are read elsewhere than they are shown, the way back.
        layers: what became of the text behind the pictures of searchable scans, by page.
        numbers: numbers that the file gives to pages, where they are others.
        agreed: records that both readings give alike; None where the file was read once.
        tables: what is printed in the plans' tables, whatever was made of it.
    """

    plans: tuple[Plan, ...]
    blocks: tuple[Block, ...]
    audit: Audit
    doubts: tuple[Doubt, ...]
    pictures: frozenset[int] = frozenset()
    ways: Mapping[int, Way] = field(default_factory=dict)
    layers: Mapping[int, Layer] = field(default_factory=dict)
    numbers: Mapping[int, int] = field(default_factory=dict)
    agreed: frozenset[str] | None = None
    tables: tuple[Table, ...] = ()


def read_document(
    pages: Iterable[Page | BadPage | Looked],
    name: str,
    profile: Profile,
    naming: Naming,
    *,
    recognised: bool = False,
    single: bool = False,
    unit: GivenUnit | None = None,
    crew: Crew = NO_CREW,
) -> Reading:
    """Find all plans in a file's pages.

    Args:
        pages: in order, looked at already or not; each is let go of before the next is taken.
        name: name of the file, for messages.
        profile: words of headers, titles and so on.
        naming: office, year and edition given by the user.
        recognised: whether pages without a usable text layer were read from their pictures.
        single: whether to read once only, for speed.
        unit: of amounts that print none.
        crew: does what can be done table by table and section by section.

    Raises:
        NotAPdfError: no page can be read.
        NoTextError: all pages are scans.
        NoPlanError: no table has the headers of a plan.
    """
    (sheets, doubts, numbers), headers = sheets_with_headers(pages, name, profile, recognised=recognised)
    lattice = lattice_of(sheets, headers, PlanWording(profile), numbers)
    tables = list(lattice.tables())
    if not tables:
        raise no_plan(sheets, name, profile)
    doubts += other_table_doubts(sheets, lattice.pieces, profile)
    places = doubtful_places(sheets)
    compounds = compounds_of(run.text for sheet in sheets for run in sheet.runs)
    pictures = frozenset(sheet.number for sheet in sheets if sheet.recognised)
    sheets = [
        replace(sheet, runs=(), horizontal=(), vertical=(), fills=(), recognised=()) for sheet in sheets
    ]
    readings = read_tables(tables, profile, single=single, crew=crew)
    taken = iter(readings.tables)
    pieces = [next(taken).taken if isinstance(piece, Table) else piece for piece in lattice.pieces]
    blocks = Blocks(tables)
    edges = [line for lines in lattice.furniture.values() for line in lines]
    materials, found = _materials(pieces, blocks, profile, edges)
    doubts += found
    named, naming_doubts = name_sections(materials, edges, profile, naming)
    doubts += naming_doubts
    plans = []
    fields: Counter[int] = Counter()
    ids: dict[Outline, list[str]] = {}
    for one in named:
        maker = SectionMaker(one.id, readings.metrics, profile, one.year_roc, unit)
        plan, found = _plan(one, maker, crew)
        plans.append(plan)
        doubts += found
        ids |= maker.ids
    agreed = None
    if not single:
        differing, found = readings.differing(ids)
        agreed = frozenset(item for some in ids.values() for item in some) - differing.keys()
        plans = with_other_readings(plans, differing)
        # What one reading alone is unsure of is no doubt where the other one comes to the same.
        doubts = [one for one in doubts if one.rule not in OF_ONE_READING or one.item_id not in agreed]
        doubts += found
    plans = [with_compounds(plan, compounds) for plan in plans]
    doubts += text_doubts(plans, places)
    doubts += sight_doubts(sheets, plans)
    for material in materials:
        fields += glyphs_used(material)
    unplaced = unplaced_lines(materials)
    blocks.add("text", unplaced)
    doubts += unplaced_doubts(unplaced, plans)
    for sheet in sheets:
        blocks.add("furniture", lattice.furniture[sheet.number])
        blocks.add_asides(sheet)
    doubts += _column_doubts(tables, plans)
    doubts += _torn_doubts([piece for piece in pieces if isinstance(piece, Front)])
    unread = [d.page for d in doubts if d.rule in UNREAD_RULES and d.page is not None]
    audit = account(sheets, headers, fields, blocks, unread)
    layers = {sheet.number: sheet.layer for sheet in sheets if sheet.layer}
    return Reading(
        plans=tuple(plans),
        blocks=blocks.in_order(),
        audit=audit,
        doubts=tuple(doubts),
        pictures=pictures,
        ways=ways_of(sheets),
        layers=layers,
        numbers=numbers,
        agreed=agreed,
        tables=tuple(tables),
    )


def _materials(
    pieces: Sequence[Outline | Front], blocks: Blocks, profile: Profile, edges: Sequence[Line]
) -> tuple[list[Material], list[Doubt]]:
    """Tables with the text above them as sections; the rest of the text goes to the blocks."""
    materials: list[Material] = []
    matters, doubts = matters_of(pieces, profile)
    above = iter(matters)
    waiting: list[Front] = []
    for piece in pieces:
        if isinstance(piece, Front):
            if piece.table:
                blocks.add("other_table", piece.lines)
            else:
                waiting.append(piece)
            continue
        matter, waiting = next(above), []
        _add_blocks(blocks, matter, piece.table, profile)
        pages = pages_of([piece], Matter())
        unit = matter.unit or unit_in([line for line in edges if line.page == pages[0]])
        if materials and not matter.title:
            last = materials[-1]
            blocks.add("text", (*matter.preamble, *(line for p in matter.focus for line in p.lines)))
            joined = (*last.outlines, piece)
            units = (*last.units, unit)
            materials[-1] = Material(last.matter, joined, units, (last.pages[0], pages[1]))
        else:
            materials.append(Material(matter, (piece,), (unit,), pages_of([piece], matter)))
    for front in waiting:
        for line in front.lines:
            blocks.add(_kind(line, profile), [line])
    return materials, doubts


def _add_blocks(blocks: Blocks, matter: Matter, table: PlanTable, profile: Profile) -> None:
    blocks.add("heading", matter.headings)
    for line in (*matter.notes, *matter.rest):
        blocks.add(_kind(line, profile), [line])
    blocks.add("continuation", table.marks)
    framed = {part.page for part in table.parts if part.framed}
    for bar in table.bars:
        for line in bar.lines if bar.kind in BARS else ():
            # Where no frame closes the table, a note at its foot stands below it.
            below = bar.kind == "footnote" and line.page not in framed
            blocks.add("footnote" if below else BARS[bar.kind], [line])


def _kind(line: Line, profile: Profile) -> BlockKind:
    if is_mark(line.text, profile):
        return "continuation"
    if is_signature(line.text, profile):
        return "signature"
    return "footnote" if line.text.startswith(profile.footnote_words) else "text"


def _plan(named: Named, maker: SectionMaker, crew: Crew) -> tuple[Plan, list[Doubt]]:
    doubts: list[Doubt] = []
    sections = []
    for section, found in maker.sections(named.sections, crew):
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


def _torn_doubts(fronts: Sequence[Front]) -> list[Doubt]:
    """Rows that seem to be a plan table's but stand behind a line at which it was left."""
    return [
        Doubt("table-broken-off", front.page, rounded(front.torn[0].bbox), None, front.torn[0].text)
        for front in fronts
        if front.torn
    ]


def _column_doubts(tables: Sequence[Table], plans: Sequence[Plan]) -> list[Doubt]:
    """Columns that no profile knows: kept as they are, or read by a role that was guessed."""
    found: dict[str, Doubt] = {}
    for table in tables:
        for part in table.parts:
            found |= {
                doubt.detail: doubt for doubt in _amounts_doubts(part.named) if doubt.detail not in found
            }
            for cell in part.named.cells:
                if not cell.listed and cell.text not in found:
                    box = (cell.x0, part.named.top, cell.x1, part.named.bottom)
                    found[cell.text] = _column_doubt(cell, part.named.page, box)
    return [*found.values(), *_amounts_in_extras(found.values(), plans)]


def _amounts_doubts(header: Header) -> Iterator[Doubt]:
    """Columns of amounts of a table in which no word tells a budget."""
    if not CURRENT_BUDGET_ROLES.isdisjoint(header.roles):
        return
    for cell in header.cells:
        if cell.amounts and cell.role == "extra":
            box = (cell.x0, header.top, cell.x1, header.bottom)
            yield Doubt(AMOUNTS_NOT_READ, header.page, box, None, cell.text)
            return


def _amounts_in_extras(columns: Iterable[Doubt], plans: Sequence[Plan]) -> Iterator[Doubt]:
    """Items that have a figure in a column of amounts that was not read as budgets."""
    unread = {doubt.detail for doubt in columns if doubt.rule == AMOUNTS_NOT_READ}
    for item in (item for plan in plans for section in plan.sections for item in section.items):
        for at, extra in enumerate(item.extra):
            if extra.header in unread and any(char.isdecimal() for char in extra.text):
                place = next(
                    (one for one in item.provenance if one.field == f"extra[{at}]"), item.provenance[0]
                )
                yield Doubt(
                    "amount-in-extra", place.page, place.bbox, item.id, f"{extra.header}：{extra.text}"
                )


def _column_doubt(cell: HeaderCell, page: int, box: BBox) -> Doubt:
    if cell.role == "extra":
        return Doubt("header-unknown-column", page, box, None, cell.text)
    return Doubt("header-role-guessed", page, box, None, f"{cell.text} → {cell.role}")
