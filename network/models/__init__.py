"""The network: parties and their standing over time, posts, persons, designations, country profiles."""

from .designation import (
    Designation,
    DesignationQuerySet,
    Person,
    held_posts,
    listed_name,
    roles_from_designations,
)
from .party import IN, NOT_KNOWN, OUT, ROTATION_GROUPS, TERRITORIES, Party, PartyQuerySet, PriorityArea
from .post import AuthorisedChannel, Post
from .profile import CountryProfile

__all__ = [
    "IN",
    "NOT_KNOWN",
    "OUT",
    "ROTATION_GROUPS",
    "TERRITORIES",
    "AuthorisedChannel",
    "CountryProfile",
    "Designation",
    "DesignationQuerySet",
    "Party",
    "PartyQuerySet",
    "Person",
    "Post",
    "PriorityArea",
    "held_posts",
    "listed_name",
    "roles_from_designations",
]
