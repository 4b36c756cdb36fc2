"""``workplan --install-completion``: the shell completes commands and options; click knows how."""

from __future__ import annotations

import os
from pathlib import Path
from shlex import quote
from typing import Literal, get_args

import click

from pipeline.commands.language import say
from pipeline.dataclass import dataclass
from pipeline.errors import UsageError
from pipeline.exporters.disk import make_folder, write_changed
from pipeline.messages.wording import Wording

Shell = Literal["bash", "zsh", "fish"]
SHELLS: tuple[Shell, ...] = get_args(Shell)
PROGRAM, VARIABLE = "workplan", "_WORKPLAN_COMPLETE"
WRITTEN = Wording(zh="已寫入 {path}", en="Written: {path}")
ADDED = Wording(zh="已於 {path} 加入一行：{line}", en="Added to {path}: {line}")
THERE = Wording(zh="{path} 已是如此，未更動。", en="{path} is so already and was left.")
NEXT_TERMINAL = Wording(zh="開啟新的終端機後生效。", en="It works in the next terminal that is opened.")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a shell looks.

    Attributes:
        script: file that gets what click writes for the shell.
        start: file that the shell reads when it starts, and that has to name the script; None where it finds it.
        before: what the line has to do first.
    """

    script: Path
    start: Path | None = None
    before: str = ""

    @property
    def line(self) -> str:
        """Of the file that is read at the start."""
        return f"{self.before}source {quote(str(self.script))}"


def install(root: click.Command, shell: str | None) -> None:
    """Write what a shell needs; done again, it changes nothing.

    Args:
        root: the command line.
        shell: bash, zsh or fish; None for the one that SHELL names.

    Raises:
        UsageError: the shell is none of them.
        UnwritableError: a file cannot be written.
    """
    from click.shell_completion import get_completion_class  # noqa: PLC0415 - of use here only

    name = shell or Path(os.environ.get("SHELL", "")).name
    kind = get_completion_class(name) if name in SHELLS else None
    if kind is None:
        raise UsageError("shell-unknown", shell=name or "?", names=", ".join(SHELLS))
    place = _place(name, Path.home())
    make_folder(place.script.parent)
    _put(place.script, kind(root, {}, PROGRAM, VARIABLE).source())
    if place.start is not None:
        _add(place.start, place.line)
    say(NEXT_TERMINAL)


def _place(shell: str, home: Path) -> _Place:
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / PROGRAM
    if shell == "fish":
        settings = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
        return _Place(settings / "fish" / "completions" / f"{PROGRAM}.fish")
    if shell == "zsh":
        start = Path(os.environ.get("ZDOTDIR") or home) / ".zshrc"
        return _Place(data / "completion.zsh", start, "autoload -Uz compinit && compinit && ")
    return _Place(data / "completion.bash", home / ".bashrc")


def _put(path: Path, text: str) -> None:
    content = f"{text.strip()}\n".encode()
    is_there = path.is_file() and path.read_bytes() == content
    if not is_there:
        write_changed(path, content)
    say((THERE if is_there else WRITTEN).filled({"path": path}))


def _add(path: Path, line: str) -> None:
    """Add a line to the end of a file of the user's, which stays what it is otherwise."""
    before = path.read_bytes() if path.is_file() else b""
    if line.encode() in before.splitlines():
        say(THERE.filled({"path": path}))
        return
    gap = b"" if not before or before.endswith(b"\n") else b"\n"
    # A file that is a link to another stays one.
    write_changed(path.resolve(), before + gap + f"{line}\n".encode())
    say(ADDED.filled({"path": path, "line": line}))
