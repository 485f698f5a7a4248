// Builds DOM nodes. Text is always a text node: nothing that was sent is read as HTML.

/** An element with attributes, `on…` listeners and children (nodes or text). */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== ""));
  return element;
}

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

const SHAPES = {
  attach: "M12 5v14M5 12h14",
  send: "M4 12 20 4l-5 16-3.5-6.5z",
  desk: "M5 7h14M5 12h14M5 17h14",
  list: "M9 7h11M9 12h11M9 17h11M4.5 7h.01M4.5 12h.01M4.5 17h.01",
  link: "M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  reply: "M10 6 4 12l6 6M4 12h10a6 6 0 0 1 6 6",
  pin: "M12 21s7-6.2 7-11a7 7 0 0 0-14 0c0 4.8 7 11 7 11zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M9 9.5h.01",
  video: "M4 6h11v12H4zM15 10l5-3v10l-5-3",
  audio: "M12 4a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V7a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v3",
  document: "M7 3h7l4 4v14H7zM14 3v4h4",
  sticker: "M12 4a8 8 0 1 0 8 8l-8-8zM12 4v4a4 4 0 0 0 4 4h4",
  contacts: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20c1-4 4-5 7-5s6 1 7 5",
  order: "M4 5h2l2 10h9l2-7H7M9 19.5h.01M16 19.5h.01",
  ask: "M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 17.5h.01",
  edit: "M5 19h3L19 8l-3-3L5 16z",
  revoke: "M6 7h12M10 7V4h4v3M8 7l1 13h6l1-13",
  forward: "M14 6l6 6-6 6M20 12H10a6 6 0 0 0-6 6",
  sent: "M5 12.5l4 4 9-9",
  delivered: "M2 12.5l4 4 9-9M9.5 15.5l1.5 1 9-9",
  failed: "M12 5v9M12 18.5h.01",
};
const SVG = "http://www.w3.org/2000/svg";

/** A drawn sign; it says nothing to a screen reader. */
export function sign(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `sign sign-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}
