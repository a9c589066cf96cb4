"""``duban template``: the template of bulletins, the office's own or ours."""

from pathlib import Path

from bot.console import print_json, refuse, say
from bot.desk import Desk
from bot.drafts.source import UnreadableError
from bot.office.moving import Manner
from bot.papers import taking
from db import paper_templates
from db.audit import Actor
from db.vocabulary import DocumentKind, Via
from templates import moment, word


def show_in_force(desk: Desk, *, as_facts: bool) -> None:
    """Print whose template is in force, and since when."""
    own = desk.db.read_now(lambda session: paper_templates.own(session, DocumentKind.BULLETIN))
    if as_facts:
        facts = None if own is None else {"name": own.name, "since": own.set_at, "by": own.set_by}
        print_json({"own": facts})
    elif own is None:
        say("template.ours")
    else:
        since = moment(own.set_at.astimezone(desk.settings.zone))
        say("template.own", name=own.name, since=since, by=own.set_by)


def write_template(desk: Desk, file: Path, *, force: bool) -> None:
    """Write the template in force to a file, to be edited."""
    from bot.papers.making import in_force  # noqa: PLC0415 - loads what writes Word

    if file.suffix.lower() != ".docx":
        refuse("template.name", path=file)
    if file.exists() and not force:
        refuse("template.exists", path=file)
    content = desk.db.read_now(in_force)
    try:
        file.write_bytes(content)
    except OSError:
        refuse("sheet.cannot_write", path=file)
    say("template.written", path=file)


def set_template(desk: Desk, file: Path, by: str) -> None:
    """Have bulletins made from a template of the office's, once it has been checked."""
    from bot.papers.checking import check_file  # noqa: PLC0415 - reads packages

    try:
        content = file.read_bytes()
    except OSError:
        refuse("template.no_file", path=file)
    try:
        check_file(content)
    except UnreadableError as error:
        refuse("template.refused", path=file, why=word(error.key, **error.values))
    actor, now = Actor(Manner(by).who, Via.COMMAND), desk.clock.now()
    desk.db.write_now(lambda session: taking.put_in_force(session, actor, file.name, content, now))
    say("template.taken", path=file)


def drop_template(desk: Desk, by: str) -> None:
    """Have bulletins made from ours again."""
    actor, now = Actor(Manner(by).who, Via.COMMAND), desk.clock.now()
    former = desk.db.write_now(lambda session: taking.give_up(session, actor, now))
    if former is None:
        say("template.ours")
    else:
        say("template.dropped", name=former)
