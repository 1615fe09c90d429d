"""A node, a client and two backends in network namespaces, with a real daemon on the node."""

import contextlib
import ctypes
import json
import os
import signal
import socket
import http.client
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("APUS_BUILD", ROOT / ".build" / "debug"))
MACHINES = ("node", "client", "one", "two")


def run(*words, timeout=60, **options):
    """Runs a command to its end; a failure carries what it wrote."""
    done = subprocess.run(words, capture_output=True, text=True, timeout=timeout, **options)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def wait_until(what, condition, seconds=20):
    """Waits for a condition, and fails with its name when it does not come true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s: {what}")


class LocalConnection(http.client.HTTPConnection):
    """HTTP over the daemon's socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=60)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(60)
        self.sock.connect(self.path)


class Lab:
    """One segment, 10.9.0.0/24: the node is .11, the client .12, the backends .13 and .14."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="apus-clients-")
        self.name = f"apus-clients-{os.getpid()}"
        self.processes = []
        self.daemon = None
        self.namespaces = {}
        try:
            self._build()
            self.start()
        except BaseException:
            self.end()
            raise

    def _build(self):
        segment = f"{self.name}-segment"
        run("ip", "netns", "add", segment)
        self.namespaces["segment"] = segment
        run("ip", "-n", segment, "link", "add", "br0", "type", "bridge")
        run("ip", "-n", segment, "link", "set", "br0", "up")
        for number, machine in enumerate(MACHINES):
            namespace = f"{self.name}-{machine}"
            run("ip", "netns", "add", namespace)
            self.namespaces[machine] = namespace
            run("ip", "-n", namespace, "link", "set", "lo", "up")
            run("ip", "link", "add", "eth0", "netns", namespace, "type", "veth",
                "peer", "name", f"port{number}", "netns", segment)
            run("ip", "-n", segment, "link", "set", f"port{number}", "master", "br0", "up")
            run("ip", "-n", namespace, "address", "add", f"10.9.0.{11 + number}/24", "dev", "eth0")
            run("ip", "-n", namespace, "link", "set", "eth0", "up")
        self.state = f"{self.folder}/state"
        self.pins = f"/sys/fs/bpf/{self.name}"
        Path(self.folder, "node.yaml").write_text(
            f"interfaces: [eth0]\nmode: generic\npins: {self.pins}\nstate: {self.state}\n"
            "publicAddresses: [10.9.0.128/26]\n"
        )

    def spawn(self, machine, *words, **options):
        """Starts a program on a machine; it ends with the lab."""
        process = subprocess.Popen(
            ("ip", "netns", "exec", self.namespaces[machine]) + words, **options)
        self.processes.append(process)
        return process

    def on(self, machine, *words, **options):
        """Runs a command on a machine."""
        return run("ip", "netns", "exec", self.namespaces[machine], *words, **options)

    @contextlib.contextmanager
    def entered(self, machine):
        """Works in a machine's namespace: connections of this thread begin there."""
        libc = ctypes.CDLL(None, use_errno=True)
        with open("/proc/thread-self/ns/net") as before, \
                open(f"/run/netns/{self.namespaces[machine]}") as wanted:
            if libc.setns(wanted.fileno(), 0x40000000) != 0:
                raise OSError(ctypes.get_errno(), "setns")
            try:
                yield
            finally:
                libc.setns(before.fileno(), 0x40000000)

    def start(self):
        """Starts the daemon, and waits until it answers."""
        log = open(f"{self.folder}/apusd.log", "ab")
        self.daemon = self.spawn(
            "node", str(BUILD / "apusd"), "run", "--config", f"{self.folder}/node.yaml",
            stderr=log, stdout=log)
        wait_until("the daemon answers", self._answers, 60)

    def _answers(self):
        if self.daemon.poll() is not None:
            raise AssertionError(Path(self.folder, "apusd.log").read_text())
        try:
            return self.call("GET", "/apus/status")[0] == 200
        except OSError:
            return False

    def kill(self):
        """Ends the daemon without a warning."""
        self.daemon.send_signal(signal.SIGKILL)
        self.daemon.wait(20)

    def call(self, method, path, body=None, headers=None):
        """A request by the local socket: status, JSON and headers of the answer."""
        connection = LocalConnection(f"{self.state}/apusd.sock")
        text = None if body is None else json.dumps(body)
        connection.request(method, path, text, {"Content-Type": "application/json", **(headers or {})})
        answer = connection.getresponse()
        content = answer.read()
        return answer.status, json.loads(content) if content else None, dict(answer.getheaders())

    def access(self, name, role="contributor"):
        """Gives access, as `apus access create -o json` does."""
        status, answer, _ = self.call("POST", "/apus/access", {"name": name, "role": role})
        assert status == 201, answer
        return answer

    def serve(self, machine, port=80):
        """A web server on every address of a machine that names the machine."""
        folder = f"{self.folder}/{machine}"
        os.makedirs(folder, exist_ok=True)
        Path(folder, "index.html").write_text(machine)
        self.spawn(machine, "python3", "-m", "http.server", str(port), "--directory", folder,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end(self):
        """Ends what the lab started, and takes away what it made."""
        for process in reversed(self.processes):
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        for namespace in self.namespaces.values():
            subprocess.run(("ip", "netns", "delete", namespace), check=False)
        subprocess.run(("rm", "-rf", self.folder, getattr(self, "pins", self.folder)), check=False)
