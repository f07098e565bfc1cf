/* How long a text is, counted as cms/chinese/measure.py counts, while it is written: below each rich text and for the
   whole thing; and how much of title and summary search engines show. */
(function () {
  "use strict";

  const HAN = /[\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{323af}]/gu;
  const LATIN_WORD = /[\p{L}\p{Nl}\p{No}]+(?:['’-][\p{L}\p{Nl}\p{No}]+)*|\p{Nd}+(?:[.,:]\p{Nd}+)*/gu;
  const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}—…‘’“”·]/u;
  const CHARACTERS_A_MINUTE = 400;
  const MOST = { title: 60, summary: 160 }; // as wide as search engines show, about; a Chinese character is 2 wide
  const BREAKING = new Set(
    "P H2 H3 H4 PRE HR BR BLOCKQUOTE UL OL LI DL DT DD TABLE CAPTION THEAD TBODY TFOOT TR TD TH FIGURE FIGCAPTION DETAILS SUMMARY".split(" ")
  );
  const READINGS = new Set(["RT", "RP"]);

  const countCharacters = (text) =>
    (text.match(HAN) || []).length + (text.replace(HAN, " ").match(LATIN_WORD) || []).length;
  const readingMinutes = (count) => Math.max(1, Math.ceil(count / CHARACTERS_A_MINUTE));
  const widthOf = (text) => [...text].reduce((sum, sign) => sum + (WIDE.test(sign) ? 2 : 1), 0);

  /* The words that a reader sees, as cms/richtext/text.py takes them. */
  function plain(html) {
    const pieces = [];
    (function walk(node) {
      for (const child of node.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) pieces.push(child.data);
        if (child.nodeType !== Node.ELEMENT_NODE || READINGS.has(child.tagName)) continue;
        if (BREAKING.has(child.tagName)) pieces.push("\n");
        walk(child);
        if (BREAKING.has(child.tagName)) pieces.push("\n");
      }
    })(new DOMParser().parseFromString(html, "text/html").body);
    return pieces.join("");
  }

  window.ridgelineMeasure = { countCharacters, readingMinutes, widthOf, plain };

  const told = document.getElementById("desk-measure");
  const form = document.getElementById(document.querySelector(".form-guard")?.dataset.form);
  if (!told || !form) return;

  const names = JSON.parse(told.dataset.words);
  const say = (sentence, values) => told.dataset[sentence].replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  const number = new Intl.NumberFormat(document.documentElement.lang || undefined);
  const isRich = (field) => field.dataset.type === "ckeditortype";
  const counts = new WeakMap(); // field → [what it held, how many]: only what changed is counted anew

  function textOf(field) {
    const editor = window.CKEDITOR?.instances[field.id];
    const isReady = editor && editor.status === "ready";
    return isRich(field) ? (isReady ? editor.getData() : field.value) : field.value;
  }

  function countOf(field) {
    const text = textOf(field);
    const known = counts.get(field);
    if (known && known[0] === text) return known[1];
    const count = countCharacters(isRich(field) ? plain(text) : text);
    counts.set(field, [text, count]);
    return count;
  }

  /* Whether readers get the words of this field, and its row stays. */
  function holdsWords(field) {
    if (/__prefix__|__row__/.test(field.name)) return false;
    for (let end = field.name.lastIndexOf("-"); end > 0; end = field.name.lastIndexOf("-", end - 1)) {
      if (form.elements[`${field.name.slice(0, end)}-DELETE`]?.checked) return false;
    }
    if ("words" in field.dataset || names.fields.includes(field.name)) return true;
    const row = /^(.+)-\d+-([^-]+)$/.exec(field.name);
    return Boolean(row && names.parts[row[1]]?.includes(row[2]));
  }

  function line(after, kind) {
    const known = after.parentElement.querySelector(`:scope > .desk-count-${kind}`);
    if (known) return known;
    const made = document.createElement("p");
    made.className = `desk-count desk-count-${kind}`;
    after.after(made);
    return made;
  }

  function tell(place, text) {
    if (place.textContent !== text) place.textContent = text;
  }

  function figures(count) {
    return { characters: number.format(count), minutes: number.format(readingMinutes(count)) };
  }

  function fitting(text, most) {
    let shown = "";
    let width = 0;
    for (const sign of text) {
      width += WIDE.test(sign) ? 2 : 1;
      if (width > most) return shown;
      shown += sign;
    }
    return shown;
  }

  function tellWidth(field, kind) {
    if (!field || !field.isConnected) return;
    const text = field.value.trim();
    const place = line(field, kind);
    const values = { width: widthOf(text), most: MOST[kind], shown: fitting(text, MOST[kind]).slice(-12) };
    place.hidden = !text;
    place.classList.toggle("is-long", values.width > MOST[kind]);
    tell(place, say(`${kind}${values.width > MOST[kind] ? "Long" : "Fits"}`, values));
  }

  function update() {
    let whole = 0;
    for (const field of form.elements) {
      if (!["TEXTAREA", "INPUT"].includes(field.tagName) || !field.name || !holdsWords(field)) continue;
      const count = countOf(field);
      whole += count;
      const frame = isRich(field) && document.getElementById(`cke_${field.id}`);
      if (frame) tell(line(frame, "text"), say("text", figures(count)));
    }
    const place = form.querySelector(":scope > .desk-count-whole") || form.appendChild(document.createElement("p"));
    place.className = "desk-count desk-count-whole";
    tell(place, say("whole", figures(whole)));
    tellWidth(form.elements.title, "title");
    tellWidth(form.elements.summary, "summary");
  }

  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(update, 200);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  window.CKEDITOR?.on("instanceReady", soon);
  window.addEventListener("load", soon);
})();
