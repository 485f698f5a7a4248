"""The content store's tables, which an import drops and makes anew.

All are called `content_...`: the database may hold an operator's own tables too.
"""

from typing import Any

from sqlalchemy import JSON, Column, Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import declarative_base

Base: Any = declarative_base()


class Ordered:
    """A row that keeps the editors' order."""

    position = Column(Integer, nullable=False)


class ArticleRow(Base):
    """The article; `revision` tells one import from another."""

    __tablename__ = "content_article"
    revision = Column(String(12), primary_key=True)
    title = Column(Text, nullable=False)
    subject = Column(Text, nullable=False)
    url = Column(Text, nullable=False)
    reviewed = Column(Date, nullable=False)
    publisher = Column(JSON, nullable=False)


class TopicRow(Ordered, Base):
    """A chapter, or part of one."""

    __tablename__ = "content_topic"
    slug = Column(String(64), primary_key=True)
    title = Column(Text, nullable=False)
    description = Column(Text, nullable=False)


class SectionRow(Ordered, Base):
    """A numbered section."""

    __tablename__ = "content_section"
    number = Column(String(8), primary_key=True)
    heading = Column(Text, nullable=False)
    topic = Column(ForeignKey("content_topic.slug"), nullable=False)


class TermRow(Ordered, Base):
    """Something readers name, with its names as a JSON list."""

    __tablename__ = "content_term"
    key = Column(String(64), primary_key=True)
    names = Column(JSON, nullable=False)


class PassageRow(Ordered, Base):
    """One addressable piece of text; `about` is a JSON list of term keys."""

    __tablename__ = "content_passage"
    slug = Column(String(64), primary_key=True)
    section = Column(ForeignKey("content_section.number"), nullable=False)
    text = Column(Text, nullable=False)
    about = Column(JSON, nullable=False)
    opening = Column(Text, nullable=False)


class AnswerRow(Ordered, Base):
    """What one question is answered with; passages and next as JSON lists."""

    __tablename__ = "content_answer"
    slug = Column(String(64), primary_key=True)
    topic = Column(ForeignKey("content_topic.slug"), nullable=False)
    title = Column(Text, nullable=False)
    question = Column(Text, nullable=False)
    subject = Column(Text, nullable=False)
    facet = Column(String(16), nullable=False)
    opening = Column(Text, nullable=False)
    passages = Column(JSON, nullable=False)
    next = Column(JSON, nullable=False)


class AlertRow(Ordered, Base):
    """What is said about a sign that needs a doctor; sections as a JSON list."""

    __tablename__ = "content_alert"
    name = Column(String(64), primary_key=True)
    text = Column(Text, nullable=False)
    sections = Column(JSON, nullable=False)
    gives = Column(String(64), nullable=False)


class WarningSignRow(Ordered, Base):
    """A question of the self-check."""

    __tablename__ = "content_warning_sign"
    question = Column(Text, primary_key=True)
    said = Column(Text, nullable=False)
    alert = Column(ForeignKey("content_alert.name"), nullable=False)
    ask_doctor = Column(Text, nullable=False)
