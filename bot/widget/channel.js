// Speaks the web channel's contract; whatever goes wrong is a ChannelError.

const TURN_TIMEOUT_MS = 30000;
const LONE_LINE = /\n/;

/** `code` is the contract's, or "network" when the server did not answer. */
export class ChannelError extends Error {
  constructor(code, { seconds } = {}) {
    super(code);
    this.code = code;
    this.seconds = seconds;
  }
}

export class Channel {
  /** @param {string} server address of the Rasa server, with a slash at its end */
  constructor(server) {
    this.server = server;
  }

  /** {token, expires_in} of a fresh conversation. */
  async session() {
    return this.#json("session", { method: "POST", body: {} });
  }

  /** {title, whatsapp, starters} */
  async about(context) {
    return this.#json(`about?context=${encodeURIComponent(context)}`);
  }

  /** The conversation so far. */
  async history(token) {
    return (await this.#json("history", { token })).messages;
  }

  /** Deletes the conversation on the server. */
  async forget(token) {
    await this.#call("history", { method: "DELETE", token });
  }

  /** Sends a message; yields each reply as it arrives. */
  async *messages(token, id, body) {
    const answer = await this.#call("messages", {
      method: "POST", token, id, body, accept: "application/x-ndjson",
    });
    for await (const text of chunks(answer)) yield JSON.parse(text);
  }

  async #json(path, options) {
    const answer = await this.#call(path, options);
    try {
      return await answer.json();
    } catch {
      throw new ChannelError("network"); // cut off
    }
  }

  async #call(path, { method = "GET", token, id, body, accept } = {}) {
    const headers = {};
    if (token) headers.Authorization = `Bearer ${token}`;
    if (id) headers["Message-Id"] = id;
    if (body) headers["Content-Type"] = "application/json";
    if (accept) headers.Accept = accept;
    const giveUp = new AbortController();
    setTimeout(() => giveUp.abort(), TURN_TIMEOUT_MS);
    const options = { method, headers, credentials: "omit", signal: giveUp.signal };
    if (body) options.body = JSON.stringify(body);
    let answer;
    try {
      answer = await fetch(`${this.server}webhooks/web/${path}`, options);
    } catch {
      throw new ChannelError("network");
    }
    if (answer.ok) return answer;
    const error = await refused(answer);
    if (method !== "GET" || error.code !== "too_fast") throw error;
    // What is only read the reader need not ask for again.
    await new Promise((done) => setTimeout(done, (error.seconds || 1) * 1000));
    return this.#call(path, { token });
  }
}

async function refused(answer) {
  try {
    const { code, retry_after: seconds } = (await answer.json()).error;
    return new ChannelError(code, { seconds });
  } catch {
    return new ChannelError("network"); // a proxy's page, not our server's word
  }
}

/** The lines of a response, each as soon as it is whole. */
async function* chunks(answer) {
  let rest = "";
  try {
    if (!answer.body) rest = await answer.text();
    else {
      const reader = answer.body.getReader();
      const decoder = new TextDecoder();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        const lines = (rest + decoder.decode(value, { stream: true })).split(LONE_LINE);
        rest = lines.pop();
        yield* lines;
      }
    }
  } catch {
    throw new ChannelError("network");
  }
  yield* rest.split(LONE_LINE).filter(Boolean);
}
