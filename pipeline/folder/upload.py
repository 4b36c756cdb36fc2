"""What is uploaded: a folder of its own with exactly the files that a publication lists, each proved by its hash."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from pathlib import Path, PurePosixPath

from pipeline.dataclass import dataclass
from pipeline.errors import UnreadableError, UsageError, WorkplanError
from pipeline.exporters.disk import make_folder, unwritable, write_file
from pipeline.files.inputs import bytes_of, unreadable
from pipeline.folder.plan_folders import remove_tree
from pipeline.metadata.files import MANIFEST_FILE
from pipeline.stored import json_of

UPLOAD_ENDING = "-upload"
COPIED_BYTES = 2**20
Listed = tuple[tuple[str, str], ...]
"""Path and SHA-256 of each file that a manifest lists."""


@dataclass(frozen=True)
class Upload:
    """A folder to upload.

    Attributes:
        folder: where it lies.
        files: in it, the manifest too.
        bytes: of all of them.
    """

    folder: Path
    files: int
    bytes: int


def upload_folder(root: Path) -> Path:
    """Where the copy for the upload lies: beside the output folder, so that it is never a part of what is published."""
    whole = root.resolve()
    return whole.with_name(f"{whole.name or 'output'}{UPLOAD_ENDING}")


def make_upload(root: Path) -> Upload:
    """Copy what the manifest of an output folder lists, and the manifest, to the folder for the upload.

    The copy is made beside its place and renamed: the folder is the older publication or the newer one, whole. What
    lies there already is replaced only where it is such a copy and nothing else.

    Args:
        root: an output folder that nobody else writes to.

    Raises:
        UnreadableError: there is no manifest, or a file is not as it lists it.
        UsageError: the folder for the upload holds something that no upload put there.
        UnwritableError: the copy cannot be made.
    """
    place = upload_folder(root)
    manifest = bytes_of(root / MANIFEST_FILE)
    listed = listed_files(manifest, root / MANIFEST_FILE)
    _refuse_foreign(place)
    part = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    older = part.with_suffix(".old")
    try:
        size = sum(_copied(root, path, sha256, part) for path, sha256 in listed)
        write_file(part / MANIFEST_FILE, [manifest])
        if place.exists():
            place.rename(older)
        part.rename(place)
    except OSError as error:
        if older.exists() and not place.exists():
            older.rename(place)
        raise unwritable(place, error) from error
    finally:
        for left in (part, older):
            # What another program holds open may stay; it is hidden and no part of what is uploaded.
            with suppress(WorkplanError):
                remove_tree(left)
    return Upload(place, len(listed) + 1, size + len(manifest))


def listed_files(manifest: bytes, path: Path) -> Listed:
    """The files that a manifest lists.

    Args:
        manifest: its bytes.
        path: of it, for messages.

    Raises:
        UnreadableError: it is none, or lists something outside its folder.
    """
    try:
        files = [(str(one["path"]), str(one["sha256"])) for one in json_of(manifest)["files"]]
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableError("manifest-damaged", path=path) from error
    for name, _ in files:
        parts = PurePosixPath(name).parts
        if not parts or PurePosixPath(name).is_absolute() or ".." in parts:
            raise UnreadableError("manifest-damaged", path=path)
    return tuple(files)


def _copied(root: Path, name: str, sha256: str, part: Path) -> int:
    """Copy one file; give its size in bytes."""
    digest, size = hashlib.sha256(), 0
    target = part / name
    make_folder(target.parent)
    try:
        source = (root / name).open("rb")
    except OSError as error:
        raise unreadable(root / name, error) from error
    with source, target.open("xb") as file:
        while piece := source.read(COPIED_BYTES):
            digest.update(piece)
            size += len(piece)
            file.write(piece)
    if digest.hexdigest() != sha256:
        raise UnreadableError("not-as-published", path=root / name)
    return size


def _refuse_foreign(place: Path) -> None:
    """A folder of that name that people keep other things in is not taken away.

    Raises:
        UsageError: it holds what no upload put there.
    """
    if not place.exists() and not place.is_symlink():
        return
    try:
        known = {
            name for name, _ in listed_files((place / MANIFEST_FILE).read_bytes(), place / MANIFEST_FILE)
        }
        here = {one.relative_to(place).as_posix() for one in place.rglob("*") if not one.is_dir()}
    except (OSError, UnreadableError):
        known, here = set(), {""}
    if here and (place.is_symlink() or here - known - {MANIFEST_FILE}):
        raise UsageError("upload-folder-foreign", folder=place)
