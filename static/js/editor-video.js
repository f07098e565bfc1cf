/* Videos in the editor: a figure that names the host and the video. The server reads the address that was pasted. */
(function () {
  "use strict";

  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children.filter(Boolean));
    return element;
  }

  /* `done` gets {video, caption}. */
  function ask({ recognise, words }, current, done) {
    const address = make("input", { type: "text", name: "address", value: current.page || "", inputMode: "url" });
    const caption = make("input", { type: "text", name: "caption", value: current.caption || "", maxLength: 300 });
    const message = make("p", { className: "picture-dialog-message", role: "alert" });
    const say = (sentence, field) => {
      message.textContent = sentence;
      field.focus();
    };
    const form = make("form", { method: "dialog", noValidate: true },
      make("h2", { textContent: words.title, id: "video-dialog-title" }),
      make("label", {}, words.address, address),
      make("p", { className: "help", textContent: words.addressHelp }),
      make("label", {}, words.caption, caption),
      make("p", { className: "help", textContent: words.captionHelp }),
      message,
      make("div", { className: "picture-dialog-buttons" },
        make("button", { type: "button", textContent: words.cancel, onclick: () => dialog.close() }),
        make("button", { type: "submit", className: "primary", textContent: words.insert })));
    const dialog = make("dialog", { className: "picture-dialog" }, form);
    dialog.setAttribute("aria-labelledby", "video-dialog-title");
    dialog.addEventListener("close", () => dialog.remove());
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!caption.value.trim()) return say(words.describe, caption);
      try {
        const asked = new URL(recognise, location.href);
        asked.searchParams.set("address", address.value.slice(0, 1900));
        const answer = await (await fetch(asked, { headers: { Accept: "application/json" } })).json();
        if (answer.error) return say(answer.error, address);
        if (!dialog.open) return;
        dialog.close();
        done({ video: answer.video, caption: caption.value.trim() });
      } catch {
        say(words.failed, address);
      }
    });
    document.body.append(dialog);
    dialog.showModal();
    (current.page ? caption : address).focus();
  }

  const encode = CKEDITOR.tools.htmlEncode;

  function insert(editor) {
    ask(editor.config.ridgelineVideo, {}, ({ video, caption }) => {
      editor.focus();
      editor.fire("saveSnapshot");
      const figure = `<figure data-video="${CKEDITOR.tools.htmlEncodeAttr(video)}"><figcaption>${encode(caption)}</figcaption></figure>`;
      const element = CKEDITOR.dom.element.createFromHtml(figure, editor.document);
      editor.insertElement(editor.widgets.wrapElement(element, "video"));
      editor.widgets.initOn(element, "video");
      editor.fire("saveSnapshot");
    });
  }

  /* A figure that got another video is made anew, so that its label follows. */
  function change(editor, widget) {
    const [host, id] = widget.video();
    const page = editor.config.ridgelineVideo.hosts[host].page.replace("{}", id);
    ask(editor.config.ridgelineVideo, { page, caption: widget.parts.caption.getText().trim() }, ({ video, caption }) => {
      editor.focus();
      editor.fire("saveSnapshot");
      widget.element.setAttribute("data-video", video);
      widget.label();
      if (caption !== widget.parts.caption.getText().trim()) widget.parts.caption.setText(caption);
      editor.fire("saveSnapshot");
    });
  }

  const widget = {
    parts: { caption: "figcaption" },
    editables: { caption: { selector: "figcaption", allowedContent: "strong s u sub sup code; a[!href]" } },

    upcast(element) {
      if (element.name !== "figure" || !element.attributes["data-video"]) return false;
      if (!element.getFirst("figcaption")) element.add(new CKEDITOR.htmlParser.element("figcaption"));
      return element;
    },

    downcast(element) {
      const caption = element.getFirst("figcaption");
      if (caption && !caption.getHtml().replace(/<br[^>]*>|&nbsp;|\s/g, "")) caption.remove();
      return element;
    },

    init() {
      this.label();
      this.parts.caption.data("cke-placeholder", this.editor.config.ridgelineVideo.words.caption);
      this.on("edit", (event) => {
        event.cancel();
        change(this.editor, this);
      });
    },

    video() {
      const [host, ...id] = this.element.data("video").split(":");
      return [host, id.join(":")];
    },

    label() {
      const [host, id] = this.video();
      const known = this.editor.config.ridgelineVideo.hosts[host];
      this.element.data("cke-video", `${known ? known.name : host} · ${id}`);
    },

    getLabel() {
      return `${this.editor.config.ridgelineVideo.words.button}: ${this.parts.caption.getText()}`;
    },
  };

  CKEDITOR.plugins.add("ridgelinevideo", {
    requires: "widget",

    init(editor) {
      const { words, icon } = editor.config.ridgelineVideo;
      editor.widgets.add("video", widget);
      editor.addCommand("ridgelinevideo", {
        async: true,
        exec() {
          const found = editor.widgets.focused || editor.widgets.selected[0];
          if (found && found.name === "video") change(editor, found);
          else insert(editor);
        },
      });
      editor.ui.addButton("RidgelineVideo", { label: words.button, command: "ridgelinevideo", toolbar: "insert", icon });
    },
  });
})();
