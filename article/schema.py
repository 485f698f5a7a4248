"""The shape of the content files, as pydantic models: unknown fields are mistakes."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, Extra, Field, constr

from article import limits

Slug = constr(regex=r"^[a-z][a-z0-9_]*$")
SectionNumber = constr(regex=r"^\d+(\.\d+)?$")
Line = constr(strip_whitespace=True, min_length=1)
ButtonTitle = constr(
    strip_whitespace=True, min_length=1, max_length=limits.BUTTON_TITLE_CHARS
)
RowDescription = constr(
    strip_whitespace=True, min_length=1, max_length=limits.ROW_DESCRIPTION_CHARS
)
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


class ArticleFile(Strict):
    """content/article.yml"""

    title: Line
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
