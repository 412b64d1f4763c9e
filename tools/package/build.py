"""Lays out the files of the package and has dpkg-deb pack them.

Rule kept: what `make install` would put on this system is what the package holds, because the same
target of the Makefile does it. Nothing is written outside the directory that was named.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import control
from .errors import PackageError
from .target import Target

SCRIPTS = Path(__file__).parent / "debian"
DOCUMENTS = ("README.md", "CHANGELOG.md", "docs")
SAMPLES = ("acd.conf.sample", "extensions.conf.sample")
# PINs may stand in it: for root and the group of the PBX, which the package's script sets.
CONFIGURATION_MODE = 0o640


def build(project: Path, module: Path, target: Target, place: Path) -> Path:
    """The package file of `module` for `target`, in the directory `place`."""
    place.mkdir(parents=True, exist_ok=True)
    its_version = control.version(project / "Cargo.toml", target)
    package = place / f"{control.NAME}_{its_version}_{target.architecture}.deb"
    with tempfile.TemporaryDirectory(dir=place) as scratch:
        tree = Path(scratch) / "tree"
        tree.mkdir(mode=0o755)
        _install(project, module, target, tree)
        _place_documents(project, tree / "usr/share/doc" / control.NAME)
        _place_configuration(project, tree)
        _describe(tree, its_version, target, module)
        # Packed under another name first, so that half a package is never taken for a whole one.
        packed = Path(scratch) / package.name
        _run(["dpkg-deb", "--root-owner-group", "-Zzstd", "--build", str(tree), str(packed)])
        packed.replace(package)
    return package


def _install(project: Path, module: Path, target: Target, tree: Path) -> None:
    command = ["make", "--no-print-directory", "-C", str(project), "install"]
    command += [f"DESTDIR={tree}", f"MODULE={module.resolve()}"]
    command += [f"MODULES_DIR={target.modules}", f"DOCUMENTATION_DIR={target.documentation}"]
    _run(command)


def _place_documents(project: Path, place: Path) -> None:
    examples = place / "examples"
    examples.mkdir(parents=True)
    for name in DOCUMENTS:
        source = project / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, place / name)
    for name in SAMPLES:
        shutil.copy(project / "dialplan/asterisk" / name, examples / name)
    shutil.copy(SCRIPTS / "copyright", place / "copyright")


def _place_configuration(project: Path, tree: Path) -> None:
    file = tree / control.CONFIGURATION.lstrip("/")
    file.parent.mkdir(parents=True)
    shutil.copy(project / "dialplan/asterisk/acd.conf.sample", file)


def _describe(tree: Path, its_version: str, target: Target, module: Path) -> None:
    files = sorted(path for path in tree.rglob("*") if path.is_file())
    for path in tree.rglob("*"):
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    (tree / control.CONFIGURATION.lstrip("/")).chmod(CONFIGURATION_MODE)
    size_kib = sum(-(-path.stat().st_size // 1024) for path in files)
    place = tree / "DEBIAN"
    place.mkdir(mode=0o755)
    (place / "control").write_text(control.control(its_version, target, module, size_kib))
    (place / "conffiles").write_text(control.CONFIGURATION + "\n")
    # `dpkg --verify` compares with these.
    sums = (f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(tree)}" for path in files
            if path != tree / control.CONFIGURATION.lstrip("/"))
    (place / "md5sums").write_text("\n".join(sums) + "\n")
    for script in ("postinst", "postrm"):
        shutil.copy(SCRIPTS / script, place / script)
        (place / script).chmod(0o755)


def _run(command: list[str]) -> None:
    finished = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if finished.returncode != 0:
        told = (finished.stderr or finished.stdout).strip()
        raise PackageError(f"{command[0]} failed:\n{told}")
