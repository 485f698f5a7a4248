"""The contact route where it stands outside article.yml: it must be the same there.

The fixed sentences of domain.yml name it, so that it needs no database.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML

from article.content import Publisher
from article.mistakes import Mistake

TELEPHONE = re.compile(r"\+\d[\d ()-]+\d")
LINK = re.compile(r"https://wa\.me/\d+")


def other_routes(text: str, publisher: Publisher) -> Iterator[str]:
    """For each telephone number or link that is not the publisher's, what is wrong."""
    for pattern, own in (
        (TELEPHONE, publisher.whatsapp_number),
        (LINK, publisher.whatsapp_link),
    ):
        for found in pattern.findall(text):
            if found != own:
                yield f"names {found}, article.yml has {own}"


def domain_mistakes(domain: Path, publisher: Publisher) -> list[Mistake]:
    """The fixed sentences of domain.yml that name another contact route."""
    responses = YAML(typ="safe").load(domain.read_text("utf-8"))["responses"]
    return [
        Mistake(domain.name, f"responses > {name}", reason)
        for name, variations in responses.items()
        for variation in variations
        for reason in other_routes(variation["text"], publisher)
    ]
