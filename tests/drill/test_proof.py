"""The proof of the drill notices what it is there to notice: each thing that may go wrong is done on purpose."""

import random
from collections import Counter

import pytest

from deploy.drill import faults, proof
from deploy.drill.killing import Kill
from deploy.drill.visitors import posts

ENDED = 1000.0
PERSON = "lin@drill.example"


def call(to, *, at=900.0, how=faults.FINE, is_signed=True, **told):
    return {"at": at, "to": to, "how": how, "is_signed": is_signed, **told}


def mail(identity, to, *marks, at=900.0, how=faults.FINE):
    return {"at": at, "how": how, "to": to, "id": identity, "subject": "…", "marks": list(marks)}


def hook_call(to, verb, number, **more):
    enquiry = number if verb == "lead.received" else None
    return call(to, id=f"{verb} {number}", verb=verb, enquiry=enquiry, lead=1, **more)


@pytest.fixture
def evidence():
    """Three posts by different people, all of them stored and told; the first lead was moved."""
    by_way = {post.way: post for post in posts(30, random.Random(1)) if not post.file}
    sent = list(by_way.values())[:3]
    for post in sent:
        post.told_at, post.answers = 800.0, Counter({"303": 1})
    rows = [
        (n, *post.stored, n, False, "email" if "@" in post.way else "other", post.way, None)
        for n, post in enumerate(sent, 1)
    ]
    mails = [mail(f"<{post.number}>", PERSON, f"{post.number:06d}") for post in sent]
    mails += [mail(f"<to {row[8]}>", row[8]) for row in rows if row[7] == "email"]
    calls = [hook_call("honest", "lead.received", n) for n in (1, 2, 3)]
    calls += [hook_call(hook, "lead.moved", 1) for hook in proof.HOOKS_OF_MOVES]
    calls += [call(robot, lead=1) for robot in proof.ROBOTS]
    return proof.Evidence(
        posts=sent,
        enquiries=rows,
        deliveries=[("news", "sent", None, "")] * 3,
        events=[
            *(("lead.received", "fanned_out", n, 0, "") for n in (1, 2, 3)),
            ("lead.moved", "fanned_out", 1, 0, ""),
        ],
        doubled_leads=[],
        files=set(),
        moved=[1],
        mails=mails,
        calls=calls,
        kills=[],
        salespeople=[PERSON],
        ended=ENDED,
    )


def found(evidence):
    return " ".join(proof.prove(evidence).findings)


def test_where_everything_is_there_nothing_is_found(evidence):
    verdict = proof.prove(evidence)
    assert verdict.findings == []
    assert (verdict.confirmed, verdict.stored, verdict.lost, verdict.twice) == (3, 3, 0, 0)
    assert [copies.messages for copies in verdict.copies] == [len(evidence.mails), 6, 3]


def test_a_confirmed_enquiry_that_is_not_stored_is_lost(evidence):
    del evidence.enquiries[1]
    verdict = proof.prove(evidence)
    assert verdict.lost == 1
    assert "confirmed and not stored" in " ".join(verdict.findings)


def test_one_letter_that_is_not_as_it_was_typed_is_a_loss(evidence):
    number, name, contact, company, message, *rest = evidence.enquiries[0]
    evidence.enquiries[0] = (number, name, contact, company, message + "！", *rest)
    assert proof.prove(evidence).lost == 1
    assert "stored and never sent" in found(evidence)


def test_what_was_not_confirmed_need_not_be_there(evidence):
    evidence.posts[1].told_at, evidence.posts[1].is_patient = None, False
    del evidence.enquiries[1], evidence.events[1], evidence.mails[1], evidence.calls[1]
    evidence.mails = [mail for mail in evidence.mails if mail["to"] != evidence.posts[1].way]
    assert proof.prove(evidence).findings == []


def test_an_enquiry_stored_twice_is_found(evidence):
    evidence.enquiries.append((4, *evidence.enquiries[0][1:]))
    assert proof.prove(evidence).twice == 1


@pytest.mark.parametrize(
    ("list_name", "place", "sentence"),
    [
        ("mails", 0, "no salesperson was told"),
        ("calls", 0, "the webhook honest was not told"),
        ("calls", 4, "the webhook strict was not told"),
        ("calls", -1, "the robot feishu was not told"),
        ("events", 0, "3 enquiries, but 2 events"),
        ("events", 3, "a move that was not told once"),
    ],
)
def test_what_was_never_told_is_found(evidence, list_name, place, sentence):
    del getattr(evidence, list_name)[place]
    assert sentence in found(evidence)


@pytest.mark.parametrize("how", [faults.ERRS_AFTERWARDS, faults.HALF, faults.MUTE, faults.STALLS])
def test_what_was_taken_without_a_yes_was_not_told(evidence, how):
    evidence.mails[0]["how"] = how
    assert proof.prove(evidence).lost == 1


def test_a_copy_that_a_lie_asked_for_is_no_duplicate(evidence):
    evidence.mails.append(evidence.mails[0] | {"how": faults.ERRS_AFTERWARDS, "at": 850.0})
    verdict = proof.prove(evidence)
    assert verdict.findings == []
    assert verdict.copies[0].lied == 1


def test_a_second_copy_after_a_yes_needs_a_kill_in_its_window(evidence):
    evidence.mails.append(evidence.mails[0] | {"at": 950.0})
    assert "a mail that came twice without a kill" in found(evidence)
    evidence.kills = [Kill(at, whom, (whom,)) for at, whom in ((899.0, "worker"), (901.0, "web"), (911.0, "worker"))]
    assert "a mail that came twice without a kill" in found(evidence)
    evidence.kills.append(Kill(900.5, "worker", ("worker",)))
    verdict = proof.prove(evidence)
    assert verdict.findings == []
    assert (len(verdict.copies[0].doubled), verdict.copies[0].excused) == (1, 1)


def test_one_kill_excuses_one_copy_only(evidence):
    evidence.kills = [Kill(900.5, "worker", ("worker",))]
    evidence.mails += [mail | {"at": 950.0} for mail in evidence.mails[:2]]
    assert "1 × a mail that came twice" in found(evidence)


def test_two_different_mails_of_one_enquiry_are_found(evidence):
    evidence.mails.append(evidence.mails[0] | {"id": "<another>"})
    assert "told by two different mails" in found(evidence)


def test_one_thing_told_under_two_ids_is_found(evidence):
    evidence.calls.append(evidence.calls[0] | {"id": "another"})
    assert "one thing told under two ids" in found(evidence)


@pytest.mark.parametrize(("place", "sentence"), [(0, "a webhook's request"), (-1, "a robot's message")])
def test_a_wrong_signature_is_found(evidence, place, sentence):
    evidence.calls[place]["is_signed"] = False
    assert sentence in found(evidence)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("news", "waiting", None, ""), "not delivered"),
        (("news", "dead", None, "500"), "not delivered"),
        (("news", "aside", None, ""), "not delivered"),
        (("news", "sent", "a lease", ""), "still holds"),
    ],
)
def test_an_outbox_that_is_not_empty_is_found(evidence, row, sentence):
    evidence.deliveries.append(row)
    assert sentence in found(evidence)


def test_an_event_that_was_not_passed_on_is_found(evidence):
    evidence.events[0] = ("lead.received", "waiting", 1, 3, "")
    assert "not passed on" in found(evidence)


def test_what_comes_later_than_promised_is_found(evidence):
    evidence.mails[0]["at"] = ENDED + proof.IN_TIME + 1
    assert "A mail came 601 s after" in found(evidence)


@pytest.mark.parametrize("answer", ["500", "422", "429", "503 without the text"])
def test_an_answer_that_nobody_should_get_is_found(evidence, answer):
    evidence.posts[0].answers[answer] += 1
    assert f"a visitor was answered {answer}" in found(evidence)


def test_one_person_known_as_two_is_found(evidence):
    evidence.posts[1].way = evidence.posts[0].way
    assert "one person known as several" in found(evidence)


def test_a_file_that_is_not_there_is_found(evidence):
    evidence.posts[0].file = b"brief"
    assert "whose file is not there" in found(evidence)


def test_a_program_that_ended_by_itself_is_found(evidence):
    evidence.fallen = ["worker"]
    assert "ended by itself: worker" in found(evidence)


def test_a_database_that_is_damaged_is_found(evidence):
    evidence.integrity = "row 3 missing from index"
    assert "row 3 missing" in found(evidence)
