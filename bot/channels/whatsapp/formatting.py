"""Markdown as WhatsApp writes it: *bold*, ~struck~, no headings, no hidden links."""

import re

RULES = [
    (re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE), r"*\1*"),
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), r"*\1*"),
    (re.compile(r"__(?=\S)(.+?)(?<=\S)__"), r"*\1*"),
    (re.compile(r"~~(?=\S)(.+?)(?<=\S)~~"), r"~\1~"),
    (re.compile(r"\[([^\]\n]+)\]\((https?://[^\s)]+)\)"), r"\1 (\2)"),
]


def formatted(text: str) -> str:
    """The text with WhatsApp's marks; the words stay as they are."""
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text.strip()
