// Shows a text the way WhatsApp does: *bold*, _italic_, ~struck~, ```mono```, `code`,
// lists, quotes and links. Meta does not publish the finer rules; these are: a mark
// hugs its words, stands at a word's edge and ends in the same line.
import { h } from "./dom.js";

const BLOCK = /```((?:(?!```)[^])*\n(?:(?!```)[^])*)```/;
const MARKS = { "*": "strong", _: "em", "~": "s" };
const INLINE = /(^|[^\p{L}\p{N}*_~`])(```([^`\n]+)```|`([^`\n]+)`|([*_~])(?=\S)([^\n]*?\S)\5)(?![\p{L}\p{N}])/u;
const LINK = /\bhttps?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}']/;
const BULLET = /^[-*] +(?=\S)/;
const NUMBER = /^(\d{1,3})\. +(?=\S)/;
const QUOTE = /^> ?/;

/** The nodes that show the text. */
export function formatted(text) {
  const found = BLOCK.exec(text);
  if (!found) return lines(text);
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  return [...lines(before), h("code", { class: "mono" }, found[1]), ...formatted(after)];
}

/** The text in one line, its marks taken out. */
export function plain(text) {
  const holder = h("div", {}, formatted(text));
  return holder.textContent.replace(/\s+/g, " ").trim();
}

function lines(text) {
  if (!text) return [];
  const nodes = [];
  let list = null;
  for (const line of text.split("\n")) {
    const kind = BULLET.test(line) ? "ul" : NUMBER.test(line) ? "ol" : "";
    if (kind) {
      if (!list || list.localName !== kind) {
        const first = kind === "ol" ? { start: NUMBER.exec(line)[1] } : {};
        nodes.push((list = h(kind, first)));
      }
      list.append(h("li", {}, inline(line.replace(kind === "ul" ? BULLET : NUMBER, ""))));
      continue;
    }
    const previous = nodes.at(-1);
    if (typeof previous === "object" && previous.localName === "span") nodes.push("\n");
    list = null;
    const content = inline(line.replace(QUOTE, ""));
    nodes.push(QUOTE.test(line) ? h("blockquote", {}, content) : h("span", {}, content));
  }
  return nodes;
}

function inline(text) {
  const link = LINK.exec(text);
  const mark = INLINE.exec(text);
  if (link && (!mark || link.index <= mark.index + mark[1].length)) {
    const address = { href: link[0], target: "_blank", rel: "noopener noreferrer" };
    const rest = text.slice(link.index + link[0].length);
    return [text.slice(0, link.index), h("a", address, link[0]), ...inline(rest)];
  }
  if (!mark) return [text];
  const start = mark.index + mark[1].length;
  const [, , , mono, code, sort, words] = mark;
  const inner = mono ? h("code", { class: "mono" }, mono)
    : code ? h("code", {}, code)
    : h(MARKS[sort], {}, inline(words));
  const rest = text.slice(start + mark[2].length);
  return [text.slice(0, start), inner, ...inline(rest)];
}
