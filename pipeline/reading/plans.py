"""One file from bytes to a judged extraction: every stage once, in order.

``extract_file`` reads from top to bottom. Within ``read_document`` (``extractors/document.py``) pages become sheets,
headers, the lattice, outlines, sections and plans in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from pipeline import __version__
from pipeline.audit.page_columns import printed_tables
from pipeline.audit.page_laws import page_doubts
from pipeline.audit.rules import judge
from pipeline.collector import rarely_collected
from pipeline.errors import NoPlanError, NotAPdfError, NoTextError, UnreadableTextError
from pipeline.extractors.document import Reading, read_document
from pipeline.extractors.doubts import Doubt
from pipeline.extractors.page_choice import (
    LONG_FILE_PAGES,
    PAGES_AFTER,
    header_test,
    pages_left_out,
    pages_running_on,
    pages_to_read,
)
from pipeline.extractors.pages import Looked, page_list
from pipeline.extractors.places import as_shown, audit_shown
from pipeline.extractors.plan_names import Naming
from pipeline.extractors.table_units import GivenUnit
from pipeline.files.document import Document, document_at
from pipeline.files.inputs import page_numbers, refuse_long
from pipeline.forks import Crew
from pipeline.models import Extraction, Generator, Source
from pipeline.profiles.profile import Profile, load_profile
from pipeline.readers.damage import damages_of
from pipeline.readers.engines import opener, second_opinion
from pipeline.readers.page import BadPage, Layer, Page
from pipeline.readers.recognition import recognises, with_pictures
from pipeline.reading.options import DEFAULT_OPTIONS, Options
from pipeline.reading.shares import SharedReader
from pipeline.reading.sources import print_doubts, source_of

GivenPages = Iterable[Page | BadPage | Looked]
ReadPages = Callable[[GivenPages], Reading]
MOST_LISTED = 5
"""Objects that a finding names; a flipped file may have hundreds."""


@rarely_collected()
def extract_file(
    path: Path, options: Options = DEFAULT_OPTIONS, max_pages: int | None = None, jobs: int = 1
) -> Extraction:
    """Read one file.

    Args:
        path: the file.
        options: how to read it.
        max_pages: a file of more pages is refused; None for any number.
        jobs: processes that read it where it is long, or has pictures of pages; on Linux alone.

    Raises:
        PageLimitError: the file has more pages.
        UnreadableError: the file cannot be opened.
        NotAPdfError: it is empty or neither a PDF nor a text document, or no page of it can be had.
        EncryptedError: it wants a password, or another one.
        MissingPrinterError: it is a document of Word or ODT, and LibreOffice is not installed.
        TimeLimitError: printing that took too long.
        NoTextError: it is a scan.
        UnreadableTextError: its text layer is not what is printed.
        NoPlanError: it holds no plan table.
        UsageError: the pages or the agency asked for do not exist.
        WorkerLostError: one of several processes crashed, or somebody killed it.
        MemoryLimitError: one of them crashed for want of memory.
    """
    crew = Crew(jobs, path.name)
    profile: Profile = options.profile or load_profile()
    document: Document = document_at(path, options.prints)
    data: bytes = document.pdf
    reader: SharedReader = _opened(data, path.name, options, profile, crew)
    try:
        refuse_long(path.name, reader.page_count, max_pages)
        numbers: tuple[int, ...] = page_numbers(options.pages, reader.page_count, path.name)
        damages: list[Doubt] = list(_damage_doubts(data))
        if not options.verify:
            data = b""  # the reader has it, and lets it go when the pages are read
        read: ReadPages = partial(_read, options=options, profile=profile, crew=crew)
        is_long: bool = options.pages is None and len(numbers) >= LONG_FILE_PAGES
        reading: Reading = (
            _read_chosen(read, reader, profile, crew) if is_long else read(_closing(reader, numbers))
        )
        source: Source = source_of(document, path, reader)
    finally:
        reader.close()
    generator = Generator(version=__version__, reader=options.reader, profile=profile.name)
    extraction = Extraction(
        generator=generator,
        source=source,
        plans=reading.plans,
        blocks=reading.blocks,
        audit=reading.audit,
        findings=(),
    )
    doubts: list[Doubt] = [*print_doubts(document), *_at(damages, reading.numbers)]
    doubts += [*reading.doubts, *_page_kind_doubts(reading)]
    doubts += page_doubts(printed_tables(reading.tables), extraction)
    pictured = _recognised(reading)
    judging = partial(judge, profile=profile, agreed=reading.agreed, recognised=pictured, crew=crew)
    judged: Extraction = judging(extraction, doubts)
    if options.verify:
        judged = judging(extraction, [*doubts, *_verified(judged, reading, data, options)])
    return as_shown(judged, reading.ways, reading.numbers)


def _opened(data: bytes, name: str, options: Options, profile: Profile, crew: Crew) -> SharedReader:
    """The file's pages as the engine gives them, or as they are recognised where it gives no text."""
    text = opener(options.reader)(data, name, options.password)
    words = tuple(profile.roles)
    shown = with_pictures(text, data, options.ocr, words, options.pictures, options.password)
    return SharedReader(shown, crew, profile, recognised=recognises(options.ocr))


def _read(pages: GivenPages, options: Options, profile: Profile, crew: Crew) -> Reading:
    """Plans of some of the file's pages; from pages to plans ``extractors/document.py`` shows the way."""
    return read_document(
        pages,
        crew.name,
        profile,
        Naming(options.agency, options.year, options.edition),
        recognised=recognises(options.ocr),
        single=options.single,
        unit=_given_unit(options, profile),
        crew=crew,
    )


def _given_unit(options: Options, profile: Profile) -> GivenUnit | None:
    """The unit of amounts that print none: the user's word goes before the profile's."""
    if options.unit is not None:
        return GivenUnit(options.unit, "option")
    return GivenUnit(profile.unit, "profile") if profile.unit is not None else None


def _verified(judged: Extraction, reading: Reading, data: bytes, options: Options) -> list[Doubt]:
    """What the other engine reads otherwise: on all pages, or on those of records that are not certain."""
    from pipeline.audit.verify import Frames, pages_in_doubt, verify  # noqa: PLC0415 - most files are read once

    straightened = {page: way.straightened for page, way in reading.ways.items()}
    frames = Frames(reading.pictures, straightened, reading.numbers)
    other = partial(second_opinion(options.reader), password=options.password)
    pages = pages_in_doubt(judged) if options.verify == "doubtful" else None
    return verify(judged, data, other, frames, pages)


def _recognised(reading: Reading) -> frozenset[int]:
    """Pages whose text comes from pictures, be it that somebody else has recognised it and put a layer behind them."""
    return reading.pictures | {number for number, layer in reading.layers.items() if layer}


def _page_kind_doubts(reading: Reading) -> Iterator[Doubt]:
    """Says which pages have no text of their own that could be read."""
    yield from _picture_doubts(reading)
    yield from _layer_doubts(reading)


def _picture_doubts(reading: Reading) -> Iterator[Doubt]:
    """Says which pages were read from their pictures, once for the file."""
    pages = sorted({reading.numbers.get(number, number) for number in reading.pictures})
    if pages:
        yield Doubt("text-recognised", None, None, None, page_list(pages))


def _layer_doubts(reading: Reading) -> Iterator[Doubt]:
    """Says what became of the text behind the pictures of searchable scans, once for the file."""
    pages: dict[Layer, set[int]] = {}
    for number, layer in reading.layers.items():
        pages.setdefault(layer, set()).add(reading.numbers.get(number, number))
    for layer, numbers in pages.items():
        listed = page_list(sorted(numbers))
        if layer == "used":
            yield Doubt("text-layer-used", None, None, None, listed)
        elif layer == "replaced":
            yield Doubt("text-layer-replaced", None, None, None, listed)
        elif layer:
            yield Doubt("text-layer-unchecked", None, None, None, listed, layer)


def _at(doubts: Iterable[Doubt], numbers: Mapping[int, int]) -> list[Doubt]:
    """Doubts about pages of the file, with the numbers that the pages have while they are judged."""
    first = {real: number for number, real in sorted(numbers.items(), reverse=True)}
    return [replace(one, page=first.get(one.page, one.page)) if one.page else one for one in doubts]


def _damage_doubts(data: bytes) -> Iterator[Doubt]:
    """One for each damaged page, and one for damaged objects of which no page is known."""
    by_page: dict[int | None, list[str]] = {}
    for number, pages in damages_of(data):
        for page in pages or (None,):
            by_page.setdefault(page, []).append(str(number))
    for page in sorted(by_page, key=lambda page: page or 0):
        objects = by_page[page]
        listed = ", ".join((*objects[:MOST_LISTED], *["…"][: len(objects) > MOST_LISTED]))
        yield Doubt("file-damaged", page, None, None, f"PDF object {listed}")


def _read_chosen(read: ReadPages, reader: SharedReader, profile: Profile, crew: Crew) -> Reading:
    """Read the pages where a plan may stand, and on as long as one goes on; all pages where it shows none.

    The pages are chosen while the file is gone through, so that those that show a header are loaded once.
    """
    count, numbers = reader.page_count, tuple(range(1, reader.page_count + 1))
    taken: list[int] = []
    pages: GivenPages = _skimmed(reader, header_test(profile), taken, crew)
    step = PAGES_AFTER
    while True:
        try:
            reading = read(pages)
        except (NoPlanError, NoTextError, NotAPdfError, UnreadableTextError):
            if len(taken) == count:
                raise
            more: tuple[int, ...] | None = numbers
        else:
            step *= 2
            more = pages_running_on(taken, audit_shown(reading.audit, reading.numbers), count, step)
        if more is None:
            break
        taken = list(more)
        pages = _closing(reader, more) if len(more) == count else reader.pages(more)
    left_out = pages_left_out(set(taken), count)
    if not left_out:
        return reading
    doubt = Doubt("pages-left-out", None, None, None, page_list(left_out))
    return replace(reading, doubts=(*reading.doubts, doubt))


def _skimmed(
    reader: SharedReader, shows: Callable[[str], bool | None], taken: list[int], crew: Crew
) -> Iterator[Page | BadPage | Looked]:
    """The pages where a plan may stand; their numbers are added to the list."""
    numbers = pages_to_read(reader.skim(shows))
    # One process reads each as soon as it is known; several read at once what is left to read.
    for some in (tuple(numbers),) if crew.is_several() else ((number,) for number in numbers):
        taken += some
        yield from reader.pages(some)
    if len(taken) == reader.page_count:
        reader.close()


def _closing(reader: SharedReader, numbers: tuple[int, ...]) -> Iterator[Page | BadPage | Looked]:
    """The pages; the file is let go of before the extractors begin to work on them."""
    yield from reader.pages(numbers)
    reader.close()
