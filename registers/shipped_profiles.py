"""The import profiles that come with the application, read from fixtures/import_profiles/. Pure."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from registers.files.schemas import extract_schema
from registers.profiles import Profile, faults_in

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "import_profiles"


@dataclass(frozen=True)
class ShippedProfile:
    slug: str
    kind: str
    name: str
    system: str
    note: str
    profile: Profile


def shipped_profiles() -> list[ShippedProfile]:
    """All of them, by system and kind. Raises ValueError for one that names what the formats do not know."""
    return [one for path in sorted(FOLDER.glob("*.toml")) for one in parsed(path.read_text(encoding="utf-8"))]


def parsed(text: str) -> list[ShippedProfile]:
    values = tomllib.loads(text)
    return [made(values["system"], values["note"], entry) for entry in values["profile"]]


def made(system: str, note: str, entry: dict) -> ShippedProfile:
    slug, kind, name = entry.pop("slug"), entry.pop("kind"), entry.pop("name")
    profile = Profile(**entry)
    if faults := faults_in(extract_schema(kind), profile):
        raise ValueError(f"{slug}, {kind}: {'; '.join(faults)}")
    return ShippedProfile(slug, kind, name, system, note, profile)
