"""The widget's modules as one script."""

from pathlib import Path

import pytest

from bot.channels.joined_script import joined


def write(folder: Path, **sources: str) -> Path:
    for name, source in sources.items():
        (folder / name.replace("_", ".")).write_text(source, "utf-8")
    return folder / "main.js"


def test_each_module_comes_once_before_those_that_need_it(tmp_path: Path) -> None:
    """Imports and exports go, comments and indentation too; a style is a string."""
    main = write(
        tmp_path,
        main_js='// Starts.\nimport {\n  one,\n  two,\n} from "./two.js";\n'
        'import { one } from "./one.js";\n\nrun(one, two);\n',
        two_js='import { one } from "./one.js";\nimport LOOK from "./look.css";\n'
        "/** Two. */\nexport async function two() {\n  return one + LOOK;\n}\n",
        one_js="export const one = 1; // stays\n",
        look_css='/* A\n   look. */\np { content: "x"; }\n',
    )
    assert joined(main) == (
        "const one = 1; // stays\n"
        'const LOOK = "p { content: \\"x\\"; }\\n";\n'
        "async function two() {\nreturn one + LOOK;\n}\n"
        "run(one, two);\n"
    )


@pytest.mark.parametrize(
    "line",
    [
        'import * as all from "./one.js";',
        'import { one as two } from "../one.js";',
        'import "./one.js";',
        "export default 1;",
        "export { one };",
    ],
)
def test_other_forms_are_refused(tmp_path: Path, line: str) -> None:
    """What would be joined wrongly stops the server's start, with file and line."""
    main = write(tmp_path, main_js=f"{line}\n", one_js="export const one = 1;\n")
    with pytest.raises(ValueError, match=r"main\.js: cannot be joined: "):
        joined(main)
