// The token of the conversation, kept for all pages and tabs of the site; the draft of
// this tab, and what it could not send. What a browser does not keep lasts as long as
// the page.

const memory = new Map(); // what the browser's store did not take

function keep(name, key, value) {
  try {
    if (value === null) window[name].removeItem(key);
    else window[name].setItem(key, value);
    memory.delete(name + key);
  } catch {
    memory.set(name + key, value); // full, or forbidden by settings or a sandbox
  }
}

function kept(name, key) {
  if (memory.has(name + key)) return memory.get(name + key);
  try {
    return window[name].getItem(key);
  } catch {
    return null; // forbidden, and nothing was kept yet
  }
}

function parsed(text, otherwise) {
  try {
    return JSON.parse(text) ?? otherwise;
  } catch {
    return otherwise; // not written by us
  }
}

export class Session {
  constructor(channel) {
    this.channel = channel;
    this.key = `why-chat:${channel.server}`;
  }

  /** The token, expired or not; undefined when there is none. */
  get kept() {
    return this.#read().token;
  }

  /** The token, or null when there is none or it has expired. */
  get token() {
    const { token, until } = this.#read();
    return token && until > Date.now() ? token : null;
  }

  /** Whether there was a conversation that is over. */
  get expired() {
    const { token, until } = this.#read();
    return Boolean(token) && until <= Date.now();
  }

  /** Starts a fresh conversation; its token. */
  async start() {
    const { token, expires_in: seconds } = await this.channel.session();
    const entry = { token, until: Date.now() + seconds * 1000 };
    keep("localStorage", this.key, JSON.stringify(entry));
    return token;
  }

  drop() {
    keep("localStorage", this.key, null);
  }

  get draft() {
    return kept("sessionStorage", this.key) ?? "";
  }

  set draft(text) {
    keep("sessionStorage", this.key, text || null);
  }

  /** What the reader sent and the server has not got: {id, text, body, problem}. */
  get unsent() {
    return parsed(kept("sessionStorage", `${this.key} unsent`), []);
  }

  set unsent(items) {
    keep("sessionStorage", `${this.key} unsent`, items.length ? JSON.stringify(items) : null);
  }

  #read() {
    return parsed(kept("localStorage", this.key), {});
  }
}
