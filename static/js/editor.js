/* The editor's manners: what a configuration in JSON cannot say. Loaded after CKEditor, before it starts. */
(function () {
  "use strict";

  const page = document.documentElement;
  const isDark = () => page.classList.contains("dark");

  /* The admin's dark class must reach into the frame that holds the text. */
  function dress(text) {
    if (text) text.getDocumentElement()[isDark() ? "addClass" : "removeClass"]("dark");
  }

  new MutationObserver(() => {
    Object.values(CKEDITOR.instances).forEach((editor) => dress(editor.document));
  }).observe(page, { attributes: true, attributeFilter: ["class"] });

  /* Others on the page (unsaved-changes warning, autosave) listen to the text area. */
  function tellTheForm(editor) {
    let waiting = 0;
    const tell = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        if (editor.status !== "ready") return;
        editor.updateElement();
        editor.element.$.dispatchEvent(new Event("input", { bubbles: true }));
        editor.element.$.dispatchEvent(new Event("change", { bubbles: true }));
      }, 300);
    };
    editor.on("change", tell);
    editor.on("contentDom", () => editor.editable().attachListener(editor.editable(), "input", tell)); // input methods
  }

  CKEDITOR.on("instanceCreated", ({ editor }) => {
    editor.on("contentDom", () => dress(editor.document));
    editor.on("fileUploadRequest", (event) => {
      event.data.fileLoader.xhr.setRequestHeader("X-CSRFToken", document.querySelector("input[name=csrfmiddlewaretoken]").value);
    });
    tellTheForm(editor);
  });
})();
