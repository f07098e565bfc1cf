"""Letters go to those whom a review waits for and to those whose text it is, never about one's own deed."""

import pytest
from django.urls import reverse

from cms.outbox.models import Delivery
from cms.people.models import User
from cms.review.models import Comment, ReviewLink
from cms.review.notices import page_of
from cms.review.panels import returned_panel, waiting_panel
from demo import builders
from tests.reading import words_of
from tests.review.conftest import hand_in, rule, write


def told():
    """Who got a letter since the last time this was asked, with its subject."""
    letters = sorted(Delivery.objects.values_list("receiver", "summary"))
    Delivery.objects.all().delete()
    return letters


@pytest.fixture
def handed_in(article, author, editor, chief):
    submission = hand_in(article, author)
    told()
    return submission


def test_those_who_can_approve_hear_of_a_text(article, author, editor, chief, salesperson, analyst):
    hand_in(article, author)
    assert told() == [
        ("chief@example.com", "To review: “作者的文章”"),
        ("editor@example.com", "To review: “作者的文章”"),
    ]


def test_a_rule_says_who_hears_of_it(article, author, editor, chief):
    rule(article)
    hand_in(article, author)
    assert [receiver for receiver, _subject in told()] == ["chief@example.com"]


def test_the_letter_says_who_asks_and_leads_to_the_page(settings, article, author, editor):
    hand_in(article, author)
    text = Delivery.objects.get().payload["text"]
    assert "author asks you to review this:" in text
    assert settings.SITE_URL + page_of(article) in text


def test_the_author_hears_of_approval_and_return(article, handed_in, author, editor):
    handed_in.approve(by=editor)
    assert told() == [("author@example.com", "Approved: “作者的文章”")]
    handed_in.send_back(by=editor, reason="再想想")
    assert "再想想" in Delivery.objects.get().payload["text"]
    assert told() == [("author@example.com", "Sent back: “作者的文章”")]


def test_a_thread_hears_of_a_reply_but_not_who_wrote_it(article, handed_in, author, editor):
    thread = Comment.objects.write(article, handed_in.revision, "來源呢？", by=editor)
    assert told() == [("author@example.com", "New comment on “作者的文章”")]
    thread.reply("補上了。", by=author)
    assert told() == [("editor@example.com", "New comment on “作者的文章”")]


def test_who_made_a_link_and_the_author_hear_of_the_client(article, author, editor):
    link, _token = ReviewLink.objects.make(article, write(article, editor), recipient="王小姐", days=7, by=editor)
    link.sign_off(name="王小姐", is_approval=True)
    assert told() == [
        ("author@example.com", "The client has signed off “作者的文章”"),
        ("editor@example.com", "The client has signed off “作者的文章”"),
    ]


def test_who_lost_the_role_hears_nothing(article, handed_in, author, editor):
    author.groups.clear()
    handed_in.approve(by=editor)
    assert told() == []


def test_the_desk_shows_what_waits_for_me_and_what_came_back(as_user, article, handed_in, author, editor):
    first_page = reverse("admin:index")
    assert "Waiting for me" in words_of(as_user(editor).get(first_page))
    assert "Waiting for me" not in words_of(as_user(author).get(first_page))
    handed_in.send_back(by=editor, reason="再想想")
    page = words_of(as_user(author).get(first_page))
    assert "Sent back to me" in page
    assert "再想想" in page
    assert "Waiting for me" not in words_of(as_user(editor).get(first_page))


def test_the_panels_ask_the_same_with_more_work(rf, author, editor, chief, django_assert_max_num_queries):
    asked = rf.get("/")
    for number in range(12):
        thing = builders.article(f"第 {number} 篇", by=author)
        submission = hand_in(thing, author)
        if number % 2:
            submission.send_back(by=chief, reason="再想想")
    for user, panel in ((editor, waiting_panel), (author, returned_panel)):
        asked.user = User.objects.get(pk=user.pk)
        with django_assert_max_num_queries(12):
            assert len(panel(asked)["items"]) == 6


def test_a_rule_says_on_whose_desk_a_text_waits(rf, article, author, editor, chief):
    rule(article)
    hand_in(article, author)
    for user, waits in ((editor, False), (chief, True), (author, False)):
        asked = rf.get("/")
        asked.user = user
        assert bool(waiting_panel(asked)) is waits
