/* Code in the editor: CKEditor's dialog and widget, without its highlighter. Colours are made where readers get it. */
(function () {
  "use strict";

  CKEDITOR.plugins.add("ridgelinecode", {
    requires: "codesnippet",

    init(editor) {
      editor.plugins.codesnippet.setHighlighter(new CKEDITOR.plugins.codesnippet.highlighter({
        languages: editor.config.codeSnippet_languages,
        highlighter: (code, _language, done) => done(CKEDITOR.tools.htmlEncode(code)),
      }));
    },
  });
})();
