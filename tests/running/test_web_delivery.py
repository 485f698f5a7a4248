"""Which pages may use the web channel, and what a browser keeps of its files."""

import pytest

from ops.evaluate import Client
from ops.stand import Stand
from tests.running.web import HISTORY, ask

CORS = "Access-Control-"


@pytest.mark.parametrize(
    "origin",
    [
        "https://publisher.test",
        "http://publisher.test:8080",
        "http://publisher.test.evil.test",
        "http://evil.test",
        "null",
        "*",
    ],
)
@pytest.mark.parametrize("method", ["OPTIONS", "GET"])
def test_page_of_another_origin_may_not_use_the_channel(
    stand: Stand, client: Client, origin: str, method: str
) -> None:
    """An origin that is not listed gets no CORS header, in a preflight or after."""
    answer = ask(stand, method, HISTORY, client.session(), Origin=origin)
    assert not [name for name in answer.headers if name.startswith(CORS)]
    assert "Origin" in answer.headers["Vary"]


def test_page_of_a_listed_origin_may_use_the_channel(
    stand: Stand, client: Client
) -> None:
    """A listed origin is named, and no credentials are allowed."""
    origin = "http://publisher.test"
    asked = ask(stand, "OPTIONS", HISTORY, Origin=origin)
    assert asked.headers[f"{CORS}Allow-Origin"] == origin
    assert "DELETE" in asked.headers[f"{CORS}Allow-Methods"]
    assert "Authorization" in asked.headers[f"{CORS}Allow-Headers"]
    answer = ask(stand, "GET", HISTORY, client.session(), Origin=origin)
    assert answer.headers[f"{CORS}Allow-Origin"] == origin
    assert answer.headers[f"{CORS}Expose-Headers"] == "Retry-After"
    for each in (asked, answer):
        assert f"{CORS}Allow-Credentials" not in each.headers


def test_listed_origin_may_not_use_the_rest_of_the_server(stand: Stand) -> None:
    """Rasa's own routes name no origin."""
    answer = ask(stand, "GET", "/version", Origin="http://publisher.test")
    assert not [name for name in answer.headers if name.startswith(CORS)]


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", "no-cache"),
        ("/article", "no-cache"),
        ("/widget/0/why-chat.js", "public, max-age=300"),
        ("/webhooks/web/about", "public, max-age=300"),
    ],
)
def test_what_the_browser_has_is_not_sent_again(
    stand: Stand, path: str, kept: str
) -> None:
    """A page or file with the tag of its text is answered 304 without a body."""
    first = ask(stand, "GET", path)
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == kept
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert first.headers.get("Content-Encoding") == "gzip" or len(first.content) < 860
    again = ask(stand, "GET", path, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    changed = ask(stand, "GET", path, If_None_Match='W/"0"')
    assert (changed.status_code, changed.content) == (200, first.content)


def test_file_has_an_address_that_is_kept_for_good(stand: Stand) -> None:
    """The published address leads, for a short time, to one with the hash."""
    lead = ask(stand, "GET", "/widget/why-chat.js")
    assert lead.status_code == 302
    assert lead.headers["Cache-Control"] == "public, max-age=300"
    file = ask(stand, "GET", lead.headers["Location"])
    assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert file.headers[f"{CORS}Allow-Origin"] == "*"
    plain = ask(stand, "GET", lead.headers["Location"], Accept_Encoding="identity")
    assert "Content-Encoding" not in plain.headers
    assert plain.content == file.content
