// <why-chat>: the element a publisher puts into a page. docs/widget.md has the table
// of its attributes, events and colours.

import { Channel } from "./channel.js";
import { Conversation } from "./conversation.js";
import { safeAddress } from "./dom.js";
import { Announcer, Log } from "./log.js";
import { Panel } from "./panel.js";
import { Session } from "./session.js";
import { STRINGS } from "./strings.js";
import { dress } from "./styles.js";

const HOME = new URL("../../", import.meta.url).href; // of /widget/<hash>/why-chat.js

class WhyChat extends HTMLElement {
  static observedAttributes = [
    "server", "open", "position", "heading", "strings", "article", "context",
  ];

  #panel = null;
  #log = null;
  #announcer = null;
  #conversation = null;
  #session = null;
  #channel = null;
  #strings = {};
  #returnTo = null;
  #told = false;
  #leaving = null;

  connectedCallback() {
    if (!this.#panel) this.#build();
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    const listen = (target, type, action) => target?.addEventListener(type, action, { signal });
    listen(window, "online", () => this.#back());
    listen(window, "offline", () => this.#panel.report("offline"));
    listen(window.visualViewport, "resize", () => this.#panel.fit());
    listen(window.visualViewport, "scroll", () => this.#panel.fit());
    listen(this.#panel.covering, "change", () => this.#panel.fit());
    this.#conversation.listen();
    const stood = this.#told;
    this.#place(false);
    if (stood && this.open) this.#load(); // what was said while it was away
    this.#log.toEnd();
  }

  disconnectedCallback() {
    this.#leaving.abort();
    this.#conversation.rest();
  }

  attributeChangedCallback(attribute, before, now) {
    if (!this.#panel || before === now) return;
    if (attribute === "server") this.#reconnect();
    else if (attribute === "context") this.#welcome();
    else if (attribute === "open" || attribute === "position") this.#place(true);
    else this.#label();
  }

  /** Whether the panel is shown; an inline one always is. */
  get open() {
    return this.hasAttribute("open") || this.#inline;
  }

  set open(open) {
    this.toggleAttribute("open", Boolean(open));
  }

  /** Texts that replace those of strings.js. */
  get strings() {
    return this.#strings;
  }

  set strings(strings) {
    this.#strings = strings ?? {};
    if (this.#panel) this.#label();
  }

  get #inline() {
    return this.getAttribute("position") === "inline";
  }

  #build() {
    const root = this.attachShadow({ mode: "open" });
    dress(root);
    for (const name of ["strings", "open"]) { // set before this script ran
      if (!Object.keys(this).includes(name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    this.#announcer = new Announcer();
    this.#log = new Log({
      tap: (reply, button) => this.#conversation.tap(reply, button),
      retry: (item) => this.#conversation.retry(item),
      ask: (text) => this.#conversation.say(text),
      copy: (text) => this.#copy(text),
      refocus: () => this.#panel.focus(),
      cite: () => { if (this.#panel.covers) this.open = false; },
    }, this.#announcer);
    this.#panel = new Panel(this.#log, {
      open: () => { this.open = true; },
      close: () => { this.open = false; },
      ask: (text) => this.#conversation.say(text),
      draft: (text) => { this.#session.draft = text; },
      restart: () => this.#conversation.restart(),
      forget: () => this.#forget(),
      again: () => this.#back(),
      question: () => this.#conversation.latestQuestion,
    });
    root.append(this.#panel.launcher, this.#panel.element);
    this.#connect();
  }

  /** Takes up the conversation with the server of the attribute. */
  #connect() {
    const server = safeAddress(this.getAttribute("server") || HOME) ?? HOME;
    this.#channel = new Channel(server.endsWith("/") ? server : `${server}/`);
    this.#session = new Session(this.#channel);
    this.#conversation = new Conversation(this.#channel, this.#session, {
      show: (items) => this.#log.show(items),
      add: (item) => this.#add(item),
      update: (item) => this.#update(item),
      waiting: (is) => this.#log.waiting(is),
      reachable: (is) => this.#reachable(is),
    });
    this.#panel.draft = this.#session.draft;
    this.#label();
  }

  #reconnect() {
    this.#conversation.rest();
    this.#connect();
    if (!this.isConnected) return;
    this.#conversation.listen();
    if (this.open) this.#load();
  }

  #label() {
    let strings = {};
    try {
      strings = JSON.parse(this.getAttribute("strings") || "{}");
    } catch (error) {
      console.error("why-chat: the attribute `strings` is not JSON.", error);
    }
    const all = { ...STRINGS, ...strings, ...this.#strings };
    const heading = this.getAttribute("heading");
    if (heading) all.heading = heading;
    const article = `${this.#channel.server}article`;
    const own = safeAddress(this.getAttribute("article") || article);
    Object.assign(this.#log.how, { strings: all, article: own ?? article });
    this.#log.label();
    this.#panel.label(all);
    this.#log.show(this.#conversation.items);
  }

  /** Shows or hides the panel and says so; `move` takes the focus along. */
  #place(move) {
    if (!this.isConnected) return;
    const { open } = this;
    const left = this.shadowRoot.activeElement;
    const outside = document.activeElement;
    this.#panel.place(open, this.#inline);
    if (open === this.#told) return;
    this.#told = open;
    if (open) {
      this.#load();
      this.#returnTo = outside === this ? null : outside;
      if (move) this.#panel.focus();
    } else if (left && move) this.#giveFocusBack();
    this.dispatchEvent(new CustomEvent(open ? "open" : "close"));
  }

  #giveFocusBack() {
    const back = this.#returnTo;
    if (back?.isConnected && back !== document.body) back.focus();
    else this.#panel.launcher.focus();
  }

  #load() {
    this.#welcome();
    this.#conversation.reload();
  }

  /** Asks the server for the article's title, contact route and first questions. */
  async #welcome() {
    try {
      const about = await this.#channel.about(this.getAttribute("context") ?? "");
      this.#log.offer(about.starters);
      this.#panel.whatsappAddress = safeAddress(about.whatsapp) ?? "";
      this.#reachable(true);
    } catch {
      this.#reachable(false);
    }
  }

  #reachable(is) {
    this.#panel.report(is ? "" : navigator.onLine ? "unreachable" : "offline");
  }

  /** The connection is back, or the reader thinks so. */
  #back() {
    this.#conversation.resume();
    if (this.open) this.#load();
    else this.#reachable(true);
  }

  #add(item) {
    this.#log.add(item);
    if (item.from === "note") return;
    const { from, kind, level, sections } = item;
    this.dispatchEvent(new CustomEvent("message", { detail: { from, kind, level, sections } }));
  }

  // What was too long is not lost: it stands in the field again, to be shortened.
  #update(item) {
    this.#log.update(item);
    if (item.problem?.code !== "too_long" || item.state !== "failed") return;
    if (!this.#panel.draft) this.#panel.draft = this.#session.draft = item.text;
  }

  async #forget() {
    try {
      await this.#conversation.forget();
      this.#panel.draft = this.#session.draft = "";
    } catch (error) {
      if (error.code === "network") this.#reachable(false);
    }
  }

  /** Whether the text is in the clipboard now. */
  async #copy(text) {
    const { strings } = this.#log.how;
    try {
      await navigator.clipboard.writeText(text);
      this.#announcer.say(strings.copied);
      return true;
    } catch {
      this.#announcer.say(strings.notCopied);
      return false;
    }
  }
}

if (!customElements.get("why-chat")) customElements.define("why-chat", WhyChat);
