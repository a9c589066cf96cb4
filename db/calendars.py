"""The office's calendar as stored: its own entries, and the notices of holidays it imported."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.tables import HolidayNotice, OfficeDay

# Built once: every card and every round of delivery asks these.
_OWN = select(OfficeDay.day, OfficeDay.works)
_IMPORTED = select(HolidayNotice.year, HolidayNotice.days).order_by(HolidayNotice.year)


def own_days(session: Session) -> list[OfficeDay]:
    """Return the office's own entries in the order of their days."""
    return list(session.scalars(select(OfficeDay).order_by(OfficeDay.day)))


def own(session: Session) -> dict[date, bool]:
    """Return the office's own entries: whether it works on a day."""
    return dict(session.connection().execute(_OWN).all())


def imported(session: Session) -> dict[int, dict[date, bool]]:
    """Return, by year of the notices that were imported, the days they name, oldest first."""
    found = session.connection().execute(_IMPORTED)
    return {
        year: {date.fromisoformat(day): bool(works) for day, works in days.items()}
        for year, days in found
    }


def names(session: Session) -> dict[date, str]:
    """Return what days are called, by the imported notices and the office's own entries."""
    notices = session.scalars(select(HolidayNotice.names).order_by(HolidayNotice.year))
    found = {date.fromisoformat(day): str(name) for one in notices for day, name in one.items()}
    return found | {one.day: one.name for one in own_days(session) if one.name}


def put_notice(  # noqa: PLR0913 - a notice's own columns
    session: Session,
    year: int,
    days: Mapping[date, bool],
    called: Mapping[date, str],
    source: str,
    now: datetime,
    *,
    by: str,
) -> None:
    """Store a year's notice; one of the same year that was there before gives way."""
    session.execute(delete(HolidayNotice).where(HolidayNotice.year == year))
    session.add(
        HolidayNotice(
            year=year,
            days={day.isoformat(): works for day, works in days.items()},
            names={day.isoformat(): name for day, name in called.items()},
            source=source,
            imported_at=now,
            imported_by=by,
        )
    )
    session.flush()


def put_day(session: Session, day: date, name: str, now: datetime, by: str, *, works: bool) -> None:
    """Store the office's own word on a day; the last one counts."""
    take_day(session, day)
    session.add(OfficeDay(day=day, works=works, name=name, added_at=now, added_by=by))
    session.flush()


def take_day(session: Session, day: date) -> bool:
    """Take the office's own word on a day away; tell whether there was any."""
    found = session.get(OfficeDay, day)
    if found is None:
        return False
    session.delete(found)
    session.flush()
    return True
