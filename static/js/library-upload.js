/* Many pictures at once: one after the other, each with its progress and, if refused, the reason in words.
   Without this script the form sends them all together. */

const form = document.querySelector("[data-upload-many]");
const input = form?.querySelector("[type=file]");
const list = form?.querySelector("[data-files]");
const after = form?.querySelector("[data-after]");
const status = form?.querySelector("[data-status]");
const words = form?.dataset;

let waiting = [];
let isRunning = false;
const count = { taken: 0, known: 0, refused: 0 };
const nameless = []; // ids of those that nobody has described yet

function row(file) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const bar = document.createElement("progress");
  const said = document.createElement("span");
  item.className = "library-file";
  name.className = "library-file__name";
  name.textContent = file.name;
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  said.className = "library-file__said library-hint";
  said.textContent = words.waits;
  item.append(name, bar, said);
  list.append(item);
  return { item, bar, said };
}

/** One file; resolves with the answer, or with `{error}`; never rejects, so the next one goes on. */
function send(file, bar) {
  return new Promise((settle) => {
    const body = new FormData();
    body.append("upload", file);
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const request = new XMLHttpRequest();
    request.upload.onprogress = (event) => event.lengthComputable && (bar.value = (event.loaded / event.total) * 0.9);
    request.onload = () => {
      try {
        const answer = JSON.parse(request.responseText);
        settle(answer.uploaded ? answer : { refusal: answer.error.message });
      } catch {
        settle({ refusal: request.status === 413 ? words.heavy : `${words.failed} (${request.status})` });
      }
    };
    request.onerror = request.onabort = () => settle({ refusal: words.failed });
    request.open("POST", form.dataset.uploadMany);
    request.send(body);
  });
}

function tell({ item, bar, said }, answer) {
  bar.value = 1;
  if (answer.refusal) {
    count.refused += 1;
    item.classList.add("is-bad");
    bar.remove();
    said.textContent = answer.refusal;
    return;
  }
  count[answer.known ? "known" : "taken"] += 1;
  if (answer.needs_alt) nameless.push(answer.id);
  item.classList.add("is-good");
  bar.remove();
  const thumb = new Image(64, 48);
  thumb.src = answer.thumb;
  thumb.alt = "";
  item.prepend(thumb);
  said.textContent = answer.error?.message ?? words.done;
}

function sum() {
  const said = [];
  for (const kind of ["taken", "known", "refused"]) if (count[kind]) said.push(`${words[kind]} ${count[kind]}`);
  status.textContent = said.join(" · ");
  after.hidden = !nameless.length;
  if (nameless.length) after.querySelector("a").href = `${form.dataset.words}?ids=${nameless.join(",")}`;
}

async function run() {
  if (isRunning) return;
  isRunning = true;
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    next.said.textContent = words.sending;
    tell(next, await send(next.file, next.bar));
    sum();
  }
  isRunning = false;
  if (!after.hidden) after.querySelector("a").focus();
}

if (form) {
  form.querySelector("[type=submit]").hidden = true; // choosing is sending
  input.required = false;
  // Not "change", which library-chooser.js keeps from Unfold and from everybody else.
  input.addEventListener("input", () => {
    for (const file of input.files) waiting.push({ file, ...row(file) });
    input.value = "";
    run();
  });
  const drop = form.querySelector(".library-drop");
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, () => drop.classList.add("is-over"));
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("is-over"));
  window.addEventListener("beforeunload", (event) => isRunning && event.preventDefault());
}
