"""Latin words that a line's end parts: whole in the record, or with the hyphen that they have elsewhere."""

from pathlib import Path

import pytest

from pipeline.extractors.compounds import compounds_of
from pipeline.models import Reader
from tests.extractors.test_section_rows import both_readers, extracted, item, table


@both_readers
@pytest.mark.parametrize(
    ("elsewhere", "parted", "whole"),
    [
        ("依規定辦理。", "推動 develop- \\ ment 計畫。", "推動 development 計畫。"),
        ("辦理 well-being 活動。", "推動 well- \\ being 計畫。", "推動 well-being 計畫。"),
        ("辦理 wellbeing 及 well-being 活動。", "推動 well- \\ being 計畫。", "推動 wellbeing 計畫。"),
        ("依規定辦理。", "推動 e- \\ learning 計畫。", "推動 e-learning 計畫。"),
    ],
)
def test_a_parted_word_is_joined_as_the_document_prints_it(
    reader: Reader, elsewhere: str, parted: str, whole: str, tmp_path: Path
) -> None:
    row = ("二、民防業務", "1.民防團隊訓練", parted, "120")
    rows = (("一、自治行政", "1.里幹事服勤", elsewhere, "120"), row, item("三、社會福利", "1.敬老"))
    found = extracted(tmp_path, reader, table(*rows))

    (step,) = found.plans[0].sections[0].items[1].implementation
    assert step.text == whole


def test_a_compound_that_no_line_parts_needs_no_mending() -> None:
    assert compounds_of(["a well-known plan", "e-learning"]) == {}
