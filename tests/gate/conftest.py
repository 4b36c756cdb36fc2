import shutil
from pathlib import Path

import pytest

from pipeline.exporters.csv_form import CsvForm
from pipeline.models import PlanDocument
from tests.gate.publishing import publish
from tests.metadata.making import publisher
from tests.reading import LAYOUTS, NEXT_YEAR, read


@pytest.fixture(scope="session")
def documents() -> list[PlanDocument]:
    return [plan for path in (LAYOUTS["open"], NEXT_YEAR) for plan in read(path, "pdfium").documents()]


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, documents: list[PlanDocument]) -> Path:
    """The sample plans of 112 and 113, published together; never to be changed."""
    return publish(tmp_path_factory.mktemp("published"), documents, CsvForm(), publisher())


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """A copy to be broken."""
    return Path(shutil.copytree(published, tmp_path / "output"))
