"""Files that contacts send: what a form says of them, where they are to go, which never came."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.buttons import Button, Verb, button
from bot.cards.checklist import item_number, labels, to_report
from bot.cards.look import Card, Look, in_rows, page_of
from db import attachments, ledger
from db.ledger import Owed
from db.tables import Attachment, Form
from db.vocabulary import FileState, FormState
from templates import clip, headline, render, word

PAGE = 12
#: Of so many files the names are told.
NAMED = 3
COMING = (FileState.WAITING, FileState.CLAIMED)


def files_aside(look: Look, form: Form, _owed: Owed) -> tuple[str, Button | None]:
    """Say of a form or receipt what files it has; offer to take them out of an open form."""
    if form.state is FormState.DROPPED:
        return "", None
    filed, own = attachments.shown_with(look.session, form)
    if form.state is not FormState.OPEN:
        return _note(form, filed), None
    removable = any(not one.report_id for one in own)
    detach = button(word("button.detach"), Verb.DETACH, form.id) if removable else None
    return _note(form, [*filed, *(one for one in own if one not in filed)]), detach


def _note(form: Form, files: Sequence[Attachment]) -> str:
    """Return what is said of files: how many there are, and which were not to be had."""
    come = [one for one in files if one.state not in attachments.LOST]
    coming = sum(one.state in COMING for one in come)
    lost = [one for one in files if one.state in attachments.LOST and _concerns(one, form)]
    said = [word(f"file.{'coming' if coming else 'count'}", count=len(come), coming=coming)]
    said = (said if come else []) + ([word("file.lost", names=_names(lost))] if lost else [])
    return word("file.note", said="；".join(said)) if said else ""


def _concerns(attachment: Attachment, form: Form) -> bool:
    """Tell whether a file that was lost was sent with this form, or straight to its report."""
    return attachment.form_id == form.id or (
        attachment.form_id is None and attachment.report_id == form.report_id
    )


def draw_attach(look: Look, first_id: int, args: Mapping[str, Any]) -> Card | None:
    """Ask which item files are for; nothing once that is known, unless it was asked before."""
    first = look.session.get(Attachment, first_id)
    files = attachments.together(look.session, first) if first else []
    if first is None or first.contact_id is None or not files:
        return None
    place = attachments.place_of(files)
    if place is not None:
        return _placed(look, place.obligation_id) if args.get("shown") else None
    come = [one for one in files if one.state not in attachments.LOST]
    if not come:
        return (
            Card(render("attach.html", number="", names="", count=0)) if args.get("shown") else None
        )
    choices = to_report(ledger.checklist(look.session, first.contact_id, look.now))
    shown, page = page_of(choices, args.get("page"), PAGE)
    names = labels(choices)
    buttons = [
        button(clip(f"{names[one.id]} {headline(one.text)}", 40), Verb.ATTACH, first.id, one.id)
        for one in shown
    ]
    text = render("attach.html", number="", names=_names(come), count=len(come))
    return Card(text, in_rows(buttons, 1) + page.buttons)


def _placed(look: Look, obligation_id: int) -> Card | None:
    owed = ledger.owed_by_id(look.session, obligation_id)
    if owed is None:
        return None
    return Card(render("attach.html", number=item_number(owed), names="", count=0))


def draw_unfetched(look: Look, first_id: int, args: Mapping[str, Any]) -> Card | None:
    """Say which files of an album were not taken, or never came, and what helps."""
    first = look.session.get(Attachment, first_id)
    files = attachments.together(look.session, first) if first else []
    lost = [one for one in files if one.state == args["state"]]
    if not lost:
        return None
    return Card(
        render(
            "unfetched.html",
            failed=args["state"] == FileState.FAILED,
            names=_names(lost),
            kinds=list(dict.fromkeys(word(f"file_kind.{kind}") for kind in args["kinds"])),
            max_mb=args["max_mb"],
        )
    )


def _names(files: Iterable[Attachment]) -> str:
    """Return files' names, with why where one is lost; of many only the first."""
    files = list(files)
    told = [word(f"file.{_why(one)}", name=clip(one.name, 24)) for one in files[:NAMED]]
    more = [word("file.more", count=len(files))] if len(files) > NAMED else []
    return "".join(["、".join(told), *more])


def _why(attachment: Attachment) -> str:
    if attachment.state is FileState.REFUSED:
        return "too_large" if attachment.error == "too_large" else "kind"
    return "failed" if attachment.state is FileState.FAILED else "name"
