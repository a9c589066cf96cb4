"""Makes the ledger for a chat: of a plan as it stands, or with the digest of one."""

from io import BytesIO

from bot.ledger.drawing import draw_ledger
from bot.made import Made, Order
from db.engine import Session
from db.tables import Digest
from templates import word


def make_ledger(session: Session, order: Order) -> Made:
    """Return the ledger of the plan that was asked for, by its id or by its digest's."""
    plan_id, at = order.args.get("plan"), order.asked_at
    if plan_id is None:
        digest = session.get_one(Digest, order.args["digest"])
        plan_id, at = digest.plan_id, digest.at
    zone, file = order.settings.zone, BytesIO()
    draw_ledger(session, plan_id, (order.settings.office.name, zone), at, file)
    day = at.astimezone(zone).date()
    return Made(file.getvalue(), word("ledger.file", day=day.isoformat()))
