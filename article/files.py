"""Reads the content folder; every mistake is reported with file, entry and reason.

ContentError
└── mistakes: [Mistake(file, entry, reason), ...]
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from article.checks import cross_check
from article.content import (
    Alert,
    Answer,
    Content,
    Passage,
    Publisher,
    Section,
    Term,
    Topic,
    WarningSign,
)
from article.mistakes import ContentError, Mistake
from article.red_flags import RedFlagsFile
from article.schema import ArticleFile, TopicFile
from article.yaml_file import Shape, read_yaml

ARTICLE_FILE = "article.yml"
RED_FLAGS_FILE = "red_flags.yml"
NOT_TOPICS = {ARTICLE_FILE, RED_FLAGS_FILE}


@dataclass(frozen=True)
class Files:
    """The content files, each read and of the right shape."""

    article: ArticleFile
    topics: dict[str, TopicFile]
    red_flags: RedFlagsFile


def fingerprint(folder: Path) -> str:
    """A sha256 over names and bytes of the content files, in hexadecimal."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def read_content(folder: Path) -> Content:
    """Read and check the whole folder.

    Raises:
        ContentError: with every mistake found, not only the first.
    """
    files = _read_files(folder)
    mistakes = cross_check(files.article, files.topics, files.red_flags)
    if mistakes:
        raise ContentError(mistakes)
    return _assemble(files, fingerprint(folder)[:12])


def _read_files(folder: Path) -> Files:
    mistakes: list[Mistake] = []
    article = _read(folder / ARTICLE_FILE, ArticleFile, mistakes)
    topics: dict[str, TopicFile] = {}
    for path in sorted(folder.glob("*.yml")):
        if path.name not in NOT_TOPICS:
            topic = _read(path, TopicFile, mistakes)
            if topic is not None:
                topics[path.stem] = topic
    red_flags = _read(folder / RED_FLAGS_FILE, RedFlagsFile, mistakes)
    if mistakes or article is None or red_flags is None:
        raise ContentError(mistakes)
    return Files(article, topics, red_flags)


def read_red_flags(folder: Path) -> RedFlagsFile:
    """Read the red flags alone.

    Raises:
        ContentError: the file holds mistakes.
    """
    return read_yaml(folder / RED_FLAGS_FILE, RedFlagsFile)


def _read(path: Path, shape: type[Shape], mistakes: list[Mistake]) -> Shape | None:
    try:
        return read_yaml(path, shape)
    except ContentError as error:
        mistakes.extend(error.mistakes)
        return None


def _assemble(files: Files, revision: str) -> Content:
    article = files.article
    content = Content(
        title=article.title,
        subject=article.subject,
        url=article.url,
        reviewed=article.reviewed,
        revision=revision,
        publisher=Publisher(**article.publisher.dict()),
        alerts={
            name: Alert(name, entry.text, tuple(entry.sections), entry.gives or "")
            for name, entry in files.red_flags.alerts.items()
        },
        self_check=tuple(
            WarningSign(**entry.dict()) for entry in files.red_flags.self_check
        ),
    )
    for stem in article.topics:
        file = files.topics[stem]
        content.topics[stem] = Topic(stem, file.title, file.description)
        for key, names in file.terms.items():
            content.terms[key] = Term(key, tuple(names))
        for number, section in file.sections.items():
            content.sections[number] = Section(number, section.heading, stem)
            for slug, passage in section.passages.items():
                content.passages[slug] = Passage(
                    slug,
                    number,
                    passage.text,
                    tuple(passage.about),
                    passage.opening or "",
                )
        for slug, answer in file.answers.items():
            content.answers[slug] = Answer(
                slug,
                stem,
                answer.title,
                answer.question,
                answer.subject,
                answer.facet,
                tuple(answer.passages),
                tuple(answer.next),
                answer.opening or "",
            )
    return content
