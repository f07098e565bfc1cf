"""What is kept of a review: rules, submissions with their decisions, comments, and links for clients."""

from cms.review.models.comments import Comment
from cms.review.models.links import ReviewLink, SignOff
from cms.review.models.rules import ApprovalRule
from cms.review.models.submissions import Decision, Submission

__all__ = ["ApprovalRule", "Comment", "Decision", "ReviewLink", "SignOff", "Submission"]
