// The page's chat: plain calls of the web channel, text only ever set as text.
"use strict";

const log = document.getElementById("log");
const form = document.getElementById("ask");
const field = document.getElementById("text");
let token = null;

async function call(path, body) {
  const headers = { "Content-Type": "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  const answer = await fetch(`/webhooks/web/${path}`, {
    method: "POST", headers, body: JSON.stringify(body),
  });
  const data = await answer.json();
  if (!answer.ok) throw new Error(data.error ? data.error.message : "No answer.");
  return data;
}

function show(who, text, buttons) {
  const line = document.createElement("li");
  line.className = who;
  line.textContent = text;
  if (buttons && buttons.length) {
    const choices = document.createElement("div");
    choices.className = "choices";
    for (const { title, payload } of buttons) {
      const choice = document.createElement("button");
      choice.type = "button";
      choice.textContent = title;
      choice.addEventListener("click", () => send(title, { button: payload }));
      choices.append(choice);
    }
    line.append(choices);
  }
  log.append(line);
  line.scrollIntoView({ block: "nearest" });
}

async function send(shown, body) {
  show("reader", shown);
  try {
    if (!token) token = (await call("session", {})).token;
    const { messages } = await call("messages", body);
    for (const { text, buttons } of messages) show("assistant", text, buttons);
  } catch (error) {
    show("assistant", `That did not work: ${error.message} Please try again.`);
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  send(text, { text });
});

form.hidden = false;
field.focus();
