"""Measures the widget's size and speed, in Chromium against a running assistant.

`python -m ops.widget_speed` (make widget-speed) opens the article page a few times
with an empty cache and asks a question, at the processor's full speed and slowed
down four times, as a phone is. Each figure is a median:

    script, style   as delivered, compressed: the script holds the widget's own
                    style, the style is the page's
    launcher        from the start of the script's loading until the button is drawn
    first bubble    from Enter until the first reply is drawn, session and all
"""

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from ops.prepare import newest_model
from ops.servers import StartError
from ops.stand import running_assistant

RUNS = 5
SLOWDOWNS = {1: "full speed", 4: "4 times slower"}
SWITCHES = ["--no-sandbox", "--disable-gpu"]
QUESTION = "which foods contain magnesium?"
# A timer set in a frame's callback fires when the frame has been drawn.
WATCH = """
window.seen = {};
const drawn = (name) => requestAnimationFrame(() => setTimeout(() => {
  seen[name] ??= performance.now();
}));
customElements.whenDefined("why-chat").then(() => drawn("launcher"));
addEventListener("keydown", ({key, timeStamp}) => {
  if (key === "Enter") seen.sent = timeStamp;
}, true);
document.addEventListener("message", ({detail}) => {
  if (detail.from === "assistant") drawn("bubble");
}, true);
"""
READ = """async () => {
  while (!seen.bubble) await new Promise(requestAnimationFrame);
  const files = performance.getEntriesByType("resource");
  const bytes = (ending) => files.filter(({name}) => name.endsWith(ending))
    .reduce((sum, {encodedBodySize}) => sum + encodedBodySize, 0);
  const start = files.find(({name}) => name.endsWith("/why-chat.js")).startTime;
  return {
    "script, bytes": bytes(".js"),
    "style, bytes": bytes(".css"),
    "launcher, ms": seen.launcher - start,
    "first bubble, ms": seen.bubble - seen.sent,
  };
}"""
Figures = dict[str, float]


def measure(browser: Browser, address: str, slowdown: int) -> Figures:
    """Open the page in a profile of its own, ask, and read what was noted."""
    context = browser.new_context()
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    page.add_init_script(WATCH)
    page.goto(address)
    page.locator(".launcher").click()
    field = page.get_by_role("textbox", name="Your question")
    field.fill(QUESTION)
    field.press("Enter")
    figures: Figures = page.evaluate(READ)
    context.close()
    return figures


def table(columns: dict[str, list[Figures]]) -> str:
    """The median of each figure, column by column."""
    lines = [f"{'':16}" + "".join(f"{title:>18}" for title in columns)]
    for name in next(iter(columns.values()))[0]:
        cells = [statistics.median(run[name] for run in c) for c in columns.values()]
        lines.append(f"{name:16}" + "".join(f"{cell:18,.0f}" for cell in cells))
    return "\n".join(lines)


def main() -> int:
    """Run the command; an exit status."""
    chromium = shutil.which("chromium")
    model = newest_model()
    if chromium is None or model is None:
        missing = "model; run `make train`" if chromium else "chromium; install it"
        print(f"There is no {missing} first.", file=sys.stderr)
        return 1
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            running_assistant(Path(folder), model) as stand,
            sync_playwright() as playwright,
        ):
            start = playwright.chromium.launch
            browser = start(executable_path=chromium, args=SWITCHES)
            address = f"{stand.url}/article"
            measure(browser, address, 1)  # the servers' first turn is a slow one
            rounds = [
                [measure(browser, address, s) for s in SLOWDOWNS] for _ in range(RUNS)
            ]
            browser.close()
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    columns = dict(zip(SLOWDOWNS.values(), map(list, zip(*rounds))))
    print(f"Medians of {RUNS} runs:\n{table(columns)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
