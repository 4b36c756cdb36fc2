"""The forms of a page of the desk as a browser would send them."""

from __future__ import annotations

from html.parser import HTMLParser


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, list[str]]] = {}
        self._fields: dict[str, list[str]] | None = None
        self._select = ""
        self._options: list[tuple[str, bool]] = []
        self._many = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and given.get("method") == "post":
            self._fields = self.forms.setdefault((given["action"] or "").partition("/t/")[2], {})
        if self._fields is None:
            return
        if tag == "input" and (given.get("type") not in {"radio", "checkbox"} or "checked" in given):
            self._fields.setdefault(given.get("name") or "", []).append(given.get("value") or "")
        elif tag == "select":
            self._select, self._options, self._many = given["name"] or "", [], "multiple" in given
        elif tag == "option":
            self._options.append((given.get("value") or "", "selected" in given))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._fields = None
        elif tag == "select" and self._fields is not None:
            chosen = [value for value, selected in self._options if selected]
            first = [] if self._many else [value for value, _ in self._options[:1]]
            self._fields[self._select] = chosen or first


def forms_of(page: str) -> dict[str, dict[str, list[str]]]:
    """What each form of a page would send, by the address that it goes to."""
    parser = _Forms()
    parser.feed(page)
    return parser.forms
