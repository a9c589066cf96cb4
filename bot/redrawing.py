"""Where one obligation is shown: all of it is drawn anew when its state or its time changes."""

from bot.turn import Turn
from db import follow_ups, joint, ledger, reports
from db.nudges import ALL
from db.vocabulary import Part


def redraw_duty(turn: Turn, obligation_id: int) -> None:
    """Have an obligation's forms and receipts, and the lists of its unit's people, drawn anew.

    So is what the lead of a joint item sees of an assisting unit's, what the office does of late
    units, and what a leader does of what became of their words.
    """
    owed = ledger.owed_by_id(turn.session, obligation_id)
    leads = joint.leads(turn.session, owed) if owed and owed.part is Part.ASSIST else []
    contacts = ledger.contacts_of(turn.session, obligation_id)
    lists = [(card, contact) for contact in contacts for card in ("checklist", "overdue")]
    said = follow_ups.of_item(turn.session, owed.item_id) if owed else None
    forms = reports.forms_of(turn.session, [obligation_id, *leads])
    turn.refresh_all(
        [
            *lists,
            ("prompted", obligation_id),
            ("late", ALL),
            ("call_sheet", ALL),
            *(((card, owed.unit_id) for card in ("remind", "to_enter")) if owed else ()),
            *((("entered", owed.report_id),) if owed and owed.report_id else ()),
            *(("joint", lead) for lead in leads),
            *((card, said.id) for card in ("follow_up", "followed") if said is not None),
            *((card, form) for form in forms for card in ("form", "entry")),
        ]
    )
