"""Engines by name."""

import sys

import pytest

from pipeline.errors import UsageError
from pipeline.runs.engines.choice import engine_of
from pipeline.runs.engines.dask_engine import DaskEngine
from pipeline.runs.engines.local import LocalEngine

ADDRESS = "tcp://127.0.0.1:8786"


def test_an_engine_by_its_name() -> None:
    assert isinstance(engine_of("local", 2, None), LocalEngine)
    assert isinstance(engine_of("dask", 2, ADDRESS), DaskEngine)


@pytest.mark.parametrize(
    ("name", "scheduler", "told"),
    [
        ("dask", None, "needs --scheduler"),
        ("local", ADDRESS, "for --engine dask only"),
        ("spark", None, "none of local, dask"),
    ],
)
def test_names_and_schedulers_that_do_not_go_together(name: str, scheduler: str | None, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        engine_of(name, 2, scheduler)


def test_dask_is_an_extra_whose_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError) as caught:
        engine_of("dask", 2, ADDRESS)
    assert 'pip install "workplan[dask]"' in caught.value.line().both
