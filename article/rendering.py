"""How passages become the text of an answer; the importer measures with it too."""

from collections.abc import Iterable, Sequence

from article.content import Passage, Section

BULLET = "• "


def answer_text(
    passages: Sequence[Passage], sections: Iterable[Section], opening: str = ""
) -> str:
    """The whole text of an answer: opening, passages, source line.

    An item becomes a bullet when there are several.
    """
    items = sum(1 for passage in passages if passage.about)
    lines: list[str] = []
    for passage in passages:
        bullet = BULLET if passage.about and items > 1 else ""
        lines.append(f"{bullet}{passage.text}")
    if opening:
        if lines[0].startswith(BULLET):
            lines.insert(0, opening)
        else:
            lines[0] = f"{opening} {lines[0]}"
    body = "\n".join(lines)
    return f"{body}\n\n{source_line(sections)}"


def warning_signs_text(signs: Iterable[tuple[str, Sequence[str]]]) -> str:
    """The article's warning signs below each other: a text and its sections each."""
    lines = [f"{BULLET}{text} ({', '.join(sections)})" for text, sections in signs]
    return "\n".join(["The article's warning signs, with their sections:", *lines])


def source_line(sections: Iterable[Section]) -> str:
    """Names each section and its heading, e.g. "Source: section 6 When to ..."."""
    return f"Source: {section_names(sections)}"


def section_names(sections: Iterable[Section]) -> str:
    """Numbers and headings, e.g. "sections 2 Common Causes; 3 Diagnostic ..."."""
    named = [f"{section.number} {section.heading}" for section in sections]
    return f"section{'s' if len(named) > 1 else ''} {'; '.join(named)}"
