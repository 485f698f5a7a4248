// One item of the conversation as an element.

import { BULLET, icon, make, outwardLink, prose, safeAddress } from "./dom.js";
import { DRAWINGS } from "./drawings.js";
import { fill } from "./strings.js";

const SOURCE_LINE = /\n*Source: sections? (.+)\s*$/;
const BETWEEN_SOURCES = /; (?=\d+(?:\.\d+)? )/;
const ROW_BUTTONS = 3;
const TALK = ["small_talk", "notice", "clarify", "menu"]; // nothing to take along
const PASSAGE_WORDS = 4; // fewer may stand anywhere

/** The word an alert begins with, or "" when the reply is none. */
export function alertWord(item, strings) {
  if (item.kind !== "alert") return "";
  return item.level === "see_doctor" ? strings.seeDoctor : strings.emergency;
}

/** What a screen reader is told of a reply. */
export function spoken(item, strings) {
  const titles = item.buttons.map(({ title }) => title).join("; ");
  const choices = titles && fill(strings.choices, { titles });
  return [alertWord(item, strings) || strings.assistant, item.text, choices]
    .filter(Boolean).join(". ");
}

/**
 * @param {object} item see conversation.js
 * @param {object} how `strings`, `article` (its address), and what to do: `tap`,
 *   `retry`, `copy`, `cite`
 */
export function messageElement(item, how) {
  if (item.from === "note") {
    return make("li", { className: "notice", dir: "auto" }, how.strings[item.name]);
  }
  if (item.from === "reader") return readerElement(item, how);
  return assistantElement(item, how);
}

function readerElement(item, { strings, retry }) {
  const bubble = make("div", { className: "bubble" }, hidden(`${strings.you}: `),
    make("p", { dir: "auto" }, item.text));
  const element = make("li", { className: `reader ${item.state ?? "sent"}` }, bubble);
  if (item.state === "failed") {
    const problem = make("p", { className: "problem", dir: "auto" }, problemText(item, strings));
    element.append(problem);
    if (item.problem.code === "too_long") return element;
    const again = make("button", { type: "button", className: "again" }, strings.tryAgain);
    again.addEventListener("click", () => retry(item));
    problem.append(" ", again);
  }
  return element;
}

/** Why an item was not sent. */
export function problemText({ problem: { code, seconds } }, strings) {
  if (code === "too_fast") return fill(strings.tooFast, { seconds });
  if (code === "too_long") return strings.tooLong;
  return strings.notSent;
}

function assistantElement(item, how) {
  const { strings } = how;
  const { body, sources } = takeSources(item);
  const word = alertWord(item, strings);
  const bubble = make("div", { className: "bubble" },
    word ? make("p", { className: "word" }, icon(DRAWINGS[item.level] ?? DRAWINGS.emergency), word)
      : hidden(`${strings.assistant}: `),
    ...prose(body));
  const foot = make("div", { className: "foot" });
  if (sources.length) foot.append(sourceList(sources, linesOf(body), how));
  if (!TALK.includes(item.kind) && item.level !== "emergency") foot.append(...copyButton(item, how));
  if (foot.firstChild) bubble.append(foot);
  const kind = word ? ` alert ${item.level === "see_doctor" ? "doctor" : "emergency"}` : "";
  const element = make("li", { className: `assistant${kind}`, "data-kind": item.kind }, bubble);
  if (item.buttons.length) element.append(choices(item, how));
  return element;
}

/** The source line becomes links; without one the sections' numbers do. */
function takeSources({ text, sections }) {
  const named = new Map();
  const found = SOURCE_LINE.exec(text);
  for (const entry of found ? found[1].split(BETWEEN_SOURCES) : []) {
    const [number, ...heading] = entry.split(" ");
    named.set(number, heading.join(" "));
  }
  const shown = found && sections.every((number) => named.has(number));
  return {
    body: shown ? text.slice(0, found.index) : text,
    sources: sections.map((number) => ({ number, heading: shown ? named.get(number) : "" })),
  };
}

function linesOf(body) {
  return body.split("\n").map((line) => line.replace(BULLET, "").trim());
}

/**
 * What leads a browser from a section to those lines in it, as a text fragment.
 * Browsers that know none would take it for a part of the id.
 */
function fragment(lines) {
  const long = lines.filter((line) => line.split(" ").length >= PASSAGE_WORDS);
  if (!long.length || !("fragmentDirective" in document)) return "";
  const encoded = long.map((line) => encodeURIComponent(line).replace(/-/g, "%2D"));
  return `:~:text=${encoded.join("&text=")}`;
}

/** The first of the lines that the section of this page has, if it has any. */
function passageIn(section, lines) {
  return [...section.querySelectorAll("p, li")]
    .find(({ textContent }) => lines.includes(textContent.trim()));
}

function sourceList(sources, lines, { strings, article, cite }) {
  const links = sources.map(({ number, heading }) => {
    const label = heading ? `${number} ${heading}` : fill(strings.section, { number });
    const anchor = `#s-${number}`;
    const here = document.getElementById(anchor.slice(1));
    // Of several sections it is not known which line stands in which.
    const there = anchor + (sources.length === 1 ? fragment(lines) : "");
    const link = here ? make("a", { href: anchor }, label)
      : outwardLink(safeAddress(article + there) ?? anchor, label);
    link.dir = "auto";
    if (!here) link.append(hidden(` (${strings.newTab})`));
    else link.addEventListener("click", () => {
      cite();
      // Not a text fragment: the browser would find the line in the chat as well.
      setTimeout(() => passageIn(here, lines)?.scrollIntoView({ block: "center" }));
    });
    return make("li", {}, link);
  });
  return make("div", { className: "sources" },
    make("span", {}, strings.source), make("ul", {}, ...links));
}

function choices(item, { tap }) {
  const { buttons, over: disabled } = item;
  const made = buttons.map((button) => {
    const element = make("button", { type: "button", dir: "auto", disabled }, button.title);
    element.addEventListener("click", () => tap(item, button));
    return make("li", {}, element);
  });
  const list = buttons.length > ROW_BUTTONS ? " list" : "";
  return make("ul", { className: `choices${list}` }, ...made);
}

function copyButton(item, { strings, copy }) {
  const told = make("span", { className: "told" });
  const button = make("button", {
    type: "button", className: "copy", title: strings.copy, "aria-label": strings.copy,
  }, icon(DRAWINGS.copy));
  button.addEventListener("click", async () => {
    const copied = await copy(item.text);
    button.replaceChildren(icon(copied ? DRAWINGS.copied : DRAWINGS.close));
    told.textContent = copied ? strings.copied : strings.notCopied;
  });
  return [told, button];
}

function hidden(text) {
  return make("span", { className: "unseen" }, text);
}
