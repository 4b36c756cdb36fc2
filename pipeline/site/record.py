"""What a build wrote, kept in the site's folder: the next one begins with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import field
from pathlib import Path

from pydantic import TypeAdapter

from pipeline.dataclass import dataclass
from pipeline.errors import UnreadableError, UsageError
from pipeline.exporters.disk import make_folder, unwritable, write_changed, write_file
from pipeline.files.inputs import file_sha256
from pipeline.site.addresses import former_items, picture_folder, within
from pipeline.site.facts import OfficeFacts, PlanFacts, WorksFacts
from pipeline.stored import UNFIT, json_of

RECORD_FILE = ".workplan-site"
"""In the site's folder."""


@dataclass(frozen=True)
class Built:
    """What a build wrote.

    Attributes:
        offices: by identifier of the office.
        works: of each year that several offices have a plan of, by year.
        others: paths of what is of no single office, downloads too.
        former: items that an earlier version gave a page of their own, which still leads to them.
    """

    offices: Mapping[str, OfficeFacts] = field(default_factory=dict)
    works: tuple[WorksFacts, ...] = ()
    others: tuple[str, ...] = ()
    former: tuple[str, ...] = ()

    @property
    def plans(self) -> dict[str, PlanFacts]:
        """Every plan by its identifier."""
        return {plan.id: plan for office in self.offices.values() for plan in office.plans}

    def paths(self) -> set[str]:
        """Paths of all files within the site."""
        found = set(self.others)
        found.update(path for year in self.works for path in year.files)
        for office in self.offices.values():
            found.update(office.files)
            found.update(picture for plan in office.plans for picture in pictures_of(plan))
        return found


_BUILT = TypeAdapter(Built)


def pictures_of(plan: PlanFacts) -> list[str]:
    """Paths of the pictures of a plan's pages."""
    folder = picture_folder(plan.source_sha256)
    return [f"{folder}/{picture.file_name}" for picture in plan.pictures]


def read_built(out: Path) -> Built:
    """What the last build wrote; the folder is made where it is missing.

    Raises:
        UsageError: it is not a site's.
        UnwritableError: it cannot be made or looked into.
    """
    make_folder(out)
    with suppress(*UNFIT):
        content = (out / RECORD_FILE).read_bytes()
        listed = json_of(content)
        # A version that gave each item a page of its own kept only the paths.
        paths = tuple(map(str, listed if isinstance(listed, list) else listed["paths"]))
        with suppress(ValueError, LookupError, TypeError):
            return _BUILT.validate_python(listed["built"])
        return Built(others=paths, former=tuple(sorted(former_items(paths))))
    try:
        if any(out.iterdir()):
            raise UsageError("site-among-files", folder=out)
    except OSError as error:
        raise unwritable(out, error) from error
    # A build that is stopped halfway may be begun again.
    write_file(out / RECORD_FILE, [_bytes(Built())])
    return Built()


def write_built(out: Path, built: Built) -> None:
    """Keep what was written.

    Raises:
        UnwritableError: it cannot be kept.
    """
    write_changed(out / RECORD_FILE, _bytes(built))


def is_whole(out: Path, office: OfficeFacts) -> bool:
    """Whether all that was written of an office is still there as it was written."""
    pictures = (path for plan in office.plans for path in pictures_of(plan))
    return all(within(out, path).is_file() for path in pictures) and are_whole(out, office.files)


def are_whole(out: Path, files: Mapping[str, str]) -> bool:
    """Whether files are still there as they were written, by the SHA-256 of each path."""
    try:
        return all(file_sha256(within(out, path)) == sha256 for path, sha256 in files.items())
    except UnreadableError:
        return False


def _bytes(built: Built) -> bytes:
    # The paths apart: another version may keep something else of an office, and still has to take them away.
    told = {"paths": sorted(built.paths()), "built": _BUILT.dump_python(built, mode="json")}
    return (json.dumps(told, ensure_ascii=False, indent=0) + "\n").encode()
