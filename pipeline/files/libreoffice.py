"""LibreOffice as a printer: bytes of a Word or ODT file become those of a PDF, and nothing else happens.

The document is a stranger's. It is opened in a profile of its own that runs no macro, updates no link and knows no
way into the network, and the program is ended with all that it has started when its time is over.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from pipeline.errors import MissingPrinterError, TimeLimitError, UnreadableError
from pipeline.files import leash

PRINTER_NAMES = ("soffice", "libreoffice")
"""Names on the search path."""
PRINTER_PLACES = (
    *(
        Path(os.environ[name]) / "LibreOffice/program/soffice.com"
        for name in ("PROGRAMFILES", "PROGRAMFILES(X86)")
        if name in os.environ
    ),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)
"""Where the installers of Windows and macOS put it, which put it on no search path."""
PRINT_SECONDS = 180.0
"""A plan of a hundred pages takes a few seconds; what takes this long does not end."""
VERSION_SECONDS = 20.0
PROXY_HOST = "127.0.0.1"
PROXY_PORT = 9
"""Nothing listens there: a proxy that leads nowhere."""
PRINTER_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", 3),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", 2),
    ("org.openoffice.Office.Calc/Content/Update", "Link", 2),
    ("org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", 2),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", PROXY_HOST),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", PROXY_PORT),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", PROXY_HOST),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", PROXY_PORT),
    ("org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
)
"""Path, name and value of what a profile sets; a version that lacks one passes it over."""
CHANGING = (
    (re.compile(rb"(?<=/CreationDate\(D:)\d{14}[^)]{0,8}(?=\))"), b"20000101000000Z"),
    (re.compile(rb"(?<=/DocChecksum /)[0-9A-F]{32}"), b"0" * 32),
    (re.compile(rb"(?<=/ID \[ <)[0-9A-F]{32}(?=>)"), b"0" * 32),
    (re.compile(rb"(?<=\n<)[0-9A-F]{32}(?=> \]\n)"), b"0" * 32),
)
"""What LibreOffice writes otherwise each time, and what is written in its place, at the same length."""


def find_printer() -> Path | None:
    """LibreOffice's program; None where it is not installed."""
    named = (shutil.which(name) for name in PRINTER_NAMES)
    return next((Path(one) for one in named if one), None) or next(
        (place for place in PRINTER_PLACES if place.is_file()), None
    )


@cache
def printer_version(program: Path) -> str:
    """Name and version as the program tells them, such as ``LibreOffice 24.8.4``; the name alone where it does not."""
    try:
        told = subprocess.run(  # noqa: S603 - an installed program
            [program, "--headless", "--version"],
            capture_output=True,
            timeout=VERSION_SECONDS,
            check=False,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        told = ""
    found = re.match(r"LibreOffice\S* [0-9.]+", told)
    return found.group() if found else "LibreOffice"


def print_document(data: bytes, suffix: str, name: str, seconds: float = PRINT_SECONDS) -> tuple[bytes, str]:
    """Print a document.

    Args:
        data: its bytes.
        suffix: that stands for their format, with the dot.
        name: what errors call it.
        seconds: how long it may take.

    Returns:
        The PDF, and name and version of the program. The same bytes, printed with the same program and fonts, give
        the same PDF, unless fields of the document show the time.

    Raises:
        MissingPrinterError: LibreOffice is not installed.
        TimeLimitError: it took too long.
        UnreadableError: it made no PDF of the file.
    """
    program = find_printer()
    if program is None:
        raise MissingPrinterError("no-printer", name=name)
    with TemporaryDirectory(prefix="workplan-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        # A name of our own: one that begins with a dash would be an option.
        document = place / f"document{suffix}"
        document.write_bytes(data)
        code = _printed(program, place, document, seconds)
        if code == leash.TIMED_OUT:
            raise TimeLimitError("print-too-slow", name=name, seconds=seconds)
        made = document.with_suffix(".pdf")
        if not made.is_file():
            raise UnreadableError("not-printed", name=name)
        return without_times(made.read_bytes()), printer_version(program)


def without_times(pdf: bytes) -> bytes:
    """The PDF with a fixed date and fixed identifiers.

    >>> without_times(b"/CreationDate(D:20261128180800Z')>>")
    b"/CreationDate(D:20000101000000Z')>>"
    """
    for pattern, fixed in CHANGING:
        pdf = pattern.sub(lambda found, fixed=fixed: fixed + found.group()[len(fixed) :], pdf)  # type: ignore[misc]
    return pdf


def _printed(program: Path, place: Path, document: Path, seconds: float) -> int:
    """Run the program on a document, with the PDF beside it; returns the exit code of the leash."""
    profile = place / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
    command = [
        *(sys.executable, "-I", str(leash.__file__), str(seconds), str(program)),
        f"-env:UserInstallation={profile.resolve().as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
        *("--convert-to", "pdf:writer_pdf_Export", "--outdir", str(place), str(document)),
    ]
    proxy = f"http://{PROXY_HOST}:{PROXY_PORT}"
    unset = {"no_proxy", "NO_PROXY"}
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    environment |= dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), proxy)
    with subprocess.Popen(  # noqa: S603 - an installed program on a file of ours
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=place,
        env=environment,
    ) as process:
        # Its input stays open until it ends: it closes by itself where this process is killed.
        return process.wait()


def _settings() -> str:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{escape(str(value))}</value></prop></item>"
        for path, name, value in PRINTER_SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>'
    )
