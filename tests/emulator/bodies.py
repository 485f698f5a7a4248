"""Bodies of messages to the Graph API, each of the kind its function names."""

from typing import Any

Body = dict[str, Any]
TO = {"messaging_product": "whatsapp", "to": "+12025550111"}


def typed(kind: str, content: Any, **more: Any) -> Body:
    return {**TO, "type": kind, kind: content, **more}


def text(body: Any) -> Body:
    return typed("text", {"body": body})


def interactive(kind: str, action: Body, body: str = "Which?", **more: Any) -> Body:
    content = {"type": kind, "body": {"text": body}, "action": action, **more}
    return typed("interactive", content)


def buttons(count: int = 1, title: str = "B", choice: str = "b", **more: Any) -> Body:
    replies = [
        {"type": "reply", "reply": {"id": f"{n}{choice}", "title": f"{n}{title}"}}
        for n in range(count)
    ]
    return interactive("button", {"buttons": replies}, **more)


def rows(
    *counts: int,
    title: str = "r",
    named: bool = True,
    button: str = "Pick",
    **more: Any,
) -> Body:
    sections = []
    for part, count in enumerate(counts):
        section: Body = {
            "rows": [
                {"id": f"{part}-{n}", "title": f"{n}{title}"} for n in range(count)
            ]
        }
        sections.append({"title": f"s{part}", **section} if named else section)
    return interactive("list", {"button": button, "sections": sections}, **more)


def row(**members: Any) -> Body:
    only = {"id": "1", "title": "One", **members}
    return interactive("list", {"button": "Pick", "sections": [{"rows": [only]}]})


def link(title: str = "Open", url: str = "https://why.edu.vn/") -> Body:
    parameters = {"display_text": title, "url": url}
    return interactive("cta_url", {"name": "cta_url", "parameters": parameters})


def button(**reply: Any) -> Body:
    one = {"type": "reply", "reply": {"id": "1", "title": "One", **reply}}
    return interactive("button", {"buttons": [one]})


def header(words: str) -> Body:
    return buttons(header={"type": "text", "text": words})


def card(**members: Any) -> Body:
    name = {"formatted_name": "WHY", "first_name": "WHY"}
    return {"name": name, **members}


TAKEN = {
    "text without a type": {**TO, "text": {"body": "hi"}},
    "to a user id": {
        "messaging_product": "whatsapp",
        "recipient": "US.13491208655302741918",
        "text": {"body": "hi"},
    },
    "three buttons": buttons(3),
    "ten rows": rows(10),
    "ten rows in two sections": rows(5, 5),
    "one section without a title": rows(3, named=False),
    "a link": link(),
    "latitude as a string": typed("location", {"latitude": "37.4", "longitude": -122}),
    "a reaction taken back": typed("reaction", {"message_id": "wamid.1", "emoji": ""}),
    "a read mark": {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": "wamid.1",
        "typing_indicator": {"type": "text"},
    },
    "257 contacts": typed("contacts", [card()] * 257),
}
