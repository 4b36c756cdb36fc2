"""All that a publication says of itself, as files, and the list of them by which a copy can be proved whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from pipeline.exporters.disk import Content
from pipeline.exporters.fitness import Unfit
from pipeline.exporters.formats import FORMATS
from pipeline.metadata.datapackage import data_package
from pipeline.metadata.dcat import dcat
from pipeline.metadata.portal import PORTAL_FORM_FILE, portal_form, portal_json
from pipeline.metadata.publisher import Publisher
from pipeline.metadata.release import Release, ReleasedFile

MEDIA_TYPES = {
    "json": "application/json",
    "jsonld": "application/ld+json",
    "md": "text/markdown",
    "pdf": "application/pdf",
    **{one.name: one.media_type for one in FORMATS},
}
"""By the ending of a file's name."""


def manifest_bytes(files: Iterable[ReleasedFile], unfit: Iterable[Unfit] = ()) -> bytes:
    """``manifest.json``: path, bytes, sha256 and media_type of each file, by path.

    Args:
        files: that are published.
        unfit: plans that a format cannot hold; ``left_out`` names them where there are any.
    """
    listed = [
        {"path": file.path, "bytes": file.bytes, "sha256": file.sha256, "media_type": file.media_type}
        for file in sorted(files, key=lambda file: file.path)
    ]
    left = [
        {
            "path": one.path,
            "plan_id": one.plan_id,
            "reason": one.error().cause_en,
            "reason_zh": one.error().cause_zh,
        }
        for one in sorted(unfit, key=lambda one: (one.path, one.plan_id))
    ]
    return json_bytes({"files": listed} | ({"left_out": left} if left else {}))


def described(path: str, content: bytes) -> ReleasedFile:
    """A file's content as one of the published files."""
    return released(path, Content(len(content), hashlib.sha256(content).hexdigest()))


def released(path: str, content: Content) -> ReleasedFile:
    """A file as one of the published files."""
    return ReleasedFile(path, content.bytes, content.sha256, MEDIA_TYPES[path.rpartition(".")[2]])


def json_bytes(value: Any) -> bytes:
    """JSON for people and programs: UTF-8, two spaces of indent, ending in LF."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


MANIFEST_FILE = "manifest.json"


def metadata_files(release: Release, publisher: Publisher | None) -> dict[str, bytes]:
    """Path and content of each metadata file, the manifest last.

    Args:
        release: what is published, with size and hash of each data file.
        publisher: who publishes; without one only datapackage.json (its technical part) and manifest.json are made.

    Returns:
        The same bytes for the same arguments.
    """
    made = {"datapackage.json": json_bytes(data_package(release, publisher))}
    if publisher is not None:
        made |= {
            "dcat.jsonld": json_bytes(dcat(release, publisher)),
            "data-gov-tw.json": json_bytes(portal_json(release, publisher)),
            PORTAL_FORM_FILE: portal_form(release, publisher).encode(),
        }
    listed = [*release.files, *(described(path, content) for path, content in made.items())]
    return made | {MANIFEST_FILE: manifest_bytes(listed, release.unfit)}
