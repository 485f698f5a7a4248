"""The shape of the content files, as pydantic models: unknown fields are mistakes."""

import re
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConstrainedStr, Extra, Field, root_validator

from article import limits


class Slug(ConstrainedStr):
    """A name in lower case."""

    regex = re.compile(r"^[a-z][a-z0-9_]*$")


class SectionNumber(ConstrainedStr):
    """A section's number as printed, e.g. 4.9."""

    regex = re.compile(r"^\d+(\.\d+)?$")


class Line(ConstrainedStr):
    """A text that is not empty."""

    strip_whitespace = True
    min_length = 1


class ButtonTitle(Line):
    """Fits a button."""

    max_length = limits.BUTTON_TITLE_CHARS


class RowDescription(Line):
    """Fits the second line of a list row."""

    max_length = limits.ROW_DESCRIPTION_CHARS


Facet = Literal[
    "what",
    "how",
    "causes",
    "signs",
    "benefits",
    "who",
    "how_long",
    "pain",
    "foods",
    "treatment",
    "tests",
    "prevention",
    "doctor",
    "contact",
]


class Strict(BaseModel):
    """A model that refuses fields it does not know."""

    class Config:
        extra = Extra.forbid


class PublisherEntry(Strict):
    name: Line
    url: Line
    address: Line
    whatsapp_number: Line
    whatsapp_link: Line
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)

    @root_validator(skip_on_failure=True)
    def is_a_place(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Half a position is none."""
        given = [values.get(name) is not None for name in ("latitude", "longitude")]
        if any(given) and not all(given):
            raise ValueError("needs both latitude and longitude, or neither")
        return values


class ArticleFile(Strict):
    """content/article.yml"""

    title: Line
    subject: Line
    url: Line
    reviewed: date
    publisher: PublisherEntry
    topics: list[Slug]


class PassageEntry(Strict):
    text: Line
    about: list[Slug] = []
    opening: Line | None = None


class SectionEntry(Strict):
    heading: Line
    passages: dict[Slug, PassageEntry]


class AnswerEntry(Strict):
    title: ButtonTitle
    question: RowDescription
    subject: Line
    facet: Facet
    opening: Line | None = None
    passages: list[Slug] = Field(min_items=1)
    next: list[Slug] = Field(min_items=1, max_items=3)


class TopicFile(Strict):
    """content/<topic>.yml"""

    topic: Slug
    title: ButtonTitle
    description: RowDescription
    terms: dict[Slug, list[Line]] = {}
    sections: dict[SectionNumber, SectionEntry]
    answers: dict[Slug, AnswerEntry] = {}
