"""Calls LibreOffice, which both of its producers are."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

from tests.making.by_writer import PROGRAMS, SECONDS
from tests.making.wide import fonts


def program() -> str | None:
    """Find the office suite."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def convert(sources: Iterable[Path], out: Path) -> None:
    """Write the PDFs of some files, all in one call: starting takes longest."""
    office = program()
    assert office, "no office suite is installed"
    with tempfile.TemporaryDirectory() as folder:
        profile = (Path(folder) / "profile").as_uri()
        command = [office, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf"]
        command += ["--outdir", str(out), *map(str, sources)]
        subprocess.run(  # noqa: S603 - a program that was found on this machine, on files of ours
            command,
            check=True,
            timeout=SECONDS,
            env=os.environ | {"FONTCONFIG_FILE": str(_fonts(Path(folder)))},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _fonts(folder: Path) -> Path:
    """Let it see the fonts of the list only."""
    path = folder / "fonts.conf"
    folders = sorted({str(font.path.parent) for font in fonts.installed().values()})
    listed = "".join(f"<dir>{escape(one)}</dir>" for one in folders)
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"{listed}<cachedir>{folder / 'cache'}</cachedir></fontconfig>\n",
        encoding="utf-8",
    )
    return path
