"""Moving in: one mechanism, many readers.

A reader turns a source into `Entry`s (`entries`); everything else is the same for all of them: what would happen
(`planning`), what happens (`working`), how it is taken back (`undoing`). A reader knows nothing of the database.
"""
