"""What all models of the output contract have in common."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer


def explained(english: str, chinese: str, **settings: Any) -> Any:
    """A model field with its description in both languages."""
    return Field(description=english, json_schema_extra={"description_zh": chinese}, **settings)


class Contract(BaseModel):
    """Base of all contract models: frozen, and nothing undeclared gets in."""

    # Most programs use a part of the models: validators are built for those only.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


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
