"""Loaded before Django's settings: each process of a parallel run gets a Redis database of its own.

The tests empty the cache, which is the whole database.
"""

import os

worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
url = os.environ.get("REDIS_URL", "")
if worker.isdecimal() and url:
    before, _slash, number = url.rpartition("=" if "?db=" in url else "/")
    os.environ["REDIS_URL"] = f"{before}{'=' if '?db=' in url else '/'}{int(number) + int(worker)}"
