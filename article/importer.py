"""`python -m article.importer`: check the content files and load them.

With --check nothing is loaded. Exit status 1 when the files hold mistakes, a setting
cannot be used or the database refuses; the database is then as it was before.
"""

import argparse
import sys
from pathlib import Path

from article.contact_route import check_domain
from article.files import read_content
from article.mistakes import ContentError
from article.store import ContentStore, StoreError
from settings import ROOT, Settings, SettingsError

CONTENT_FOLDER = ROOT / "content"
DOMAIN = ROOT / "domain.yml"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; the return value is its exit status."""
    parser = argparse.ArgumentParser(description="Check and import the content files.")
    parser.add_argument("--folder", type=Path, default=CONTENT_FOLDER)
    parser.add_argument("--domain", type=Path, default=DOMAIN)
    parser.add_argument("--check", action="store_true", help="import nothing")
    options = parser.parse_args(arguments)
    try:
        content = read_content(options.folder)
        check_domain(options.domain, content.publisher)
        if not options.check:
            settings = Settings.read()
            store = ContentStore(
                settings.database_url, settings.database_timeout_seconds
            )
            store.replace(content)
    except ContentError as error:
        for mistake in error.mistakes:
            print(mistake, file=sys.stderr)
        print(f"{len(error.mistakes)} mistakes; nothing imported.", file=sys.stderr)
        return 1
    except SettingsError as error:
        print(f"{error}; nothing imported.", file=sys.stderr)
        return 1
    except StoreError as error:
        print(f"The database refused: {error}; nothing imported.", file=sys.stderr)
        return 1
    print(
        f"{'Checked' if options.check else 'Imported'} revision {content.revision}: "
        f"{len(content.sections)} sections, {len(content.passages)} passages, "
        f"{len(content.answers)} answers, {len(content.terms)} terms."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
