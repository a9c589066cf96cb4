"""Asks the recurring questions on time; the only module that knows APScheduler.

A job carries no data and remembers nothing: one that was missed is asked once, late.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

Job = Callable[[], Awaitable[object]]


def start_jobs(jobs: Mapping[str, tuple[Job, timedelta]], zone: ZoneInfo) -> AsyncIOScheduler:
    """Start asking each job's question every so often.

    Args:
        jobs: by name, what to await and how often.
        zone: the office's time zone.

    Returns:
        The scheduler; ``shutdown(wait=False)`` ends it.
    """
    scheduler = AsyncIOScheduler(
        timezone=zone,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for name, (job, every) in jobs.items():
        scheduler.add_job(job, IntervalTrigger(seconds=int(every.total_seconds())), id=name)
    scheduler.start()
    return scheduler
