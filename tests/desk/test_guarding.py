"""Only the browser of the person who started the desk may speak to it."""

import pytest

from pipeline.desk.guard import may_pass

TOKEN = "t0ken"  # noqa: S105 - none that is in use
HOST = "127.0.0.1:8000"
OWN = {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}


def passes(
    method: str = "GET", path: str = f"/{TOKEN}/", host: str = HOST, headers: dict[str, str] | None = None
) -> bool:
    return may_pass(method, path, host, headers or {}, TOKEN, 8000)


def test_the_desks_own_pages_and_forms_pass() -> None:
    assert passes()
    assert passes(path=f"/{TOKEN}/items/a", host="localhost:8000")
    assert passes("POST", headers=OWN)


@pytest.mark.parametrize("path", ["/", "/items/a", "/t0ke/", "/t0kenx/", "//t0kenx", "/%74oken/"])
def test_without_the_token_nothing_passes(path: str) -> None:
    assert not passes(path=path)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1", "127.0.0.1:8001", "", "0.0.0.0:8000"]
)
def test_another_name_of_the_machine_does_not_pass(host: str) -> None:
    assert not passes(host=host)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1:8000"},
        {"Origin": "http://127.0.0.1:9000"},
        {"Origin": "http://evil.example"},
        OWN | {"Sec-Fetch-Site": "cross-site"},
        OWN | {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_from_elsewhere_does_not_pass(headers: dict[str, str]) -> None:
    assert not passes("POST", headers=headers)
