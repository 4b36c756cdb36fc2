"""What all templates have in common."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment
from jinja2.exceptions import UndefinedError

from pipeline.compare.report_html import REPORT
from pipeline.desk.templates import desk_environment
from pipeline.gate.report import CHECK
from pipeline.site.environment import SITE, site_environment
from pipeline.web.environment import Templates, environment, told_json

ROOT = Path(__file__).parents[2]
EVIL = "</script><img src=x onerror=alert(1)>\u2028"


def made(text: str, **given: Any) -> str:
    return environment().from_string(text).render(**given)


def test_whatever_is_filled_in_is_text() -> None:
    assert made("{{ given }}", given="<b>\"'&") == "&lt;b&gt;&#34;&#39;&amp;"


def test_a_name_that_is_not_given_is_an_error_and_never_nothing() -> None:
    with pytest.raises(UndefinedError):
        made("{{ missing }}")


def test_both_languages_of_a_text_are_there_and_what_is_alike_is_there_once() -> None:
    page = '{% from "words.html" import t %}{{ t(("檔案", "File")) }} {{ t(("SHA-256", "SHA-256")) }}'

    assert made(page) == '<span class="zh">檔案</span><span class="en" lang="en">File</span> SHA-256'


def test_amounts_pages_and_shares_are_told_alike_everywhere() -> None:
    assert made("{{ (-5 | money)[0] }} {{ (5 | signed)[1] }} {{ [1, 2, 4] | pages }}") == "−5 元 +NT$5 1–2, 4"


def test_json_within_a_page_ends_neither_its_element_nor_its_line() -> None:
    told = str(told_json({"title": EVIL}))

    assert not set("<>&\u2028") & set(told)


def test_the_first_part_that_has_a_name_gives_it() -> None:
    first = Templates("pipeline.site", names={"who": "site"})
    second = Templates("pipeline.compare", names={"who": "compare"})

    assert environment(first, second).from_string("{{ who }}").render() == "site"


@pytest.mark.parametrize(
    "found",
    [environment(CHECK), environment(REPORT), site_environment(), desk_environment()],
    ids=["check", "report", "site", "desk"],
)
def test_every_template_of_a_part_can_be_loaded(found: Environment) -> None:
    assert "page.html" in found.list_templates()
    for name in found.list_templates():
        found.get_template(name)


@pytest.mark.parametrize("parts", [(SITE, REPORT), (CHECK,)], ids=["site", "check"])
def test_no_template_hides_another_one_of_its_name(parts: tuple[Templates, ...]) -> None:
    names = [
        path.name
        for package in ("pipeline.web", *(one.package for one in parts))
        for path in (ROOT / package.replace(".", "/") / "templates").iterdir()
    ]

    assert len(names) == len(set(names))


def test_the_gate_tells_its_report_as_text_and_json_without_jinja(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "plan.json").touch()
    code = (
        "import sys; sys.modules['jinja2'] = sys.modules['markupsafe'] = None\n"
        "from pathlib import Path\n"
        "from pipeline.gate.check import check_folder\n"
        "from pipeline.gate.report import json_of, text_of\n"
        f"report = check_folder(Path({str(tmp_path)!r}), rules=['file-missing'])\n"
        "print(len(text_of(report).splitlines()) > 3, len(json_of(report)) > 100)\n"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S603 - ours

    assert told.stdout.split() == ["True", "True"]
