"""The thread that reads every phone's sockets and runs their timers.

Rule kept: phones are only touched while `wire.lock` is held; the wire holds it while it calls
them, the public methods of phones take it themselves. Whoever waits for something to happen
waits on `wire.changed`.
"""

import heapq
import itertools
import selectors
import socket
import threading
import time
import traceback

RECEIVE_BYTES = 65536
# A crowd's burst must not be lost between two turns of the loop.
SOCKET_BUFFER_BYTES = 1 << 20


class Timer:
    """A call that is due later; `cancel` before then and it never happens."""

    __slots__ = ("is_live", "call")

    def __init__(self, call):
        self.call = call
        self.is_live = True

    def cancel(self) -> None:
        """Make sure the call does not happen."""
        self.is_live = False


class Wire:
    """Sockets, timers, one thread, one lock."""

    def __init__(self):
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.faults: list[str] = []
        self._selector = selectors.DefaultSelector()
        self._due: list[tuple[float, int, Timer]] = []
        self._order = itertools.count()
        self._is_running = True
        self._wake_out, self._wake_in = socket.socketpair()
        self._wake_out.setblocking(False)
        self._selector.register(self._wake_out, selectors.EVENT_READ, self._drain_wake)
        self._thread = threading.Thread(target=self._run, name="wire", daemon=True)
        self._thread.start()

    def open(self, address: str, port: int, on_packet) -> socket.socket:
        """A UDP socket; `on_packet(bytes, sender, moment)` is called for all that comes in."""
        opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SOCKET_BUFFER_BYTES)
        opened.bind((address, port))
        opened.setblocking(False)
        with self.lock:
            self._selector.register(
                opened, selectors.EVENT_READ, lambda: self._receive(opened, on_packet)
            )
        self._wake()
        return opened

    def close(self, opened: socket.socket) -> None:
        """Stop reading a socket and close it."""
        with self.lock:
            self._selector.unregister(opened)
            opened.close()

    def after(self, delay_s: float, call) -> Timer:
        """Have `call()` called after a delay, on the wire's thread, with the lock held."""
        return self.at(time.monotonic() + delay_s, call)

    def at(self, moment: float, call) -> Timer:
        """Have `call()` called at a moment of `time.monotonic`."""
        timer = Timer(call)
        with self.lock:
            heapq.heappush(self._due, (moment, next(self._order), timer))
            is_next = self._due[0][2] is timer
        if is_next and threading.current_thread() is not self._thread:
            self._wake()
        return timer

    def notify(self) -> None:
        """Tell those who wait that something changed."""
        with self.lock:
            self.changed.notify_all()

    def wait_for(self, condition, timeout_s: float, what: str):
        """Wait until `condition()` is true and return its value, or fail naming `what`."""
        with self.changed:
            answer = self.changed.wait_for(condition, timeout_s)
            if not answer:
                raise TimeoutError(f"waited {timeout_s:g} s in vain for {what}")
            return answer

    def stop(self) -> None:
        """End the thread. Phones must not be used any more."""
        with self.lock:
            self._is_running = False
        self._wake()
        self._thread.join(timeout=5)
        self._selector.close()

    def _run(self) -> None:
        while True:
            with self.lock:
                if not self._is_running:
                    return
                wait_s = self._run_due()
            for key, _ in self._selector.select(wait_s):
                with self.lock:
                    # A call before this one may have closed the socket.
                    if key.fileobj.fileno() >= 0:
                        self._guarded(key.data)

    def _run_due(self) -> float:
        while self._due:
            left_s = self._due[0][0] - time.monotonic()
            if left_s > 0:
                return min(left_s, 1.0)
            timer = heapq.heappop(self._due)[2]
            if timer.is_live:
                self._guarded(timer.call)
        return 1.0

    def _guarded(self, call) -> None:
        # A phone's fault must not stop all phones; the test asks for `faults` at its end.
        try:
            call()
        except Exception:
            self.faults.append(traceback.format_exc())
            self.changed.notify_all()

    def _receive(self, opened: socket.socket, on_packet) -> None:
        while opened.fileno() >= 0:
            try:
                packet, sender = opened.recvfrom(RECEIVE_BYTES)
            except (BlockingIOError, ConnectionRefusedError):
                return
            on_packet(packet, sender, time.monotonic())

    def _wake(self) -> None:
        try:
            self._wake_in.send(b"x")
        except OSError:
            pass

    def _drain_wake(self) -> None:
        self._wake_out.recv(4096)
