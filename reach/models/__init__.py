"""Share pictures that are drawn, and what moves in and out."""

from reach.models.drawings import ShareDrawing
from reach.models.exports import ContentExport, ContentExportPlan
from reach.models.imports import Fate, ImportItem, ImportRun, Origin, Stage, Standing

__all__ = [
    "ContentExport",
    "ContentExportPlan",
    "Fate",
    "ImportItem",
    "ImportRun",
    "Origin",
    "ShareDrawing",
    "Stage",
    "Standing",
]
