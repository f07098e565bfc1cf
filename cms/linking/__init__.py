"""Where every link leads: what is linked from where, what leads nowhere, and what nothing leads to."""
