/* Texts that the server does not have yet, kept in this browser: `keptTexts.put(text)`, `.of(writer, kind)`, `.drop(key)`.

   A text is {key, writer, kind, thing, isNew, at, body: [[name, value]], base, next}. It belongs to the person who wrote
   it (`writer`) and is given to nobody else. Nothing is kept for longer than 14 days, nor more than 40 texts. */
window.keptTexts = (function () {
  "use strict";

  const daysKept = 14;
  const mostKept = 40;
  let opening = null;

  const answer = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

  function open() {
    opening ??= new Promise((done, failed) => {
      const request = indexedDB.open("ridgeline", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("texts", { keyPath: "key" });
      request.onsuccess = () => done(request.result);
      request.onerror = request.onblocked = () => failed(request.error);
    });
    return opening;
  }

  /* "strict": written to the disk before it is done, so that a killed browser has it. */
  async function store(mode) {
    const database = await open();
    return database.transaction("texts", mode, { durability: "strict" }).objectStore("texts");
  }

  async function put(text) {
    const texts = await store("readwrite");
    return new Promise((done, failed) => {
      texts.put(text);
      texts.transaction.oncomplete = done;
      texts.transaction.onabort = texts.transaction.onerror = () => failed(texts.transaction.error);
    });
  }

  const drop = async (key) => answer((await store("readwrite")).delete(key));

  /* This person's texts of this kind, the newest first; what is too old or too much goes. */
  async function of(writer, kind) {
    const all = await answer((await store("readonly")).getAll());
    all.sort((one, other) => other.at - one.at);
    const oldest = Date.now() - daysKept * 24 * 3600 * 1000;
    const stays = all.filter((text, place) => text.at > oldest && place < mostKept);
    await Promise.all(all.filter((text) => !stays.includes(text)).map((text) => drop(text.key)));
    return stays.filter((text) => text.writer === writer && text.kind === kind);
  }

  return { put, drop, of };
})();
