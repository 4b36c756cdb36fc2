"""What all models of the output contract have in common."""

from pipeline.exporters.model_json import json_bytes
from pipeline.models import Provenance, Step

PLACE = Provenance(field="plan_item[0]", page=3, bbox=(1.0, 2.0, 3.5, 4.25))
STEP = Step(
    label="1.", number=1, text="辦理敬老活動。", steps=(Step(label=None, number=None, text="發放“禮金”\t"),)
)


def test_models_alike_share_the_set_of_their_given_fields() -> None:
    other = PLACE.model_copy(update={"page": 4})
    assert Provenance(field="budget", page=1, bbox=PLACE.bbox).model_fields_set is PLACE.model_fields_set
    assert other.model_fields_set == PLACE.model_fields_set


def test_a_copy_with_another_field_leaves_the_models_alike_as_they_are() -> None:
    copy = STEP.model_copy(update={"raw": "1.辦理敬老活動｡"})
    assert "raw" in copy.model_fields_set
    assert "raw" not in STEP.model_fields_set
    assert "raw" not in Step(label="2.", number=2, text="x", steps=()).model_fields_set


def test_json_is_what_pydantic_dumps_with_an_end_of_line() -> None:
    for model in (PLACE, STEP):
        assert json_bytes(model) == (model.model_dump_json(indent=1) + "\n").encode()
        assert type(model).model_validate_json(json_bytes(model)) == model
