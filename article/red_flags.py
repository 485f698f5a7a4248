"""The shape of content/red_flags.yml: signs, how readers report them, what to say."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field, root_validator, validator

from article import limits
from article.red_flag_patterns import WORD, PatternError, parse
from article.schema import Line, SectionNumber, Slug, Strict, each_once

Level = Literal["emergency", "see_doctor"]


class AlertText(Line):
    """Leaves room for the source line."""

    max_length = limits.ALERT_CHARS


class Word(Line):
    """One word: of several no pattern would ever find one."""

    @classmethod
    def __get_validators__(cls) -> Iterator[Any]:
        yield from super().__get_validators__()
        yield cls._is_one

    @classmethod
    def _is_one(cls, value: str) -> str:
        if not WORD.fullmatch(value):
            raise ValueError(f"{value!r} is not one word")
        return value


class SelfCheckQuestion(Line):
    """Fits a message with the introduction and buttons."""

    max_length = limits.SELF_CHECK_QUESTION_CHARS


class SignName(Line):
    """Fits a message beside the others."""

    max_length = limits.SIGN_NAME_CHARS


class DoctorQuestion(Line):
    """Fits a message beside the others."""

    max_length = limits.DOCTOR_QUESTION_CHARS


class SignEntry(Strict):
    """One sign: `unless` are words that must not stand in the same sentence.

    `even_asked`: in a question too it is a report ("is 3 months too long?").
    """

    level: Level
    alert: Slug | None = None
    crisis: bool = False
    patterns: list[Line] = Field(min_items=1)
    unless: list[Line] = []
    even_asked: bool = False

    @root_validator
    def _alert_fits_level(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values.get("level") == "see_doctor") != bool(values.get("alert")):
            raise ValueError("`alert` names what a see_doctor sign says, and only its")
        return values


class AlertEntry(Strict):
    """What an alert says, the sections it rests on, the answer it already gives."""

    gives: Slug | None = None

    sections: list[SectionNumber] = Field(
        min_items=1, max_items=limits.SECTIONS_PER_ANSWER
    )
    text: AlertText

    @validator("sections")
    def _once(cls, sections: list[SectionNumber]) -> list[SectionNumber]:
        return each_once(sections)


class SelfCheckEntry(Strict):
    """One question of the self-check, and what a yes leads to."""

    question: SelfCheckQuestion
    said: SignName
    alert: Slug
    ask_doctor: DoctorQuestion


class RedFlagsFile(Strict):
    """content/red_flags.yml"""

    words: dict[Slug, list[Word]]
    things: list[Word]
    signs: dict[Slug, SignEntry]
    alerts: dict[Slug, AlertEntry]
    self_check: list[SelfCheckEntry] = Field(
        min_items=1, max_items=limits.SELF_CHECK_SIGNS
    )

    def vocabulary(self) -> tuple[str, ...]:
        """Every word that a pattern looks for, and the things."""
        sets = {str(name): list(words) for name, words in self.words.items()}
        return *self.things, *(
            word
            for sign in self.signs.values()
            for pattern in sign.patterns
            for order in parse(pattern, sets)
            for step in order
            for word in sorted(step.words)
        )

    @validator("signs")
    def _patterns_can_be_read(
        cls,
        signs: dict[str, SignEntry],
        values: dict[str, Any],
    ) -> dict[str, SignEntry]:
        mistakes = []
        for name, sign in signs.items():
            for pattern in sign.patterns:
                try:
                    parse(pattern, values.get("words", {}))
                except PatternError as error:
                    mistakes.append(f"{name}: {pattern!r}: {error}")
        if mistakes:
            raise ValueError("; ".join(mistakes))
        return signs

    @validator("alerts")
    def _alerts_exist(
        cls,
        alerts: dict[str, AlertEntry],
        values: dict[str, Any],
    ) -> dict[str, AlertEntry]:
        for name, sign in values.get("signs", {}).items():
            if sign.alert and sign.alert not in alerts:
                raise ValueError(f"sign {name} names the unknown alert {sign.alert}")
        return alerts

    @validator("self_check", each_item=True)
    def _self_check_alerts_exist(
        cls,
        entry: SelfCheckEntry,
        values: dict[str, Any],
    ) -> SelfCheckEntry:
        if entry.alert not in values.get("alerts", {}):
            raise ValueError(f"unknown alert {entry.alert}")
        return entry
