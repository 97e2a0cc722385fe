"""Who a contact was with, and where it is counted: from the role catalogue. Pure."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from registers.codes import Bucket

CATALOGUE = Path(__file__).resolve().parent.parent / "fixtures" / "role_catalogue.json"
BUCKETS = {"M1": Bucket.GP, "M2": Bucket.OTHER_STAFF, "attached": Bucket.ATTACHED, "none": Bucket.NOT_COUNTED}


@dataclass(frozen=True)
class ContactRole:
    """A role of the catalogue. `number` is what contacts are stored under, and never changes its meaning."""

    number: int
    code: str
    name: str
    bucket: Bucket


@lru_cache(maxsize=1)
def contact_roles() -> dict[str, ContactRole]:
    """All roles by their code, in the order of the catalogue."""
    roles = json.loads(CATALOGUE.read_text(encoding="utf-8"))["roles"]
    return {
        role["code"]: ContactRole(
            role["number"], role["code"], role["name"], BUCKETS[role["design_choice"]["contact_bucket"]]
        )
        for role in roles
    }


@lru_cache(maxsize=1)
def buckets_by_number() -> dict[int, Bucket]:
    return {role.number: role.bucket for role in contact_roles().values()}
