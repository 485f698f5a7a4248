// What went over the wire, newest first.
import { byId, h } from "./dom.js";
import { summary } from "./bubbles.js";

const KEPT = 200;

/** A send that was refused. */
export function refused({ body, error }) {
  const title = error.error_data?.details ?? error.message;
  log("bad", `Refused: ${title}`, { sent: body, answered: error });
}

/** A POST to the assistant. */
export function attempted({ status, seconds, updates }) {
  const good = status === 200;
  const took = `${Math.round(seconds * 1000)} ms`;
  const what = updates === 1 ? "1 update" : `${updates} updates`;
  log(good ? "good" : "bad", `Webhook, ${what}: ${status ?? "no answer"} in ${took}`);
}

/** How far one of the assistant's messages is. */
export function told(message) {
  const words = summary(message).slice(0, 40);
  const error = message.error ? `: ${message.error.code} ${message.error.title}` : "";
  log(error ? "bad" : "good", `“${words}” ${message.status}${error}`, message.body);
}

function log(mood, title, details) {
  const time = h("time", {}, new Date().toLocaleTimeString());
  const entry = details
    ? h("details", {}, h("summary", {}, time, " ", title), h("pre", { tabindex: 0 }, JSON.stringify(details, null, 2)))
    : h("p", {}, time, " ", title);
  const wire = byId("wire");
  wire.prepend(h("li", { class: mood }, entry));
  while (wire.children.length > KEPT) wire.lastChild.remove();
}
