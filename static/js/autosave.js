/* The form of something publishable saves itself while somebody writes. What the server does not take (stale, offline,
   signed out, not whole yet) stays in this browser (kept-texts.js) and is offered back. It only reads the form, and
   writes the new version's token into it. docs/decisions/0019-autosave.md */
(function () {
  "use strict";

  const bar = document.querySelector(".autosave");
  const guard = window.formGuard;
  if (!bar || !guard || guard.form.id !== bar.dataset.form) return;

  const form = guard.form;
  const token = form.elements.draft_token;
  const about = bar.dataset;
  const key = `${about.writer}/${about.kind}/${form.elements.form_key.value}`;
  const rest = { look: 500, pause: 2000, longest: 5000, keep: 1000, beat: 20000, patience: 15000, most: 2500000 };
  const part = (name) => bar.querySelector(`[data-${name}]`);

  let base = null; // the form as it was opened, or as it was last saved
  let saved = ""; // what the server has, as text
  let sent = []; // tokens of saves without an answer
  let seen = null;
  let texts = 0; // changes in rich texts
  let changedAt = 0;
  let waitingSince = 0;
  let retryAt = 0;
  let isBusy = false;
  let isStale = "isStale" in about;
  let newest = {}; // by whom and when, once somebody was faster
  let isTouched = false;
  let keeping = 0;
  let state = "";

  /* --- What stands in the form ------------------------------------------------------------------------------------ */

  const left = new Set(["csrfmiddlewaretoken", "draft_token"]);
  const isTyped = ([name, value]) => typeof value === "string" && !left.has(name) && !name.startsWith("_");

  /* Rich texts as the editor writes them, also those that nobody touched: it writes the same text in its own way. */
  const untouched = new Map();

  function body() {
    const ready = new Map(guard.editors().filter((editor) => editor.status === "ready").map((editor) => [editor.element.$.name, editor]));
    const said = ([name, value]) => {
      const editor = ready.get(name);
      if (editor?.checkDirty()) return [name, editor.getData()];
      return [name, untouched.get(name) ?? value];
    };
    return [...new FormData(form)].filter(isTyped).map(said);
  }

  function becomesReady(editor) {
    const name = editor.element.$.name;
    if (editor.element.$.form !== form || editor.checkDirty() || untouched.has(name)) return;
    const isSaved = base && saved === JSON.stringify(base);
    untouched.set(name, editor.getData());
    base &&= base.map(([other, value]) => [other, other === name ? untouched.get(name) : value]);
    if (isSaved) saved = JSON.stringify(base);
  }

  /* Cheap enough to ask twice a second: rich texts only by the number of their changes. */
  function glance() {
    const rich = new Set([...form.querySelectorAll("[data-type=ckeditortype]")].map((field) => field.name));
    return `${texts} ${JSON.stringify([...new FormData(form)].filter((pair) => isTyped(pair) && !rich.has(pair[0])))}`;
  }

  form.addEventListener("input", (event) => { if (event.target.dataset.type === "ckeditortype") texts += 1; });

  /* --- What it says ------------------------------------------------------------------------------------------------ */

  const template = (name) => bar.querySelector(`template[data-say="${name}"]`);
  const words = (name, values = {}) => Object.entries(values).reduce(
    (text, [slot, value]) => text.replace(`{${slot}}`, value), template(name).content.textContent.trim());

  function say(name, values = {}, more = "") {
    const line = part("state-line");
    line.textContent = words(name, values);
    line.dataset.state = name;
    if (more) line.append(" ", template(more).content.cloneNode(true));
    if (name !== state && name !== "saving") part("spoken").textContent = line.textContent; // not at every save
    state = name;
  }

  function sayOthers(others) {
    const line = part("others");
    const said = others.map((one) => words("one", one)).join(" ");
    line.hidden = !said;
    if (line.textContent !== said) line.textContent = said;
  }

  /* --- The server ---------------------------------------------------------------------------------------------------- */

  const REFUSALS = { 400: "big", 413: "big", 403: "refused", 404: "refused", 405: "refused" };

  /* What the server answered; else {state}: "out", "silent", "big", "refused" or "failed". */
  async function post(url, pairs, more) {
    guard.renewToken();
    const data = new FormData();
    const own = [["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value], ["_writer", about.writer]];
    [...own, ...pairs, ...more].forEach(([name, value]) => data.append(name, value));
    try {
      const options = { method: "POST", body: data, redirect: "manual", signal: AbortSignal.timeout(rest.patience) };
      const answer = await fetch(url, options);
      if (answer.type === "opaqueredirect") return { state: "out" };
      if ((answer.headers.get("Content-Type") || "").startsWith("application/json")) return await answer.json();
      // Without cookies nobody gets as far as the door, and a person is not told to leave.
      if (answer.status === 403 && (await ask()) === "out") return { state: "out" };
      return { state: REFUSALS[answer.status] || "failed" };
    } catch {
      return { state: "silent" };
    }
  }

  const newToken = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const version = () => [["draft_token", token.value], ...sent.map((one) => ["_sent", one])];

  async function save() {
    const mine = body();
    const text = JSON.stringify(mine);
    waitingSince = 0;
    if (text === saved) return;
    if (guard.isTextTooLong()) return say("long");
    isBusy = true;
    say("saving");
    const next = newToken();
    const stamps = [...version(), ["_next", next]];
    sent.push(next);
    const answer = await post(about.url, mine, stamps);
    isBusy = false;
    return take(answer, mine, text);
  }

  /* "Kept in this browser" is said once it is, and never of what the browser could not keep. */
  async function take(answer, mine, text) {
    if (answer.others) sayOthers(answer.others);
    if (["saved", "same", "unfinished"].includes(answer.state)) {
      token.value = answer.token;
      sent = [];
      saved = text;
      guard.isKept();
      if (answer.url) becomeItsForm(answer.url);
      if (answer.state !== "unfinished") base = mine;
      if (answer.state !== "unfinished" && JSON.stringify(body()) === text) forget();
      else keep();
      return say(answer.state === "same" ? "saved" : answer.state, answer);
    }
    if (["silent", "failed", "out", "other", "busy"].includes(answer.state)) {
      waitingSince ||= Date.now();
      retryAt = Date.now() + (answer.state === "silent" ? 4000 : 8000);
    }
    const isKept = await keep();
    if (answer.state === "stale") return becomeStale(answer);
    return isKept && say(answer.state === "busy" ? "failed" : answer.state, answer, answer.state === "out" ? "sign-in" : "");
  }

  /* The form for a new thing, now that there is the thing. */
  function becomeItsForm(url) {
    history.replaceState(history.state, "", url);
    form.setAttribute("action", url);
    about.thing ||= form.elements.form_key.dataset.thing;
    about.url = url.replace(/change\/$/, "autosave/");
    about.presenceUrl = url.replace(/change\/$/, "presence/");
  }

  function becomeStale(answer) {
    isStale = true;
    newest = answer;
    const isShown = document.querySelector(".conflict");
    if (isShown || isUnsaved()) say("stale", answer, isShown ? "" : "compare");
    else say("newer", answer, "load");
  }

  /* Who else is here, and whether there is a newer version than ours. */
  async function beat() {
    if (!about.presenceUrl) return {};
    const answer = await post(about.presenceUrl, [], isTouched ? [["typing", "1"]] : []);
    if (answer.others) sayOthers(answer.others);
    if (answer.token && !isBusy && ![token.value, ...sent].includes(answer.token)) becomeStale(answer);
    return answer;
  }

  /* --- This browser --------------------------------------------------------------------------------------------------- */

  function keepSoon() {
    const size = saved.length;
    keeping ||= setTimeout(keep, size > 500000 ? 4 * rest.keep : rest.keep);
  }

  async function keep() {
    clearTimeout(keeping);
    keeping = 0;
    const mine = body();
    if (!isTouched && !("isBound" in about)) return true;
    try {
      await window.keptTexts.put({
        key, writer: about.writer, kind: about.kind, thing: about.thing || form.elements.form_key.dataset.thing,
        isNew: !about.thing, at: Date.now(), token: token.value, sent, body: mine, base,
      });
      return true;
    } catch {
      say("fills-up");
      return false;
    }
  }

  function forget() {
    clearTimeout(keeping);
    keeping = 0;
    window.keptTexts.drop(key).catch(() => {});
  }

  async function openElsewhere() {
    const { held = [] } = navigator.locks ? await navigator.locks.query() : {};
    return new Set(held.map((lock) => lock.name));
  }

  const waitedFor = new Set();

  async function offerBack() {
    const open = await openElsewhere();
    const all = await window.keptTexts.of(about.writer, about.kind).catch(() => []);
    const own = all.find((text) => text.key === key);
    if (own && "isBound" in about) base = own.base || base;
    const belongs = (text) => (about.thing ? text.thing === about.thing : text.isNew);
    const others = all.filter((one) => one.key !== key && belongs(one));
    others.filter((one) => open.has(one.key)).forEach((one) => offerOnceClosed(one.key));
    for (const text of others.filter((one) => !open.has(one.key)).slice(0, 3)) {
      const answer = await post(about.url, text.body, [["draft_token", text.token], ["_look", "1"]]);
      if (answer.state === "known") window.keptTexts.drop(text.key).catch(() => {});
      else return offer(text, answer);
    }
  }

  /* A tab that was closed just now holds its lock for a moment longer; what it leaves unsaved is offered then. */
  function offerOnceClosed(theirs) {
    if (waitedFor.has(theirs)) return;
    waitedFor.add(theirs);
    navigator.locks.request(theirs, () => {}).then(() => part("offer").hidden && offerBack());
  }

  function offer(text, answer) {
    part("offer-words").textContent = words("offered", { time: inTheSitesZone(text.at) });
    part("offer").hidden = false;
    part("take-back").addEventListener("click", () => takeBack(text, answer));
    part("look").addEventListener("click", () => look(text));
    part("throw-away").addEventListener("click", () => {
      window.keptTexts.drop(text.key).catch(() => {});
      part("offer").hidden = true;
    });
  }

  /* What it was before, for merging; left out where the server would not take two texts of that length at once. */
  function begun(mine, was) {
    const told = JSON.stringify(was || []);
    return told.length + JSON.stringify(mine).length < rest.most ? [["_base", told]] : [];
  }

  /* The time of today; of another day with its date. */
  function inTheSitesZone(moment) {
    const said = (options) => (at) => new Intl.DateTimeFormat("sv-SE", { timeZone: about.zone, ...options }).format(at);
    const [day, time] = [said({ dateStyle: "short" }), said({ timeStyle: "short" })];
    return day(moment) === day(Date.now()) ? time(moment) : `${day(moment)} ${time(moment)}`;
  }

  /* Through the server, which cleans it and builds the form around it, whatever that has become since. */
  function takeBack(text, answer) {
    const isOurs = text.sent.includes(answer.token); // it had arrived, and only the answer was lost
    const again = document.createElement("form");
    again.method = "post";
    again.enctype = "multipart/form-data";
    guard.renewToken();
    const own = [
      ["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value], ["_shown", "browser"],
      ["draft_token", isOurs ? answer.token : text.token],
    ];
    [...text.body, ...own, ...begun(text.body, text.base)].forEach(([name, value]) => {
      const field = document.createElement("textarea");
      Object.assign(field, { name, value });
      again.append(field);
    });
    again.hidden = true;
    document.body.append(again);
    guard.leave();
    HTMLFormElement.prototype.submit.call(again);
  }

  /* As bare words, whatever stands in it. */
  function look(text) {
    const list = part("looked");
    list.hidden = !list.hidden;
    part("look").setAttribute("aria-expanded", String(!list.hidden));
    const parse = (value) => new DOMParser().parseFromString(value.replace(/<\/(p|h\d|li|td)>/g, "$&\n"), "text/html").body.textContent;
    const shown = text.body.filter(([name, value]) => value.trim() && isWritten(name));
    list.replaceChildren(...shown.flatMap(([name, value]) => {
      const [term, said] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = labelOf(name);
      said.textContent = (/<\w/.test(value) ? parse(value) : value).replace(/\s*\n\s*/g, "\n").trim().slice(0, 5000);
      return [term, said];
    }));
    if (!shown.length) list.textContent = words("nothing");
  }

  function isWritten(name) {
    const field = form.elements[name];
    return !/-(TOTAL_FORMS|INITIAL_FORMS|MIN_NUM_FORMS|MAX_NUM_FORMS|id|position|kind|ORDER|DELETE)$/.test(name)
      && name !== "form_key" && !(field instanceof HTMLSelectElement) && field?.type !== "hidden";
  }

  function labelOf(name) {
    const label = document.querySelector(`label[for="id_${CSS.escape(name)}"]`);
    return label ? label.textContent.trim().replace(/[*＊]$/, "").trim() : name;
  }

  /* --- Together with the form guard ----------------------------------------------------------------------------------- */

  const isUnsaved = () => base !== null && JSON.stringify(body()) !== saved;
  guard.isUnsaved = isUnsaved;

  const quiet = () => new Promise((done) => {
    const until = Date.now() + 5000;
    (function wait() { if (!isBusy || Date.now() > until) done(); else setTimeout(wait, 50); })();
  });

  function hide(name, value) {
    const field = Object.assign(document.createElement("textarea"), { name, value, hidden: true });
    field.dataset.ofAutosave = "";
    form.append(field);
  }

  /* Before a button's deed: whether it can be sent, and from which version it began if somebody was faster. */
  const ask = guard.obstacle;
  guard.obstacle = async () => {
    await quiet();
    await keep();
    if (guard.isTextTooLong()) return "long";
    if (state === "big" && isUnsaved()) {
      await save(); // it may be smaller by now
      if (state === "big") return "big";
    }
    const { state: why } = about.presenceUrl ? await beat() : { state: await ask() };
    if (why) return ["out", "other", "refused"].includes(why) ? why : "silent";
    form.querySelectorAll("[data-of-autosave]").forEach((field) => field.remove());
    sent.forEach((one) => hide("_sent", one));
    if (isStale && base && !form.querySelector("[data-base]")?.value) begun(body(), base).forEach(([name, told]) => hide(name, told));
    return null;
  };

  bar.addEventListener("click", (event) => {
    if (!event.target.closest("[data-compare]")) return;
    form.requestSubmit();
  });

  /* --- The clock ------------------------------------------------------------------------------------------------------ */

  function watch() {
    const now = Date.now();
    const glanced = glance();
    if (glanced !== seen) {
      seen = glanced;
      changedAt = now;
      waitingSince ||= now;
      isTouched = true;
      keepSoon();
    }
    if (!waitingSince || isBusy || guard.isSending() || now < retryAt) return;
    if (isStale) { if (state === "newer") becomeStale(newest); return; }
    if (now - changedAt >= rest.pause || now - waitingSince >= rest.longest) save();
  }

  function begin() {
    form.elements.form_key.dataset.thing = about.thing || token.value;
    guard.editors().filter((editor) => editor.status === "ready").forEach(becomesReady);
    window.CKEDITOR?.on("instanceReady", ({ editor }) => becomesReady(editor));
    base = body();
    seen = glance();
    saved = "isBound" in about && about.shown !== "unfinished" ? "" : JSON.stringify(base);
    if (!saved) { waitingSince = changedAt = Date.now(); isTouched = true; }
    navigator.locks?.request(key, () => new Promise(() => {}));
    offerBack();
    if (!document.hidden) beat();
    setInterval(watch, rest.look);
    setInterval(() => { if (!document.hidden) beat(); }, rest.beat);
  }

  const soon = () => { retryAt = 0; };
  window.addEventListener("online", soon);
  window.addEventListener("offline", async () => { if (isTouched && !isStale && await keep()) say("silent"); });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return keep();
    soon();
    return beat();
  });
  window.addEventListener("load", begin);
})();
