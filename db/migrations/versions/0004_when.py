"""when: cadences by scope, the office's calendar, ladders of plans, moves of due times."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply the step."""
    _renew_cadences()
    op.create_table(
        "plan_ladder",
        sa.Column("plan_id", NUMBER, nullable=False),
        sa.Column("rungs", sa.JSON(), nullable=False),
        sa.Column("repeat_every", NUMBER, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.CheckConstraint("repeat_every >= 0", name=op.f("ck_plan_ladder_repeat_every")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_ladder_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_plan_ladder")),
    )
    op.create_table(
        "move",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("obligation_id", NUMBER, nullable=False),
        sa.Column("cause", sa.String(20), nullable=False),
        sa.Column("former_due_at", MOMENT, nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.Column("moved_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "cause IN ('cadence', 'calendar', 'extension')", name=op.f("ck_move_cause")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_move_obligation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move")),
    )
    op.create_index(op.f("ix_move_obligation_id"), "move", ["obligation_id"])
    op.create_table(
        "office_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_office_day")),
    )
    op.create_table(
        "holiday_notice",
        sa.Column("year", NUMBER, autoincrement=False, nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("imported_at", MOMENT, nullable=False),
        sa.Column("imported_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_holiday_notice")),
    )
    op.create_table(
        "pause",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("seconds", NUMBER, nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pause")),
    )
    op.create_table(
        "pulse",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("beat_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse")),
    )
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.alter_column("period", type_=sa.String(20), existing_nullable=False)
        batch_op.add_column(sa.Column("nominal_on", sa.Date(), nullable=True))
    with op.batch_alter_table("nudge", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(20), nullable=True))
        batch_op.drop_constraint(batch_op.f("ck_nudge_outcome"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_nudge_outcome"),
            "outcome IN ('queued', 'superseded', 'deferred', 'unreached')",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_nudge_reason"),
            "reason IN ('missed', 'budget', 'never_joined', 'blocked', 'left', 'on_leave')",
        )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("again_at", MOMENT, nullable=True))
        batch_op.create_index(batch_op.f("ix_contact_again_at"), ["again_at"], unique=False)
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("second", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_post_second"), "role = 'contact' OR NOT second"
        )
    with op.batch_alter_table("invite", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("second", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("planned_until", MOMENT, nullable=True))
    op.create_index(op.f("ix_obligation_state_due_at"), "obligation", ["state", "due_at"])
    op.drop_index(op.f("ix_outbox_edits_id"), "outbox")
    op.create_index(op.f("ix_outbox_edits_id_created_at"), "outbox", ["edits_id", "created_at"])


def _renew_cadences() -> None:
    """Make each plan's one cadence the first of its scope; its day 31 was the last one."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT plan_id, frequency, day, cutoff, shift, opens_days_before, created_at"
            " FROM cadence JOIN plan ON plan.id = cadence.plan_id ORDER BY plan_id"
        ).columns(cutoff=sa.Time(), created_at=sa.DateTime(timezone=True))
    ).all()
    op.drop_table("cadence")
    cadence = op.create_table(
        "cadence",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("plan_id", NUMBER, nullable=False),
        sa.Column("section_id", NUMBER, nullable=True),
        sa.Column("item_id", NUMBER, nullable=True),
        sa.Column("unit_id", NUMBER, nullable=True),
        sa.Column("place", NUMBER, nullable=False),
        sa.Column("frequency", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("weekday", NUMBER, nullable=True),
        sa.Column("month", NUMBER, nullable=True),
        sa.Column("anchor", sa.Date(), nullable=True),
        sa.Column("times", NUMBER, nullable=True),
        sa.Column("cutoff", sa.Time(), nullable=False),
        sa.Column("shift", sa.String(20), nullable=False),
        sa.Column("shift_by", NUMBER, nullable=False),
        sa.Column("opens_days_before", NUMBER, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "frequency IN ('weekly', 'monthly', 'quarterly', 'half_yearly', 'yearly', 'once',"
            " 'workdays')",
            name=op.f("ck_cadence_frequency"),
        ),
        sa.CheckConstraint("kind IN ('day', 'workday', 'weekday')", name=op.f("ck_cadence_kind")),
        sa.CheckConstraint("shift IN ('before', 'after', 'none')", name=op.f("ck_cadence_shift")),
        sa.CheckConstraint("number <> 0", name=op.f("ck_cadence_number")),
        sa.CheckConstraint(
            "kind <> 'weekday' OR (weekday IS NOT NULL AND weekday BETWEEN 1 AND 7)",
            name=op.f("ck_cadence_weekday"),
        ),
        sa.CheckConstraint(
            "frequency NOT IN ('once', 'workdays') OR anchor IS NOT NULL",
            name=op.f("ck_cadence_anchor"),
        ),
        sa.CheckConstraint("shift_by >= 1", name=op.f("ck_cadence_shift_by")),
        sa.CheckConstraint("opens_days_before >= 0", name=op.f("ck_cadence_opens")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_cadence_plan_id")),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_cadence_section_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_cadence_item_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_cadence_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadence")),
    )
    op.create_index(op.f("ix_cadence_plan_id"), "cadence", ["plan_id"])
    if rows:
        op.bulk_insert(cadence, [_renewed(row) for row in rows])


def _renewed(row: sa.Row[Any]) -> dict[str, object]:
    weekly = row.frequency == "weekly"
    number = 1 if weekly else -1 if row.day == 31 else row.day  # noqa: PLR2004
    return {
        "plan_id": row.plan_id,
        "place": 0,
        "frequency": row.frequency,
        "kind": "weekday" if weekly else "day",
        "number": number,
        "weekday": row.day if weekly else None,
        "cutoff": row.cutoff,
        "shift": row.shift,
        "shift_by": 1,
        "opens_days_before": row.opens_days_before,
        "added_at": row.created_at,
        "reason": "",
    }


def _former_day(row: sa.Row[Any]) -> int:
    """Return the nearest day that a cadence could have: a week's was its weekday."""
    if row.frequency == "weekly":
        return row.weekday or (row.number if 1 <= row.number <= 5 else 5)  # noqa: PLR2004
    return row.number if row.number > 0 else 31


def downgrade() -> None:
    """Take the step back; only the first cadence of each whole plan stays, and no other calendar."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT plan_id, frequency, number, weekday, cutoff, shift, opens_days_before"
            " FROM cadence WHERE section_id IS NULL AND item_id IS NULL AND unit_id IS NULL"
            " AND withdrawn_at IS NULL AND frequency IN ('weekly', 'monthly', 'quarterly')"
            " ORDER BY place DESC"
        ).columns(cutoff=sa.Time())
    ).all()
    op.drop_index(op.f("ix_outbox_edits_id_created_at"), "outbox")
    op.create_index(op.f("ix_outbox_edits_id"), "outbox", ["edits_id"])
    op.drop_index(op.f("ix_obligation_state_due_at"), "obligation")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_column("planned_until")
    with op.batch_alter_table("invite", schema=None) as batch_op:
        batch_op.drop_column("second")
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_post_second"), type_="check")
        batch_op.drop_column("second")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_again_at"))
        batch_op.drop_column("again_at")
    op.execute("UPDATE nudge SET outcome = 'superseded' WHERE outcome = 'deferred'")
    with op.batch_alter_table("nudge", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_nudge_reason"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_nudge_outcome"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_nudge_outcome"), "outcome IN ('queued', 'superseded', 'unreached')"
        )
        batch_op.drop_column("reason")
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.drop_column("nominal_on")
    for table in (
        "pulse",
        "pause",
        "holiday_notice",
        "office_day",
        "move",
        "plan_ladder",
        "cadence",
    ):
        op.drop_table(table)
    cadence = op.create_table(
        "cadence",
        sa.Column("plan_id", NUMBER, nullable=False),
        sa.Column("frequency", sa.String(20), nullable=False),
        sa.Column("day", NUMBER, nullable=False),
        sa.Column("cutoff", sa.Time(), nullable=False),
        sa.Column("shift", sa.String(20), nullable=False),
        sa.Column("opens_days_before", NUMBER, nullable=False),
        sa.CheckConstraint("day BETWEEN 1 AND 31", name=op.f("ck_cadence_day")),
        sa.CheckConstraint("frequency <> 'weekly' OR day <= 7", name=op.f("ck_cadence_weekday")),
        sa.CheckConstraint(
            "frequency IN ('weekly', 'monthly', 'quarterly')", name=op.f("ck_cadence_frequency")
        ),
        sa.CheckConstraint("shift IN ('before', 'after', 'none')", name=op.f("ck_cadence_shift")),
        sa.CheckConstraint("opens_days_before >= 0", name=op.f("ck_cadence_opens")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_cadence_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_cadence")),
    )
    former = {
        row.plan_id: {
            "plan_id": row.plan_id,
            "frequency": row.frequency,
            "day": _former_day(row),
            "cutoff": row.cutoff,
            "shift": row.shift,
            "opens_days_before": row.opens_days_before,
        }
        for row in rows
    }
    if former:
        op.bulk_insert(cadence, list(former.values()))
