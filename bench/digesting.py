"""周报 of a huge plan: figures, message and chart in a child that is measured whole; and a page."""

import tempfile
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

from bench.reporting import SIZE, bounded, run_measured, seed_reported
from bench.rows import Row, Tell, check
from bench.seeding import NOW, Size, desk_on
from bot.cards import draw
from bot.cards.look import Card
from bot.desk import Desk
from db import digests
from db.engine import Session
from scheduler.digest import as_facts, figures_of

#: By then everything fell due, the last period within the week: a third of all is overdue.
LATER = timedelta(days=197)
PAGES, SHOWN = 20, 0.1
#: What a child does: reckon, keep, read back, write the message, draw the chart.
DIGEST = """
from datetime import timedelta
from pathlib import Path
from bench.digesting import LATER
from bench.seeding import NOW, ZONE, settings_for
from bot.cards.digest import first_screen
from bot.charting import chart_svg
from db.engine import Database
from scheduler.digest import as_facts, figures_of, read_facts
from templates.chart import draw
settings = settings_for(Path(sys.argv[1]))
with Database(settings.database.url) as database:
    week = database.read_now(lambda session: figures_of(session, 1, ZONE, NOW + LATER))
week = read_facts(as_facts(week))
first_screen(week)
Path(sys.argv[2]).write_bytes(draw(chart_svg(week)))
"""


def measure_digest(tell: Tell, size: Size = SIZE) -> list[Row]:
    """Measure a huge plan's digest: its making, and how soon a page of it is shown."""
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        file, out = Path(folder) / "digest.db", Path(folder) / "chart.png"
        tell(f"building {size.obligations:,} obligations")
        seed_reported(file, size)
        tell("digest")
        seconds, megabytes = run_measured(DIGEST, file, out)
        check(out.read_bytes().startswith(b"\x89PNG"), "no picture")
        page = _page_seconds(file)
    what = f"digest: {size.obligations:,} obligations"
    shown = Row(
        "digest: a page from what was kept", f"{page * 1000:.0f} ms", "–", "–",
        f"≤ {SHOWN * 1000:.0f} ms", page <= SHOWN,
    )  # fmt: skip
    return [*bounded(what, seconds, megabytes), shown]


def _page_seconds(file: Path) -> float:
    """Return how long it takes on the average to draw a page of the longest list."""
    now = NOW + LATER
    with desk_on(file) as desk:
        zone = desk.settings.zone
        kept = desk.db.write_now(
            lambda session: digests.keep(
                session, 1, now, as_facts(figures_of(session, 1, zone, now)), now, 1
            )
        )
        began = time.perf_counter()
        for page in range(1, PAGES + 1):
            card = desk.db.read_now(partial(_page, desk=desk, kept=kept, page=page))
            check(card is not None and "天" in card.text, "no page")
        return (time.perf_counter() - began) / PAGES


def _page(session: Session, *, desk: Desk, kept: int, page: int) -> Card | None:
    look = desk.look(session, NOW + LATER)
    return draw(look, "digest", kept, {"view": "overdue", "page": page})
