"""Review: who must approve what, what waits for approval, comments on the text, and links for clients."""
