/* Nothing that was typed into a form of the admin is lost: it asks before it is left, it is sent once however often a
   button is pressed, and it is let go only when the server will receive it from somebody who is signed in. */
(function () {
  "use strict";

  const dialog = document.querySelector(".form-guard");
  const form = document.getElementById(dialog.dataset.form);
  if (!form) return;

  const patience = 15000;
  let before = null;
  let isBusy = false;
  let isLeaving = false;
  let isSent = false;

  /* Every field but the rich texts, which know themselves whether they were changed. */
  function fields() {
    const left = new Set(["csrfmiddlewaretoken"]);
    form.querySelectorAll("[data-type=ckeditortype]").forEach((field) => left.add(field.name));
    const kept = [...new FormData(form)].filter(([name]) => !left.has(name));
    return JSON.stringify(kept.map(([name, value]) => [name, value instanceof File ? value.name : value]));
  }

  function editors() {
    const all = Object.values(window.CKEDITOR ? window.CKEDITOR.instances : {});
    return all.filter((editor) => editor.element.$.form === form);
  }

  const isTextChanged = () => editors().some((editor) => editor.status === "ready" && editor.checkDirty());

  const differs = () => "isRefused" in dialog.dataset || isTextChanged() || (before !== null && fields() !== before);
  const isChanged = () => (guard.isUnsaved ? guard.isUnsaved() : differs());

  /* The server would refuse the form, and could show what it refuses only as bare words. */
  const isTextTooLong = () => editors().some((editor) => editor.getData().length > Number(editor.config.mostCharacters));

  function release() {
    isBusy = isLeaving = isSent = false;
    form.removeAttribute("aria-busy");
  }

  /* Why the server would not receive the form now: "long", "out", "silent", or nothing. */
  async function obstacle() {
    if (isTextTooLong()) return "long";
    try {
      const options = { method: "HEAD", redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(patience) };
      const answer = await fetch(dialog.dataset.ask, options);
      if (answer.type === "opaqueredirect") return "out";
      return answer.ok ? null : "silent";
    } catch {
      return "silent";
    }
  }

  /* Signing in again makes a new token, and the form still holds the old one. */
  function renewToken() {
    const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
    if (cookie) form.elements.csrfmiddlewaretoken.value = cookie.slice("csrftoken=".length);
  }

  function explain(why) {
    dialog.querySelectorAll("[data-why]").forEach((part) => { part.hidden = part.dataset.why !== why; });
    dialog.showModal();
  }

  function send(submitter) {
    renewToken();
    isLeaving = true;
    form.requestSubmit(submitter);
    isSent = true;
    setTimeout(release, patience); // the answer was stopped or never came
  }

  /* What js/autosave.js shares with it: that script knows better what is saved and what stands in the way. */
  const guard = {
    form, editors, isTextTooLong, obstacle, renewToken, isUnsaved: null,
    isSending: () => isBusy || isLeaving,
    isKept: () => { delete dialog.dataset.isRefused; },
    leave: () => { isLeaving = true; },
  };
  window.formGuard = guard;

  form.addEventListener("submit", async (event) => {
    if (isLeaving && !isSent) return;
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    form.setAttribute("aria-busy", "true");
    const why = await guard.obstacle();
    if (!why) return send(event.submitter);
    release();
    explain(why);
  });

  window.addEventListener("load", () => { before = fields(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) release(); });
  window.addEventListener("beforeunload", (event) => { if (!isLeaving && isChanged()) event.preventDefault(); });
})();
