"""workplan.toml of the folder one works in: what holds where neither an option nor the environment says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.commands.language import LANGUAGES
from pipeline.dataclass import dataclass
from pipeline.errors import SettingsError

SETTINGS_FILE = "workplan.toml"
TABLE = "workplan"
TAKEN: Mapping[str, tuple[str, ...]] = {
    "desk": ("worded_reasons",),
    "run": ("output", "profile", "jobs"),
    "watch": ("output", "profile", "jobs"),
    "extract": ("profile", "jobs"),
    "inspect": ("profile",),
    "site": ("jobs",),
}
"""Settings that stand for options of commands; the language is one of all."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the file says; None for what it leaves open.

    Attributes:
        output: folder or URL that ``run`` writes to.
        profile: file with words of a layout.
        jobs: files read, or pages written, at the same time.
        language: that a person is spoken to in.
        worded_reasons: whether corrections on the desk need a reason in words, beside the one that is chosen.
    """

    output: str | None = None
    profile: str | None = None
    jobs: int | None = None
    language: str | None = None
    worded_reasons: bool | None = None

    @property
    def defaults(self) -> dict[str, dict[str, Any]]:
        """What options of commands are by default, as click takes it."""
        return {
            command: {name: value for name in names if (value := getattr(self, name)) is not None}
            for command, names in TAKEN.items()
        }


NO_SETTINGS = Settings()


def read_settings(folder: Path) -> Settings:
    """The settings of a folder; none where it has no such file.

    Raises:
        SettingsError: the file holds something that it may not; all of it is told, with lines.
        UnreadableError: it cannot be read.
    """
    path = folder / SETTINGS_FILE
    if not path.is_file():
        return NO_SETTINGS
    from pipeline.files.inputs import bytes_of  # noqa: PLC0415 - most folders have no such file

    return checked(bytes_of(path), SETTINGS_FILE)


def checked(content: bytes, name: str) -> Settings:
    """The settings that a file holds.

    Args:
        content: of the file.
        name: of the file, for messages.

    Raises:
        SettingsError: it is no TOML in UTF-8, or something in it is wrong.
    """
    from pipeline.written.problems import by_line  # noqa: PLC0415 - as above
    from pipeline.written.toml import Key, TomlForm, fitting, toml_file  # noqa: PLC0415 - as above

    keys = {key: Key(fitting(fits, f"{TABLE}.{key}"), wanted=f"{TABLE}.{key}") for key, fits in FITS.items()}
    file, found = toml_file(content, name, TomlForm({TABLE: keys}))
    if file is None or found:
        raise SettingsError(by_line(found))
    return Settings(**file.data.get(TABLE, {}))


def _is_filled(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_language(value: Any) -> bool:
    return isinstance(value, str) and value in LANGUAGES


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)


FITS = {
    "output": _is_filled,
    "profile": _is_filled,
    "jobs": _is_number,
    "language": _is_language,
    "worded_reasons": _is_switch,
}
"""What each key may be."""
