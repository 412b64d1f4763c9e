"""The floor: an Asterisk with agents' phones and callers, used as a context manager.

Rule kept: when the `with` block ends, nothing of the floor runs any more, whatever happened.
"""

import itertools
import json
import re
import time

from pbx import settings
from pbx.ami import Ami, Event
from pbx.asterisk import Asterisk
from phones.agent_phone import AgentPhone
from phones.caller import Caller
from phones.crowd import Crowd
from phones.message import Party
from phones.phone import Phone
from phones.wire import Wire

from . import artifacts

_numbers = itertools.count(1)
_marks = itertools.count(1)
POLL_S = 0.02
SHOWN_MAX = 10
AGENT_VOICE_HZ = 600
CALLER_VOICE_HZ = 2000
VOICE_STEP_HZ = 20
VALGRIND = (
    "valgrind", "--tool=memcheck", "--leak-check=full", "--num-callers=30", "--track-fds=no",
    "--error-limit=no", "--log-file=log/valgrind",
)


class Floor:
    """One Asterisk, its phones and callers.

    `conf` is the text of acd.conf; with it our module is loaded. `module` chooses the module:
    "acd", "fault" (the build that can be told to fail) or "" for none. `dialplan` must hold the
    context `[incoming]`, where callers arrive; agents dial in `[desk]` (600 echoes, 601 plays
    music). `agents` are the numbers that may register. `modules` are more Asterisk modules
    (`app_queue`), `files` more configuration files. `qualify_s` makes the PBX ask registered
    phones that often whether they are still there (0: never). `debug` is Asterisk's debug level.
    `installation` says how Asterisk comes about, such as from Debian's packages as an admin has it.
    """

    def __init__(
        self,
        conf: str | None = None,
        dialplan: str = "[incoming]\n",
        agents: tuple[str, ...] = tuple(str(1001 + n) for n in range(10)),
        modules: tuple[str, ...] = (),
        files: dict[str, str] | None = None,
        module: str | None = None,
        qualify_s: int = 0,
        debug: int = 1,
        valgrind: bool = False,
        installation: type[Asterisk] = Asterisk,
    ):
        self.asterisk = installation(next(_numbers), debug, VALGRIND if valgrind else ())
        self.patience = self.asterisk.patience
        self.since = time.monotonic()
        self._logged_before = 0
        self.agents = agents
        self.phones: list[Phone] = []
        self.crowds: list[Crowd] = []
        self.wire: Wire | None = None
        self._ami: Ami | None = None
        self._module = module if module is not None else (artifacts.PLAIN if conf else "")
        self._crowd_numbers = itertools.count(1)
        self._caller_numbers = itertools.count(0)
        self._modules = modules
        self._files = dict(files or {})
        self._files["extensions.conf"] = settings.DESK_DIALPLAN + "\n" + dialplan
        if conf is not None:
            self._files["acd.conf"] = conf
        at = self.asterisk.at
        self._files.setdefault("pjsip.conf", settings.pjsip_conf(at, agents, qualify_s))

    def add_file(self, name: str, text: str) -> None:
        """One more configuration file, before the start; for texts that hold our addresses."""
        self._files[name] = text

    # Life.

    def __enter__(self) -> "Floor":
        self.start()
        return self

    def __exit__(self, *_problem) -> None:
        self.stop()

    def start(self) -> None:
        """Start Asterisk and log in to its manager."""
        asterisk = self.asterisk
        asterisk.prepare()
        for name, text in self._files.items():
            asterisk.write(name, text)
        extra = self._modules
        if self._module:
            built = artifacts.module_file(self._module)
            asterisk.install_module(built, artifacts.documentation_file())
            extra = (*extra, "app_acd")
        asterisk.extra_modules = extra
        self.wire = Wire()
        try:
            asterisk.start()
            self._log_in()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> int | None:
        """Stop everything; returns Asterisk's exit status, None when it had to be killed."""
        for crowd in self.crowds:
            crowd.stop()
        for phone in self.phones:
            phone.close()
        if self._ami is not None:
            self._ami.close()
        try:
            return self.asterisk.stop()
        finally:
            self.asterisk.kill()
            if self.wire is not None:
                self.wire.stop()
                self.wire = None

    def restart(self) -> None:
        """Stop Asterisk and start it again with the same files, as an admin would."""
        if self._ami is not None:
            self._ami.close()
        self.asterisk.stop()
        self.asterisk.start()
        self._log_in()

    def crash(self) -> None:
        """End Asterisk as a power cut would and start it again with what is on the disk."""
        if self._ami is not None:
            self._ami.close()
        self.asterisk.kill()
        self.asterisk.start()
        self._log_in()

    # People.

    def agent_phone(
        self,
        number: str,
        answer_after_ms: int | None = None,
        hang_up_after_ms: int | None = None,
        reject: int | None = None,
        redirect_to: str | None = None,
        register: bool = True,
        silent: bool = False,
    ) -> AgentPhone:
        """A desk phone, registered unless told otherwise. Without a behaviour it only rings."""
        at = self.asterisk.at
        place = self.agents.index(number) if number in self.agents else len(self.agents)
        voice = None if silent else AGENT_VOICE_HZ + VOICE_STEP_HZ * (place % 60)
        server = (at.pbx, settings.SIP_PORT)
        secret = settings.PHONE_SECRET
        phone = AgentPhone(self.wire, at.desks, server, number, secret, voice)
        self.phones.append(phone)
        if answer_after_ms is not None:
            phone.answers(answer_after_ms, hang_up_after_ms)
        elif reject is not None:
            phone.rejects(reject)
        elif redirect_to is not None:
            phone.redirects(redirect_to)
        if register:
            phone.register(5.0 * self.patience)
        return phone

    def caller(
        self, extension: str, number: str = "", name: str = "", silent: bool = False
    ) -> Caller:
        """Someone who will call an extension of `[incoming]`; call `place()` on it."""
        at = self.asterisk.at
        nth = next(self._caller_numbers)
        us = Party(number or f"555{1000 + nth}", name)
        voice = None if silent else CALLER_VOICE_HZ + VOICE_STEP_HZ * (nth % 60)
        server = (at.pbx, settings.SIP_PORT)
        caller = Caller(self.wire, at.carrier, server, extension, us, voice)
        self.phones.append(caller)
        return caller

    def crowd(
        self,
        extension: str,
        callers: int,
        per_second: float = 50.0,
        stay_ms: int = 30_000,
        first_number: int = 7_000_000,
    ) -> Crowd:
        """Many callers at once, by SIPp; call `start()` on it."""
        number = next(self._crowd_numbers)
        crowd = Crowd(
            self.asterisk, number, extension, callers, per_second, stay_ms, first_number
        )
        self.crowds.append(crowd)
        return crowd

    def same_instant(self, *actions) -> None:
        """Do several things at once: their packets leave within microseconds, in this order."""
        with self.wire.lock:
            for action in actions:
                action()

    # What the PBX says.

    @property
    def ami(self) -> Ami:
        """The manager connection."""
        assert self._ami is not None, "the floor has not been started"
        return self._ami

    def cli(self, command: str) -> str:
        """What the console answers."""
        return self.asterisk.cli(command)

    def wait_event(self, name: str, timeout_s: float = 10.0, **wanted) -> Event:
        """The first such AMI event of this test, waiting for it if need be."""
        return self.ami.wait_event(name, timeout_s * self.patience, self.since, **wanted)

    def events(self, name: str = "", **wanted) -> list[Event]:
        """The AMI events of this test so far."""
        return self.ami.events(name, self.since, **wanted)

    def wait_user_event(self, kind: str, timeout_s: float = 10.0, **wanted) -> Event:
        """What a dialplan told us by `UserEvent(kind,Key: value)`."""
        return self.wait_event("UserEvent", timeout_s, UserEvent=kind, **wanted)

    def device_state(self, device: str) -> str:
        """NOT_INUSE, INUSE, RINGING, UNAVAILABLE... of a device such as `PJSIP/1001`."""
        return self.ami.action("Getvar", Variable=f"DEVICE_STATE({device})")["Value"]

    def wait_device_state(self, device: str, state: str, timeout_s: float = 5.0) -> None:
        """Wait until a device is in a state."""
        self.wait_until(
            lambda: self.device_state(device) == state,
            timeout_s,
            lambda: f"{device} to be {state}, it is {self.device_state(device)}",
        )

    def agent(self, name: str) -> dict:
        """What `acd show agents` tells of one agent."""
        return self._shown(f"acd show agents {name} json")[0]

    def wait_agent(self, name: str, state: str, timeout_s: float = 5.0) -> dict:
        """Wait until an agent is `free`, `talking`, `resting`...; returns what is told then."""
        seen: list[dict] = []

        def look() -> bool:
            seen[:] = [self.agent(name)]
            return seen[0]["state"] == state

        self.wait_until(look, timeout_s, lambda: f"agent {name} to be {state}: {seen}")
        return seen[0]

    def waiting_calls(self) -> list[dict]:
        """What `acd show calls` tells of the calls that talk to nobody yet, first in line first."""
        calls = self._shown("acd show calls json")
        return sorted((c for c in calls if c["state"] != "talking"), key=lambda c: c["call"])

    def wait_waiting(self, calls: int, timeout_s: float = 5.0) -> list[dict]:
        """Wait until so many calls wait or ring."""
        self.wait_until(
            lambda: len(self.waiting_calls()) == calls,
            timeout_s,
            lambda: f"{calls} call(s) to wait: {self.waiting_calls()}",
        )
        return self.waiting_calls()

    def _shown(self, command: str) -> list[dict]:
        # By the manager interface: asked often, and a console of its own takes long to start.
        told = self.ami.action("Command", Command=command).get("Output", "")
        try:
            return json.loads(told)
        except ValueError:
            raise AssertionError(f"{command}: {told!r}") from None

    def channel_count(self) -> int:
        """How many channels Asterisk has."""
        return len(self.ami.listing("CoreShowChannels"))

    def wait_quiet(self, timeout_s: float = 10.0) -> None:
        """Wait until Asterisk has no channel left."""
        self.wait_until(
            lambda: self.channel_count() == 0,
            timeout_s,
            lambda: "all channels to end; still there:\n" + self._some_channels(),
        )

    def hang_up_all(self) -> None:
        """Ask Asterisk to end every channel, as an admin would after a failure."""
        self.cli("channel request hangup all")

    def log(self) -> str:
        """What Asterisk logged in this test, up to the moment this is asked.

        Asterisk writes its log on a thread of its own, in order: once our mark is in it, so is
        all that came before.
        """
        mark = f"LogRead{next(_marks)}"
        if self.asterisk.is_up():
            self.cli(f"dialplan set global {mark} 1")
            self.wait_until(
                lambda: f"'{mark}'" in self.asterisk.log() or not self.asterisk.is_up(),
                5,
                lambda: "the log to be written",
            )
        return self._log_of_test()

    def begin_test(self) -> None:
        """From now on only what happens now is told: events and log lines."""
        self.since = time.monotonic()
        self._logged_before = 0
        self._logged_before = len(self.log())

    def _log_of_test(self) -> str:
        return self.asterisk.log()[self._logged_before :]

    def wait_log(self, pattern: str, timeout_s: float = 5.0) -> re.Match:
        """Wait until this test's log matches a regular expression."""
        found: list[re.Match] = []

        def look() -> bool:
            match = re.search(pattern, self._log_of_test(), re.MULTILINE)
            found[:] = [match] if match else []
            return bool(match)

        self.wait_until(look, timeout_s, lambda: f"the log to match {pattern!r}")
        return found[0]

    def write_conf(self, text: str, name: str = "acd.conf") -> None:
        """Change a configuration file; the PBX reads it at its next reload."""
        self.asterisk.write(name, text)

    def wait_until(self, condition, timeout_s: float, what) -> None:
        """Wait until `condition()` is true; `what()` says what was missed when it is not."""
        deadline = time.monotonic() + timeout_s * self.patience
        while not condition():
            if not self.asterisk.is_up():
                raise AssertionError("Asterisk has died")
            if time.monotonic() > deadline:
                raise TimeoutError(f"waited {timeout_s:g} s in vain for {what()}")
            time.sleep(POLL_S)

    def _some_channels(self) -> str:
        lines = self.cli("core show channels concise").splitlines()
        more = [f"... and {len(lines) - SHOWN_MAX} more"] if len(lines) > SHOWN_MAX else []
        return "\n".join(lines[:SHOWN_MAX] + more)

    def _log_in(self) -> None:
        self._ami = Ami(
            self.asterisk.at.pbx,
            settings.AMI_PORT,
            settings.AMI_USER,
            settings.AMI_SECRET,
            10.0 * self.patience,
        )
