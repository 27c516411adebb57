"""Periods that never overlap, held by the database itself on SQLite and PostgreSQL, against raw SQL as well.

A migration declares with the operation `NoOverlap` that the rows of a table with the same `owner` have no
day in common: from `starts` to the day before `until` (NULL: without end). PostgreSQL gets an exclusion
constraint over ranges, which needs no extension and holds between transactions that run at once; SQLite
gets triggers, laid after every `migrate` like the seals of append_only.py. A refusal surfaces as
IntegrityError on both.
"""

from django.db.migrations.operations.base import Operation

from . import append_only

SQLITE = """CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {new} AND EXISTS (
  SELECT 1 FROM {table} one WHERE one.id <> NEW.id AND one.{owner} = NEW.{owner} AND {one}
  AND (one.{until} IS NULL OR one.{until} > NEW.{starts})
  AND (NEW.{until} IS NULL OR NEW.{until} > one.{starts}))
BEGIN SELECT RAISE(ABORT, '{table}: two periods overlap'); END"""
POSTGRES = """ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist (
  int8range({owner}, {owner}, '[]') WITH &&, daterange({starts}, {until}) WITH &&) WHERE ({row})"""


class NoOverlap(Operation):
    """Declare that rows of `table` with one `owner` (a column of ids) have no day in common.

    Only rows count that have the values of `only`, by column, such as {"state": "in_force"}.
    """

    reversible = True

    def __init__(self, table: str, owner: str, starts: str, until: str, only: dict[str, str]):
        self.table, self.owner, self.starts, self.until, self.only = table, owner, starts, until, only
        append_only.SEALS[table] = self

    def deconstruct(self):
        names = ("table", "owner", "starts", "until", "only")
        return "NoOverlap", [], {name: getattr(self, name) for name in names}

    def describe(self) -> str:
        return f"Refuse overlapping periods in {self.table}"

    def state_forwards(self, app_label, state) -> None:
        """Nothing of the models changes."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        """Laid at the end of `migrate`, see append_only.lay_all()."""

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        append_only.SEALS.pop(self.table, None)
        self.lift(schema_editor.connection)

    @property
    def constraint(self) -> str:
        return f"{self.table}_no_overlap"

    def condition(self, row: str) -> str:
        """Which rows count, in SQL."""
        return " AND ".join(f"{row}.{column} = '{value}'" for column, value in self.only.items())

    def _is_migrated(self, connection) -> bool:
        """Whether the table has the columns yet: `migrate` may stop at an earlier state."""
        with connection.cursor() as cursor:
            found = connection.introspection.get_table_description(cursor, self.table)
        return {self.owner, self.starts, self.until, *self.only} <= {column.name for column in found}

    def wanted(self, connection) -> set[str]:
        """The names of what holds the rule in this database."""
        if not self._is_migrated(connection):
            return set()
        if connection.vendor == "postgresql":
            return {self.constraint}
        return {f"{self.constraint}_{verb.lower()}" for verb in ("INSERT", "UPDATE")}

    def laid(self, connection) -> set[str]:
        """The names of what is there."""
        if connection.vendor == "sqlite":
            return set(append_only.laid(connection, self.table))
        with connection.cursor() as cursor:
            cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = to_regclass(%s)", [self.table])
            return {name for (name,) in cursor.fetchall() if name == self.constraint}

    def missing(self, connection) -> set[str]:
        return self.wanted(connection) - self.laid(connection)

    def lay(self, connection) -> None:
        """Lay what is not there yet. IntegrityError where rows overlap already."""
        columns = {name: getattr(self, name) for name in ("table", "owner", "starts", "until")}
        with connection.cursor() as cursor:
            for name in sorted(self.missing(connection)):
                if connection.vendor == "postgresql":
                    cursor.execute(POSTGRES.format(name=name, row=self.condition(self.table), **columns))
                    continue
                verb, one, new = name.rpartition("_")[2].upper(), "one", "NEW"
                conditions = {"one": self.condition(one), "new": self.condition(new)}
                cursor.execute(SQLITE.format(name=name, verb=verb, **conditions, **columns))

    def lift(self, connection) -> None:
        """Take away what is there."""
        with connection.cursor() as cursor:
            for name in sorted(self.laid(connection)):
                if connection.vendor == "postgresql":
                    cursor.execute(f"ALTER TABLE {self.table} DROP CONSTRAINT {name}")
                else:
                    cursor.execute(f"DROP TRIGGER {name}")
