"""A run whose files take as many seconds as they say, for tests that stop it."""

import sys
import time

from pipeline.cli import main
from pipeline.folder.staged import Worked
from pipeline.runs.engines import local
from pipeline.runs.engines.interface import Task


def slowly(task: Task) -> local.Answer:
    (task.path.parent / f"{task.path.name}.begun").touch()
    time.sleep(float(task.path.read_text()))
    return Worked(pages=1), 1.0


def run() -> None:
    local.in_worker = slowly
    main(["run", sys.argv[1], "-o", sys.argv[2], "--jobs", "1"])
