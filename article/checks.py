"""Mistakes that only show when the content files are seen together."""

from collections.abc import Iterator, Mapping

from article import limits
from article.contact_route import other_routes
from article.content import Passage, Publisher, Section
from article.mistakes import Mistake
from article.red_flags import RedFlagsFile
from article.rendering import answer_text, warning_signs_text
from article.schema import AnswerEntry, ArticleFile, TopicFile

Topics = Mapping[str, TopicFile]


def cross_check(
    article: ArticleFile, topics: Topics, red_flags: RedFlagsFile
) -> list[Mistake]:
    """All mistakes of reference, repetition and total length."""
    return [
        *_topic_mistakes(article, topics),
        *_section_mistakes(article, topics),
        *_repeated(topics),
        *_term_mistakes(topics),
        *_answer_mistakes(topics),
        *_alert_mistakes(red_flags, topics),
        *_self_check_mistakes(red_flags),
        *_contact_mistakes(article, topics),
    ]


def _topic_mistakes(article: ArticleFile, topics: Topics) -> Iterator[Mistake]:
    for listed in article.topics:
        if listed not in topics:
            reason = f"no file {listed}.yml"
            yield Mistake("article.yml", f"topics > {listed}", reason)
    for stem, file in topics.items():
        if stem not in article.topics:
            yield Mistake(f"{stem}.yml", "file", "not listed in article.yml > topics")
        if file.topic != stem:
            yield Mistake(f"{stem}.yml", "topic", f"must be the file's name, {stem}")


def _section_mistakes(article: ArticleFile, topics: Topics) -> Iterator[Mistake]:
    printed = article.printed_sections()
    held = {str(number) for file in topics.values() for number in file.sections}
    for stem, file in topics.items():
        for number in file.sections:
            if number not in printed:
                reason = f"the article has no section {number} (article.yml > chapters)"
                yield Mistake(f"{stem}.yml", f"sections > {number}", reason)
    for missing in sorted(set(printed) - held):
        yield Mistake("article.yml", "chapters", f"no file has section {missing}")


def _repeated(topics: Topics) -> Iterator[Mistake]:
    seen: dict[tuple[str, str], str] = {}
    for stem, file in topics.items():
        entries: list[tuple[str, str]] = [
            *(("section", number) for number in file.sections),
            *(("passage", s) for e in file.sections.values() for s in e.passages),
            *(("answer", slug) for slug in file.answers),
            *(("answer title", entry.title) for entry in file.answers.values()),
            *(("term", key) for key in file.terms),
        ]
        for entry in entries:
            if entry in seen:
                reason = f"already stands in {seen[entry]}.yml"
                yield Mistake(f"{stem}.yml", " ".join(entry), reason)
            seen[entry] = stem


def _term_mistakes(topics: Topics) -> Iterator[Mistake]:
    known = {key for file in topics.values() for key in file.terms}
    owners: dict[str, str] = {}
    for stem, file in topics.items():
        for key, names in file.terms.items():
            for name in names:
                owner = owners.setdefault(" ".join(name.lower().split()), key)
                if owner != key:
                    reason = f"{name} is a name of {owner} already"
                    yield Mistake(f"{stem}.yml", f"terms > {key}", reason)
        for number, section in file.sections.items():
            for slug, passage in section.passages.items():
                for key in passage.about:
                    if key not in known:
                        entry = f"sections > {number} > {slug} > about"
                        yield Mistake(f"{stem}.yml", entry, f"unknown term {key}")


def _answer_mistakes(topics: Topics) -> Iterator[Mistake]:
    passages = {
        slug: Passage(slug, number, entry.text, tuple(entry.about), entry.opening or "")
        for file in topics.values()
        for number, section in file.sections.items()
        for slug, entry in section.passages.items()
    }
    sections: dict[str, Section] = {
        number: Section(number, entry.heading, stem)
        for stem, file in topics.items()
        for number, entry in file.sections.items()
    }
    answers = {slug for file in topics.values() for slug in file.answers}
    for stem, file in topics.items():
        for slug, answer in file.answers.items():
            name, where = f"{stem}.yml", f"answers > {slug}"
            for other in answer.next:
                if other not in answers:
                    yield Mistake(name, f"{where} > next", f"unknown answer {other}")
                if other == slug:
                    yield Mistake(name, f"{where} > next", "leads back to itself")
            unknown = [entry for entry in answer.passages if entry not in passages]
            for entry in unknown:
                yield Mistake(name, f"{where} > passages", f"unknown passage {entry}")
            if not unknown:
                used = [passages[entry] for entry in answer.passages]
                for reason in _too_much(answer, used, sections):
                    yield Mistake(name, where, reason)


def _alert_mistakes(red_flags: RedFlagsFile, topics: Topics) -> Iterator[Mistake]:
    known = {number for file in topics.values() for number in file.sections}
    answers = {slug for file in topics.values() for slug in file.answers}
    for name, alert in red_flags.alerts.items():
        for number in alert.sections:
            if number not in known:
                entry = f"alerts > {name} > sections"
                yield Mistake("red_flags.yml", entry, f"unknown section {number}")
        if alert.gives and alert.gives not in answers:
            entry = f"alerts > {name} > gives"
            yield Mistake("red_flags.yml", entry, f"unknown answer {alert.gives}")


def _self_check_mistakes(red_flags: RedFlagsFile) -> Iterator[Mistake]:
    named = dict.fromkeys(sign.alert for sign in red_flags.self_check)
    alerts = [red_flags.alerts[name] for name in named]
    chars = len(warning_signs_text((each.text, each.sections) for each in alerts))
    if chars > limits.ANSWER_CHARS:
        reason = f"listed with their alerts {chars} characters"
        most = f"at most {limits.ANSWER_CHARS}"
        yield Mistake("red_flags.yml", "self_check", f"{reason}, {most}")


def _contact_mistakes(article: ArticleFile, topics: Topics) -> Iterator[Mistake]:
    publisher = Publisher(**article.publisher.dict())
    for stem, file in topics.items():
        for number, section in file.sections.items():
            for slug, passage in section.passages.items():
                for reason in other_routes(passage.text, publisher):
                    yield Mistake(
                        f"{stem}.yml", f"sections > {number} > {slug}", reason
                    )


def _too_much(
    answer: AnswerEntry, used: list[Passage], sections: Mapping[str, Section]
) -> Iterator[str]:
    cited = [sections[number] for number in {passage.section for passage in used}]
    if len(cited) > limits.SECTIONS_PER_ANSWER:
        most = limits.SECTIONS_PER_ANSWER
        yield f"rests on {len(cited)} sections, at most {most} may be cited"
    openings = [answer.opening or "", *(passage.opening for passage in used)]
    chars = len(answer_text(used, cited, max(openings, key=len)))
    if chars > limits.ANSWER_CHARS:
        most = limits.ANSWER_CHARS
        yield f"{chars} characters with opening and source line, at most {most}"
