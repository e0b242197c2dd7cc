"""A board to test: a database of its own with the example planned and in force, accounts, and the real
server process.

JADWAL_TEST_DATABASE names a PostgreSQL that may be used (scripts/database), and JADWAL_PROGRAM the jadwal
to run (.build-test/release/jadwal where it does not).
"""

import html.parser
import http.client
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("JADWAL_PROGRAM", str(ROOT / ".build-test/release/jadwal"))
SERVER = os.environ.get("JADWAL_TEST_DATABASE")
PASSWORD = "a long walk along the river"
PROGRAMME = "/programmes/asean/digital-skills-2026"
LACKING = (None if os.path.exists(PROGRAM) else f"no {PROGRAM}") or (
    None if SERVER else "JADWAL_TEST_DATABASE names no server"
)


def until(condition, what, seconds=60):
    """Waits for an event of another process."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come about")


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Languages(html.parser.HTMLParser):
    """What a page says in which language: `texts` by the tag that is in force where it stands."""

    EMPTY = {"meta", "link", "input", "br", "img", "hr"}

    def __init__(self, page):
        super().__init__()
        self.tags = [""]
        self.texts = {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag not in self.EMPTY:
            self.tags.append(dict(attributes).get("lang") or self.tags[-1])

    def handle_endtag(self, tag):
        if tag not in self.EMPTY:
            self.tags.pop()

    def handle_data(self, data):
        self.texts[self.tags[-1]] = self.texts.get(self.tags[-1], "") + " " + " ".join(data.split())


class BoardServer:
    def __init__(self):
        self.processes = []
        self.folder = tempfile.TemporaryDirectory()
        name = f"board_{uuid.uuid4().hex[:12]}"
        subprocess.run(["psql", "-qX", SERVER, "-c", f"CREATE DATABASE {name}"], check=True)
        self.database = SERVER.replace("/postgres?", f"/{name}?")
        self.dataset = pathlib.Path(self.folder.name) / "asean"
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.run("db", "migrate")
        self.run("init", str(self.dataset))
        for person, options in (
            ("siti", ["--role", "coordinator"]), ("minh", ["--role", "coordinator"]),
            ("reader", ["--role", "reader", "--states", "VN"]),
        ):
            self.run("accounts", "add", person, *options, stdin=PASSWORD + "\n")

    def run(self, *arguments, stdin=""):
        """What a command writes."""
        done = subprocess.run(
            [PROGRAM, *arguments], input=stdin, capture_output=True, text=True, timeout=300,
            env={**os.environ, "DATABASE_URL": self.database},
        )
        if done.returncode != 0:
            raise AssertionError(f"jadwal {' '.join(arguments)}: {done.returncode}\n{done.stderr}")
        return done.stdout

    def token(self, account):
        """A new API token of an account."""
        label = uuid.uuid4().hex
        return re.search(r"jdw_[A-Za-z0-9_-]+", self.run("accounts", "token", account, "--label", label)).group()

    def start(self, *arguments, database=None):
        with open(pathlib.Path(self.folder.name) / f"{arguments[0]}.log", "ab") as log:
            process = subprocess.Popen(
                [PROGRAM, *arguments], stderr=log, stdout=log,
                env={**os.environ, "DATABASE_URL": database or self.database},
            )
        self.processes.append(process)
        return process

    def serve(self, *options):
        """Starts the board, which answers tests as quickly as they ask."""
        options = options or ("--requests-per-second", "100000")
        database = re.sub("user=[a-z_]+", "user=jadwal_board", self.database)
        process = self.start("serve", "--port", str(self.port), *options, database=database)
        until(self.answers, "the board's first answer")
        return process

    def answers(self):
        try:
            return urllib.request.urlopen(self.address + "/healthz", timeout=5).status == 200
        except OSError:
            return False

    def ask(self, method, path, token=None, body=None, source="127.0.0.1", **headers):
        """One request, from an address of this machine: the status, the headers, the body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(source, 0))
        try:
            fields = {name.replace("_", "-"): value for name, value in headers.items()}
            if token:
                fields["Authorization"] = f"Bearer {token}"
            connection.request(method, path, body=body, headers=fields)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def send_form(self, path, source="127.0.0.1", **fields):
        """A form as a browser sends it; `headers` among the fields are the request's."""
        headers = fields.pop("headers", {})
        return self.ask(
            "POST", path, body=urllib.parse.urlencode(fields), source=source,
            **{"Content-Type": "application/x-www-form-urlencoded", **headers})

    def sign_in(self, person):
        """The cookie of a new session."""
        status, headers, _ = self.send_form("/sign-in", name=person, password=PASSWORD)
        assert status == 303, status
        return headers["Set-Cookie"].split(";")[0]

    def say(self, text):
        """What the server answers to bytes as they are, until it closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as line:
            line.sendall(text)
            answer = b""
            try:
                while chunk := line.recv(65536):
                    answer += chunk
            except ConnectionResetError:
                pass
            return answer

    def stop(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(timeout=60)
        self.folder.cleanup()
