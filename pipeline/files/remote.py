"""Places that fsspec reaches, by URL: files fetched one by one, and an output folder that lies elsewhere.

Credentials come from the environment, where fsspec and its drivers look for them; a URL that holds some is refused,
and no message says what a driver said, for it might repeat them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote

from pipeline.dataclass import dataclass
from pipeline.errors import UnreadableError, UnwritableError, UsageError
from pipeline.extras import need

URL_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.:-]+://")
"""Two letters at least before the colon, for one is a drive of Windows; drivers are chained by two colons."""
CREDENTIALS = re.compile(r"://[^/?#]*@")
WEB = ("http", "https")
HIDDEN_QUERY = "?…"
"""Instead of a query, which may hold a token."""
PDF_SUFFIX = ".pdf"
OFFICE_SUFFIXES = (".docx", ".odt", ".doc")
READABLE_SUFFIXES = (PDF_SUFFIX, *OFFICE_SUFFIXES)
"""Of files that are looked for in folders; a file that is named is read whatever its ending."""
WILD = re.compile(r"[*?\[]")


@dataclass(frozen=True)
class RemotePlace:
    """A file or folder behind a URL.

    Attributes:
        url: as it may be shown, see ``safe_url``.
        system: fsspec's file system.
        path: as the file system takes it.
        web: whether it is a web server, which lists nothing and may know queries.
    """

    url: str
    system: Any
    path: str
    web: bool

    @property
    def name(self) -> str:
        """Last part of the URL, without escapes on the web; safe as the name of a file."""
        last = PurePosixPath(self.url.removesuffix(HIDDEN_QUERY)).name
        plain = re.sub(r"[/\\\0]", "_", unquote(last) if self.web else last)
        # A name of 255 bytes is what systems allow, and leading dots would lead to other folders.
        return plain.lstrip(".")[-80:] or "input.pdf"


def is_url(text: str) -> bool:
    """Whether a place is named by a URL.

    >>> is_url("s3://bucket/plan.pdf"), is_url("C:/plan.pdf"), is_url("plans/a.pdf")
    (True, False, False)
    """
    return URL_SCHEME.match(text) is not None


def safe_url(url: str) -> str:
    """A URL as it may be shown and recorded.

    >>> safe_url("http://me:secret@host/plan.pdf?token=secret")
    'http://…@host/plan.pdf?…'
    """
    bare = CREDENTIALS.sub("://…@", url)
    return (
        re.sub(r"\?.*", HIDDEN_QUERY, bare, flags=re.DOTALL)
        if re.match(r"(?i)(.*::)?https?://", bare)
        else bare
    )


def place_of(url: str) -> RemotePlace:
    """Where a URL leads; no server is asked yet, unless its driver does so on its own.

    Raises:
        UsageError: the URL holds credentials, or its protocol is not known.
        MissingExtraError: what reads URLs is not installed.
        UnreadableError: the driver does not come to its server.
    """
    if CREDENTIALS.search(url):
        raise UsageError("url-with-password")
    web = url.partition("://")[0].lower() in WEB
    shown = safe_url(url)
    need("remote", "for-url", url=shown)
    from fsspec.core import url_to_fs  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra that few need

    try:
        system, path = url_to_fs(url)
        system.invalidate_cache()
    except (ImportError, ValueError, TypeError) as error:
        is_unknown = isinstance(error, ValueError)
        raise UsageError("protocol-unknown" if is_unknown else "protocol-unusable", url=shown) from None
    except Exception as error:  # each driver has its own
        raise unreachable(shown, error) from None
    return RemotePlace(shown, system, path, web)


def files_at(url: str) -> list[RemotePlace]:
    """The files that a URL names: itself, those below a folder that can be read, or those that match a pattern.

    Raises:
        UsageError: see ``place_of``.
        UnreadableError: there is nothing, or it cannot be read.
    """
    place = place_of(url)
    wild = WILD.search(place.path) is not None and not place.web
    if place.web and not url.endswith("/"):
        return [place]
    try:
        if wild:
            found = place.system.glob(place.path)
        elif not place.web and place.system.info(place.path)["type"] == "file":
            return [place]
        else:
            found = place.system.find(place.path)
    except Exception as error:  # each driver has its own
        raise unreachable(place.url, error) from None
    kept = sorted(path for path in found if _is_plan(path, "" if wild else place.path))
    if not kept:
        raise UnreadableError("folder-without-pdf", folder=place.url)
    return [_below(place, path) for path in kept]


@contextmanager
def fetched(place: RemotePlace) -> Iterator[Path]:
    """A remote file as a local one, streamed to a temporary folder that goes when the block ends.

    Raises:
        UnreadableError: it cannot be fetched.
    """
    with TemporaryDirectory(prefix="workplan-", ignore_cleanup_errors=True) as folder:
        local = Path(folder) / place.name
        fetch(place, local)
        yield local


def fetch(place: RemotePlace, local: Path) -> None:
    """Stream a remote file into a local one.

    Raises:
        UnreadableError: it cannot be fetched.
    """
    try:
        place.system.get_file(place.path, str(local))
    except Exception as error:  # each driver has its own
        raise unreachable(place.url, error) from None
    if not local.is_file():
        raise UnreadableError("not-a-file", url=place.url)


def unreachable(shown: str, error: Exception) -> UnreadableError:
    """A driver's refusal with its cause in both languages; the driver's own words are left out."""
    return UnreadableError("unreachable", url=shown, reason=_reason(error), error=type(error).__name__)


def unsendable(shown: str, error: Exception) -> UnwritableError:
    """The same for a place that is written to."""
    return UnwritableError("unsendable", url=shown, reason=_reason(error), error=type(error).__name__)


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "not-there"
    status = getattr(error, "status", getattr(getattr(error, "response", None), "status_code", None))
    if isinstance(error, PermissionError) or "Credential" in type(error).__name__ or status in {401, 403}:
        return "denied"
    if isinstance(error, OSError) or re.search("Connect|Timeout|Payload", type(error).__name__):
        return "no-answer"
    return "refused"


def _is_plan(path: str, folder: str) -> bool:
    """Whether it ends as a PDF file does and neither it nor a folder on the way to it is hidden."""
    below = path.removeprefix(folder).strip("/").split("/")
    return path.lower().endswith(READABLE_SUFFIXES) and not any(part.startswith(".") for part in below)


def _below(place: RemotePlace, path: str) -> RemotePlace:
    url = path if is_url(path) else place.system.unstrip_protocol(path)
    return RemotePlace(safe_url(url), place.system, path, place.web)
