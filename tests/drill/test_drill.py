"""A small drill for every day: who saw the thank-you page has a stored lead, and it was told, whatever was killed.

`make drill` is the whole of it.
"""

import random

import pytest
from django.db import connection

from deploy.drill.__main__ import drill
from deploy.drill.installation import OnSQLite


def test_no_confirmed_enquiry_and_no_message_is_lost(tmp_path, db, capfd):
    if connection.vendor != "sqlite":
        pytest.skip("The small drill is for SQLite; `make drill` does both.")
    begins_as = connection.connection.serialize()
    installation = OnSQLite(tmp_path, random.randrange(10**6), stalls=False, begins_as=begins_as)
    passed = drill(installation, kills=3, count=20, hurries=True)
    assert passed, capfd.readouterr().out
