// One bubble for each message, whichever type it is.
import { h, sign } from "./dom.js";
import { formatted, plain } from "./formatting.js";

const MEDIA = {
  image: "Photo",
  video: "Video",
  audio: "Voice note",
  document: "Document",
  sticker: "Sticker",
};
const TICKS = {
  waiting: ["sent", "Sent"],
  delivered: ["delivered", "Delivered"],
  read: ["delivered", "Read"],
  failed: ["failed", "The assistant did not take it"],
};

/** The bubble of a message. `chat` gives quoted messages and takes taps. */
export function bubble(message, chat) {
  const side = message.by_reader ? "mine" : "theirs";
  const item = h(
    "div",
    { class: `bubble ${side} kind-${message.kind}`, "data-id": message.id },
    h("span", { class: "unseen" }, message.by_reader ? "You: " : "Assistant: "),
    quoted(message, chat),
    content(message, chat),
    h("span", { class: "meta" }, time(message.at), message.by_reader ? ticks(message) : ""),
    choices(message, chat),
  );
  if (!message.by_reader) item.append(more(message, chat));
  return item;
}

/** The ticks of a reader's message. */
export function ticks(message) {
  const [shape, words] = TICKS[message.status] ?? TICKS.waiting;
  const classes = `ticks ticks-${message.status}`;
  return h("span", { class: classes, role: "img", "aria-label": words, title: words }, sign(shape));
}

/** What a message says, in a few words. */
export function summary(message) {
  const { kind, body } = message;
  const inner = body[kind] ?? {};
  if (kind === "text") return plain(inner.body ?? "");
  if (kind === "interactive") {
    const reply = inner.button_reply ?? inner.list_reply;
    return reply ? reply.title : plain(inner.body?.text ?? "");
  }
  if (kind === "button") return inner.text;
  if (kind === "contacts") return inner[0]?.name?.formatted_name ?? "Contact";
  if (kind === "location") return inner.name ?? "Location";
  if (kind in MEDIA) return inner.caption || inner.filename || MEDIA[kind];
  return kind;
}

function quoted(message, chat) {
  const context = message.body.context ?? {};
  if (context.forwarded || context.frequently_forwarded) {
    return h("p", { class: "forwarded" }, sign("forward"), "Forwarded");
  }
  const original = chat.find(context.id ?? context.message_id);
  if (!original) return null;
  const who = original.by_reader ? "You" : chat.businessName();
  return h(
    "p",
    { class: "quoted" },
    h("span", { class: "quoted-who" }, who),
    h("span", { class: "quoted-text" }, summary(original).slice(0, 160)),
  );
}

function content(message, chat) {
  const { kind, body } = message;
  const inner = body[kind] ?? {};
  if (kind === "text") return words(inner.body ?? "");
  if (kind === "interactive") return interactive(inner);
  if (kind === "button") return words(inner.text);
  if (kind === "contacts") return inner.map(card);
  if (kind === "location") return place(inner);
  if (kind in MEDIA) return media(kind, inner);
  if (kind === "order") return aside("order", "An order");
  if (kind === "request_welcome") return aside("ask", "Opened the chat");
  if (kind === "edit") return [aside("edit", "Edited"), words(inner.message?.text?.body ?? "")];
  if (kind === "revoke") return aside("revoke", "Deleted a message");
  return aside("ask", kind === "unsupported" ? "A message that cannot be shown" : kind);
}

const words = (text) => h("div", { class: "words" }, formatted(text));
const aside = (shape, text) => h("p", { class: "aside" }, sign(shape), text);

function interactive(inner) {
  const reply = inner.button_reply ?? inner.list_reply;
  if (reply) {
    const description = reply.description ? h("p", { class: "foot" }, reply.description) : "";
    return [h("div", { class: "words" }, reply.title), description];
  }
  const { header, body, footer } = inner;
  return [
    header?.type === "text" ? h("p", { class: "head" }, header.text) : "",
    header && header.type !== "text" ? media(header.type, header[header.type] ?? {}) : "",
    body ? words(body.text) : "",
    footer ? h("p", { class: "foot" }, footer.text) : "",
  ];
}

function media(kind, inner) {
  const name = inner.filename ?? MEDIA[kind] ?? kind;
  const frame = h("div", { class: `media media-${kind}` }, sign(kind), h("span", {}, name));
  return inner.caption ? [frame, words(inner.caption)] : frame;
}

function place({ latitude, longitude, name, address }) {
  const where = `${Number(latitude).toFixed(4)}, ${Number(longitude).toFixed(4)}`;
  return [
    h("div", { class: "media media-location" }, sign("pin")),
    h("div", { class: "words" }, h("strong", {}, name ?? "Location")),
    h("p", { class: "foot" }, address ?? where),
  ];
}

function card(contact) {
  const phones = (contact.phones ?? []).map((each) => h("p", {}, each.phone));
  const links = (contact.urls ?? []).map((each) => h("p", {}, formatted(each.url)));
  const streets = (contact.addresses ?? []).map((each) => h("p", {}, each.street ?? each.city));
  return h(
    "div",
    { class: "card" },
    h("span", { class: "avatar", "aria-hidden": "true" }, contact.name.formatted_name[0]),
    h("div", {}, h("strong", {}, contact.name.formatted_name), phones, links, streets),
  );
}

function choices(message, chat) {
  const inner = message.body.interactive;
  if (message.by_reader || !inner?.action) return null;
  const { action, type } = inner;
  if (type === "button") {
    const buttons = action.buttons.map(({ reply }) =>
      choice("reply", reply.title, () => chat.tap(message, reply)));
    return h("div", { class: "choices", role: "group", "aria-label": "Replies" }, buttons);
  }
  if (type === "list") {
    return h("div", { class: "choices" }, choice("list", action.button, () => chat.openList(message)));
  }
  if (type === "cta_url") {
    const { display_text: title, url } = action.parameters;
    const attributes = { class: "choice", href: url, target: "_blank", rel: "noopener noreferrer" };
    return h("div", { class: "choices" }, h("a", attributes, sign("link"), title));
  }
  return null;
}

const choice = (shape, title, onclick) =>
  h("button", { type: "button", class: "choice", onclick }, sign(shape), h("span", {}, title));

function more(message, chat) {
  const open = (event) => chat.openMore(message, event.currentTarget);
  const label = "React or reply";
  return h(
    "button",
    { type: "button", class: "more", "aria-label": label, title: label, onclick: open },
    sign("more"),
  );
}

function time(seconds) {
  const at = new Date(seconds * 1000);
  const shown = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return h("time", { datetime: at.toISOString() }, shown);
}
