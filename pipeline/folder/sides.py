"""One side of a comparison: the plans of whatever a person names."""

from __future__ import annotations

from pathlib import Path

from pipeline.audit.confidence import completed
from pipeline.errors import UnreadableError
from pipeline.exporters.disk import PLAN_FILE
from pipeline.files.inputs import bytes_of, unreadable
from pipeline.folder.packages import PACKAGE_FILE, documents_of_package
from pipeline.models import Extraction, PlanDocument
from pipeline.reading.options import Options
from pipeline.reading.plans import extract_file
from pipeline.stored import json_of, kept

JSON_SUFFIX = ".json"


def documents_of(path: Path, password: str | None = None, max_pages: int | None = None) -> list[PlanDocument]:
    """The plans of a PDF file, a plan.json, an output folder or a published data package, by identifier.

    Args:
        path: a PDF file; a plan.json, or what ``workplan extract`` prints; a folder with a plan.json; an output
            folder, whose plans in conflict are left out; a data package: its datapackage.json, or the folder that
            holds it. Of a package without any plan.json the tables are read.
        password: opens a PDF file that wants one.
        max_pages: a PDF file of more pages is refused; None for any number.

    Raises:
        UnreadableError: it is not there, is damaged or holds no plan.
        WorkplanError: a PDF file cannot be read; see ``extract_file``.
    """
    if path.is_dir():
        return _of_folder(path)
    if path.suffix.lower() != JSON_SUFFIX:
        return list(extract_file(path, Options(password=password), max_pages).documents())
    if path.name == PACKAGE_FILE:
        return _of_folder(path.parent)
    return _of_json(path)


def plan_paths(folder: Path) -> list[Path]:
    """Every plan.json of an output folder, by plan; folders that are a person's own are passed over.

    Raises:
        UnreadableError: there is no such folder.
    """
    try:
        folders = sorted(one for one in folder.iterdir() if not one.name.startswith("."))
    except OSError as error:
        raise unreadable(folder, error) from error
    return [one / PLAN_FILE for one in folders if (one / PLAN_FILE).is_file() and _is_its_own(one)]


def _of_folder(folder: Path) -> list[PlanDocument]:
    if (folder / PLAN_FILE).is_file():
        return _of_json(folder / PLAN_FILE)
    paths = plan_paths(folder)
    if paths:
        return [one for path in paths for one in _of_json(path)]
    if (folder / PACKAGE_FILE).is_file():
        return documents_of_package(folder)
    raise UnreadableError("side-without-plans", folder=folder)


def _is_its_own(folder: Path) -> bool:
    """Whether a folder bears the name of its plan; a damaged file is told later."""
    return kept(folder / PLAN_FILE, lambda told: bool(told["plan"]["id"] == folder.name)) is not False


def _of_json(path: Path) -> list[PlanDocument]:
    content = bytes_of(path)
    try:
        data = json_of(content)
        if isinstance(data, dict) and "plans" in data:
            return list(map(completed, Extraction.model_validate_json(content).documents()))
        return [completed(PlanDocument.model_validate_json(content))]
    except ValueError as error:
        raise UnreadableError("not-a-plan", path=path) from error
