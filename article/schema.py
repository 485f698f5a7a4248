"""The shape of the content files, as pydantic models: unknown fields are mistakes."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from pydantic import (
    BaseModel,
    ConstrainedList,
    ConstrainedStr,
    Extra,
    Field,
    NonNegativeInt,
    root_validator,
    validator,
)

from article import limits
from article.contact_route import LINK


class Slug(ConstrainedStr):
    """A name in lower case."""

    regex = re.compile(r"^[a-z][a-z0-9_]*$")


class SectionNumber(ConstrainedStr):
    """A section's number as printed and in quotes: YAML reads 4.10 as 4.1."""

    regex = re.compile(r"^\d+(\.\d+)?$")

    @classmethod
    def __get_validators__(cls) -> Iterator[Any]:
        yield cls._in_quotes
        yield from super().__get_validators__()

    @classmethod
    def _in_quotes(cls, value: Any) -> Any:
        if isinstance(value, int | float):
            reason = f'{value} stands without quotes: write "{value}", or "4.10"'
            raise ValueError(f"{reason} where YAML read 4.1")
        return value


class ChapterNumber(SectionNumber):
    """A chapter's number as printed, e.g. 4."""

    regex = re.compile(r"^\d+$")


class Line(ConstrainedStr):
    """A text that is not empty."""

    strip_whitespace = True
    min_length = 1


class WebAddress(Line):
    """A link that leads out of any page: it begins with http:// or https://."""

    regex = re.compile(r"^https?://[^\s/]\S*$")


class WhatsAppLink(Line):
    """https://wa.me/ and the number's digits, which a contact card is sent with."""

    regex = re.compile(rf"^{LINK.pattern}$")


class Names(ConstrainedList):
    """What readers call a term; the first name is ours."""

    item_type = Line
    __args__ = (Line,)
    min_items = 1


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


def each_once(entries: list[Any]) -> list[Any]:
    """The entries.

    Raises:
        ValueError: one stands twice.
    """
    twice = [entry for entry in dict.fromkeys(entries) if entries.count(entry) > 1]
    if twice:
        raise ValueError(f"{', '.join(twice)} stands twice")
    return entries


class PublisherEntry(Strict):
    name: Line
    url: WebAddress
    address: Line
    whatsapp_number: Line
    whatsapp_link: WhatsAppLink
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
    """content/article.yml; `chapters` says how many sections each one has."""

    title: Line
    subject: Line
    url: WebAddress
    reviewed: date
    publisher: PublisherEntry
    chapters: dict[ChapterNumber, NonNegativeInt]
    topics: list[Slug]

    def printed_sections(self) -> list[str]:
        """The numbers of the article's chapters and sections, in its order."""
        numbers: list[str] = []
        for chapter, sections in self.chapters.items():
            numbers += [chapter, *(f"{chapter}.{n + 1}" for n in range(sections))]
        return numbers

    @validator("topics")
    def _once(cls, topics: list[Slug]) -> list[Slug]:
        return each_once(topics)


class PassageEntry(Strict):
    text: Line
    about: list[Slug] = []
    opening: Line | None = None

    @validator("about")
    def _is_short(cls, about: list[Slug], values: dict[str, Any]) -> list[Slug]:
        chars = len(values.get("text", ""))
        if about and chars > limits.ITEM_CHARS:
            reason = f"{chars} characters, at most {limits.ITEM_CHARS} for an item"
            raise ValueError(f"{reason}: it can stand beside others")
        return each_once(about)


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

    @validator("passages", "next")
    def _once(cls, entries: list[Slug]) -> list[Slug]:
        return each_once(entries)


class TopicFile(Strict):
    """content/<topic>.yml"""

    topic: Slug
    title: ButtonTitle
    description: RowDescription
    terms: dict[Slug, Names] = {}
    sections: dict[SectionNumber, SectionEntry]
    answers: dict[Slug, AnswerEntry] = {}
