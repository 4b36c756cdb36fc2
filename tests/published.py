"""All texts of published files, in whatever form they are written."""

import gzip
import html
import io
import re
import sqlite3
import urllib.parse
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def files(*folders: Path) -> list[Path]:
    """List the files of some folders."""
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def texts(path: Path) -> Iterator[str]:
    """Give what a file says, each character as itself: as bytes in two codings, and unpacked."""
    data = path.read_bytes()
    yield from _codings(data)
    if path.suffix == ".parquet":
        yield pd.read_parquet(path).to_csv()
    if path.suffix in {".sqlite", ".db"}:
        yield from _dumped(path)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from _codings(archive.read(name))
    if data.startswith(b"\x1f\x8b"):
        yield from _codings(gzip.decompress(data))


def _codings(data: bytes) -> Iterator[str]:
    text = data.decode("utf-8", errors="ignore")
    yield text
    yield html.unescape(urllib.parse.unquote(ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)))
    for start in (0, 1):
        yield data[start:].decode("utf-16-le", errors="ignore")
        yield data[start:].decode("utf-16-be", errors="ignore")


def _dumped(path: Path) -> Iterator[str]:
    connection = sqlite3.connect(path)
    connection.text_factory = lambda raw: raw.decode("utf-8", errors="ignore")
    try:
        yield "\n".join(connection.iterdump())
    finally:
        connection.close()
