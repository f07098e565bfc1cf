/* Choosing a picture from the library: a dialog for whoever asks, and the fields of the admin's forms.

   import { choosePicture } from "…/library-chooser.js"
   const picture = await choosePicture()   // {id, alt, is_decorative, needs_alt, thumb, src, width, height, name} or null
*/

const LIBRARY = "/admin/library/picture/";
const PATIENCE = 250; // milliseconds of quiet before a search is sent

let dialog;

/** Open the library; resolves with the picture that was chosen or uploaded, or null. */
export async function choosePicture() {
  dialog ??= await fetchDialog();
  return dialog.open();
}

async function fetchDialog() {
  const response = await fetch(`${LIBRARY}dialog/`);
  if (!response.ok) throw new Error(await sentence(response));
  const holder = document.createElement("template");
  holder.innerHTML = await response.text();
  const element = holder.content.querySelector("dialog");
  document.body.append(element);
  return new Dialog(element);
}

/** What a refusing answer says, or its status when it is not ours. */
async function sentence(response) {
  try {
    return (await response.json()).error.message;
  } catch {
    return `${response.status} ${response.statusText}`;
  }
}

class Dialog {
  constructor(element) {
    this.element = element;
    this.results = element.querySelector("[data-results]");
    this.status = element.querySelector("[data-status]");
    this.more = element.querySelector("[data-more]");
    this.search = element.querySelector("[data-search]");
    this.form = element.querySelector("[data-upload]");
    this.toggle = element.querySelector("[data-show-upload]");
    this.listen();
  }

  listen() {
    this.element.querySelector("[data-close]").addEventListener("click", () => this.element.close());
    this.element.addEventListener("close", () => this.settle?.(this.chosen));
    this.element.addEventListener("click", (event) => {
      if (event.target === this.element) this.element.close(); // the backdrop
    });
    this.search.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.load(1), PATIENCE);
    });
    this.more.addEventListener("click", () => this.load(this.next));
    this.toggle?.addEventListener("click", () => this.showUpload(this.form.hidden));
    this.form?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.upload();
    });
  }

  open() {
    this.chosen = null;
    this.search.value = "";
    this.form?.reset();
    this.showUpload(false);
    this.element.showModal();
    this.search.focus();
    this.load(1);
    return new Promise((settle) => (this.settle = settle));
  }

  choose(picture) {
    this.chosen = picture;
    this.element.close();
  }

  showUpload(shown) {
    if (!this.form) return;
    this.form.hidden = !shown;
    this.toggle.setAttribute("aria-expanded", String(shown));
    if (shown) this.form.elements.upload.focus();
  }

  say(text) {
    this.status.textContent = text;
  }

  async load(page) {
    const asked = (this.asked = Symbol("request")); // a slow answer to an older question is dropped
    this.say(this.status.dataset.loading);
    const query = new URLSearchParams({ q: this.search.value, page });
    let answer;
    try {
      const response = await fetch(`${LIBRARY}choose/?${query}`);
      if (!response.ok) throw new Error(await sentence(response));
      answer = await response.json();
    } catch (error) {
      if (asked === this.asked) this.say(error instanceof TypeError ? this.status.dataset.failed : error.message);
      return;
    }
    if (asked !== this.asked) return;
    if (page === 1) this.results.replaceChildren();
    const cards = answer.results.map((picture) => this.card(picture));
    this.results.append(...cards);
    if (page > 1) cards[0]?.firstChild.focus();
    this.next = answer.next;
    this.more.hidden = !answer.next;
    this.say(this.results.children.length ? "" : this.status.dataset.empty);
  }

  card(picture) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const image = new Image(picture.width, picture.height);
    const name = document.createElement("span");
    item.className = "library-card";
    button.type = "button";
    image.loading = "lazy";
    image.alt = "";
    image.src = picture.thumb;
    name.className = "library-card__name";
    name.textContent = picture.alt || picture.name || `#${picture.id}`;
    for (const word of [picture.needs_alt && "missing", picture.licence_has_ended && "ended"].filter(Boolean)) {
      const state = document.createElement("span");
      state.className = "library-state is-bad";
      state.textContent = this.status.dataset[word];
      name.append(" ", state);
    }
    button.append(image, name);
    button.addEventListener("click", () => this.choose(picture));
    item.append(button);
    return item;
  }

  /** What was uploaded is here already: show it and say so; using it is one more click. */
  offer(picture) {
    this.asked = Symbol("request"); // a list that is still under way would cover it
    this.showUpload(false);
    this.results.replaceChildren(this.card(picture));
    this.more.hidden = true;
    this.say(picture.error.message);
    this.results.querySelector("button").focus();
  }

  async upload() {
    const { alt, is_decorative: decorative } = this.form.elements;
    alt.setCustomValidity(alt.value.trim() || decorative.checked ? "" : alt.dataset.demand);
    if (!this.form.reportValidity()) {
      alt.addEventListener("input", () => alt.setCustomValidity(""), { once: true });
      decorative.addEventListener("change", () => alt.setCustomValidity(""), { once: true });
      return;
    }
    const button = this.form.querySelector("[type=submit]");
    button.disabled = true;
    this.say(this.status.dataset.uploading);
    try {
      const response = await fetch(`${LIBRARY}upload/`, { method: "POST", body: new FormData(this.form) });
      if (!response.ok) throw new Error(await sentence(response));
      const picture = await response.json();
      if (picture.known) this.offer(picture);
      else this.choose(picture);
    } catch (error) {
      this.say(error instanceof TypeError ? this.status.dataset.failed : error.message);
    } finally {
      button.disabled = false;
    }
  }
}

/* Unfold copies the name of a chosen file into the nearest text field, which here is the picture's description. */
document.addEventListener(
  "change",
  (event) => event.target.matches?.("[data-plain-file]") && event.stopImmediatePropagation(),
  true,
);

/* The fields: one listener for all, so that rows added to an inline work as well. */

function show(field, picture) {
  const image = field.querySelector("img");
  const input = field.querySelector("input");
  input.value = picture ? picture.id : "";
  image.hidden = !picture;
  if (picture) image.src = picture.thumb;
  else image.removeAttribute("src");
  field.querySelector("[data-name]").textContent = picture
    ? picture.alt || picture.name || `#${picture.id}`
    : field.dataset.none;
  field.querySelector("[data-clear]").hidden = !picture;
  field.querySelector("[data-choose]").textContent = picture ? field.dataset.change : field.dataset.choose;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.(".picture-field button");
  if (!button) return;
  const field = button.closest(".picture-field");
  if (button.matches("[data-clear]")) {
    show(field, null);
    field.querySelector("[data-choose]").focus();
    return;
  }
  try {
    const picture = await choosePicture();
    if (picture) show(field, picture);
  } catch (error) {
    field.querySelector("[data-name]").textContent = error.message;
  }
});
