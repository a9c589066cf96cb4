"""revisions of a plan."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "revision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 2", name=op.f("ck_revision_version")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_revision_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("plan_id", "version", name=op.f("uq_revision_plan_id_version")),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revision_digest"), ["digest"], unique=False)

    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("added_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_assignment_item_id_unit_id"), type_="unique")
        batch_op.create_index(
            "uq_assignment_present",
            ["item_id", "unit_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_text", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("due_timing", sa.String(20), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_item_due_timing"), "due_timing IN ('by', 'every', 'always', 'open')"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_item_due"), "(due_text IS NULL) = (due_timing IS NULL)"
        )
        batch_op.drop_constraint(batch_op.f("uq_item_plan_id_position"), type_="unique")
        batch_op.create_index(
            "uq_item_present",
            ["plan_id", "position"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )

    with op.batch_alter_table("section", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_section_plan_id_position"), type_="unique")
        batch_op.create_index(
            "uq_section_present",
            ["plan_id", "position"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_target_item_id_position"), type_="unique")
        batch_op.create_index(
            "uq_target_present",
            ["item_id", "position"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )


def downgrade() -> None:
    """Take the step back."""
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_target_present",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_target_item_id_position"), ["item_id", "position"]
        )
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("source")

    with op.batch_alter_table("section", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_section_present",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_section_plan_id_position"), ["plan_id", "position"]
        )
        batch_op.drop_column("withdrawn_at")

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_column("year")

    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_item_present",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_item_plan_id_position"), ["plan_id", "position"]
        )
        batch_op.drop_constraint(batch_op.f("ck_item_due"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_item_due_timing"), type_="check")
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("due_timing")
        batch_op.drop_column("due_text")

    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_assignment_present",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_assignment_item_id_unit_id"), ["item_id", "unit_id"]
        )
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("added_at")

    op.drop_table("revision")
