/* Composing a page from sections: they are added, moved, folded and taken out; some hold rows, treated alike.

   A list is [data-list] with [data-items] of [data-item]; each item has its place in [data-place] and its mark for
   taking out in [data-gone]. Without this script the places are numbers and the marks are boxes. */

const composer = document.querySelector("[data-composer]");
const status = composer.querySelector("[data-status]");

composer.classList.add("is-ready");

/* --- Editors: CKEditor's frame lives only where it was made, so it is put away while its section moves ------------- */

const texts = (root) => [...root.querySelectorAll("textarea[data-type=ckeditortype]")];
const isFolded = (element) => Boolean(element.closest("details:not([open])"));

function wake(root) {
  texts(root).filter((text) => text.dataset.processed !== "1" && !isFolded(text)).forEach((text) => { text.dataset.processed = "0"; });
  composer.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: "" } }));
}

function rest(root) {
  texts(root).forEach((text) => {
    window.CKEDITOR?.instances[text.id]?.destroy();
    if (text.dataset.processed === "1") text.dataset.processed = "later";
  });
}

texts(composer).filter(isFolded).forEach((text) => { text.dataset.processed = "later"; });
composer.addEventListener("toggle", (event) => event.target.open && wake(event.target), true);

/* --- Lists --------------------------------------------------------------------------------------------------------- */

const listOf = (element) => element.closest("[data-list]");
const itemsOf = (list) => [...list.querySelector(":scope > [data-items]").children];
const own = (item, selector) => [...item.querySelectorAll(selector)].find((found) => found.closest("[data-item]") === item);
const totalOf = (list) => list.querySelector(":scope > [data-total]") || composer.querySelector(`[name=${list.dataset.prefix}-TOTAL_FORMS]`);

function say(words, value) {
  status.textContent = words.replace("{}", value);
}

/* The form guard compares values; what was moved or added is a change in any case. */
function changed(list) {
  itemsOf(list).forEach((item, index) => { own(item, "[data-place]").value = index + 1; });
  document.querySelector(".form-guard")?.setAttribute("data-is-refused", "");
}

function add(list, kind) {
  const total = totalOf(list);
  const holder = document.createElement("template");
  const blank = list.querySelector(`:scope > [data-blank="${kind}"], :scope > .composer-menu [data-blank="${kind}"]`);
  holder.innerHTML = blank.innerHTML.replaceAll(list.dataset.mark, total.value);
  const item = holder.content.querySelector("[data-item]");
  total.value = Number(total.value) + 1;
  list.querySelector(":scope > [data-items]").append(item);
  changed(list);
  ready(item);
  wake(item);
  item.scrollIntoView({ block: "nearest" });
  item.querySelector("input:not([type=hidden], [type=checkbox]), textarea:not([data-type]), select, summary")?.focus({ preventScroll: true });
  if (item.dataset.label) say(composer.dataset.added, item.dataset.label);
}

function put(item, before) {
  const list = listOf(item);
  rest(item);
  list.querySelector(":scope > [data-items]").insertBefore(item, before);
  changed(list);
}

function move(item, step, button) {
  const items = itemsOf(listOf(item));
  const place = items.indexOf(item) + step;
  if (place < 0 || place >= items.length) return;
  put(item, step < 0 ? items[place] : items[place].nextSibling);
  wake(item);
  button.focus();
  item.scrollIntoView({ block: "nearest" });
  say(composer.dataset.moved, place + 1);
}

function take(item, isGone) {
  own(item, "[data-gone]").checked = isGone;
  item.classList.toggle("is-gone", isGone);
  const fold = item.querySelector(":scope > details");
  if (fold && isGone) fold.open = false;
  own(item, isGone ? "[data-undo]" : "[data-remove]").focus();
  if (isGone) say(composer.dataset.taken, item.dataset.label || "");
  changed(listOf(item));
}

composer.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || button.closest(".picked, .picture-field, .cke")) return;
  const item = button.closest("[data-item]");
  if ("add" in button.dataset) add(listOf(button), button.dataset.add);
  else if ("up" in button.dataset) move(item, -1, button);
  else if ("down" in button.dataset) move(item, 1, button);
  else if ("remove" in button.dataset) take(item, true);
  else if ("undo" in button.dataset) take(item, false);
});

/* The line of a folded section shows its first words. */
composer.addEventListener("input", (event) => {
  const item = event.target.closest(".composer-item");
  if (!item || !/-(heading|words)$/.test(event.target.name || "")) return;
  item.querySelector(".composer-words").textContent = event.target.value.slice(0, 60);
});

/* --- By the handle: everything is folded while a section is on its way ---------------------------------------------- */

let dragged = null;

composer.addEventListener("dragstart", (event) => {
  if (!event.target.closest?.("[data-handle]")) return;
  dragged = event.target.closest("[data-item]");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.label);
  setTimeout(() => {
    composer.querySelectorAll(".composer-item > details[open]").forEach((fold) => { fold.open = false; });
    dragged?.classList.add("is-dragged");
  });
});
composer.addEventListener("dragover", (event) => {
  const over = event.target.closest?.(".composer-item");
  if (!dragged) return;
  event.preventDefault();
  if (!over || over === dragged) return;
  const { top, height } = over.getBoundingClientRect();
  const before = event.clientY < top + height / 2 ? over : over.nextSibling;
  if (before !== dragged && before !== dragged.nextSibling) put(dragged, before);
});
composer.addEventListener("drop", (event) => dragged && event.preventDefault());
composer.addEventListener("dragend", () => {
  if (!dragged) return;
  dragged.classList.remove("is-dragged");
  say(composer.dataset.moved, itemsOf(listOf(dragged)).indexOf(dragged) + 1);
  dragged = null;
});

/* --- Things picked by hand ------------------------------------------------------------------------------------------ */

const make = (tag, options = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), options);
  element.append(...children);
  return element;
};
const icon = (name) => make("span", { className: "material-symbols-outlined", textContent: name, ariaHidden: "true" });
const tool = (name, label, act) => {
  const button = make("button", { type: "button", title: label, ariaLabel: label }, icon(name));
  button.addEventListener("click", () => act(button));
  return button;
};

function picker(root) {
  const words = root.dataset;
  const area = root.querySelector("textarea");
  const chosen = make("ol", { className: "picked-chosen" });
  const found = make("ul", { className: "picked-found" });
  const note = make("p", { className: "composer-help" });
  note.setAttribute("role", "status");
  const search = make("input", { type: "search", placeholder: words.find, ariaLabel: words.find, autocomplete: "off" });

  const write = () => {
    area.value = [...chosen.children].map((one) => one.dataset.ref).join("\n");
    area.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const step = (one, by, button) => {
    const other = by < 0 ? one.previousElementSibling : one.nextElementSibling;
    if (!other) return;
    if (by < 0) other.before(one);
    else other.after(one);
    write();
    button.focus();
  };
  const show = ({ ref, title, is_live: isLive }) => {
    const one = make("li", {}, make("span", { textContent: title }));
    one.dataset.ref = ref;
    if (!isLive) one.append(make("small", { textContent: words.hidden }));
    one.append(
      tool("arrow_upward", words.up, (button) => step(one, -1, button)),
      tool("arrow_downward", words.down, (button) => step(one, 1, button)),
      tool("close", words.away, () => { one.remove(); write(); search.focus(); }),
    );
    chosen.append(one);
  };
  const pick = (thing) => {
    if (![...chosen.children].some((one) => one.dataset.ref === thing.ref)) show(thing);
    write();
    search.value = "";
    found.replaceChildren();
    search.focus();
  };

  let waiting = 0;
  let asked = null;
  async function look() {
    const mine = (asked = {});
    note.textContent = "";
    try {
      const answer = await fetch(`${words.search}&q=${encodeURIComponent(search.value)}`);
      if (!answer.ok) throw new Error(answer.status);
      const { results } = await answer.json();
      if (mine !== asked) return;
      found.replaceChildren(...results.map((thing) => {
        const button = make("button", { type: "button", textContent: thing.title });
        if (!thing.is_live) button.append(make("small", { textContent: words.hidden }));
        button.addEventListener("click", () => pick(thing));
        return make("li", {}, button);
      }));
      if (!results.length) note.textContent = words.none;
    } catch {
      note.textContent = words.failed;
    }
  }
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 200); });
  search.addEventListener("focus", () => found.children.length || look());
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); found.querySelector("button")?.click(); }
    if (event.key === "Escape") found.replaceChildren();
  });
  root.addEventListener("focusout", (event) => root.contains(event.relatedTarget) || setTimeout(() => {
    if (!root.contains(document.activeElement)) found.replaceChildren();
  }, 150));

  root.querySelectorAll("template").forEach((one) => show({ ref: one.dataset.ref, title: one.innerHTML ? one.content.textContent : "", is_live: one.dataset.live }));
  area.hidden = true;
  root.append(chosen, search, found, note);
  root.closest(".composer-field")?.querySelector("label")?.addEventListener("click", () => search.focus());
}

/* What each new or opened part of the page needs; a spare empty row stays only where it is the only one. */
function ready(root) {
  root.querySelectorAll("[data-picked]").forEach(picker);
  root.querySelectorAll(".composer-rows > [data-items]").forEach((rows) => {
    const last = rows.lastElementChild;
    if (rows.children.length > 1 && isBlank(last)) last.remove();
  });
}

function isBlank(row) {
  return [...row.querySelectorAll("input:not([type=hidden], [type=checkbox]), textarea, .picture-field input")].every((field) => !field.value);
}

ready(composer);
