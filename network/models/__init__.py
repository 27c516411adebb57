"""The network: parties and their standing over time, posts, persons, designations, country profiles."""

from .comment import ProfileComment
from .designation import (
    Designation,
    DesignationQuerySet,
    Person,
    held_parties,
    held_posts,
    listed_name,
    roles_from_designations,
)
from .entry import (
    Agreement,
    Entry,
    Exchange,
    FundingSource,
    Modality,
    Need,
    Offer,
    Role,
    Section,
    Visibility,
)
from .party import IN, NOT_KNOWN, OUT, ROTATION_GROUPS, TERRITORIES, Party, PartyQuerySet, PriorityArea
from .post import AuthorisedChannel, Post
from .profile import CountryProfile
from .programme import Programme
from .published import PublishedEntry, SectionStanding
from .request import PublicationRequest
from .search import SearchText
from .sector import PurposeCode

# the model of each section that has entries
ENTRIES = {model.SECTION: model for model in (Offer, Need, Programme, Agreement, FundingSource)}

__all__ = [
    "ENTRIES",
    "IN",
    "NOT_KNOWN",
    "OUT",
    "ROTATION_GROUPS",
    "TERRITORIES",
    "Agreement",
    "AuthorisedChannel",
    "CountryProfile",
    "Designation",
    "DesignationQuerySet",
    "Entry",
    "Exchange",
    "FundingSource",
    "Modality",
    "Need",
    "Offer",
    "Party",
    "PartyQuerySet",
    "Person",
    "Post",
    "PriorityArea",
    "ProfileComment",
    "Programme",
    "PublicationRequest",
    "PublishedEntry",
    "PurposeCode",
    "Role",
    "SearchText",
    "Section",
    "SectionStanding",
    "Visibility",
    "held_parties",
    "held_posts",
    "listed_name",
    "roles_from_designations",
]
