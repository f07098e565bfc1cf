/* The preview in a frame as wide as a phone, a tablet or a desk, light or dark. On a form it shows what stands in it
   now: the form is posted into the frame, and nothing is saved. Links in the frame say where they lead. */
(function () {
  "use strict";

  const look = document.querySelector(".look");
  const frame = look.querySelector("iframe");
  const stage = look.querySelector(".look-stage");
  const said = look.querySelector(".look-said");
  const dialog = look.closest("dialog");
  const words = look.dataset;
  let isAsked = !dialog;

  const chosen = (name) => look.querySelector(`[name=${name}]:checked`).value;

  function say(text, address) {
    said.replaceChildren(text);
    if (!address) return;
    const link = document.createElement("a");
    Object.assign(link, { href: address, target: "_blank", textContent: words.open, className: "desk-link" });
    said.append(" ", decodeURI(new URL(address).pathname), " ", link);
  }

  /* As wide as was chosen, made smaller where that is wider than the room for it. */
  function fit() {
    const width = Number(chosen("look-width"));
    const scale = Math.min(1, stage.clientWidth / width);
    frame.style.width = `${width}px`;
    frame.style.height = `${stage.clientHeight / scale}px`;
    frame.style.transform = `scale(${scale})`;
    frame.style.insetInlineStart = `${Math.max(0, (stage.clientWidth - width * scale) / 2)}px`;
  }

  function theme() {
    const page = frame.contentDocument;
    if (page && isAsked) page.documentElement.dataset.theme = chosen("look-theme");
  }

  function mind(event) {
    const link = event.target.closest && event.target.closest("a[href]");
    if (!link) return;
    const page = frame.contentWindow.location;
    const to = new URL(link.href);
    if (to.origin === page.origin && to.pathname === page.pathname && to.hash) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(words.leads, link.href);
  }

  function refuse(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    say(words.sends);
  }

  function loaded() {
    if (!isAsked) return;
    let page = null;
    try {
      page = frame.contentDocument;
    } catch { /* another site's */ }
    frame.classList.toggle("is-ready", Boolean(page));
    if (!page) return say(words.failed);
    theme();
    page.addEventListener("click", mind, true);
    page.addEventListener("submit", refuse, true);
    say(frame.contentWindow.location.pathname.startsWith("/preview/") ? "" : words.left);
  }

  frame.addEventListener("load", loaded);
  look.querySelectorAll("[name=look-width]").forEach((choice) => choice.addEventListener("change", fit));
  look.querySelectorAll("[name=look-theme]").forEach((choice) => choice.addEventListener("change", theme));
  new ResizeObserver(fit).observe(stage);
  let kept = null;
  try {
    kept = localStorage.getItem("theme");
  } catch { /* storage is off */ }
  const isDark = kept ? kept === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  look.querySelector(`[name=look-theme][value=${isDark ? "dark" : "light"}]`).checked = true;
  if (!dialog) {
    if (frame.contentDocument && frame.contentDocument.readyState === "complete" && frame.contentWindow.location.href !== "about:blank") loaded();
    return;
  }

  const form = document.getElementById(dialog.dataset.form);

  /* Who was signed out meanwhile would see an empty frame. */
  async function isSignedIn() {
    try {
      const options = { method: "HEAD", redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(15000) };
      return (await fetch(dialog.dataset.ask, options)).ok;
    } catch {
      return false;
    }
  }

  /* The form goes as it stands, past everything that belongs to saving, and is left as it was. */
  function post(target) {
    Object.values(window.CKEDITOR ? window.CKEDITOR.instances : {}).forEach((editor) => editor.updateElement());
    const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
    if (cookie) form.elements.csrfmiddlewaretoken.value = cookie.slice("csrftoken=".length);
    const before = ["action", "target", "novalidate"].map((name) => [name, form.getAttribute(name)]);
    form.setAttribute("action", dialog.dataset.lookAt);
    form.setAttribute("target", target);
    HTMLFormElement.prototype.submit.call(form);
    before.forEach(([name, value]) => (value === null ? form.removeAttribute(name) : form.setAttribute(name, value)));
  }

  async function show() {
    frame.classList.remove("is-ready");
    dialog.showModal();
    fit();
    say(words.waits);
    if (!(await isSignedIn())) return say(words.failed);
    isAsked = true;
    post("look");
  }

  document.querySelectorAll("[data-look-open]").forEach((button) => button.addEventListener("click", show));
  look.querySelector("[data-look-close]").addEventListener("click", () => dialog.close());
  look.querySelector("[data-look-own]").addEventListener("click", () => post("_blank"));
})();
