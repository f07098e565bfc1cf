/* Pasting: what Word, Google Docs and others put on the clipboard is cleaned by the server, by the code that cleans
   what is stored, so the writer sees at once what will be kept. Pictures are uploaded to the library on the way. */
(function () {
  "use strict";

  const WAITING = "/pasted-picture/"; // stands for a picture's bytes while the text is at the server
  const FILTERS = ["filter/common.js", "filter/image.js"]; // CKEditor's reader of pictures in RTF

  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;

  function readersOfPictures() {
    const path = CKEDITOR.plugins.getPath("pastetools");
    return new Promise((ready) => {
      if (CKEDITOR.plugins.pastetools.loadFilters(FILTERS.map((name) => CKEDITOR.getUrl(path + name)), ready)) ready();
    });
  }

  /* The pictures are taken out of the text; those that only the other program could have read are counted as lost. */
  function takePictures(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const { body } = page;
    const pictures = [];
    let lost = 0;
    for (const image of body.querySelectorAll("img")) {
      const lazy = image.getAttribute("data-src") || ""; // a page of WeChat that was not scrolled to the end
      if (/^(https?:)?\/\//i.test(lazy)) image.setAttribute("src", lazy);
      let address = image.getAttribute("src") || "";
      if (/^\/\/[^/\\]/.test(address)) image.setAttribute("src", (address = `https:${address}`));
      if (/^data:image\//i.test(address)) {
        image.setAttribute("src", WAITING + (pictures.push(address) - 1));
      } else if (!/^(https?:|\/)/i.test(address)) {
        image.remove();
        lost += 1;
      }
    }
    const foreign = body.querySelectorAll("img[src^='http' i]").length;
    return { html: page.documentElement.outerHTML, pictures, lost, foreign };
  }

  async function cleaned(editor, html, rtf) {
    if (/<img\b/i.test(html)) {
      await readersOfPictures();
      html = CKEDITOR.pasteFilters.image(html, editor, rtf);
    }
    const taken = takePictures(html);
    const { fetching } = editor.config.ridgelinePaste.words;
    const notice = taken.foreign && editor.showNotification(fetching.replace("{count}", taken.foreign), "progress");
    const response = await fetch(editor.config.ridgelinePaste.clean, {
      method: "POST",
      headers: { "Content-Type": "text/plain; charset=utf-8", "X-CSRFToken": token() },
      body: taken.html,
    }).finally(() => notice && notice.hide());
    if (response.status === 413) throw new RangeError(await response.text()); // too long, in a sentence for the writer
    if (!response.ok || response.redirected) throw new Error(response.status);
    const text = await response.text();
    const place = new RegExp(`"${WAITING}(\\d+)"`, "g");
    const lost = taken.lost + Number(response.headers.get("Pictures-Missing"));
    return { lost, html: text.replace(place, (_whole, number) => `"${taken.pictures[number]}"`) };
  }

  async function paste(editor, data) {
    const words = editor.config.ridgelinePaste.words;
    const rtf = data.dataTransfer && data.dataTransfer.getData("text/rtf", true);
    try {
      const whole = (data.dataTransfer && data.dataTransfer.getData("text/html", true)) || data.dataValue;
      const { html, lost } = await cleaned(editor, whole, rtf);
      if (lost) editor.showNotification(words.lost.replace("{count}", lost), "warning");
      editor.fire("paste", { ...data, dataValue: html, type: "html", dontFilter: true, isCleaned: true });
    } catch (error) {
      const isTooLong = error instanceof RangeError && error.message;
      editor.showNotification(isTooLong ? error.message : words.failed, "warning");
    }
  }

  CKEDITOR.plugins.add("ridgelinepaste", {
    requires: "pastetools,uploadimage",

    init(editor) {
      const isFromHere = ({ dataTransfer }) =>
        dataTransfer && dataTransfer.getTransferType(editor) !== CKEDITOR.DATA_TRANSFER_EXTERNAL;
      editor.on("paste", (event) => {
        const { data } = event;
        const isPlain = data.type === "text" || !/<[a-z!]/i.test(data.dataValue);
        if (data.isCleaned || isPlain || data.dataValue.includes("data-cke-upload-id") || isFromHere(data)) return;
        event.cancel();
        paste(editor, data);
      }, null, null, 2);
    },
  });
})();
