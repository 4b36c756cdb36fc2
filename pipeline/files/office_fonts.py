"""Fonts that a Word or ODT file names for its texts, and those of them that this computer lacks."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, ParseError, XMLParser

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING_NAMESPACE = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
WORD_TEXTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
WORD_FONTS = ("ascii", "hAnsi", "eastAsia")
"""Attributes that name fonts; those for scripts that run from right to left are of no use to a plan."""
USED_STYLES = ("pStyle", "rStyle", "tblStyle")
MOST_XML_BYTES = 64 * 2**20
"""A part that is larger is not looked at for fonts; LibreOffice reads it all the same."""
LIST_SECONDS = 20.0


def fonts_of(data: bytes, kind: str) -> frozenset[str] | None:
    """Names of the fonts that a document asks for.

    Args:
        data: its bytes.
        kind: ``docx``, ``odt`` or ``doc``.

    Returns:
        None where they cannot be told, as of the binary format of older versions of Word.
    """
    if kind == "doc":
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            found = _of_word(parts) if kind == "docx" else _of_open_document(parts)
            return frozenset(name.strip().strip("'\"") for name in found if name.strip())
    except (zipfile.BadZipFile, zlib.error, ParseError, KeyError, OSError, RuntimeError, NotImplementedError):
        return None


def missing_fonts(wanted: Iterable[str]) -> tuple[str, ...] | None:
    """Those of some fonts that are not installed, by name; None where the system cannot be asked."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    try:
        told = subprocess.run(  # noqa: S603 - an installed program
            [program, ":", "family"],
            capture_output=True,
            timeout=LIST_SECONDS,
            check=True,
            stdin=subprocess.DEVNULL,
        ).stdout.decode(errors="replace")
    except (OSError, subprocess.SubprocessError):
        return None
    # A hyphen in a name is printed with a backslash before it; a font has a name in each of its languages.
    there = {name.strip().casefold() for name in re.split(r"[,\n]", told.replace("\\", ""))}
    return tuple(sorted(name for name in wanted if name.casefold() not in there))


def _xml(parts: zipfile.ZipFile, name: str) -> Element | None:
    """A part's XML; None where there is no such part or it is very large."""
    try:
        told = parts.getinfo(name)
    except KeyError:
        return None
    if told.file_size > MOST_XML_BYTES:
        return None
    content = parts.read(told)
    # Neither format may declare entities, by which a few bytes become gigabytes.
    if b"<!DOCTYPE" in content[:2000] or b"<!ENTITY" in content:
        return None
    parser = XMLParser()  # noqa: S314 - without a document type nothing is expanded
    parser.feed(content)
    root: Element = parser.close()
    return root


def _of_word(parts: zipfile.ZipFile) -> Iterator[str]:
    texts = [root for name in parts.namelist() if WORD_TEXTS.fullmatch(name) for root in _all(parts, name)]
    styles = _xml(parts, "word/styles.xml")
    theme = _xml(parts, "word/theme/theme1.xml")
    used = {one.get(f"{WORD}val") for root in texts for name in USED_STYLES for one in root.iter(WORD + name)}
    roots = [*texts, *(() if styles is None else _used_styles(styles, used))]
    for root in roots:
        for fonts in root.iter(f"{WORD}rFonts"):
            for name in WORD_FONTS:
                themed = fonts.get(f"{WORD}{name}Theme")
                if themed and theme is not None:
                    yield _of_theme(theme, themed)
                elif not themed:
                    yield fonts.get(WORD + name, "")


def _all(parts: zipfile.ZipFile, name: str) -> Iterator[Element]:
    root = _xml(parts, name)
    if root is not None:
        yield root


def _used_styles(styles: Element, used: set[str | None]) -> Iterator[Element]:
    """The defaults, and the styles that texts use with those that they are based on."""
    yield from styles.iter(f"{WORD}docDefaults")
    by_id = {one.get(f"{WORD}styleId"): one for one in styles.iter(f"{WORD}style")}
    wanted = [*used, *(key for key, one in by_id.items() if one.get(f"{WORD}default") == "1")]
    told: set[str | None] = set()
    while wanted:
        key = wanted.pop()
        if key in by_id and key not in told:
            told.add(key)
            yield by_id[key]
            wanted += [one.get(f"{WORD}val") for one in by_id[key].iter(f"{WORD}basedOn")]


def _of_theme(theme: Element, named: str) -> str:
    """The font that stands for a name such as ``minorEastAsia``; empty where Word chooses it by the language."""
    group = theme.find(f".//{DRAWING_NAMESPACE}{'majorFont' if named.startswith('major') else 'minorFont'}")
    if group is None:
        return ""
    if named.endswith("EastAsia"):
        own = group.find(f"{DRAWING_NAMESPACE}ea")
        script = group.find(f"{DRAWING_NAMESPACE}font[@script='Hant']")
        named_fonts = (one.get("typeface", "") for one in (own, script) if one is not None)
        return next(filter(None, named_fonts), "")
    latin = group.find(f"{DRAWING_NAMESPACE}latin")
    return latin.get("typeface", "") if latin is not None else ""


def _of_open_document(parts: zipfile.ZipFile) -> Iterator[str]:
    for name in ("content.xml", "styles.xml"):
        for root in _all(parts, name):
            families = {
                one.get(f"{STYLE}name"): one.get(f"{SVG}font-family", "")
                for one in root.iter(f"{STYLE}font-face")
            }
            for one in root.iter(f"{STYLE}text-properties"):
                for attribute in ("font-name", "font-name-asian"):
                    asked = one.get(STYLE + attribute)
                    if asked:
                        yield families.get(asked, asked).split(",")[0]
