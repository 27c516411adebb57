"""The demonstration: invented persons, letters and texts around the few facts that are known.

Facts are the title, the place and the dates of the First Meeting, the parties and the fiche
ACS-SF-001. Everything else here is invented, and each record says that it is a demonstration.
The demo is built by calling the domain functions, stage by stage, so it can't drift from the rules.
"""

from acs_portal.kernel.models import User

from . import meeting, people, plan, privacy, profiles

STAGES = ("directory", "agenda", "session", "adopted")


def build(stage: str) -> list[str]:
    """Build the demo up to a stage of STAGES; answers a line per thing built, none if it is there."""
    if User.objects.filter(is_demonstration=True).exists():
        return []
    wanted = STAGES[: STAGES.index(stage) + 1]
    builders = {
        "directory": (people.build, profiles.build),
        "agenda": (meeting.build_agenda,),
        "session": (meeting.build_session,),
        "adopted": (plan.build, privacy.build),
    }
    return [line for name in wanted for build in builders[name] for line in build()]
