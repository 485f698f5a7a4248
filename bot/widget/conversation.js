// What was said, what is on its way, and what went wrong: no DOM in here.
//
// An item is {from: "reader", id, text, body, state, problem}, a reply
// {from: "assistant", text, kind, sections, level, buttons, over}, or
// {from: "note", name}. `over` says that the buttons have had their time.
// The view is told: show(items), add(item), update(item), waiting(is),
// reachable(is).

import { ChannelError } from "./channel.js";
import { close } from "./choices.js";

const ID_BYTES = 16;

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const isUnsent = ({ from, state }) => from === "reader" && state && state !== "sent";

export class Conversation {
  #queue = Promise.resolve();
  #pending = 0;
  #begun = 0;
  #stale = false;
  #tabs = null;
  #deleting = null;

  constructor(channel, session, view) {
    this.channel = channel;
    this.session = session;
    this.view = view;
    this.items = session.unsent.map((item) => ({
      from: "reader", state: "failed", problem: { code: "network" }, ...item,
    }));
  }

  /** Follows what other tabs and elements do with the same conversation. */
  listen() {
    if (this.#tabs || !("BroadcastChannel" in window)) return;
    this.#tabs = new BroadcastChannel(this.session.key);
    this.#tabs.onmessage = ({ data }) => (data === "left" ? this.#empty() : this.reload());
  }

  /** No longer follows. */
  rest() {
    this.#tabs?.close();
    this.#tabs = null;
  }

  /** Shows what the server has of the conversation; nothing said is lost. */
  async reload() {
    if (this.#postponed()) return;
    const { token, expired } = this.session;
    const begun = this.#begun;
    let told = [];
    let problem = expired ? "token_invalid" : "";
    try {
      if (token) told = await this.channel.history(token);
    } catch (error) {
      problem = error.code;
    }
    // Meanwhile it may have been left, or something said in it.
    if (this.session.token !== token || this.#postponed()) return;
    if (begun !== this.#begun) return this.reload();
    if (problem === "token_invalid") this.#over();
    else if (problem) this.view.reachable(false);
    else {
      this.#replace(told);
      if (token) this.view.reachable(true);
    }
  }

  /** Sends what the reader typed. */
  say(text) {
    this.#send({ from: "reader", id: newId(), text, body: { text } });
  }

  /** Sends the button the reader tapped below a reply. */
  tap(reply, { title, payload }) {
    reply.over = true;
    this.#update(reply);
    this.#send({ from: "reader", id: newId(), text: title, body: { button: payload } });
  }

  /** Sends an item again, unless the server has got it after all. */
  retry(item) {
    this.#enqueue(item, async () => {
      const { token } = this.session;
      const told = token ? await this.#told(token) : [];
      if (this.#left(item)) return;
      if (!told.some(({ id }) => id === item.id)) return this.#exchange(item);
      item.state = "sent";
      this.#replace(told);
    });
  }

  /** Sends again what could not be sent for want of a connection. */
  resume() {
    for (const item of this.items) {
      if (item.state === "failed" && item.problem.code === "network") this.retry(item);
    }
  }

  /** Leaves this conversation and begins another. */
  restart() {
    this.session.drop();
    this.#empty();
    this.#tabs?.postMessage("left");
  }

  /** Deletes the conversation on the server too, even an expired one. */
  async forget() {
    const { kept } = this.session;
    this.#deleting = kept && this.channel.forget(kept);
    let name = "forgotten";
    try {
      await this.#deleting;
    } catch (error) {
      // Signed with a key the server has no more: it never will delete it.
      name = error.code === "token_invalid" ? "forgottenHere" : "notForgotten";
      if (name === "notForgotten") {
        this.#add({ from: "note", name });
        throw error;
      }
    }
    this.restart();
    this.#add({ from: "note", name });
  }

  /** The latest text the reader sent, or "". */
  get latestQuestion() {
    const asked = this.items.filter(({ from }) => from === "reader");
    return asked.length ? asked[asked.length - 1].text : "";
  }

  #send(item) {
    this.#add(item);
    this.#enqueue(item, () => this.#exchange(item));
  }

  // One after the other, so that answers stand below their questions.
  #enqueue(item, work) {
    item.state = "sending";
    this.#pending += 1;
    this.#begun += 1;
    this.#update(item);
    this.view.waiting(true);
    this.#queue = this.#queue.then(() => this.#left(item) || work()).then(
      () => {
        this.view.reachable(true);
        this.#tabs?.postMessage("said");
      },
      (error) => this.#fail(item, error),
    ).then(() => {
      this.#pending -= 1;
      if (this.#pending) return;
      this.view.waiting(false);
      if (this.#stale) {
        this.#stale = false;
        this.reload();
      }
    });
  }

  // Whether a reload has to wait for the end of what is being said.
  #postponed() {
    this.#stale ||= this.#pending > 0;
    return this.#pending > 0;
  }

  // What is known of a conversation; nothing of one that has ended.
  async #told(token) {
    try {
      return await this.channel.history(token);
    } catch (error) {
      if (error.code === "token_invalid") return [];
      throw error;
    }
  }

  // Whether the conversation the item was said in has been left.
  #left(item) {
    return !this.items.includes(item);
  }

  async #exchange(item, renewed = false) {
    await Promise.allSettled([this.#deleting]); // it must not outlive what is deleted
    if (this.#left(item)) return;
    if (this.session.expired) this.#over();
    const token = this.session.token ?? (await this.session.start());
    if (this.#left(item)) return;
    try {
      for await (const reply of this.channel.messages(token, item.id, item.body)) {
        if (this.#left(item)) return;
        this.#deliver(item);
        this.#add({ from: "assistant", ...reply });
      }
      this.#deliver(item);
    } catch (error) {
      if (this.#left(item)) return;
      if (error.code === "token_invalid" && !renewed) {
        this.#over();
        return this.#exchange(item, true);
      }
      if (error.code !== "unknown_button" || item.body.text) throw error;
      // A fresh conversation knows no buttons: what stood on it is a question.
      item.body = { text: item.text };
      return this.#exchange(item, renewed);
    }
  }

  #deliver(item) {
    if (item.state === "sent") return;
    item.state = "sent";
    this.#update(item);
  }

  #fail(item, error) {
    const known = error instanceof ChannelError;
    if (!known) console.error(error);
    if (this.#left(item)) return;
    item.state = "failed";
    item.problem = { code: known ? error.code : "network", seconds: error.seconds };
    this.#update(item);
    if (item.problem.code === "network") this.view.reachable(false);
  }

  // The conversation has ended on the server: begin another and say so.
  #over() {
    this.session.drop();
    this.#show([{ from: "note", name: "expired" }, ...this.items.filter(isUnsent)]);
  }

  #empty() {
    this.#show([]);
    this.view.waiting(false);
  }

  #replace(told) {
    const known = new Set(told.map(({ id }) => id));
    const unsent = this.items.filter((item) => isUnsent(item) && !known.has(item.id));
    const notes = told.length ? [] : this.items.filter(({ from }) => from === "note");
    const items = [...notes, ...told, ...unsent];
    close(items);
    this.#show(items);
  }

  #show(items) {
    this.items = items;
    this.view.show(items);
    this.#keep();
  }

  #add(item) {
    this.items.push(item);
    for (const reply of close(this.items)) this.view.update(reply);
    this.view.add(item);
  }

  #update(item) {
    this.view.update(item);
    this.#keep();
  }

  #keep() {
    this.session.unsent = this.items.filter(isUnsent)
      .map(({ id, text, body, problem }) => ({ id, text, body, problem }));
  }
}
