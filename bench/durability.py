"""Kills and full disks: what a further run leaves, against what is left where nothing went wrong.

    python -m bench.durability [--kills 10] [--seed 1] [--only PART] [FOLDER]

Each command is begun on a fresh copy and killed with SIGKILL, its whole process group, at a moment between its start
and its usual end; the desk is killed while a mark, a correction and a publication are sent to it. Then the command is
run once more (to the desk what was sent is sent again, as its person would), and every file but those of the state
folder is compared with those of an undisturbed run. A full disk is a tmpfs of a share of the bytes that the output
takes, enlarged before the further run; to mount one takes the rights of an administrator.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from bench.batch_runs import ROOT, differing
from tests.desk.forms import forms_of

SAMPLES = ROOT / "samples"
DISK_SHARES = (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)
"""Of the bytes that the output takes."""
ROOM_MB = 256
"""Enough for all of it."""
DISK_FULL = 8
LONGEST_SECONDS = 120.0
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)(/[^/]+/)")
NAME, NEW_TEXT = "王小明", "耐久測試"


def command(*arguments: str | Path) -> list[str]:
    """A command line of the program."""
    return [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]


def begin(arguments: list[str], out: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
    """Begin a command in a process group of its own."""
    return subprocess.Popen(
        arguments, cwd=ROOT, stdout=out, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    )


def whole(arguments: list[str]) -> tuple[int, float]:
    """Exit code of a command that is let alone, and its seconds."""
    start = time.monotonic()
    return begin(arguments).wait(LONGEST_SECONDS), time.monotonic() - start


def kill(process: subprocess.Popen[str]) -> bool:
    """Kill a process and those that it began; whether it was still at work."""
    at_work = process.poll() is None
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return at_work


def kills_of(
    name: str,
    folder: Path,
    arguments: Callable[[Path], list[str]],
    fresh: Callable[[Path], None],
    chance: random.Random,
    times: int,
) -> dict[str, object]:
    """Kill a command several times, each on a fresh place.

    Args:
        name: of the command.
        folder: for the places.
        arguments: the command line, by the place that it writes to.
        fresh: makes a place as it is before.
        chance: chooses the moments.
        times: how often.
    """
    undisturbed = folder / f"{name}-undisturbed"
    fresh(undisturbed)
    usual, seconds = whole(arguments(undisturbed))
    at_work, differ = 0, []
    for number in range(times):
        place = folder / f"{name}-killed"
        fresh(place)
        process = begin(arguments(place))
        time.sleep(chance.uniform(0, seconds))
        at_work += kill(process)
        code, _ = whole(arguments(place))
        if code != usual or differing(undisturbed, place):
            differ.append({"kill": number, "exit_code": code, "files": differing(undisturbed, place)[:5]})
        shutil.rmtree(place)
    return {"what": name, "kills": times, "at_work": at_work, "exit_code": usual, "differ": differ}


class Sender:
    """A person's browser at the desk of a folder."""

    def __init__(self, folder: Path) -> None:
        self.process = begin(
            command("desk", folder, "--no-open", "--who", NAME, "--pdf", SAMPLES), subprocess.PIPE
        )
        found = ADDRESS.search(self.process.stdout.readline() if self.process.stdout else "")
        if found is None:
            raise RuntimeError(f"the desk ended with {self.process.wait()} before it said its address")
        self._port, self._root = int(found[1]), found[2]

    def ask(self, path: str, form: dict[str, list[str]] | None = None) -> str:
        """A page, or what a form gives."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=LONGEST_SECONDS)
        body = None if form is None else urlencode(form, doseq=True)
        headers = {
            "Origin": f"http://127.0.0.1:{self._port}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request("GET" if body is None else "POST", self._root + path, body, headers)
        return connection.getresponse().read().decode(errors="replace").replace(self._root, "/t/")

    def decide(self, item_id: str, page: int, source: str) -> None:
        """Look at an item, correct it, mark it as checked, and publish; what is done already is not done again."""
        where = f"items/{item_id}"
        text = self.ask(where)
        forms = forms_of(text)
        if NEW_TEXT not in text:
            given = {
                **forms[f"{where}/correct"],
                "field": ["plan_item[0].text"],
                "new": [NEW_TEXT],
                "why": ["誤植"],
            }
            self.ask(f"{where}/correct", given)
        self.ask(f"pages/{source}/{page}.webp")
        forms = forms_of(self.ask(where))
        if f"{where}/accept" in forms:
            self.ask(f"{where}/accept", forms[f"{where}/accept"])
        self.ask("publish", {"x": [""]})


def desk_kills(folder: Path, made: Path, chance: random.Random, times: int) -> dict[str, object]:
    """Kill the desk while a person decides and publishes."""
    plan = json.loads(next(made.glob("*/plan.json")).read_bytes())
    item = plan["plan"]["sections"][0]["items"][0]
    what = item["id"], item["provenance"][0]["page"], plan["source"]["sha256"]

    def all_of_it(place: Path) -> float:
        sender = Sender(place)
        start = time.monotonic()
        sender.decide(*what)
        seconds = time.monotonic() - start
        kill(sender.process)
        return seconds

    undisturbed = folder / "desk-undisturbed"
    shutil.copytree(made, undisturbed)
    seconds = all_of_it(undisturbed)
    at_work, differ = 0, []
    for number in range(times):
        place = folder / "desk-killed"
        shutil.copytree(made, place)
        sender = Sender(place)
        later = chance.uniform(0, seconds)
        # A process kills the desk, as this one waits for its answers.
        killer = subprocess.Popen(["/bin/sh", "-c", f"sleep {later:.3f}; kill -9 -{sender.process.pid}"])
        try:
            sender.decide(*what)
        except (OSError, http.client.HTTPException, KeyError):
            at_work += 1
        killer.wait()
        kill(sender.process)
        all_of_it(place)
        if differing(undisturbed, place):
            differ.append({"kill": number, "files": differing(undisturbed, place)[:5]})
        shutil.rmtree(place)
    return {"what": "desk", "kills": times, "at_work": at_work, "differ": differ}


@contextmanager
def disk(place: Path, kilobytes: int) -> Iterator[None]:
    """A disk of its own at a place."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", place], check=True)  # noqa: S607
    try:
        yield
    finally:
        subprocess.run(["umount", place], check=True)  # noqa: S607


def full_disks(
    folder: Path, name: str, arguments: Callable[[Path], list[str]], fresh: Callable[[Path], None]
) -> dict[str, object]:
    """Run a command on disks that are too small, then again with room."""
    undisturbed = folder / f"{name}-room"
    fresh(undisturbed)
    before = size_of(undisturbed)
    usual, _ = whole(arguments(undisturbed))
    codes, differ = [], []
    for share in DISK_SHARES:
        place = folder / f"{name}-disk"
        size = before + (size_of(undisturbed) - before) * share
        with disk(place, round(size / 1024)):
            fresh(place / "out")
            codes.append(whole(arguments(place / "out"))[0])
            subprocess.run(["mount", "-o", f"remount,size={ROOM_MB}m", place], check=True)  # noqa: S607
            code, _ = whole(arguments(place / "out"))
            if code != usual or differing(undisturbed, place / "out"):
                files = differing(undisturbed, place / "out")[:5]
                differ.append({"share": share, "exit_code": code, "files": files})
        place.rmdir()
    return {"what": name, "full_disks": len(codes), "exit_codes": codes, "differ": differ}


def size_of(folder: Path) -> int:
    """Bytes of a folder's files, in whole pages of a tmpfs."""
    return sum(-(-path.stat().st_size // 4096) * 4096 for path in folder.rglob("*") if path.is_file())


def measure(folder: Path, seed: int, times: int, only: str | None = None) -> Iterator[dict[str, object]]:
    """Kills and full disks of each command that writes, as one line each."""
    chance = random.Random(seed)  # noqa: S311 - a seed, no secret
    inputs = folder / "inputs"
    inputs.mkdir()
    for path in (*SAMPLES.glob("*.pdf"), SAMPLES / "layouts" / "chiayi-west-112-ruled.pdf"):
        shutil.copy(path, inputs)
    made = folder / "made"
    whole(command("run", inputs, "-o", made, "--jobs", "2"))
    corrected = folder / "corrected"
    shutil.copytree(made, corrected)
    item = json.loads(next(made.glob("*/plan.json")).read_bytes())["plan"]["sections"][0]["items"][0]["id"]
    signed = ("--reason", "誤植", "--who", NAME, "--date", "2024-01-01")
    whole(command("correct", corrected, item, "plan_item[0].text", NEW_TEXT, *signed))

    def run(place: Path) -> list[str]:
        return command("run", inputs, "-o", place, "--jobs", "2")

    def publish(place: Path) -> list[str]:
        return command("publish", place)

    def site(place: Path) -> list[str]:
        return command("site", made, "-o", place)

    def nothing(_: Path) -> None:
        return

    def copied(place: Path) -> None:
        shutil.copytree(corrected, place)

    writing = (("run", run, nothing), ("publish", publish, copied), ("site", site, nothing))
    if only in {None, "kills"}:
        for name, arguments, fresh in writing:
            yield kills_of(name, folder, arguments, fresh, chance, times)
    if only in {None, "desk"}:
        yield desk_kills(folder, made, chance, times)
    if only in {None, "disks"} and hasattr(os, "geteuid") and os.geteuid() == 0:
        for name, arguments, fresh in writing:
            yield full_disks(folder, name, arguments, fresh)


def main() -> None:
    """Print a line of JSON for each command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("kills", "desk", "disks"), help="one part of it")
    parser.add_argument("folder", nargs="?", type=Path)
    given = parser.parse_args()
    with TemporaryDirectory(dir=given.folder) as folder:
        for line in measure(Path(folder), given.seed, given.kills, given.only):
            print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
