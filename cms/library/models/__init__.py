"""Pictures and files: what was uploaded, what was made of it, and which live things show it.

An original comes in through the gate (`gate.py`, `documents.py`) and stays in the private storage. The worker makes
smaller copies (`renditions.py`) and carries what published things use into the public storage (`copies.py`).
"""

from cms.library.models.assets import Asset, Licence, new_token, printable
from cms.library.models.documents import Document
from cms.library.models.pictures import Picture, Rendition
from cms.library.models.usage import GRACE, Usage

__all__ = ["GRACE", "Asset", "Document", "Licence", "Picture", "Rendition", "Usage", "new_token", "printable"]
