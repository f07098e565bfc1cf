/* A plain file field tells its file itself; Unfold would look for a text field beside it, and stumble. */
for (const field of document.querySelectorAll('.desk-form input[type="file"]')) {
  field.hasChangeListener = true;
}
