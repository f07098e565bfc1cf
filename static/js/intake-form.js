/* What the forms for visitors gain from a script: they are sent once, and a wrong number is noticed while typing.
   Nothing here keeps the form from being sent. */

for (const form of document.querySelectorAll("[data-intake-form]")) {
  // Names this form on this visit to the page, so that a second click is not a second enquiry. Kept nowhere.
  form.elements.browser.value ||= Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0")).join("");
  const opened = Date.now();
  const took = form.elements.took; // not there on a page that was kept since before
  const before = Number(took?.value) || 0; // of the tries that came back with an error
  if (took) form.addEventListener("submit", () => { took.value = before + Math.round((Date.now() - opened) / 1000); });
  sendOnce(form, form.querySelector("button"));
  if (form.dataset.short) noticeShortNumber(form.elements.contact, form.dataset.short);
  form.querySelector(".errors")?.focus();
}

function sendOnce(form, button) {
  const label = button.textContent;
  let isSending = false;
  const rest = () => {
    isSending = false;
    button.removeAttribute("aria-disabled");
    button.textContent = label;
  };
  form.addEventListener("submit", (event) => {
    if (isSending) return event.preventDefault();
    isSending = true;
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.sending;
    setTimeout(rest, 10000); // the line may have broken: let them try again
  });
  addEventListener("pageshow", rest); // back from the next page
}

function noticeShortNumber(field, words) {
  const note = Object.assign(document.createElement("span"), { className: "error", id: "ask-contact-live", hidden: true });
  note.setAttribute("role", "status");
  note.textContent = words;
  field.after(note);
  field.addEventListener("blur", () => {
    const digits = field.value.normalize("NFKC").replace(/[\s().+-]/g, "");
    const isShort = /^1\d{0,9}$/.test(digits);
    note.hidden = !isShort || Boolean(document.getElementById("ask-contact-error"));
    if (isShort) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  });
}
