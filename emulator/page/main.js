// The phone: shows one reader's chat as it happens and sends what the reader does.
import { ask, follow } from "./api.js";
import { bubble, summary, ticks } from "./bubbles.js";
import { showConditions, showReader, showState as showDesk } from "./desk.js";
import { byId, h, sign } from "./dom.js";
import { attachments, messageMenu } from "./menus.js";
import { openList, openPhoto, openPlace } from "./sheets.js";
import { attempted, refused, told } from "./wire.js";

const TYPING_MILLISECONDS = 25_000; // after which WhatsApp gives up on an answer
const STORED_READER = "desk.reader";
const messages = new Map();
const unread = new Map();
let readers = [];
let business = { name: "", phone: "" };
let readerId = sessionStorage.getItem(STORED_READER) ?? "";
let replyTo = "";
let typingEnds = 0;

const chat = {
  find: (id) => messages.get(id),
  businessName: () => business.name,
  tap: (message, { id, title }) => act({ type: "button_reply", choice: id, title, of: message.id }),
  openList: (message) => openList(message.body.interactive.action, (row) =>
    act({ type: "list_reply", choice: row.id, title: row.title, description: row.description ?? "", of: message.id })),
  openMore: (message, opener) => messageMenu(opener, {
    reacted: reactions(message.id).get(true) ?? "",
    onReact: (emoji) => act({ type: "reaction", message_id: message.id, emoji }),
    onReply: () => quote(message),
  }),
};

async function act(fields) {
  const quoted = replyTo;
  quote(null);
  try {
    await ask("POST", `readers/${readerId}/messages`, quoted ? { ...fields, reply_to: quoted } : fields);
  } catch (error) {
    presence(error.message);
  }
}

function quote(message) {
  replyTo = message?.id ?? "";
  byId("quote").hidden = !message;
  byId("quote-text").textContent = message ? summary(message) : "";
  if (message) byId("text").focus();
}

function show() {
  typing(false);
  byId("chat").replaceChildren(...mine().filter((each) => each.kind !== "reaction").map((each) => bubble(each, chat)));
  for (const message of mine()) if (message.kind === "reaction") showReaction(message);
  toEnd();
  presence();
  readAll();
}

const mine = () => [...messages.values()].filter((each) => each.reader_id === readerId);

function add(message) {
  const known = messages.get(message.id);
  messages.set(message.id, message);
  if (message.lost) refused({ body: message.body, error: { message: "Lost: a user id in `to`" } });
  if (message.reader_id !== readerId) {
    if (!message.by_reader) unread.set(message.reader_id, (unread.get(message.reader_id) ?? 0) + 1);
    return listReaders();
  }
  if (known) return show();
  if (!message.by_reader) typing(false);
  if (message.kind === "reaction") showReaction(message);
  else {
    byId("chat").append(bubble(message, chat));
    if (message.by_reader && typingEnds) byId("chat").append(byId("typing"));
    toEnd();
  }
  readAll();
}

function change({ id, status, error }) {
  const message = messages.get(id);
  if (!message) return;
  Object.assign(message, { status, error });
  if (!message.by_reader) return told(message);
  const shown = byId("chat").querySelector(`[data-id="${CSS.escape(id)}"] .ticks`);
  shown?.replaceWith(ticks(message));
}

function reactions(id) {
  const found = new Map();
  for (const each of messages.values()) {
    if (each.kind === "reaction" && each.body.reaction.message_id === id && each.reader_id === readerId) {
      found.set(each.by_reader, each.body.reaction.emoji ?? "");
    }
  }
  return found;
}

function showReaction(message) {
  const id = message.body.reaction.message_id;
  const target = byId("chat").querySelector(`[data-id="${CSS.escape(id)}"]`);
  if (!target) return;
  target.querySelector(".reactions")?.remove();
  const emoji = [...reactions(id).values()].filter(Boolean);
  target.classList.toggle("reacted", emoji.length > 0);
  if (emoji.length) target.append(h("span", { class: "reactions", role: "img", "aria-label": `Reactions: ${emoji.join(" ")}` }, emoji));
}

function mark(data) {
  if (data.reader_id === readerId && data.typing) typing(true);
}

function typing(on) {
  byId("typing")?.remove();
  clearTimeout(typingEnds);
  typingEnds = 0;
  if (on) {
    const dots = h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    byId("chat").append(h("div", { id: "typing", class: "bubble theirs typing" }, dots));
    typingEnds = setTimeout(() => typing(false), TYPING_MILLISECONDS);
    toEnd();
  }
  presence(on ? "typing …" : undefined);
}

function presence(words) {
  const digits = business.phone;
  const number = digits.length === 11 ? `+${digits[0]} ${digits.slice(1, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}` : `+${digits}`;
  byId("presence").textContent = words ?? number;
}

function toEnd() {
  byId("chat").scrollTop = byId("chat").scrollHeight;
}

function readAll() {
  unread.delete(readerId);
  listReaders();
  const waiting = mine().some((each) => !each.by_reader && each.kind !== "reaction" && !["read", "failed"].includes(each.status));
  if (waiting && byId("reads").checked && document.visibilityState === "visible") {
    ask("POST", `readers/${readerId}/read`).catch((error) => presence(error.message));
  }
}

function listReaders() {
  const options = readers.map((each) => {
    const count = unread.get(each.id);
    const known = each.hidden ? "number hidden" : `+${each.phone}`;
    return h("option", { value: each.id, selected: each.id === readerId },
      `${each.name}, ${known}${count ? ` (${count} new)` : ""}`);
  });
  byId("reader").replaceChildren(...options);
}

function start(state) {
  ({ readers, business } = state);
  messages.clear();
  for (const message of state.messages) messages.set(message.id, message);
  if (!readers.some((each) => each.id === readerId)) readerId = readers[0].id;
  byId("business-name").textContent = business.name;
  byId("avatar").textContent = business.name.replace(/^the /i, "")[0].toUpperCase();
  showDesk(state, readerId);
  show();
}

function fitText() {
  const field = byId("text");
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

function sendText() {
  const text = byId("text").value.trim();
  if (!text) return;
  byId("text").value = "";
  fitText();
  act({ type: "text", text });
}

function attach(type) {
  if (type === "image") return openPhoto((fields) => act({ type, ...fields }));
  if (type === "location") return openPlace((fields) => act({ type, ...fields }));
  const last = mine().filter((each) => each.by_reader && each.kind === "text").at(-1);
  if (type === "edit") return last && act({ type, original: last.id, text: `${summary(last)} (edited)` });
  if (type === "revoke") return last && act({ type, original: last.id });
  return act({ type, filename: "scan.pdf", name: "A friend" });
}

for (const name of ["attach", "send", "desk"]) {
  byId(name === "desk" ? "open-desk" : name).append(sign(name));
}
attachments(attach);
byId("quote-off").addEventListener("click", () => quote(null));
byId("text").addEventListener("input", fitText);
byId("text").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  sendText();
});
byId("composer").addEventListener("submit", (event) => { event.preventDefault(); sendText(); });
byId("reader").addEventListener("change", (event) => {
  readerId = event.target.value;
  sessionStorage.setItem(STORED_READER, readerId);
  quote(null);
  ask("GET", "state").then(start);
});
byId("reads").addEventListener("change", readAll);
document.addEventListener("visibilitychange", readAll);
const meet = (found) => { readers = found.readers; listReaders(); showReader(readers); };
follow(
  { state: start, message: add, status: change, mark, refused, attempt: attempted, readers: meet, conditions: showConditions },
  (up) => presence(up ? undefined : "the emulator does not answer …"),
);
