"""What was promised against what is there: pure functions of what visitors were told, of rows, journals and kills.

A finding is a sentence about something that must not be; without findings the drill has passed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from deploy.drill import faults
from deploy.drill.killing import Kill
from deploy.drill.visitors import Post

IN_TIME = 600  # seconds from the fault's end
HOOKS_OF_ENQUIRIES = ("honest",)
HOOKS_OF_MOVES = ("honest", "strict", "silent")
ROBOTS = ("wecom", "dingtalk", "feishu")
# A kill excuses a second copy if it fell between the moment in which the first was taken and the one in which that was
# written down, which takes as long as the database is away.
BEFORE, WINDOW = 0.2, 10.0  # seconds
HANDS = {"worker", "database"}  # through which every message goes
HITS = {"mail": {*HANDS, "mail_server"}, "webhook": HANDS, "robot": HANDS}


@dataclass
class Evidence:
    """Everything that is looked at. Rows are tuples in the order of their queries below."""

    posts: list[Post]
    enquiries: list[tuple]
    deliveries: list[tuple]
    events: list[tuple]
    doubled_leads: list[tuple]
    files: set[str]  # digests of what lies in the private storage
    moved: list[int]
    mails: list[dict]
    calls: list[dict]
    kills: list[Kill]
    salespeople: list[str]
    ended: float  # when the last fault ended
    integrity: str = "ok"
    fallen: list[str] = field(default_factory=list)  # programs that ended without being killed


ENQUIRIES = """
    SELECT e.id, e.name, e.contact, e.company, e.message, e.lead_id, l.is_quarantined, w.kind, w.value,
           (SELECT min(f.sha256) FROM leads_enquiryfile f WHERE f.enquiry_id = e.id)
    FROM leads_enquiry e JOIN leads_lead l ON l.id = e.lead_id
    JOIN leads_way w ON w.id = (SELECT min(x.id) FROM leads_way x WHERE x.contact_id = l.contact_id)
    ORDER BY e.id"""
DELIVERIES = "SELECT kind, state, lease, last_error FROM outbox_delivery"
EVENTS = "SELECT verb, state, object_id, attempts, last_error FROM outbox_event WHERE due_at <= CURRENT_TIMESTAMP"
DOUBLED = "SELECT contact_id, count(*) FROM leads_lead GROUP BY contact_id HAVING count(*) > 1"


@dataclass
class Copies:
    """One kind of message: how many there were, and how often the other side got one again."""

    kind: str
    messages: int = 0
    lied: int = 0  # copies after an answer that was no yes: asked for by whoever lied
    doubled: list[tuple[str, float]] = field(default_factory=list)  # copies after a yes: (id, when the first was taken)
    excused: int = 0
    longest: float = 0.0  # seconds from the end of the faults

    def line(self) -> str:
        return (
            f"{self.kind:9} N={self.messages:<6} copies asked for by errors after taking it: {self.lied:<4} "
            f"doubled: {len(self.doubled)} (in the window of a kill: {self.excused}), "
            f"longest after the end of the faults: {self.longest:.0f} s"
        )


@dataclass
class Verdict:
    findings: list[str] = field(default_factory=list)
    confirmed: int = 0
    stored: int = 0
    lost: int = 0
    twice: int = 0
    copies: list[Copies] = field(default_factory=list)

    def find(self, things: Iterable, sentence: str) -> int:
        """Say it of these things, if there are any; how many there are."""
        found = list(things)
        if found:
            shown = ", ".join(map(str, found[:5])) + (" …" if len(found) > 5 else "")
            self.findings.append(f"{len(found)} × {sentence}: {shown}")
        return len(found)


def prove(evidence: Evidence) -> Verdict:
    verdict = Verdict()
    look_at_enquiries(evidence, verdict)
    look_at_answers(evidence, verdict)
    look_at_outbox(evidence, verdict)
    verdict.find(evidence.fallen, "a program that ended by itself")
    verdict.copies = [of_mails(evidence, verdict), of_hooks(evidence, verdict), of_robots(evidence, verdict)]
    for copies in verdict.copies:
        excuse(copies, evidence.kills, verdict)
        if copies.longest > IN_TIME:
            verdict.findings.append(f"A {copies.kind} came {copies.longest:.0f} s after the end of the faults.")
    return verdict


def look_at_enquiries(evidence: Evidence, verdict: Verdict) -> None:
    kept = Counter(row[1:5] for row in evidence.enquiries)
    told = [post for post in evidence.posts if post.told_at]
    verdict.confirmed, verdict.stored = len(told), len(evidence.enquiries)
    verdict.lost = verdict.find((p.number for p in told if not kept[p.stored]), "confirmed and not stored")
    verdict.twice = verdict.find((p.number for p in evidence.posts if kept[p.stored] > 1), "stored more than once")
    sent = {post.stored for post in evidence.posts}
    verdict.find((row[0] for row in evidence.enquiries if row[1:5] not in sent), "stored and never sent")
    verdict.find((row[0] for row in evidence.enquiries if row[6]), "an honest enquiry set apart as a machine's")
    verdict.find(evidence.doubled_leads, "one person with two open leads")
    ways = {post.stored: post.way for post in evidence.posts}
    leads = defaultdict(set)
    for row in evidence.enquiries:
        leads[ways.get(row[1:5])].add(row[5])
    verdict.find((way for way, rows in leads.items() if len(rows) > 1), "one person known as several")
    with_file = {post.stored for post in evidence.posts if post.file}
    verdict.find(
        (row[0] for row in evidence.enquiries if row[1:5] in with_file and row[9] not in evidence.files),
        "an enquiry whose file is not there",
    )
    if evidence.integrity != "ok":
        verdict.findings.append(f"The database: {evidence.integrity}")


def look_at_answers(evidence: Evidence, verdict: Verdict) -> None:
    """A visitor is told that it is stored, or to try again, or hears nothing; never anything else."""
    answers = sum((post.answers for post in evidence.posts), Counter())
    for answer, times in answers.items():
        if answer not in {"303", "503", "broken off"}:
            verdict.findings.append(f"{times} × a visitor was answered {answer}.")
    verdict.find((p.number for p in evidence.posts if p.is_patient and not p.told_at), "a patient visitor never heard")


def look_at_outbox(evidence: Evidence, verdict: Verdict) -> None:
    """At the end nothing waits, is held, or was given up."""
    verdict.find((row for row in evidence.deliveries if row[1] != "sent"), "a delivery that is not delivered")
    verdict.find((row for row in evidence.deliveries if row[2]), "a delivery that somebody still holds")
    verdict.find((row for row in evidence.events if row[1] != "fanned_out"), "an event that was not passed on")
    moves = Counter(row[2] for row in evidence.events if row[0] == "lead.moved")
    verdict.find((lead for lead in evidence.moved if moves[lead] != 1), "a move that was not told once")
    told = sum(row[0] == "lead.received" for row in evidence.events)
    if told != len(evidence.enquiries):
        verdict.findings.append(f"{len(evidence.enquiries)} enquiries, but {told} events.")


# --- The three kinds of message ---------------------------------------------------------------------------------------


def of_mails(evidence: Evidence, verdict: Verdict) -> Copies:
    """Each enquiry is told once, to one of the salespeople; each mailbox is thanked once."""
    news, thanks = defaultdict(set), defaultdict(set)
    acknowledged = {mail["id"] for mail in evidence.mails if mail["how"] in faults.ACKNOWLEDGED}
    for mail in evidence.mails:
        if mail["id"] not in acknowledged:
            continue
        if mail["to"] not in evidence.salespeople:
            thanks[mail["to"]].add(mail["id"])
        for mark in mail["marks"]:
            news[int(mark)].add(mail["id"])
    numbers = {post.stored: post.number for post in evidence.posts}
    stored = {numbers[row[1:5]] for row in evidence.enquiries if row[1:5] in numbers}
    missing = verdict.find((n for n in sorted(stored) if not news[n]), "stored, and no salesperson was told")
    told = {post.number for post in evidence.posts if post.told_at}
    verdict.lost += missing and len([n for n in stored if not news[n] and n in told])
    verdict.find((n for n in sorted(news) if len(news[n]) > 1), "told by two different mails")
    boxes = {row[8] for row in evidence.enquiries if row[7] == "email"}
    verdict.find((box for box in sorted(boxes) if len(thanks[box]) != 1), "a mailbox that was not thanked once")
    verdict.find((box for box in sorted(thanks) if box not in boxes), "somebody thanked who sent nothing")
    return counted("mail", evidence.mails, lambda mail: mail["id"], evidence.ended)


def of_hooks(evidence: Evidence, verdict: Verdict) -> Copies:
    calls = [call for call in evidence.calls if call["to"] in HOOKS_OF_MOVES]
    verdict.find((call["id"] for call in calls if not call["is_signed"]), "a webhook's request not signed rightly")
    acknowledged = [call for call in calls if call["how"] in faults.ACKNOWLEDGED]
    events = defaultdict(set)
    for call in acknowledged:
        events[call["to"], call["verb"], call["enquiry"] or call["lead"]].add(call["id"])
    for hook in HOOKS_OF_ENQUIRIES:
        ids = [row[0] for row in evidence.enquiries]
        missing = (pk for pk in ids if not events[hook, "lead.received", pk])
        verdict.lost += verdict.find(missing, f"an enquiry that the webhook {hook} was not told of")
    for hook in HOOKS_OF_MOVES:
        missing = (lead for lead in moved(evidence) if not events[hook, "lead.moved", lead])
        verdict.lost += verdict.find(missing, f"a move that the webhook {hook} was not told of")
    verdict.find((key for key, found in events.items() if len(found) > 1), "one thing told under two ids")
    return counted("webhook", calls, lambda call: f"{call['to']} {call['id']}", evidence.ended)


def of_robots(evidence: Evidence, verdict: Verdict) -> Copies:
    calls = [call for call in evidence.calls if call["to"] in ROBOTS]
    verdict.find((call["to"] for call in calls if not call["is_signed"]), "a robot's message not signed rightly")
    told = {(call["to"], call["lead"]) for call in calls if call["how"] in faults.ACKNOWLEDGED}
    for robot in ROBOTS:
        missing = (lead for lead in moved(evidence) if (robot, lead) not in told)
        verdict.lost += verdict.find(missing, f"a move that the robot {robot} was not told of")
    return counted("robot", calls, lambda call: f"{call['to']} {call['lead']}", evidence.ended)


def moved(evidence: Evidence) -> list[int]:
    return [row[2] for row in evidence.events if row[0] == "lead.moved"]


def counted(kind: str, records: list[dict], identity, ended: float) -> Copies:
    """How often each message was taken, and taken again; when the first yes came."""
    copies, by_id = Copies(kind), defaultdict(list)
    for record in sorted(records, key=lambda record: record["at"]):
        if record["how"] in faults.TAKEN:
            by_id[identity(record)].append(record)
    copies.messages = len(by_id)
    for name, taken in by_id.items():
        for before, _after in zip(taken, taken[1:], strict=False):
            if before["how"] in faults.ACKNOWLEDGED:
                copies.doubled.append((name, before["at"]))
            else:
                copies.lied += 1
        yes = next((record["at"] for record in taken if record["how"] in faults.ACKNOWLEDGED), None)
        if yes is not None:
            copies.longest = max(copies.longest, yes - ended)
    return copies


def excuse(copies: Copies, kills: list[Kill], verdict: Verdict) -> None:
    """Each second copy needs a kill of its own that fell into its window: the earliest one that is left."""
    free = sorted((kill for kill in kills if HITS[copies.kind] & set(kill.hit)), key=lambda kill: kill.at)
    unexcused = []
    for name, at in sorted(copies.doubled, key=lambda pair: pair[1]):
        found = next((kill for kill in free if at - BEFORE <= kill.at <= at + WINDOW), None)
        if found:
            free.remove(found)
            copies.excused += 1
        else:
            unexcused.append(name)
    verdict.find(unexcused, f"a {copies.kind} that came twice without a kill")
