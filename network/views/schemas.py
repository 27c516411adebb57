"""The Table Schemas of the CSV files: what each column is called, holds and means, in the language asked for.

A file names its schema in its header (Link, rel="describedby"), a page with a file links it, too.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from acs_portal.kernel.access import can, public, require

from ..tables import Column, board_columns, directory_columns, programme_columns

SPECIFICATION = "https://specs.frictionlessdata.io/schemas/table-schema.json"


@public
def directory_schema(request: HttpRequest) -> HttpResponse:
    """The schema of the directory; with the contacts for who reads them in the file."""
    columns = directory_columns(
        contacts=can(request.user, "contact.read"), letters=can(request.user, "designation.read")
    )
    return _schema(_("Directory of focal points"), columns)


@public
def programmes_schema(request: HttpRequest) -> HttpResponse:
    """The schema of the list of programmes, offers and needs."""
    return _schema(_("Programmes, offers and needs"), programme_columns())


def board_schema(request: HttpRequest) -> HttpResponse:
    """The schema of the board, for who reads the board."""
    require(request, "board.read")
    return _schema(_("Board of the profiles"), board_columns())


def described(response: HttpResponse, name: str) -> HttpResponse:
    """A CSV file that names the address of its schema."""
    address = reverse(f"network:{name}_schema")
    response.headers["Link"] = f'<{address}>; rel="describedby"; type="application/json"'
    return response


def _schema(title: str, columns: list[Column]) -> JsonResponse:
    schema = {
        "$schema": SPECIFICATION,
        "title": title,
        "language": get_language(),
        "fields": [_field(column) for column in columns],
        "missingValues": [""],
        "primaryKey": [column.name for column in columns if column.is_key],
    }
    if not schema["primaryKey"]:
        del schema["primaryKey"]
    return JsonResponse(schema, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _field(column: Column) -> dict:
    field = {"name": column.name, "type": column.type, "description": column.description}
    if column.format:
        field["format"] = column.format
    constraints = {"required": True} if column.is_required else {}
    if column.choices:
        constraints["enum"] = column.choices
    if column.pattern:
        constraints["pattern"] = column.pattern
    return field | ({"constraints": constraints} if constraints else {})
