from typing import get_args

from pipeline.exporters.disk import PLAN_FILES
from pipeline.exporters.tables import PLAN_TABLES
from pipeline.models import Reader
from pipeline.reading.options import READERS


def test_lists_that_are_written_twice_to_load_little_are_the_same() -> None:
    assert (*(table.file_name for table in PLAN_TABLES), "plan.json") == PLAN_FILES
    assert get_args(Reader) == READERS
