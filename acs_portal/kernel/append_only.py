"""Tables that refuse UPDATE and DELETE, on SQLite and PostgreSQL, against raw SQL as well.

A migration declares a seal with the operation `AppendOnly`; loading the migrations fills SEALS. The
triggers themselves are laid at the end of every `migrate` and, on SQLite, taken away at its start:
SQLite rebuilds a table to alter it, which loses its triggers and trips over those of its neighbours.
`missing()` tells which are not there. A refusal surfaces as IntegrityError on SQLite and as
InternalError on PostgreSQL.
"""

from __future__ import annotations

from django.db.migrations.operations.base import Operation

SEALS: dict[str, AppendOnly] = {}  # and those of no_overlap.py, which are laid with them

SQLITE = """CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{table} is append-only: what was recorded is never changed'); END"""
POSTGRES_FUNCTION = """CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$
BEGIN
  IF {condition} THEN
    RAISE EXCEPTION '{table} is append-only: what was recorded is never changed';
  END IF;
  RETURN {row};
END $$ LANGUAGE plpgsql"""


class AppendOnly(Operation):
    """Declare that the rows of `table` are never changed; with `when`, those for which that SQL is true.

    `when` is a condition over "{row}", such as "{row}.adopted_at IS NOT NULL", and may hold a subquery.
    With `closed`, no row may come to meet the condition either: it is for parts of a sealed whole.
    """

    reversible = True

    def __init__(self, table: str, when: str = "", closed: bool = False):
        self.table, self.when, self.closed = table, when, closed
        SEALS[table] = self

    def deconstruct(self):
        given = {"table": self.table, "when": self.when, "closed": self.closed}
        return "AppendOnly", [], {name: value for name, value in given.items() if value}

    def describe(self) -> str:
        return f"Refuse changes to {self.table}"

    def state_forwards(self, app_label, state) -> None:
        """Nothing of the models changes."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        """Laid at the end of `migrate`, see `lay_all()`."""

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        SEALS.pop(self.table, None)
        self.lift(schema_editor.connection)

    def condition(self, row: str) -> str:
        """The condition over a row, in SQL."""
        return f"({self.when.format(row=row)})" if self.when else "TRUE"

    def triggers(self, connection) -> dict[str, str]:
        """The triggers of the seal: the verb of each and its condition."""
        old, new = self.condition("OLD"), self.condition("NEW")
        found = {"UPDATE": f"{old} OR {new}" if self.closed else old, "DELETE": old}
        if self.closed:
            found["INSERT"] = new
        elif connection.vendor == "sqlite":  # INSERT OR REPLACE deletes without a DELETE trigger
            found["INSERT"] = self._replaces_a_row(connection)
        return found

    def _replaces_a_row(self, connection) -> str:
        with connection.cursor() as cursor:
            constraints = connection.introspection.get_constraints(cursor, self.table)
            cursor.execute(f"PRAGMA index_list({self.table})")
            partial = {name for _seq, name, _unique, _origin, is_partial in cursor.fetchall() if is_partial}
        keys = [
            found["columns"]
            for name, found in constraints.items()
            if found["unique"] and found["columns"] and name not in partial
        ]
        matches = " OR ".join(
            "(" + " AND ".join(f'one."{column}" = NEW."{column}"' for column in key) + ")" for key in keys
        )
        sealed = self.condition("one")
        return f"EXISTS (SELECT 1 FROM {self.table} one WHERE ({matches}) AND {sealed})"  # noqa: S608 (our own names)

    def lay(self, connection) -> None:
        """Lay the seal, in place of an earlier one."""
        self.lift(connection)
        with connection.cursor() as cursor:
            for verb, condition in self.triggers(connection).items():
                name = f"{self.table}_no_{verb.lower()}"
                if connection.vendor == "sqlite":
                    cursor.execute(SQLITE.format(name=name, table=self.table, verb=verb, condition=condition))
                    continue
                row = "OLD" if verb == "DELETE" else "NEW"
                cursor.execute(
                    POSTGRES_FUNCTION.format(name=name, table=self.table, condition=condition, row=row)
                )
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {self.table} "
                    f"FOR EACH ROW EXECUTE FUNCTION {name}()"
                )
            if connection.vendor == "postgresql":
                self._refuse_truncate(cursor)

    def _refuse_truncate(self, cursor) -> None:
        name = f"{self.table}_no_truncate"
        cursor.execute(POSTGRES_FUNCTION.format(name=name, table=self.table, condition="TRUE", row="NULL"))
        cursor.execute(
            f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {self.table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )

    def missing(self, connection) -> set[str]:
        """The triggers of the seal that the database does not have."""
        wanted = {f"{self.table}_no_{verb.lower()}" for verb in self.triggers(connection)}
        if connection.vendor == "postgresql":
            wanted.add(f"{self.table}_no_truncate")
        return wanted - set(laid(connection, self.table))

    def lift(self, connection) -> None:
        """Take the triggers of the seal away, where they are."""
        with connection.cursor() as cursor:
            for name in laid(connection, self.table):
                where = f" ON {self.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {name}{where}")


def laid(connection, table: str) -> list[str]:
    """The names of the triggers that seal a table in the database as it is."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = to_regclass(%s)",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        return sorted(name for (name,) in cursor.fetchall() if name.startswith(f"{table}_no_"))


def missing(connection) -> list[str]:
    """What the seals ask for and the database does not have."""
    return [name for seal in SEALS.values() for name in sorted(seal.missing(connection))]


def lift_all(connection) -> None:
    """Before a migration on SQLite: take all seals away, since it rebuilds tables."""
    if connection.vendor == "sqlite":
        for table in _tables(connection):
            SEALS[table].lift(connection)


def lay_all(connection) -> None:
    """After every migration: lay the seals of all tables that exist."""
    for table in _tables(connection):
        SEALS[table].lay(connection)


def _tables(connection) -> list[str]:
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    return [table for table in SEALS if table in there]
