// The sheet that comes up from below: a list to choose from, a photo, a place.
import { byId, h } from "./dom.js";

const dialog = byId("sheet");
let onSend = () => {};

/** Open the sheet; `send` gets the form's values when the reader sends it. */
export function openSheet(title, body, send, { ready = true } = {}) {
  byId("sheet-title").textContent = title;
  byId("sheet-body").replaceChildren(...body);
  byId("sheet-send").disabled = !ready;
  onSend = send;
  dialog.showModal();
  stayInThePhone();
}

function stayInThePhone() {
  const phone = document.querySelector(".phone");
  const { left, bottom } = phone.getBoundingClientRect();
  const start = left + phone.clientLeft;
  dialog.style.left = `${start}px`;
  dialog.style.width = `${phone.clientWidth}px`;
  dialog.style.bottom = `${innerHeight - bottom + phone.clientTop}px`;
}

/** Choose a row of a list message. */
export function openList(action, send) {
  const rows = new Map();
  const sections = action.sections.map((section, part) => {
    const options = section.rows.map((row, index) => {
      const key = `${part}-${index}`;
      rows.set(key, row);
      const description = row.description ? h("span", { class: "foot" }, row.description) : "";
      return h(
        "label",
        { class: "option" },
        h("span", { class: "option-words" }, h("span", { class: "option-title" }, row.title), description),
        h("input", { type: "radio", name: "row", value: key }),
      );
    });
    const legend = section.title ? h("legend", {}, section.title) : "";
    return h("fieldset", {}, legend, options);
  });
  openSheet(action.button, sections, (form) => send(rows.get(form.get("row"))), { ready: false });
}

/** Write a caption for a photo. */
export function openPhoto(send) {
  const caption = h("input", { name: "caption", maxlength: 1024, autocomplete: "off" });
  const picture = h("div", { class: "media media-image big" }, "A photo (the desk keeps no files)");
  const label = h("label", { class: "field" }, "Caption", caption);
  openSheet("Photo", [picture, label], (form) => send({ caption: form.get("caption") }));
}

/** Say which place. */
export function openPlace(send) {
  const field = (title, name, more) => h("label", { class: "field" }, title, h("input", { name, ...more }));
  const number = { type: "number", step: "any", required: true };
  const body = [
    field("Latitude", "latitude", { ...number, value: "38.8977", min: -90, max: 90 }),
    field("Longitude", "longitude", { ...number, value: "-77.0365", min: -180, max: 180 }),
    field("Name (none: the current position)", "name", { autocomplete: "off" }),
  ];
  openSheet("Location", body, (form) => send({
    latitude: Number(form.get("latitude")),
    longitude: Number(form.get("longitude")),
    name: form.get("name"),
  }));
}

byId("sheet-form").addEventListener("change", () => { byId("sheet-send").disabled = false; });
byId("sheet-form").addEventListener("submit", (event) => onSend(new FormData(event.target)));
addEventListener("resize", stayInThePhone);
byId("sheet-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
