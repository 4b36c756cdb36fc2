"""All that a publication says of itself, as files."""

from __future__ import annotations

from pipeline.metadata.datapackage import data_package
from pipeline.metadata.dcat import dcat
from pipeline.metadata.manifest import described, json_bytes, manifest_bytes
from pipeline.metadata.portal import portal_form, portal_json
from pipeline.metadata.publisher import Publisher
from pipeline.metadata.release import Release

MANIFEST = "manifest.json"


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
            "portal-form.zh-TW.md": portal_form(release, publisher).encode(),
        }
    listed = [*release.files, *(described(path, content) for path, content in made.items())]
    return made | {MANIFEST: manifest_bytes(listed)}
