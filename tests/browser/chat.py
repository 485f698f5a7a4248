"""The widget as a reader meets it, in one page of a browser."""

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

LISTEN = """
window.said = [];
window.listenTo = (element) => {
  for (const region of element.shadowRoot.querySelectorAll("[aria-live], [role=alert]"))
    new MutationObserver((changes) => {
      for (const {addedNodes} of changes)
        for (const {textContent} of addedNodes)
          said.push([region.getAttribute("role") || "polite", textContent]);
    }).observe(region, {childList: true});
};
0;
"""
# The panel fades in; what is on its way has no final contrast.
AT_REST = """(element) => Promise.all(
  element.shadowRoot.getAnimations()
    .filter(({effect}) => effect.getTiming().iterations !== Infinity)
    .map(({finished}) => finished)).then(() => true)"""
TOO_WIDE = """(root) => [root.ownerDocument.documentElement,
    ...root.shadowRoot.querySelectorAll(".panel, .log, .bubble, .form, .top")]
  .filter((element) => element.scrollWidth > element.clientWidth + 1)
  .map((element) => element.className || element.tagName)"""


class Chat:
    """One element in a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.element = page.locator("why-chat").first
        self.launcher = page.locator(".launcher")
        self.panel = page.locator(".panel")
        self.field = page.get_by_role("textbox", name="Your question")
        self.log = page.locator(".log")
        self.readers = page.locator(".reader")
        # The first contact's notice is a reply too, which tests seldom mean.
        self.all_replies = page.locator(".assistant")
        self.replies = page.locator(".assistant:not([data-kind=notice])")
        self.dots = page.locator(".dots")
        self.banner = page.locator(".banner")
        self.fallback = page.locator("why-chat a").first
        self.slow = page.locator(".log > .notice")
        self.notice = page.locator(".messages .notice")

    def open(self) -> "Chat":
        """Tap the launcher."""
        self.launcher.click()
        expect(self.panel).to_be_visible()
        return self

    def ask(self, text: str) -> None:
        """Type and send."""
        self.field.fill(text)
        self.field.press("Enter")

    def ask_and_wait(self, text: str) -> Locator:
        """Type, send, and wait for the end of the turn; the latest reply."""
        before = self.replies.count()
        self.ask(text)
        expect(self.replies.nth(before)).to_be_visible()
        expect(self.dots).to_be_hidden()
        return self.replies.last

    def expire(self) -> None:
        """Let the time of the conversation's token be over."""
        self.page.evaluate(
            """for (const [key, kept] of Object.entries(localStorage))
              localStorage[key] = JSON.stringify({...JSON.parse(kept), until: 1});"""
        )

    def choose(self, item: str) -> None:
        """Pick an entry of the menu."""
        self.page.get_by_role("button", name="More").click()
        self.page.locator(".menu").get_by_text(item).click()

    def listen(self) -> Callable[[], list[list[str]]]:
        """From now on note what a screen reader is told: [role or polite, text]."""
        self.page.evaluate(LISTEN)
        self.element.evaluate("element => listenTo(element)")
        return lambda: self.page.evaluate("said")

    def too_wide(self) -> list[str]:
        """What would have to be scrolled sideways."""
        found: list[str] = self.element.evaluate(TOO_WIDE)
        return found

    def problems(self) -> list[str]:
        """What axe-core finds wrong with the page as it is."""
        self.element.evaluate(AT_REST)
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(Axe().axe_script)
        results = self.page.evaluate("axe.run({resultTypes: ['violations']})")
        return [
            f"{rule['id']}: {node['html']} {node['failureSummary']}"
            for rule in results["violations"]
            for node in rule["nodes"]
        ]


def requested(page: Page) -> list[str]:
    """The addresses asked for from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url))
    return found
