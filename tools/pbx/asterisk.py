"""One running Asterisk: directories, start, stop, console.

Rule kept: every path is below this instance's own directory in the sandbox's memory file
system; the read-only root gives only programs and sounds.
"""

import os
import re
import resource
import shutil
import signal
import subprocess
import time
from pathlib import Path

from . import audio_files, settings
from .documents import place_documents
from .modules import modules_conf

SYSTEM_MODULES = "usr/lib/{triplet}/asterisk/modules"
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 20.0
CLIENT_ENDS = re.compile(r"\n?Asterisk ending \(\d+\)\.\n*\Z")
CLIENT_BEGINS = re.compile(r"\ANo ethernet interface found [^\n]*\n")


class StartFailed(Exception):
    """Asterisk ended or did not finish booting; the text holds the end of its log."""


class Asterisk:
    """One instance. Made from its number; `start` and `stop` may be repeated."""

    def __init__(self, number: int, debug: int = 1, under: tuple[str, ...] = ()):
        """`under` is a program Asterisk runs under, such as valgrind and its options."""
        self.at = settings.Addresses(number)
        self.root = Path(os.environ["ACD_ROOT"])
        self.inside = f"/srv/floor-{number}"
        self.home = Path(os.environ["ACD_SHARED"]) / f"floor-{number}"
        # What depends on how Asterisk was installed.
        self.etc = self.home / "etc"
        self.full_log = self.home / "log/full"
        self.control_socket = self.home / "run/asterisk.ctl"
        self.program = ("/usr/sbin/asterisk", "-C", f"{self.inside}/etc/asterisk.conf")
        self.debug = debug
        self.under = under
        self.patience = 10.0 if under else 1.0
        self.extra_modules: tuple[str, ...] = ()
        self._started: subprocess.Popen | None = None

    def prepare(self) -> None:
        """Make the directories and the files that do not depend on a test."""
        logs = ("log", "log/cdr-custom", "log/cel-custom")
        for name in ("etc", "modules", "var", "data", "spool", "run", *logs):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        modules = self._system_modules()
        for module in modules.iterdir():
            target = Path("/") / module.relative_to(self.root)
            (self.home / "modules" / module.name).symlink_to(target)
        for name in ("agi-bin", "static-http", "rest-api"):
            (self.home / "data" / name).symlink_to(f"/usr/share/asterisk/{name}")
        self._place_sounds(self.home / "data/sounds")
        # Reading all of it takes too long under a tool that watches every step.
        place_documents(self.root, self.home / "data/documentation", is_lean=bool(self.under))
        audio_files.write_music(self.home / "data/moh")
        audio_files.write_music(self.home / "data/moh-other", audio_files.OTHER_MUSIC_HZ)
        self.write("logger.conf", settings.LOGGER_CONF)
        self.write("manager.conf", settings.manager_conf(self.at))
        self.write("rtp.conf", settings.rtp_conf())
        self.write("features.conf", settings.FEATURES_CONF)
        for name, text in settings.EMPTY_FILES.items():
            self.write(name, text)
        self.write("musiconhold.conf", settings.MUSICONHOLD_CONF.format(home=self.inside))

    def _place_sounds(self, place: Path) -> None:
        """Asterisk's own sounds, and beside them tones that a test recognises."""
        place.mkdir()
        system = "usr/share/asterisk/sounds"
        for entry in (self.root / system).iterdir():
            (place / entry.name).symlink_to(f"/{system}/{entry.name}")
        for name, frequency_hz in audio_files.PROMPTS_HZ.items():
            audio_files.write_prompt(place / f"{name}.ulaw", frequency_hz)
        audio_files.write_tones(place / "tones")

    def write(self, name: str, text: str) -> None:
        """Put one configuration file in place."""
        (self.etc / name).write_text(text)

    def install_module(self, built: Path, documentation: Path | None) -> None:
        """Put a module that was built here beside Asterisk's own, with its documentation."""
        # Copied to a new name and renamed, so a running Asterisk never sees half a file.
        target = self.home / "modules/app_acd.so"
        scratch = target.with_suffix(".new")
        scratch.write_bytes(built.read_bytes())
        scratch.chmod(0o755)
        scratch.rename(target)
        if documentation is not None and documentation.is_file():
            place = self.home / "data/documentation/thirdparty" / documentation.name
            place.write_text(documentation.read_text())

    def start(self) -> None:
        """Start and wait until it is fully booted."""
        self.prepare_start()
        command = (*self.under, *self.program, "-f", "-g")
        self._started = self.start_program(command, self.home, "log/console")
        self._wait_booted()

    def prepare_start(self) -> None:
        """What may have changed since the last start: directories, debug level, modules."""
        self.write("asterisk.conf", settings.asterisk_conf(self.inside, self.debug))
        self.write("modules.conf", modules_conf(self.extra_modules))

    def start_program(
        self, command: tuple[str, ...], working_dir: Path, output: str
    ) -> subprocess.Popen:
        """Start a program inside the root, in a directory below `home`; output is appended.

        Its core dumps, if any, go to that directory too.
        """
        inside = f"{self.inside}/{working_dir.relative_to(self.home)}"
        entry = ["chroot", str(self.root), "/bin/sh", "-c", 'cd "$0" && exec "$@"', inside]
        with open(working_dir / output, "ab") as out:
            return subprocess.Popen(
                [*entry, *command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env=self._environment(),
                # A Ctrl-C in the terminal is for the tests, which then stop what they started.
                start_new_session=True,
                preexec_fn=_allow_core_dumps,
            )

    def pid(self) -> int:
        """The process id of Asterisk itself."""
        assert self._started is not None, "asterisk was not started"
        return self._started.pid

    def is_up(self) -> bool:
        """Whether the process is still there."""
        return self._started is not None and self._started.poll() is None

    def wait_gone(self, timeout_s: float) -> int:
        """Wait until the process has ended by itself and return its exit status."""
        assert self._started is not None, "asterisk was not started"
        return self._started.wait(timeout_s)

    def cli(self, command: str) -> str:
        """What the console answers to one command (`asterisk -rx`)."""
        asked = ["chroot", str(self.root), *self.program, "-rx", command]
        finished = subprocess.run(
            asked,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env=self._environment(),
            timeout=60 * self.patience,
        )
        # What the client itself has to say matters only when Asterisk said nothing.
        told = (finished.stdout or finished.stderr).decode(errors="replace")
        # What the client says of itself, first and last, is no part of the answer.
        return CLIENT_ENDS.sub("", CLIENT_BEGINS.sub("", told))

    def stop(self, command: str = "core stop now") -> int | None:
        """Stop Asterisk; returns its exit status, or None when it had to be killed."""
        if self._started is None:
            return 0
        if self.is_up():
            try:
                self.cli(command)
            except subprocess.TimeoutExpired:
                pass
        try:
            return self._started.wait(STOP_TIMEOUT_S * self.patience)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def terminate(self) -> None:
        """Send the signal with which a service manager stops Asterisk."""
        if self._started is not None and self.is_up():
            self._started.send_signal(signal.SIGTERM)

    def discard(self) -> None:
        """Give back the space of a stopped one: each has a module of its own, and they are many."""
        shutil.rmtree(self.home, ignore_errors=True)

    def kill(self) -> None:
        """End Asterisk at once, as a power cut would."""
        if self._started is not None and self.is_up():
            self._started.send_signal(signal.SIGKILL)
            self._started.wait()

    def log(self) -> str:
        """All of the full log so far."""
        return self.full_log.read_text(errors="replace") if self.full_log.exists() else ""

    def cores(self) -> list[Path]:
        """Core dumps this instance left."""
        return sorted(path for path in self.home.glob("core*") if path.is_file())

    def _wait_booted(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S * self.patience
        while not self.control_socket.exists():
            if not self.is_up() or time.monotonic() > deadline:
                raise StartFailed(self._why())
            time.sleep(0.02)
        while "fully booted" not in self.cli("core waitfullybooted"):
            if not self.is_up() or time.monotonic() > deadline:
                raise StartFailed(self._why())
            time.sleep(0.05)

    def _why(self) -> str:
        console = (self.home / "log/console").read_text(errors="replace")
        tail = "\n".join((console + self.log()).splitlines()[-25:])
        return f"Asterisk did not come up:\n{tail}"

    def _system_modules(self) -> Path:
        found = sorted(self.root.glob(SYSTEM_MODULES.format(triplet="*")))
        if not found:
            raise StartFailed("the sandbox root has no Asterisk modules")
        return found[0]

    def _environment(self) -> dict[str, str]:
        # The host's settings must not reach the PBX.
        path = "/usr/sbin:/usr/bin:/sbin:/bin"
        return {"PATH": path, "LANG": "C.UTF-8", "HOME": "/root", "TZ": "UTC", "TERM": "dumb"}


def _allow_core_dumps() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
