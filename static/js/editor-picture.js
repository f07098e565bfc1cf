/* Pictures in the editor: a figure with its caption, chosen from the library or uploaded to it. */
(function () {
  "use strict";

  const TYPES = /^image\/(jpeg|png|gif|bmp|webp|avif)$/;

  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children.filter(Boolean));
    return element;
  }

  /* The dialog: built anew each time, gone when closed. `done` gets {id, src, alt, caption}; alt "" is decorative. */
  class PictureDialog {
    constructor(settings, picture, done) {
      Object.assign(this, { settings, words: settings.words, picture, done, chosen: picture.id ? picture : null });
      this.build();
      document.body.append(this.dialog);
      this.dialog.showModal();
      if (!this.chosen) this.load();
      (this.chosen ? this.alt : this.search).focus();
    }

    build() {
      const { words } = this;
      this.message = make("p", { className: "picture-dialog-message" });
      this.message.setAttribute("role", "alert");
      this.form = make("form", { method: "dialog", noValidate: true },
        make("h2", { textContent: this.chosen ? words.edit : words.title, id: "picture-dialog-title" }),
        this.chosen ? this.preview() : this.chooser(),
        ...this.details(),
        this.message,
        make("div", { className: "picture-dialog-buttons" },
          make("button", { type: "button", textContent: words.cancel, onclick: () => this.dialog.close() }),
          make("button", { type: "submit", className: "primary", textContent: this.chosen ? words.apply : words.insert })));
      this.form.addEventListener("submit", (event) => this.submit(event));
      this.dialog = make("dialog", { className: "picture-dialog" }, this.form);
      this.dialog.setAttribute("aria-labelledby", "picture-dialog-title");
      this.dialog.addEventListener("close", () => this.dialog.remove());
    }

    preview() {
      return make("img", { className: "picture-dialog-preview", src: this.picture.src, alt: "" });
    }

    chooser() {
      const { words } = this;
      this.search = make("input", { type: "search", name: "q", autocomplete: "off" });
      let waiting = 0;
      this.search.addEventListener("input", () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => this.load(), 250);
      });
      this.search.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault(); // searching is not inserting
        this.load();
      });
      this.file = make("input", { type: "file", accept: "image/*" });
      this.file.addEventListener("change", () => this.upload());
      this.file.hasChangeListener = true; // keeps Unfold from taking it for a file field of its own
      this.list = make("div", { className: "picture-dialog-list" });
      this.list.setAttribute("role", "radiogroup");
      this.list.setAttribute("aria-label", words.library);
      this.more = make("button", { type: "button", hidden: true, textContent: words.more, onclick: () => this.load(this.next) });
      return make("div", {},
        make("div", { className: "picture-dialog-sources" },
          make("label", {}, words.search, this.search), make("label", {}, words.upload, this.file)),
        this.list, this.more);
    }

    details() {
      const { words, picture } = this;
      this.alt = make("input", { type: "text", name: "alt", value: picture.alt || "", id: "picture-dialog-alt" });
      this.alt.setAttribute("aria-describedby", "picture-dialog-alt-help");
      this.decorative = make("input", { type: "checkbox", name: "decorative", checked: picture.alt === "" });
      this.decorative.addEventListener("change", () => { this.alt.disabled = this.decorative.checked; });
      this.alt.disabled = this.decorative.checked;
      this.caption = make("input", { type: "text", name: "caption", value: picture.caption || "" });
      this.captionWas = this.caption.value;
      return [
        make("label", {}, words.alt, this.alt),
        make("p", { className: "help", id: "picture-dialog-alt-help", textContent: words.altHelp }),
        make("label", { className: "check" }, this.decorative, words.decorative),
        make("label", {}, words.caption, this.caption),
        make("p", { className: "help", textContent: words.captionHelp }),
      ];
    }

    async load(page) {
      const address = new URL(this.settings.choose, location.href);
      address.searchParams.set("q", this.search.value);
      if (page) address.searchParams.set("page", page);
      const wanted = (this.wanted = {}); // an answer that a later search has overtaken is not shown
      try {
        const response = await fetch(address, { headers: { Accept: "application/json" } });
        if (!response.ok) throw new Error(response.status);
        const { results, next } = await response.json();
        if (wanted !== this.wanted) return;
        if (!page) this.list.replaceChildren();
        this.list.append(...results.map((picture) => this.option(picture)));
        if (!this.list.children.length) this.list.append(make("p", { textContent: this.words.none }));
        this.next = next;
        this.more.hidden = !next;
      } catch {
        this.say(this.words.failed);
      }
    }

    option(picture) {
      const name = picture.alt || picture.name || `#${picture.id}`;
      const radio = make("input", { type: "radio", name: "picture", value: picture.id });
      radio.addEventListener("change", () => this.choose(picture));
      return make("label", { title: name }, radio,
        make("img", { src: picture.thumb || picture.src, alt: "", loading: "lazy" }), make("span", { textContent: name }));
    }

    choose(picture) {
      this.chosen = picture;
      this.decorative.checked = Boolean(picture.is_decorative);
      this.alt.disabled = this.decorative.checked;
      this.alt.value = picture.alt || "";
      this.say("");
    }

    async upload() {
      const body = new FormData();
      body.append("upload", this.file.files[0]);
      this.say(this.words.uploading);
      try {
        const headers = { "X-CSRFToken": document.querySelector("input[name=csrfmiddlewaretoken]").value };
        const response = await fetch(this.settings.upload, { method: "POST", body, headers });
        const answer = await response.json();
        if (!answer.uploaded) return this.say(answer.error.message);
        const picture = { id: answer.id, src: answer.url, name: answer.fileName };
        const option = this.option(picture);
        if (!this.list.querySelector("label")) this.list.replaceChildren();
        this.list.prepend(option);
        option.querySelector("input").checked = true;
        this.choose(picture);
        if (answer.error) this.say(answer.error.message); // such as an animation that was left out
        this.alt.focus();
      } catch {
        this.say(this.words.failed);
      }
    }

    say(text) {
      this.message.textContent = text;
    }

    submit(event) {
      event.preventDefault();
      if (!this.chosen) return this.say(this.words.choose);
      const alt = this.alt.value.trim();
      if (!alt && !this.decorative.checked) {
        this.say(this.words.describe);
        return this.alt.focus();
      }
      this.dialog.close();
      this.done({
        id: this.chosen.id,
        src: this.settings.path.replace("{}", this.chosen.id),
        alt: this.decorative.checked ? "" : alt,
        caption: this.caption.value === this.captionWas ? null : this.caption.value.trim(),
      });
    }
  }

  const encode = CKEDITOR.tools.htmlEncodeAttr;

  function figure({ id, src, alt, caption }) {
    const described = alt === undefined ? "" : ` alt="${encode(alt)}"`;
    return `<figure class="picture"><img data-picture="${encode(String(id))}"${described} src="${encode(src)}">` +
      `<figcaption>${CKEDITOR.tools.htmlEncode(caption || "")}</figcaption></figure>`;
  }

  function numberIn(src, path) {
    const [before, after] = path.split("{}");
    const number = src.startsWith(before) && src.endsWith(after) ? src.slice(before.length, -after.length) : "";
    return /^\d+$/.test(number) ? number : "";
  }

  const widget = {
    template: '<figure class="picture"><img><figcaption></figcaption></figure>',
    parts: { image: "img", caption: "figcaption" },
    editables: { caption: { selector: "figcaption", allowedContent: "em strong s u sub sup code; a[!href]" } },

    upcast(element) {
      const isPicture = element.name === "figure" && element.hasClass("picture") && element.find("img", true).length;
      if (!isPicture) return false;
      if (!element.getFirst("figcaption")) element.add(new CKEDITOR.htmlParser.element("figcaption"));
      return element;
    },

    downcast(element) {
      const caption = element.getFirst("figcaption");
      if (caption && !caption.getHtml().replace(/<br[^>]*>|&nbsp;|\s/g, "")) caption.remove();
      return element;
    },

    init() {
      this.on("edit", (event) => {
        event.cancel();
        this.editor.execCommand("ridgelinepicture");
      });
      const { words } = this.editor.config.ridgelinePicture;
      this.parts.caption.data("cke-placeholder", words.caption);
      this.element.data("cke-undescribed", words.describe);
    },

    getLabel() {
      return `${this.editor.config.ridgelinePicture.words.button}: ${this.parts.image.getAttribute("alt") || ""}`;
    },
  };

  function change(editor, found) {
    const { image, caption } = found.parts;
    const current = {
      id: image.data("picture"),
      src: image.getAttribute("src"),
      alt: image.hasAttribute("alt") ? image.getAttribute("alt") : undefined,
      caption: caption.getText().trim(),
    };
    new PictureDialog(editor.config.ridgelinePicture, current, (picture) => {
      editor.focus();
      editor.fire("saveSnapshot");
      image.setAttribute("alt", picture.alt);
      if (picture.caption !== null) caption.setText(picture.caption);
      editor.fire("saveSnapshot");
    });
  }

  function insert(editor) {
    new PictureDialog(editor.config.ridgelinePicture, {}, (picture) => {
      editor.focus();
      editor.fire("saveSnapshot");
      // As an element, not as HTML: the cursor then stands below the picture, and what comes next does not replace it.
      const element = CKEDITOR.dom.element.createFromHtml(figure(picture), editor.document);
      editor.insertElement(editor.widgets.wrapElement(element, "picture"));
      editor.widgets.initOn(element, "picture");
      editor.fire("saveSnapshot");
    });
  }

  CKEDITOR.plugins.add("ridgelinepicture", {
    requires: "widget,uploadimage",

    init(editor) {
      const { words } = editor.config.ridgelinePicture;
      editor.widgets.add("picture", widget);
      editor.addCommand("ridgelinepicture", {
        async: true,
        exec() {
          const found = editor.widgets.focused || editor.widgets.selected[0];
          if (found && found.name === "picture" && found.parts.image.data("picture")) change(editor, found);
          else insert(editor);
        },
      });
      editor.ui.addButton("RidgelinePicture", {
        label: words.button, command: "ridgelinepicture", toolbar: "insert", icon: "image",
      });
    },

    /* What is pasted or dropped ends as a figure of the library; its description is still to be written. */
    afterInit(editor) {
      const { path } = editor.config.ridgelinePicture;
      const { uploadimage } = editor.widgets.registered;
      uploadimage.supportedTypes = TYPES;
      uploadimage.onUploaded = function (upload) {
        this.replaceWith(figure({ id: numberIn(upload.url, path), src: upload.url }));
      };
      CKEDITOR.plugins.clipboard.addFileMatcher(editor, (file) => TYPES.test(file.type));
    },
  });
})();
