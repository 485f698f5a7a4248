// The small menus: what to attach, and what to do with a message.
import { byId, h, sign } from "./dom.js";

const EMOJI = ["👍", "❤️", "😂", "😮", "😢", "🙏"];
const ATTACHMENTS = [
  ["image", "Photo"],
  ["location", "Location", "pin"],
  ["sticker", "Sticker"],
  ["audio", "Voice note"],
  ["video", "Video"],
  ["document", "Document"],
  ["contacts", "Contact"],
  ["order", "Order"],
  ["unsupported", "Unreadable", "ask"],
  ["edit", "Edit last"],
  ["revoke", "Delete last"],
  ["request_welcome", "Open chat", "contacts"],
];
let close = () => {};

/** The menu of attachments; `choose` gets the type. */
export function attachments(choose) {
  const opener = byId("attach");
  const menu = byId("attachments");
  const items = ATTACHMENTS.map(([type, title, shape = type]) =>
    h("button", { type: "button", role: "menuitem", onclick: () => { close(); choose(type); } },
      sign(shape), title));
  menu.replaceChildren(...items);
  opener.addEventListener("click", () => (menu.hidden ? show(menu, opener) : close()));
}

/** The menu of one message. */
export function messageMenu(opener, { onReact, onReply, reacted }) {
  close();
  const react = (emoji) => () => { close(); onReact(emoji === reacted ? "" : emoji); };
  const emoji = EMOJI.map((each) =>
    h("button", {
      type: "button", role: "menuitemradio", class: "emoji", onclick: react(each),
      "aria-checked": String(each === reacted), "aria-label": `React with ${each}`,
    }, each));
  const reply = h("button", { type: "button", role: "menuitem", onclick: () => { close(); onReply(); } },
    sign("reply"), "Reply");
  const menu = h("div", { class: "message-menu", role: "menu", "aria-label": "Message" }, emoji, reply);
  opener.after(menu);
  show(menu, opener, () => menu.remove());
  menu.scrollIntoView({ block: "nearest" });
}

function show(menu, opener, after = () => {}) {
  menu.hidden = false;
  opener.setAttribute("aria-expanded", "true");
  menu.querySelector("button").focus();
  const outside = (event) => {
    if (!menu.contains(event.target) && !opener.contains(event.target)) close();
  };
  const keys = (event) => {
    if (event.key === "Escape") { close(); opener.focus(); }
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step || !menu.contains(document.activeElement)) return;
    const buttons = [...menu.querySelectorAll("button")];
    const next = buttons.indexOf(document.activeElement) + step;
    buttons[(next + buttons.length) % buttons.length].focus();
    event.preventDefault();
  };
  document.addEventListener("pointerdown", outside);
  document.addEventListener("keydown", keys);
  close = () => {
    document.removeEventListener("pointerdown", outside);
    document.removeEventListener("keydown", keys);
    menu.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    after();
    close = () => {};
  };
}
