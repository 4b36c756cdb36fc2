"""An engine for tests that put something else in the place of reading."""

from collections.abc import Generator, Iterable

from pipeline.exporters.disk import make_folder
from pipeline.runs.engines.interface import Outcome, Task
from pipeline.runs.work import work


class Here:
    """Reads in this process, one file after another."""

    def run(self, tasks: Iterable[Task]) -> Generator[Outcome]:
        for task in tasks:
            make_folder(task.staging)
            yield Outcome(
                task, work(task.path, task.file_name, task.options, task.staging, task.limits.pages)
            )
