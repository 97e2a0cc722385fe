"""The archive: a compressed tar whose last member lists every other with its sha256. Sealed where there is a secret. Pure."""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from collaborative.backups.sealing import MAGIC, NoSecret, Opener, SealBroken, Sealer, Secret
from practices.stored_files import path_in

FORMAT = 1
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 256 * 1024 * 1024
COMPRESSION = 5
COPIED_AT_ONCE = 1024 * 1024


class BackupRefused(Exception):
    """The archive is not what was made, or cannot be used here. The message says why; nothing was changed."""


@dataclass
class Manifest:
    """What is in an archive. `members` is name -> [size, sha256]; `left_out` the stored paths of files not yet checked."""

    made_at: str
    database: str
    migrations: list[str]
    anchor: str
    left_out: list[str]
    members: dict[str, list] = field(default_factory=dict)
    format: int = FORMAT

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


class Writer:
    """Adds files one after the other, and says of each what it was in the manifest."""

    def __init__(self, tar, manifest: Manifest):
        self.tar, self.manifest = tar, manifest

    def add(self, name: str, path: Path) -> None:
        with path.open("rb") as stream:
            member = tarfile.TarInfo(name)
            member.size = path.stat().st_size
            reader = Hashing(stream)
            self.tar.addfile(member, reader)
        self.manifest.members[name] = [member.size, reader.digest.hexdigest()]

    def finish(self) -> None:
        content = self.manifest.as_bytes()
        member = tarfile.TarInfo(MANIFEST)
        member.size = len(content)
        self.tar.addfile(member, io.BytesIO(content))


class Hashing:
    """A file that is read and hashed at once."""

    def __init__(self, stream):
        self.stream, self.digest = stream, hashlib.sha256()

    def read(self, size=-1) -> bytes:
        content = self.stream.read(size)
        self.digest.update(content)
        return content


@contextmanager
def writing(stream, manifest: Manifest, secret: Secret) -> Iterator[Writer]:
    """`stream` is a new file, open for bytes."""
    out = Sealer(stream, secret) if secret else stream
    with (
        gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=COMPRESSION, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", bufsize=COPIED_AT_ONCE, format=tarfile.PAX_FORMAT) as tar,
    ):
        writer = Writer(tar, manifest)
        yield writer
        writer.finish()
    if secret:
        out.close()


def unpack(stream, folder: Path, secret: Secret) -> Manifest:
    """Put every member into the folder and hold each to the manifest. Raises BackupRefused or NoSecret.

    The folder is then worth nothing.
    """
    plain = opened(stream, secret)
    try:
        found = members_into(folder, plain)
        manifest = read_manifest(folder / MANIFEST)
    except SealBroken as broken:
        raise BackupRefused(str(broken)) from broken
    except (tarfile.TarError, zlib.error, OSError, EOFError, ValueError) as fault:
        if isinstance(fault, OSError) and fault.errno is not None:
            raise
        raise BackupRefused(f"The backup cannot be read: {fault}") from fault
    compare(manifest, found)
    return manifest


def opened(stream, secret: Secret):
    start = stream.read(len(MAGIC))
    stream.seek(0)
    if start != MAGIC:
        return stream
    if not secret:
        raise NoSecret("The backup is sealed. Set BACKUP_PASSPHRASE or BACKUP_KEY to what it was sealed with")
    return Opener(stream, secret)


def members_into(folder: Path, stream) -> dict[str, list]:
    """Name -> [size, sha256] of what came out; nothing but plain files within the folder."""
    found = {}
    with gzip.GzipFile(fileobj=stream, mode="rb") as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
        for member in tar:
            path = path_in(folder, member.name)
            if not member.isreg() or path.exists():
                raise ValueError(f"{member.name!r} is not a plain file, or is there twice")
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            found[member.name] = [member.size, copy(tar.extractfile(member), path)]
        # To the end: what is sealed is known to be whole only then.
        while packed.read(COPIED_AT_ONCE):
            pass
    while stream.read(COPIED_AT_ONCE):
        pass
    return found


def copy(source, path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("xb") as target:
        path.chmod(0o600)
        while content := source.read(COPIED_AT_ONCE):
            digest.update(content)
            target.write(content)
    return digest.hexdigest()


def read_manifest(path: Path) -> Manifest:
    if not path.is_file() or path.stat().st_size > LARGEST_MANIFEST:
        raise ValueError("it has no list of its contents")
    values = json.loads(path.read_bytes())
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise ValueError("it is of another format")
    try:
        return Manifest(**values)
    except TypeError as fault:
        raise ValueError("its list of contents is not complete") from fault


def compare(manifest: Manifest, found: dict[str, list]) -> None:
    found = {name: values for name, values in found.items() if name != MANIFEST}
    wrong = sorted(name for name in {*found, *manifest.members} if found.get(name) != manifest.members.get(name))
    if wrong:
        raise BackupRefused(
            f"The backup is not what was made: {len(wrong)} of its files differ, the first is {wrong[0]}"
        )
