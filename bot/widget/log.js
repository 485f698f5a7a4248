// The scrolling list of messages, with the welcome above and the dots below it.

import { make } from "./dom.js";
import { alertWord, messageElement, problemText, spoken } from "./message.js";

const SLOW_MS = 8000;
const MARGIN_PX = 12;
const KEPT_ANNOUNCEMENTS = 4;

/**
 * Tells a screen reader what is new. The messages themselves are no live region, so
 * that a reload or another tab's messages are not read out again.
 */
export class Announcer {
  constructor() {
    this.polite = make("div", { className: "unseen", "aria-live": "polite" });
    this.urgent = make("div", { className: "unseen", role: "alert", "aria-atomic": "false" });
    this.elements = [this.polite, this.urgent];
  }

  /** Says the text after what is being read, or at once when it is urgent. */
  say(text, urgent = false) {
    const region = urgent ? this.urgent : this.polite;
    region.append(make("p", { dir: "auto" }, text));
    while (region.children.length > KEPT_ANNOUNCEMENTS) region.firstChild.remove();
  }
}

export class Log {
  /**
   * @param {object} how `strings`, `article`, and what to do: `tap`, `retry`,
   *   `copy`, `cite`, `ask`, `refocus` (what had the focus is gone)
   */
  constructor(how, announcer) {
    this.how = how;
    this.announcer = announcer;
    this.elements = new Map();
    this.welcomeText = make("p", { dir: "auto" });
    this.startersText = make("h3");
    this.starters = make("ul", { className: "choices list" });
    this.welcome = make("div", { className: "welcome" },
      this.welcomeText, this.startersText, this.starters);
    this.messages = make("ol", { className: "messages" });
    this.dots = make("div", { className: "dots", hidden: true, role: "img" },
      make("i"), make("i"), make("i"));
    this.slow = make("p", { className: "notice", dir: "auto", hidden: true });
    this.element = make("div", { className: "log", tabIndex: 0, role: "region" },
      this.welcome, this.messages, this.dots, this.slow);
  }

  label() {
    const { strings } = this.how;
    this.element.setAttribute("aria-label", strings.log);
    this.welcomeText.textContent = strings.welcome;
    this.startersText.textContent = strings.starters;
    this.dots.setAttribute("aria-label", strings.typing);
    this.slow.textContent = strings.slow;
  }

  /** Questions to begin with. */
  offer(questions) {
    const focused = this.#hasFocus(this.starters);
    this.startersText.hidden = !questions.length;
    this.starters.replaceChildren(...questions.map((question) => {
      const button = make("button", { type: "button", dir: "auto" }, question);
      button.addEventListener("click", () => this.how.ask(question));
      return make("li", {}, button);
    }));
    if (focused) this.how.refocus();
  }

  /** Shows exactly these items; only notes among them are told. */
  show(items) {
    const focused = this.#hasFocus(this.messages);
    this.elements.clear();
    this.messages.replaceChildren(...items.map((item) => this.#make(item)));
    this.#welcomes(!items.some(({ from }) => from !== "note"));
    if (focused) this.element.focus();
    this.toEnd();
    for (const item of items) this.#tellNote(item);
  }

  /** Shows one item more, and tells it. */
  add(item) {
    const element = this.#make(item);
    this.messages.append(element);
    if (item.from === "note") {
      this.#tellNote(item);
      return this.toEnd();
    }
    this.#welcomes(false);
    if (item.from === "reader") return this.toEnd();
    const urgent = Boolean(alertWord(item, this.how.strings));
    this.announcer.say(spoken(item, this.how.strings), urgent);
    this.#bring(element);
  }

  /** Shows an item's new state, and tells a failure. */
  update(item) {
    const before = this.elements.get(item);
    if (!before) return;
    const focused = this.#hasFocus(before);
    before.replaceWith(this.#make(item));
    if (focused) this.how.refocus();
    if (item.state !== "failed") return;
    this.announcer.say(problemText(item, this.how.strings));
    this.toEnd();
  }

  /** Shows that an answer is on its way; after a while also in words. */
  waiting(is) {
    clearTimeout(this.timer);
    this.dots.hidden = !is;
    this.slow.hidden = true;
    if (!is) return;
    this.timer = setTimeout(() => {
      this.slow.hidden = false;
      this.announcer.say(this.how.strings.slow);
      this.toEnd();
    }, SLOW_MS);
    this.toEnd();
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  // An answer is read from its beginning, with its question above it.
  #bring(element) {
    const asked = this.messages.querySelectorAll(".reader");
    const top = asked[asked.length - 1] ?? element;
    this.element.scrollTop = top.offsetTop - this.element.offsetTop - MARGIN_PX;
  }

  #welcomes(is) {
    const focused = this.#hasFocus(this.welcome);
    this.welcome.hidden = !is;
    if (focused && !is) this.how.refocus();
  }

  #make(item) {
    const element = messageElement(item, this.how);
    this.elements.set(item, element);
    return element;
  }

  #tellNote({ from, name }) {
    if (from === "note") this.announcer.say(this.how.strings[name]);
  }

  #hasFocus(element) {
    return element.contains(element.getRootNode().activeElement);
  }
}
