// Builds elements. Text only ever becomes text nodes, and an address becomes a link
// only when its scheme is one that cannot run anything.

const SVG = "http://www.w3.org/2000/svg";
const SCHEMES = new Set(["http:", "https:"]);
const WEB_ADDRESS = /https?:\/\/[^\s<>"'“”]+/g;
const TRAILING = /[.,;:!?)\]]+$/;
/** How an entry of a list begins in the bot's text. */
export const BULLET = /^• /;

/** An element with properties, "aria-..." and other attributes, and children. */
export function make(tag, settings = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined || value === null) continue;
    if (name in element && !name.startsWith("aria")) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** A drawing of drawings.js; says nothing to a screen reader. */
export function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/** The address made absolute, or null when it is none or its scheme is not allowed. */
export function safeAddress(text) {
  try {
    const address = new URL(text, document.baseURI);
    return SCHEMES.has(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

/** A link that opens beside the page. */
export function outwardLink(address, label, settings = {}) {
  return make("a", {
    href: address, target: "_blank", rel: "noopener noreferrer", ...settings,
  }, label);
}

/** The bot's text as paragraphs and lists, with its web addresses as links. */
export function prose(text) {
  const blocks = [];
  for (const line of text.split("\n").filter((entry) => entry.trim())) {
    const last = blocks[blocks.length - 1];
    if (!BULLET.test(line)) blocks.push(make("p", { dir: "auto" }, ...linked(line)));
    else {
      const entry = make("li", { dir: "auto" }, ...linked(line.replace(BULLET, "")));
      if (last?.tagName === "UL") last.append(entry);
      else blocks.push(make("ul", {}, entry));
    }
  }
  return blocks;
}

function linked(line) {
  const parts = [];
  let end = 0;
  for (const { 0: found, index } of line.matchAll(WEB_ADDRESS)) {
    const shown = found.replace(TRAILING, "");
    const address = safeAddress(shown);
    if (!address) continue;
    parts.push(line.slice(end, index), outwardLink(address, shown));
    end = index + shown.length;
  }
  return [...parts, line.slice(end)];
}
