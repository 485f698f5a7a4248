"""The contact route where it stands outside article.yml: it must be the same there.

The fixed sentences of domain.yml name it, so that it needs no database.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from article.content import Publisher
from article.mistakes import ContentError, Mistake
from article.yaml_file import read_yaml

TELEPHONE = re.compile(r"\+\d[\d ()-]+\d")
LINK = re.compile(r"https://wa\.me/\d+")


class FixedSentence(BaseModel):
    """A response's variation, as far as it matters here."""

    text: str


class Domain(BaseModel):
    """domain.yml, as far as it matters here."""

    responses: dict[str, list[FixedSentence]]


def other_routes(text: str, publisher: Publisher) -> Iterator[str]:
    """For each telephone number or link that is not the publisher's, what is wrong."""
    for pattern, own in (
        (TELEPHONE, publisher.whatsapp_number),
        (LINK, publisher.whatsapp_link),
    ):
        for found in pattern.findall(text):
            if found != own:
                yield f"names {found}, article.yml has {own}"


def check_domain(path: Path, publisher: Publisher) -> None:
    """Make sure that the fixed sentences of domain.yml name the same contact route.

    Raises:
        ContentError: one names another or has no text, or the file cannot be read.
    """
    mistakes = [
        Mistake(path.name, f"responses > {name}", reason)
        for name, variations in read_yaml(path, Domain).responses.items()
        for variation in variations
        for reason in other_routes(variation.text, publisher)
    ]
    if mistakes:
        raise ContentError(mistakes)
