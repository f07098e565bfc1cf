/* Keys of the desk: everywhere a list of them, in forms to save, look and publish, in lists to search. They work while
   the cursor stands in the rich text editor too, and leave alone what belongs to the browser and to input methods. */
(function () {
  "use strict";

  const dialog = document.querySelector(".desk-keys");
  if (!dialog) return;

  const confirmation = document.querySelector(".desk-publish");
  const button = (...names) =>
    names.map((name) => document.querySelector(`#submit-row button[name="${name}"]`)).find((found) => found);
  const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable=true], [role=textbox]") !== null;
  let isGoing = 0;

  /* Text of the editor goes into its field first, since the form may be sent before the editor does that itself. */
  function press(found) {
    if (!found) return false;
    Object.values(window.CKEDITOR?.instances || {}).forEach((editor) => editor.status === "ready" && editor.updateElement());
    found.click();
    return true;
  }

  function publish() {
    const found = button("_publish");
    if (!found) return false;
    confirmation.returnValue = "";
    confirmation.showModal();
    return true;
  }

  function go(key) {
    if (key === "d") return location.assign(dialog.dataset.desk);
    const add = key === "n" && document.querySelector("a[href$='/add/'], a[href*='/add/?']");
    if (add) location.assign(add.href);
  }

  const isKey = (event, key, code) => event.key.toLowerCase() === key || event.code === code;

  function held(event) {
    if (isKey(event, "s", "KeyS") && !event.shiftKey) return press(button("_continue", "_save"));
    if (event.key === "Enter") return event.shiftKey ? publish() : press(document.querySelector("[data-look-open]"));
    if (event.key === "/") return show();
    return false;
  }

  function bare(event) {
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return false;
    if (Date.now() - isGoing < 1500 && !event.shiftKey) {
      isGoing = 0;
      go(event.key.toLowerCase());
      return true;
    }
    if (event.key === "g") isGoing = Date.now();
    if (event.key === "?") return show();
    const search = event.key === "/" && document.querySelector("#searchbar");
    if (search) search.focus();
    return Boolean(search);
  }

  function show() {
    if (!document.querySelector("dialog[open]")) dialog.showModal();
    return true;
  }

  function onKey(event) {
    if (event.isComposing || event.keyCode === 229 || event.altKey) return;
    const isDone = event.ctrlKey || event.metaKey ? held(event) : bare(event);
    if (!isDone) return;
    event.preventDefault();
    event.stopPropagation();
  }

  document.addEventListener("keydown", onKey, true);
  window.CKEDITOR?.on("instanceReady", ({ editor }) => {
    const listen = () => {
      const inside = editor.document?.$;
      if (inside && inside !== document) inside.addEventListener("keydown", (event) => (event.ctrlKey || event.metaKey) && onKey(event), true);
    };
    editor.on("contentDom", listen);
    listen();
  });
  confirmation.addEventListener("close", () => confirmation.returnValue === "publish" && press(button("_publish")));
  document.querySelectorAll("[data-shows-keys]").forEach((opener) => opener.addEventListener("click", show));

  /* The menu of the bar closes by Escape, and by a click elsewhere. */
  const menu = document.querySelector(".draft-bar-more");
  if (menu) {
    document.addEventListener("click", (event) => menu.contains(event.target) || menu.removeAttribute("open"));
    menu.addEventListener("keydown", (event) => event.key === "Escape" && menu.removeAttribute("open"));
  }

  if (!/Mac|iPhone|iPad/.test(navigator.platform)) return;
  dialog.querySelectorAll("kbd").forEach((key) => { if (key.textContent === "Ctrl") key.textContent = "⌘"; });
})();
