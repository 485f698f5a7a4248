// The desk beside the phone: who is reading, what goes wrong, and how it is set back.
import { ask } from "./api.js";
import { byId, h } from "./dom.js";

const SLOW_SECONDS = 3;
const GATEWAY_STATUS = 502;
const conditions = byId("conditions");
const faults = byId("faults");
let readerId = "";

/** Show the desk as the state has it, for this reader. */
export function showState(state, reader) {
  readerId = reader;
  byId("delivers-to").textContent = `Delivers to ${state.webhook || "nowhere"}`;
  if (!faults.elements.code.length) {
    const options = Object.entries(state.codes).map(([code, title]) =>
      h("option", { value: code, selected: code === "131000" }, `${code} ${title}`));
    faults.elements.code.replaceChildren(...options);
  }
  showReader(state.readers);
  showConditions(state.conditions);
}

/** Show how the reader stands to the assistant. */
export function showReader(readers) {
  const person = readers.find((each) => each.id === readerId);
  byId("blocked").checked = person?.blocked ?? false;
  byId("window-open").checked = person?.window_open ?? false;
}

/** Show the conditions as they are. */
export function showConditions(found) {
  for (const field of conditions.elements) {
    if (!(field.name in found)) continue;
    if (field.type === "checkbox") field.checked = found[field.name];
    else field.value = found[field.name] ?? "";
  }
  const count = found.sends.length;
  byId("waiting").textContent = count
    ? `Waiting: ${count} × ${[...new Set(found.sends.map((each) => each.kind))].join(", ")}`
    : "";
}

async function set(wanted) {
  try {
    await ask("POST", "faults", wanted);
    say("");
  } catch (error) {
    say(error.message);
  }
}

const setReader = (fields) => ask("POST", `readers/${readerId}`, fields);

function say(words) {
  byId("verdict").textContent = words;
}

function valueOf(field) {
  if (field.type === "checkbox") return field.checked;
  return field.value === "" ? null : Number(field.value);
}

faults.addEventListener("submit", (event) => {
  event.preventDefault();
  const { kind, code, count, on } = Object.fromEntries(new FormData(faults));
  const more = { slow: { seconds: SLOW_SECONDS }, gateway: { status: GATEWAY_STATUS } }[kind] ?? {};
  set({ sends: [{ kind, code: Number(code), count: Number(count), on, ...more }] });
});
faults.elements.kind.addEventListener("change", (event) => {
  faults.elements.code.disabled = !event.target.value.startsWith("fail");
});
conditions.addEventListener("submit", (event) => event.preventDefault());
conditions.addEventListener("change", ({ target }) => {
  if (target.reportValidity()) set({ [target.name]: valueOf(target) });
});
byId("release").addEventListener("click", () => ask("POST", "release"));
byId("reset").addEventListener("click", async () => {
  await ask("DELETE", "faults");
  say("Everything goes well again.");
});
byId("verify").addEventListener("click", async () => {
  const { verified } = await ask("POST", "verify");
  say(verified ? "The webhook knows the verify token." : "The webhook did not answer rightly.");
});
byId("blocked").addEventListener("change", (event) => setReader({ blocked: event.target.checked }));
byId("window-open").addEventListener("change", (event) => setReader({ window_open: event.target.checked }));
byId("new-reader").addEventListener("submit", async (event) => {
  event.preventDefault();
  const fields = new FormData(event.target);
  const hidden = fields.has("hidden");
  const wanted = { phone: fields.get("phone"), name: fields.get("name"), hidden };
  try {
    await ask("POST", "readers", wanted);
    event.target.reset();
    say(`${wanted.name} is among the readers.`);
  } catch (error) {
    say(error.message);
  }
});

function open(on) {
  document.body.classList.toggle("desk-open", on);
  byId("open-desk").setAttribute("aria-expanded", String(on));
  byId(on ? "close-desk" : "open-desk").focus();
}
byId("open-desk").addEventListener("click", () => open(true));
byId("close-desk").addEventListener("click", () => open(false));
