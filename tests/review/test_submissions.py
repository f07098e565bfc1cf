"""Handing in, approving, sending back: states of a text, never of the row."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import translation

from cms.publishing.models import AuditEntry, Revision
from cms.review.models import Decision, Submission
from cms.review.standing import standing_of
from tests.conftest import person
from tests.review.conftest import hand_in, rule, write

State = Submission.State


def test_handing_in_the_same_text_twice_is_one_submission(article, author):
    first = hand_in(article, author)
    assert hand_in(article, author) == first


def test_a_newer_text_takes_the_place_of_the_older_one(article, author):
    first = hand_in(article, author)
    second = hand_in(article, author, write(article, author, summary="新的摘要"))
    first.refresh_from_db()
    assert (first.state, second.state) == (State.REPLACED, State.WAITING)


def test_an_editor_approves_and_the_row_stays_a_draft(article, author, editor):
    hand_in(article, author).approve(by=editor)
    article.refresh_from_db()
    assert article.state == "draft"
    assert standing_of(article).key == "approved"


def test_an_approval_does_not_count_for_a_text_that_was_changed(article, author, editor):
    hand_in(article, author).approve(by=editor)
    write(article, author, summary="改過")
    assert standing_of(article).key == "changed_approved"


def test_an_approval_counts_again_for_the_same_text_brought_back(article, author, editor):
    rule(article, "editor")
    hand_in(article, author).approve(by=editor)
    approved = Revision.objects.of(article).first()
    write(article, author, summary="改過")
    restored = article.restore(approved, by=author)
    assert restored.digest == approved.digest
    assert article.publish(restored, by=editor).is_live


def test_a_text_is_sent_back_with_a_reason_only(article, author, editor):
    submission = hand_in(article, author)
    with pytest.raises(ValidationError, match="what is to change"):
        submission.send_back(by=editor, reason="  ")
    submission.send_back(by=editor, reason="請補上來源。")
    standing = standing_of(article)
    assert (standing.key, standing.submission.reason) == ("returned", "請補上來源。")


def test_what_was_approved_may_be_sent_back_until_it_is_public(article, author, editor):
    rule(article, "editor")
    submission = hand_in(article, author).approve(by=editor)
    submission.send_back(by=editor, reason="想了想，還是不行。")
    with pytest.raises(ValidationError, match="must approve"):
        article.publish(submission.revision, by=editor)


@pytest.mark.parametrize("who", ["author", "salesperson", "analyst", "outsider"])
def test_who_may_not_publish_does_not_decide(request, article, author, editor, who):
    submission = hand_in(article, author)
    with pytest.raises(ValidationError, match="does not decide"):
        submission.approve(by=request.getfixturevalue(who))
    with pytest.raises(ValidationError, match="does not decide"):
        submission.send_back(by=request.getfixturevalue(who), reason="不行")
    assert not Decision.objects.exists()


def test_a_rule_for_chief_editors_leaves_editors_out(article, author, editor, chief):
    rule(article)
    submission = hand_in(article, author)
    with pytest.raises(ValidationError, match="does not decide"):
        submission.approve(by=editor)
    assert submission.approve(by=chief).state == State.APPROVED


def test_nobody_approves_their_own_text_while_somebody_else_can(article, editor):
    person("editor", "other")
    with pytest.raises(ValidationError, match="own text"):
        hand_in(article, editor).approve(by=editor)


def test_who_saved_the_text_counts_as_its_author_too(article, author, editor):
    person("editor", "other")
    revision = write(article, editor, summary="編輯寫的")
    with pytest.raises(ValidationError, match="own text"):
        hand_in(article, author, revision).approve(by=editor)


def test_the_only_one_who_can_approves_their_own_text_and_the_log_says_so(article, editor):
    assert hand_in(article, editor).approve(by=editor).state == State.APPROVED
    assert Decision.objects.get().is_own
    assert "own text" in AuditEntry.objects.get(verb="approve").note


def test_two_rules_take_two_approvals(article, author, editor, chief):
    rule(article, "editor")
    rule(article, "administrator")
    submission = hand_in(article, author).approve(by=editor)
    assert submission.state == State.WAITING
    submission = submission.approve(by=person("administrator"))
    assert submission.state == State.APPROVED


def test_a_chief_editors_approval_meets_a_rule_for_editors_too(article, author, chief):
    rule(article, "editor")
    rule(article, "chief editor")
    assert hand_in(article, author).approve(by=chief).state == State.APPROVED


def test_the_second_of_two_approvers_is_told_who_was_first(article, author, editor, chief):
    submission = hand_in(article, author)
    submission.approve(by=editor)
    with pytest.raises(ValidationError, match="editor approved this already"):
        submission.approve(by=chief)
    assert Decision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_approvals_at_the_same_moment_one_counts(article, author, editor, chief):
    submission = hand_in(article, author)

    def approve(user):
        try:
            with translation.override("en"):  # each thread has a language of its own
                return Submission.objects.get(pk=submission.pk).approve(by=user).state
        except ValidationError as error:
            return error.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(approve, [editor, chief]), key=len)
    assert answers[0] == "approved"
    assert "approved this already" in answers[1]
    assert Decision.objects.count() == 1


def test_a_submission_is_withdrawn_by_who_may_edit(article, author, editor):
    assert hand_in(article, author).withdraw(by=author).state == State.WITHDRAWN
    assert standing_of(article).key == ""


def test_what_was_withdrawn_cannot_be_approved(article, author, editor):
    submission = hand_in(article, author)
    submission.withdraw(by=author)
    with pytest.raises(ValidationError, match="no longer in review"):
        submission.approve(by=editor)


def test_nothing_is_handed_in_from_the_trash(article, author):
    article.trash(by=author)
    with pytest.raises(ValidationError, match="trash"):
        hand_in(article, author)


def test_a_publication_ends_the_review(article, author, editor):
    submission = hand_in(article, author)
    article.publish(submission.revision, by=editor)
    submission.refresh_from_db()
    article.refresh_from_db()
    assert submission.state == State.APPROVED
    assert standing_of(article).key == ""


def test_every_deed_is_in_the_audit_log(article, author, editor):
    submission = hand_in(article, author)
    submission.send_back(by=editor, reason="再想想")
    again = hand_in(article, author, write(article, author, summary="想過了"))
    again.approve(by=editor)
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["submit", "send_back", "save", "submit", "approve"]
