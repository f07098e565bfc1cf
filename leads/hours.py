"""When the agency works, in the site's zone: by the week, and by the table of holidays and make-up workdays (調休)."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from leads.models import SpecialDay, WorkingTime

FURTHEST = 60  # days that are looked through for working time; nobody closes for longer


class Hours:
    """The opening times as they are now, with the special days since a day; two queries, however much is asked."""

    def __init__(self, since: date | None = None):
        since = since or timezone.localdate() - timedelta(1)
        self.weekly: dict[int, list[tuple[time, time]]] = {}
        for row in WorkingTime.objects.order_by("weekday", "opens"):
            self.weekly.setdefault(row.weekday, []).append((row.opens, row.closes))
        self.special = {row.on: row for row in SpecialDay.objects.filter(on__gte=since)}

    def of(self, day: date) -> list[tuple[time, time]]:
        """From when to when somebody works on this day; a make-up workday has the hours of the day it stands for."""
        special = self.special.get(day)
        if special is None:
            return self.weekly.get(day.weekday(), [])
        return self.weekly.get(special.like_weekday, []) if special.is_working else []

    def after(self, start: datetime, wanted: timedelta) -> datetime:
        """The moment at which so much working time has passed since `start`; plain time where nobody ever works."""
        here = timezone.get_current_timezone()
        moment = timezone.localtime(start)
        for ahead in range(FURTHEST):
            day = moment.date() + timedelta(days=ahead)
            for opens, closes in self.of(day):
                begin = max(moment, datetime.combine(day, opens, here))
                left = datetime.combine(day, closes, here) - begin
                if left <= timedelta(0):
                    continue
                if wanted <= left:
                    return begin + wanted
                wanted -= left
        return start + wanted

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from one moment to another, as `after` counts it; of a long stretch its first two months."""
        here = timezone.get_current_timezone()
        start, end = timezone.localtime(start), timezone.localtime(end)
        passed = timedelta(0)
        for ahead in range(min((end.date() - start.date()).days + 1, FURTHEST)):
            day = start.date() + timedelta(days=ahead)
            for opens, closes in self.of(day):
                begin = max(start, datetime.combine(day, opens, here))
                passed += max(min(end, datetime.combine(day, closes, here)) - begin, timedelta(0))
        return passed
