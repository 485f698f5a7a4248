// The control API of the desk.

/** Ask the desk; what it answered. Throws an Error with its reason. */
export async function ask(method, path, body) {
  const answer = await fetch(`/control/${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.error.message);
  return found;
}

/** Follow what happens; `handlers` by event name, `onLink` told whether it is up. */
export function follow(handlers, onLink) {
  const stream = new EventSource("/control/stream");
  for (const [name, handle] of Object.entries(handlers)) {
    stream.addEventListener(name, (event) => handle(JSON.parse(event.data)));
  }
  stream.addEventListener("open", () => onLink(true));
  stream.addEventListener("error", () => onLink(false));
}
