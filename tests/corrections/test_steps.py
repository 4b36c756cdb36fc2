from pipeline.corrections.steps import reread, same_contents
from pipeline.models import Step
from pipeline.normalizers.records import contents

BULLETS = (
    Step(label="1.", number=1, text="宣導。", steps=(Step(label="(1)", number=1, text="函。"),)),
    Step(label="●", number=None, text="訪視。"),
    Step(label=None, number=None, text="結語。"),
)


def test_contents_with_bullets_are_read_back_as_they_were() -> None:
    assert reread(contents(BULLETS), BULLETS) == BULLETS
    assert reread(contents(BULLETS)) == BULLETS


def test_a_space_behind_a_bullet_makes_no_difference() -> None:
    assert same_contents("● 訪視。", "●訪視。")
    assert not same_contents("● 訪視。", "■ 訪視。")


def test_a_line_behind_a_bullet_is_no_step_below_it() -> None:
    assert [step.label for step in reread("●訪視。\n(1)函。")] == ["●", "(1)"]
