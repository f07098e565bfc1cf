"""What happens while a form is open: autosave, what could not be saved, who else is writing, two versions made one.

`posting` reads a form as it was posted, `autosaving` keeps it, `merging` compares and joins two versions, `conflicts`
shows them side by side.
"""
