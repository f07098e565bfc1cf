"""A salesperson at work meanwhile: moves a lead now and then, and does it again where nothing was confirmed.

The three robots are told of that and not of every enquiry, since no chat takes more than eighteen messages a minute.
"""

import http.client
import random
import threading
import urllib.parse

PAUSE = (4, 9)  # seconds between two moves
TOKEN = "a" * 32


class Salesperson:
    """Moves each lead once, from new to contacted."""

    def __init__(self, installation, session: dict, *, seed, until: threading.Event):
        self._installation, self._until = installation, until
        self._dice = random.Random(f"{seed} desk")
        cookies = {**session, "csrftoken": TOKEN}
        self._headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-CSRFToken": TOKEN,
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.moved: list[int] = []  # of which it was said that it is done
        self.errors: list[str] = []

    def run(self) -> None:
        lead = 0
        while not self._until.wait(self._dice.uniform(*PAUSE)):
            lead = self.next_after(lead)
            while lead and not self._until.wait(0.3):
                status = self.move(lead)
                if status == 200:
                    self.moved.append(lead)
                    break
                if 0 < status < 500:
                    self.errors.append(f"moving lead {lead} was answered {status}")
                    break

    def next_after(self, lead: int) -> int:
        sql = f"SELECT min(id) FROM leads_lead WHERE id > {lead + self._dice.randrange(10)} AND stage = 'new'"  # noqa: S608
        try:
            return self._installation.ask(sql)[0][0] or lead
        except Exception:  # the database is away, in the words of either driver
            return lead

    def move(self, lead: int) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self._installation.port, timeout=60)
        body = urllib.parse.urlencode({"lead": lead, "stage": "contacted"})
        try:
            connection.request("POST", "/admin/leads/lead/board/", body, self._headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()
