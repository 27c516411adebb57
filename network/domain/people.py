"""in office --end (tenure.py)--> out of office --erase--> a name on record, nothing else"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from acs_portal.kernel.dates import official_day
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.models import User

from ..models import Designation, Person


class InOffice(RuleBroken):
    message = _("%(name)s holds or is to hold a post. End the designation first: its contact data serve it.")


@transaction.atomic
def erase(person: Person, *, by: User, on: datetime) -> None:
    """Erase the contact data of a person; the name stays, on record with the designations.

    Raises InOffice. The request for it (kernel/data_requests.py) records the act.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    day = official_day(on)
    found = person.designations.all()
    coming = found.filter(state=Designation.State.IN_FORCE, starts__gt=day)
    if found.in_force_on(day).exists() or coming.exists() or found.pending().exists():
        raise InOffice(name=person.full_name)
    person.email = person.telephone = ""
    person.save(update_fields=["email", "telephone"])
