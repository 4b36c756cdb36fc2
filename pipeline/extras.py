"""What only some need: the packages of each extra, whether they are installed, and what is said where they are not."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from pipeline.errors import MissingExtraError

NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "compare": ("jinja2", "rapidfuzz", "scipy"),
    "dask": ("dask", "distributed"),
    "ocr": ("cv2", "onnxruntime", "opencc", "rapidocr"),
    "publish": ("jinja2", "jsonschema", "pyarrow", "python_calamine", "xlsxwriter"),
    "remote": ("fsspec",),
    "site": ("flask", "jinja2"),
}
"""Modules that the extras of pyproject.toml bring."""


def is_installed(extra: str) -> bool:
    """Whether all modules of an extra are there; loads none of them."""
    return all(find_spec(name) is not None for name in NEEDED[extra])


def need(extra: str, cause: str, **values: object) -> None:
    """See that an extra is there, before anything is done.

    Args:
        extra: a key of ``NEEDED``.
        cause: of ``MissingExtraError``, which says what needs it.
        values: what the cause wants besides the extra.

    Raises:
        MissingExtraError: it is not.
    """
    if not is_installed(extra):
        raise MissingExtraError(cause, extra=extra, **values)
