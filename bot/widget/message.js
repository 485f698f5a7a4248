// One item of the conversation as an element.

import { icon, make, outwardLink, prose, safeAddress } from "./dom.js";
import { fill } from "./strings.js";

const ICONS = {
  emergency: "M12 2 1 21h22L12 2zm1 16h-2v-2h2v2zm0-4h-2v-5h2v5z",
  see_doctor: "M10 3h4v7h7v4h-7v7h-4v-7H3v-4h7V3z",
  copied: "m9 16.2-4.2-4.2L3.4 13.4 9 19 21 7l-1.4-1.4L9 16.2z",
  copy: "M8 2h12v14H8V2zm2 2v10h8V4h-8zM4 6h2v14h10v2H4V6z",
};
const SOURCE_LINE = /\n*Source: sections? (.+)\s*$/;
const BETWEEN_SOURCES = /; (?=\d+(?:\.\d+)? )/;
const ROW_BUTTONS = 3;

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
  if (item.from === "note") return make("li", { className: "notice" }, how.strings[item.name]);
  if (item.from === "reader") return readerElement(item, how);
  return assistantElement(item, how);
}

function readerElement(item, { strings, retry }) {
  const bubble = make("div", { className: "bubble" }, hidden(`${strings.you}: `),
    make("p", { dir: "auto" }, item.text));
  const element = make("li", { className: `reader ${item.state ?? "sent"}` }, bubble);
  if (item.state === "failed") {
    const problem = make("p", { className: "problem" }, problemText(item, strings));
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
    word ? make("p", { className: "word" }, icon(ICONS[item.level] ?? ICONS.emergency), word)
      : hidden(`${strings.assistant}: `),
    ...prose(body));
  if (sources.length) bubble.append(sourceList(sources, how), copyButton(item, how));
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

function sourceList(sources, { strings, article, cite }) {
  const links = sources.map(({ number, heading }) => {
    const label = heading ? `${number} ${heading}` : fill(strings.section, { number });
    const anchor = `s-${number}`;
    const here = document.getElementById(anchor);
    const address = safeAddress(`${article}#${anchor}`);
    const link = here ? make("a", { href: `#${anchor}` }, label)
      : outwardLink(address ?? `#${anchor}`, label);
    if (here) link.addEventListener("click", cite);
    else link.append(hidden(` (${strings.newTab})`));
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
  const button = make("button", {
    type: "button", className: "copy", title: strings.copy, "aria-label": strings.copy,
  }, icon(ICONS.copy));
  button.addEventListener("click", async () => {
    if (await copy(item.text)) button.replaceChildren(icon(ICONS.copied));
  });
  return button;
}

function hidden(text) {
  return make("span", { className: "unseen" }, text);
}
