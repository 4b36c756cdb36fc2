"""What all models of the output contract have in common."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer


def explained(english: str, chinese: str, **settings: Any) -> Any:
    """A model field with its description in both languages."""
    return Field(description=english, json_schema_extra={"description_zh": chinese}, **settings)


_GIVEN_FIELDS: dict[frozenset[str], set[str]] = {}
"""Sets of fields that models were made of; a copy of a model has a set of its own, so none of these ever changes."""


class Contract(BaseModel):
    """Base of all contract models: frozen, and nothing undeclared gets in."""

    # Most programs use a part of the models: validators are built for those only.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, allow_inf_nan=False)

    def model_post_init(self, _context: Any, /) -> None:
        """Share the set of given fields with the models alike: a set for each is half of what a long plan holds."""
        given = self.__pydantic_fields_set__
        shared = _GIVEN_FIELDS.setdefault(frozenset(given), given)
        object.__setattr__(self, "__pydantic_fields_set__", shared)


class Printed(Contract):
    """Text of the document; ``raw`` is given only where the text was normalised."""

    raw: str | None = explained(
        "the text as its glyphs are coded, given only where normalisation changed it",
        "原始字碼的文字，僅在正規化有所更動時提供",
        default=None,
    )

    @model_serializer(mode="wrap")
    def _without_needless_raw(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = handler(self)
        # The recursive Step passes here twice.
        if data.get("raw") is None:
            data.pop("raw", None)
        return data
