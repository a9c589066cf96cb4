"""``duban digest``: each plan's week, and the files that come with it."""

import html
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.cards.digest import VIEWS, count_of, first_screen, list_card
from bot.chores import ChoreError
from bot.console import out, print_json, progress, refuse, say
from bot.desk import Desk
from bot.in_office.digesting import DOCUMENTS
from bot.made import Order
from bot.making import MAKERS
from db import digests, plans
from db.engine import Session
from db.vocabulary import DocumentKind
from scheduler.digest import LISTED, Figures, as_facts, figures_of
from templates import word

_TAG = re.compile(r"</?[a-z]+>")


@dataclass(frozen=True, slots=True)
class Kept:
    """A plan's week as it was kept, to make documents from."""

    id: int
    week: Figures


def show_digest(desk: Desk, plan_id: int | None, folder: Path | None, *, as_facts: bool) -> None:
    """Print the week of a plan, or of each; with a folder, write the files there, too."""
    wanted = _plans(desk, plan_id)
    if folder is None:
        now, zone = desk.clock.now(), desk.settings.zone
        weeks = desk.db.read_now(
            lambda session: [figures_of(session, one, zone, now) for one in wanted]
        )
    else:
        kept = desk.db.write_now(lambda session: [_keep(session, desk, one) for one in wanted])
        weeks = [one.week for one in kept]
    _print(weeks, as_json=as_facts)
    if folder is not None:
        _write(desk, kept, folder)


def plain(text: str) -> str:
    """Return a message's text without Telegram's HTML."""
    return html.unescape(_TAG.sub("", text))


def _plans(desk: Desk, plan_id: int | None) -> list[int]:
    known = [one.id for one in desk.db.read_now(plans.plans)]
    if not known:
        refuse("cli.no_plans")
    if plan_id is not None and plan_id not in known:
        refuse("cli.no_plan", plan=plan_id)
    return known if plan_id is None else [plan_id]


def _keep(session: Session, desk: Desk, plan_id: int) -> Kept:
    now = desk.clock.now()
    week = figures_of(session, plan_id, desk.settings.zone, now)
    return Kept(digests.keep(session, plan_id, now, as_facts(week), now), week)


def _print(weeks: Sequence[Figures], *, as_json: bool) -> None:
    if as_json:
        print_json([asdict(week) for week in weeks])
        return
    for week in weeks:
        texts = [first_screen(week, told=False)]
        texts += [
            list_card(week, view, 1, size=LISTED).text for view in VIEWS if count_of(week, view)
        ]
        for text in texts:
            out.print(plain(text), "", sep="\n", markup=False, soft_wrap=True)


def _write(desk: Desk, kept: Sequence[Kept], folder: Path) -> None:
    """Write each week's documents; of several plans their numbers stand before the names."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = [(one, kind) for one in kept for kind in DOCUMENTS]
    written = []
    with progress("digest_cli.making") as tell:
        for done, (one, kind) in enumerate(asked):
            tell(done, len(asked))
            prefix = f"{one.week.plan_id}-" if len(kept) > 1 else ""
            written.append((kind, _written(desk, one, kind, folder, prefix)))
        tell(len(asked), len(asked))
    for kind, file in written:
        if file is None:
            say("digest_cli.unmade", name=word(f"document.{kind}"))
        else:
            say("digest_cli.written", file=file)


def _written(desk: Desk, kept: Kept, kind: DocumentKind, folder: Path, prefix: str) -> Path | None:
    """Make a document and write it; None where it cannot be made."""
    maker = MAKERS.get(kind)
    if maker is None:
        return None
    order = Order(desk.settings, {"digest": kept.id}, kept.week.at)
    try:
        made = desk.db.read_now(lambda session: maker.make(session, order))
    except ChoreError:
        return None
    if (note := maker.kept) is not None:
        desk.db.write_now(lambda session: note(session, desk, made.facts, desk.clock.now()))
    file = folder / f"{prefix}{made.name}"
    file.write_bytes(made.content)
    return file
