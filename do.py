#!/usr/bin/env python3
"""One command sets up and runs the project; it needs nothing but Python 3.11 or newer.

usage: python3 do.py demo          read the plans in samples/ and write records to output/
       python3 do.py desk          open the desk in the browser; workplan.bat, .command and .sh do this
       python3 do.py test          run every check: style, types, schemas, tests
       python3 do.py test quick    run every check, but of the tests only the quick ones
       python3 do.py test -k unit  run pytest alone, with these arguments
       (on Windows: py do.py demo, py do.py test)

Everything is installed into the folder .venv beside this file and nowhere else; delete that
folder to undo it. The packages are those of requirements/*.txt, each checked against its hash.
所有套件只安裝在本檔旁的 .venv 資料夾；刪除該資料夾即可還原。
"""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts an older Python must be told so
    sys.exit(f"This is Python {sys.version.split()[0]}; workplan needs 3.11 or newer. 請改用 3.11 以上版本。")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "workplan-installed.json"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
WORKPLAN = BIN / ("workplan.exe" if os.name == "nt" else "workplan")

LEFT_OUT = ("slow", "browser", "ocr", "cluster", "office")
"""Markers of tests that the quick tier leaves out; pyproject.toml says what each stands for."""


class SetupError(Exception):
    """What a person has to mend before the commands can run."""


def say(text: str) -> None:
    """Print at once, so that the lines stay in order with those of the programs started."""
    print(text, flush=True)


def call(*command: str | Path) -> int:
    """Run a command in the project's folder; return its exit code."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode


def fingerprint(*paths: Path) -> str:
    """Hash of files and of all files in folders: what an installation was made from."""
    found = hashlib.sha256()
    for path in paths:
        files = (
            sorted(p for p in path.rglob("*") if p.is_file() and p.suffix != ".pyc")
            if path.is_dir()
            else [path]
        )
        for file in files:
            found.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return found.hexdigest()


def stamp() -> dict[str, str]:
    """What is installed in .venv; empty where it was not finished or is not ours."""
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def make_environment() -> dict[str, str]:
    """Make .venv where it is missing or was made by another Python or in another place.

    Returns:
        The stamp of the environment, without locks where it is new.
    """
    identity = {"python": ".".join(map(str, sys.version_info[:2])), "folder": str(ROOT)}
    found = stamp()
    if PYTHON.exists() and identity.items() <= found.items():
        return found
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise SetupError(
            "This Python cannot make virtual environments. Debian, Ubuntu: sudo apt install python3-venv\n"
            "此 Python 無法建立虛擬環境；Debian、Ubuntu 請執行：sudo apt install python3-venv"
        )
    say(f"Making {VENV} (Python {identity['python']}) ... 建立虛擬環境")
    # Only an environment that this script made is emptied; one made by hand is filled.
    clear = ["--clear"] if found else []
    if call(sys.executable, "-m", "venv", *clear, VENV) != 0:
        raise SetupError(f"{VENV} could not be made; see above. 無法建立虛擬環境，原因如上。")
    return identity


def call_counted(command: Sequence[str | Path], count: int) -> int:
    """Run pip and say how many of the packages it has come to; what it says is shown where it fails.

    Returns:
        Its exit code.
    """
    lines: list[str] = []
    running = subprocess.Popen(
        [str(part) for part in command], cwd=ROOT, stdout=subprocess.PIPE, text=True, errors="replace"
    )
    with running:
        seen = 0
        for line in running.stdout or ():
            lines.append(line)
            if line.startswith(("Collecting ", "Processing ")) and seen < count:
                seen += 1
                print(f"\r  套件 packages {seen} / {count}", end="", flush=True)
    say(" … 完成 done" if running.returncode == 0 else "\n" + "".join(lines[-20:]))
    return running.returncode


def install(name: str) -> None:
    """Bring .venv to what requirements/<name>.txt and the project's files say, where it is not so already.

    Args:
        name: "run" for what the program needs, "dev" for that and what its checks need.
    """
    installed, lock = make_environment(), ROOT / "requirements" / f"{name}.txt"
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "install")
    packages = fingerprint(lock)
    if installed.get(name) != packages:
        count = sum(line[:1].isalnum() for line in lock.read_text(encoding="utf-8").splitlines())
        say(f"Installing {count} packages of requirements/{lock.name} into {VENV} ... 安裝套件，請稍候")
        STAMP.unlink(missing_ok=True)
        if call_counted((*pip, "--require-hashes", "--only-binary", ":all:", "-r", lock), count) != 0:
            raise SetupError(
                "Packages could not be downloaded or do not fit; see above. Check the network, try again.\n"
                "套件下載或安裝失敗，原因如上；請檢查網路後再試。"
            )
        kept = {key: value for key, value in installed.items() if key not in {"run", "dev"}}
        # The lock for development holds all of the other, at the same versions.
        installed = {**kept, "run": fingerprint(ROOT / "requirements" / "run.txt"), name: packages}
    # A copy, not a link to the checkout: the link breaks on Windows under folders with Chinese names.
    project = fingerprint(*(ROOT / part for part in ("pyproject.toml", "pipeline", "schemas")))
    if installed.get("project") != project or not WORKPLAN.exists():
        say(f"Installing workplan itself into {VENV} ... 安裝本程式")
        # The build backend is in the lock: without isolation nothing is downloaded unpinned.
        if call(*pip, "--quiet", "--no-deps", "--no-build-isolation", "--force-reinstall", ROOT) != 0:
            raise SetupError("workplan itself could not be installed; see above. 本程式安裝失敗，原因如上。")
    STAMP.write_text(json.dumps({**installed, "project": project}, indent=1), encoding="utf-8")


def demo() -> int:
    """Read the sample plans and say where the records are."""
    install("run")
    plans = sorted((ROOT / "samples").glob("*.pdf"))
    say("Reading 讀取: " + ", ".join(path.name for path in plans))
    code = call(WORKPLAN, "run", *plans, "-o", ROOT / "output")
    if code == 0:
        say(
            f"The records are in {ROOT / 'output'}: a folder for each plan, and all plans as CSV, XLSX, ODS and more."
        )
        say(f"結果在 {ROOT / 'output'}：每一計畫一個資料夾，另有全部計畫的 CSV、XLSX、ODS 等檔。")
        say(f"Your own plans 處理自己的計畫: {WORKPLAN} run FILE.pdf")
    return code


def desk(arguments: Sequence[str]) -> int:
    """Open the desk in the browser, until it is ended there or by Ctrl-C.

    Args:
        arguments: of ``workplan desk``; its folder is output/ beside this file by default.
    """
    if not STAMP.exists():
        say(
            "第一次使用，先安裝所需套件，約需數分鐘，請勿關閉視窗。 Installing what is needed, a few minutes."
        )
    install("run")
    say("開啟核對桌，請稍候；用畢請在網頁按「結束」。 Opening the desk; end it on its page.")
    return call(WORKPLAN, "desk", *arguments)


def test(arguments: Sequence[str]) -> int:
    """Run every check and say at the end which failed.

    Args:
        arguments: none for all checks, "quick" for these with the quick tests alone, others for pytest alone.
    """
    install("dev")
    module = (PYTHON, "-m")
    quick = [*arguments] == ["quick"]
    if arguments and not quick:
        return call(*module, "pytest", *arguments)
    chosen = ("-m", " and ".join(f"not {marker}" for marker in LEFT_OUT)) if quick else ()
    checks: dict[str, tuple[str | Path, ...]] = {
        "style": (*module, "ruff", "check", "."),
        "format": (*module, "ruff", "format", "--check", "."),
        "types": (*module, "mypy"),
        "schemas": (WORKPLAN, "schema", "--check"),
        "tests": (*module, "pytest", "-n", "auto", "-rs", *chosen),
    }
    failed = []
    for name, command in checks.items():
        say(f"== {name}")
        if call(*command) != 0:
            failed.append(name)
    if failed:
        say("Failed: " + ", ".join(failed))
    if quick:
        say(
            f"Left out: tests marked {', '.join(LEFT_OUT)}; python3 do.py test runs them too. 以上測試未執行。"
        )
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    """Run the command that is named; print the help where none is."""
    command, *rest = arguments or ["help"]
    if command not in {"demo", "desk", "test"} or (rest and command == "demo"):
        say((__doc__ or "").strip())
        return 0 if command in {"help", "-h", "--help"} else 2
    try:
        if command == "desk":
            return desk(rest)
        return test(rest) if command == "test" else demo()
    except SetupError as error:
        say(str(error))
    except OSError as error:
        say(f"{error.strerror}: {error.filename or ''} 無法存取檔案")
    except KeyboardInterrupt:
        say("Stopped. 已中止。")
    return 1


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        # A console that lacks Chinese shows question marks instead of failing.
        sys.stdout.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
