// The launcher and the panel: header with menu, the log, the form.

import { icon, make } from "./dom.js";
import { DRAWINGS } from "./drawings.js";

const PREFILLED_CHARS = 500;
const BORDERS_PX = 2;
/** Where the panel covers the window; styles.css has the same. */
const COVERING = "(max-width: 30em), (max-height: 30em)";

function button(className, drawing, action) {
  const element = make("button", { type: "button", className });
  if (drawing) element.append(icon(drawing));
  element.addEventListener("click", action);
  return element;
}

function name(element, text) {
  element.title = text;
  element.setAttribute("aria-label", text);
}

export class Panel {
  /** @param {object} on what the reader does: open, close, ask, draft, restart,
   *   forget, again, question (the latest one asked) */
  constructor(log, on) {
    this.on = on;
    this.log = log;
    this.covering = matchMedia(COVERING);
    this.launcherText = make("span");
    this.launcher = button("launcher", DRAWINGS.chat, on.open);
    this.launcher.append(this.launcherText);
    this.launcher.setAttribute("aria-haspopup", "dialog");
    this.heading = make("h2", { id: "heading", dir: "auto" });
    this.menuButton = button("round", DRAWINGS.menu, () => this.#openMenu(this.menu.hidden));
    this.closeButton = button("round", DRAWINGS.close, on.close);
    this.menu = this.#buildMenu();
    this.sure = this.#buildQuestion();
    this.again = button("again", null, on.again);
    this.trouble = make("span", { dir: "auto" });
    this.reported = "";
    this.fallback = make("slot");
    this.fallback.addEventListener("slotchange", () => this.#adopt());
    this.instead = make("div", { className: "instead" }, this.fallback);
    this.banner = make("div", { className: "banner", hidden: true },
      this.trouble, this.again, this.instead);
    this.form = this.#buildForm();
    this.note = make("p", { className: "note", dir: "auto" });
    this.element = make("div", {
      className: "panel", tabIndex: -1, "aria-labelledby": "heading",
    },
    make("div", { className: "top" },
      this.heading, this.menuButton, this.menu, this.closeButton),
    this.sure, this.banner, log.element, this.form, this.note, ...log.announcer.elements);
    this.#openMenu(false);
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("focusout", ({ relatedTarget }) => {
      const inside = relatedTarget === this.menuButton || this.menu.contains(relatedTarget);
      if (relatedTarget && !inside) this.#openMenu(false);
    });
  }

  label(strings) {
    this.strings = strings;
    this.launcherText.textContent = strings.launcher;
    this.heading.textContent = strings.heading;
    name(this.menuButton, strings.menu);
    name(this.closeButton, strings.close);
    name(this.sendButton, strings.send);
    this.restartButton.textContent = strings.newChat;
    this.whatsapp.textContent = strings.whatsapp;
    this.forgetButton.textContent = strings.forget;
    this.sureText.textContent = strings.forgetQuestion;
    this.yes.textContent = strings.forgetYes;
    this.no.textContent = strings.forgetNo;
    this.again.textContent = strings.tryAgain;
    this.field.placeholder = strings.placeholder;
    this.field.setAttribute("aria-label", strings.field);
    this.note.textContent = strings.note;
  }

  /** Shows the panel or the launcher; an inline panel is part of the page. */
  place(open, inline) {
    this.inline = inline;
    this.launcher.hidden = open || inline;
    this.launcher.setAttribute("aria-expanded", String(open));
    this.element.hidden = !open && !inline;
    this.closeButton.hidden = inline;
    this.element.setAttribute("role", inline ? "region" : "dialog");
    this.fit();
    this.#grow();
  }

  /** Keeps a covering panel above the keyboard of a phone. */
  fit() {
    const covers = this.covers && !this.element.hidden;
    const view = window.visualViewport;
    this.element.removeAttribute("aria-modal");
    if (covers) this.element.setAttribute("aria-modal", "true");
    // A view that is small because the reader zoomed in is none beside a keyboard.
    const shrunk = covers && view?.scale <= 1;
    this.element.style.height = shrunk ? `${view.height}px` : "";
    this.element.style.top = shrunk ? `${view.offsetTop}px` : "";
  }

  get covers() {
    return !this.inline && this.covering.matches;
  }

  /** To the text field; on a touch screen to the panel, as a keyboard would cover it. */
  focus() {
    (matchMedia("(pointer: coarse)").matches ? this.element : this.field).focus();
  }

  /** Says what is wrong with the connection, "offline" or "unreachable"; "" nothing. */
  report(trouble) {
    if (trouble === this.reported) return;
    const focused = this.again.matches(":focus");
    this.reported = trouble;
    const text = trouble && this.strings[trouble];
    this.banner.hidden = !trouble;
    this.trouble.textContent = text;
    if (text) this.log.announcer.say(text);
    this.again.hidden = this.instead.hidden = trouble !== "unreachable";
    if (focused && this.again.hidden) this.focus();
    this.log.toEnd();
  }

  get draft() {
    return this.field.value;
  }

  set draft(text) {
    this.field.value = text;
    this.#grow();
  }

  /** Where the conversation can go on, as a wa.me address, or "". */
  set whatsappAddress(address) {
    this.address = address;
    this.whatsapp.hidden = !address;
  }

  #buildMenu() {
    this.restartButton = button("", null, () => this.#leaveMenu(this.on.restart));
    this.whatsapp = make("a", { target: "_blank", rel: "noopener noreferrer", hidden: true });
    this.forgetButton = button("", null, () => {
      this.#openMenu(false);
      this.sure.hidden = false;
      this.no.focus();
    });
    return make("div", { className: "menu", id: "menu", hidden: true },
      this.restartButton, this.whatsapp, this.forgetButton);
  }

  #buildQuestion() {
    this.sureText = make("p", { id: "sure", dir: "auto" });
    const leave = (action) => {
      this.sure.hidden = true;
      this.field.focus();
      action?.();
    };
    this.yes = button("danger", null, () => leave(this.on.forget));
    this.no = button("", null, () => leave());
    return make("div", {
      className: "sure", role: "group", "aria-labelledby": "sure", hidden: true,
    }, this.sureText, this.yes, this.no);
  }

  #buildForm() {
    this.field = make("textarea", { rows: 1, dir: "auto", autocomplete: "off" });
    this.field.addEventListener("input", () => {
      this.#grow();
      this.on.draft(this.field.value);
    });
    this.field.addEventListener("keydown", (event) => {
      const plain = event.key === "Enter" && !event.shiftKey && !event.isComposing;
      if (!plain) return;
      event.preventDefault();
      this.#submit();
    });
    this.sendButton = button("round send", DRAWINGS.send, () => this.#submit());
    return make("div", { className: "form" }, this.field, this.sendButton);
  }

  #submit() {
    const text = this.field.value.trim();
    if (!text) return this.field.focus();
    this.draft = "";
    this.on.draft("");
    this.on.ask(text);
  }

  // The page chose the colour of its links for its own background, not for ours.
  #adopt() {
    for (const element of this.fallback.assignedElements()) {
      for (const link of [element, ...element.querySelectorAll("a")]) {
        link.style.setProperty("color", "inherit", "important");
      }
    }
  }

  #grow() {
    const { style } = this.field;
    style.height = "";
    if (this.field.value && !this.element.hidden) {
      style.height = `${this.field.scrollHeight + BORDERS_PX}px`;
    }
  }

  #openMenu(open) {
    if (open && this.address) {
      const address = new URL(this.address);
      const question = this.on.question().slice(0, PREFILLED_CHARS);
      if (question) address.searchParams.set("text", question);
      this.whatsapp.href = address.href;
    }
    this.menu.hidden = !open;
    this.menuButton.setAttribute("aria-expanded", String(open));
    this.menuButton.setAttribute("aria-controls", "menu");
  }

  #leaveMenu(action) {
    this.#openMenu(false);
    this.field.focus();
    action();
  }

  #key(event) {
    if (event.key === "Escape") this.#escape(event);
    if (event.key === "Tab" && this.covers) this.#keepInside(event);
  }

  #escape(event) {
    if (!this.menu.hidden) {
      this.#openMenu(false);
      this.menuButton.focus();
    } else if (!this.sure.hidden) this.no.click();
    else if (!this.inline) this.on.close();
    else return;
    event.stopPropagation();
  }

  #keepInside(event) {
    const reachable = [...this.element.querySelectorAll("button, a[href], textarea, [tabindex='0']")]
      .filter((element) => element.offsetParent);
    const first = reachable[0];
    const last = reachable[reachable.length - 1];
    const at = this.element.getRootNode().activeElement;
    if (event.shiftKey ? at === first || at === this.element : at === last) {
      event.preventDefault();
      (event.shiftKey ? last : first).focus();
    }
  }
}
