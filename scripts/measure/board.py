"""The board: pages a second beside a page that prints a constant, and what others notice of ten thousand
slow connections. Client and server share the machine."""

import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys

from . import tables
from .context import SHARED, drawn

ROOT = pathlib.Path(__file__).resolve().parents[2]
TITLE = "Board"
SLOW = (10_000, 1_000)


def missing():
    return None if shutil.which("wrk") else "there is no wrk on the PATH"


def dataset(context):
    size = "s" if context.quick else "l"
    folder = f"{SHARED}/training/{size}"
    if not os.path.isdir(folder) and not context.is_render:
        folder = drawn(context, size)
    return size, folder


def facts(context):
    return {"of": dataset(context)[0], "slow": SLOW[1 if context.quick else 0]}


def read(out, err, status):
    if status != 0:
        raise ValueError(f"exit {status}: {err.strip()[-300:]}")
    return {"board": json.loads(out)}


def runs(context):
    size, folder = dataset(context)
    seconds, slow = ("2", SLOW[1]) if context.quick else ("10", SLOW[0])
    command = [sys.executable, "-B", "-m", "measure.board", context.jadwal, context.bench, folder, seconds, str(slow)]
    return [context.run("board", facts(context), command, read, 120, width=2)]


PAGES = {
    "constant": "a page that prints a constant", "week": "week of 40 cohorts", "calendar": "week of one cohort",
    "programmes": "programmes", "feed": "a cohort's feed",
}


def render(context):
    known = context.get("board", **facts(context))
    if not known:
        return None
    one = known["board"]
    rows = [
        [name, f"{one[key]['rate']:,.0f}", f"{one[key]['rate'] / one['constant']['rate']:.3f}",
         f"{one[key]['p50']:.1f}", f"{one[key]['p99']:.1f}", f"{one[key]['bytes'] / 1000:.1f}"]
        for key, name in PAGES.items()
    ]
    slow = one["slow"]
    return "\n\n".join([
        tables.caption(context, [known], f"on {dataset(context)[0]}; wrk with 8 connections on the same machine", seeds=[1]),
        tables.markdown(["page", "requests a second", "÷ constant", "p50, ms", "p99, ms", "kB"], rows),
        f"{slow['open']:,} slow connections from {slow['addresses']} addresses ({slow['held']:,} still held after "
        f"it): p99 of another's page {slow['before']:.1f} ms before, {slow['during']:.1f} ms during.",
    ])


# What is run as a process of its own.


def wrk(url, seconds, *headers):
    command = ["wrk", "-t1", "-c8", f"-d{seconds}s", "--latency"]
    for header in headers:
        command += ["-H", header]
    told = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)", told)
    if failed:
        raise SystemExit(f"{url}: {failed.group()}")

    def milliseconds(name):
        value, unit = re.search(rf"{name}\s+([\d.]+)(us|ms|s)", told).groups()
        return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]

    return {"rate": float(re.search(r"Requests/sec:\s+([\d.]+)", told).group(1)),
            "p50": milliseconds("50%"), "p99": milliseconds("99%")}


def measure(program, bench, folder, seconds, slow):
    sys.path.insert(0, str(ROOT / "Tests/Board"))
    os.environ["JADWAL_PROGRAM"] = program
    database = subprocess.run(
        [ROOT / "scripts/database", "--name", "bench-board", "start"], capture_output=True, text=True, check=True)
    os.environ["JADWAL_TEST_DATABASE"] = database.stdout.strip()
    from board_server import BoardServer, PASSWORD

    try:
        board = BoardServer()
        try:
            return figures(board, bench, folder, seconds, slow, PASSWORD)
        finally:
            board.stop()
    finally:
        subprocess.run([ROOT / "scripts/database", "--name", "bench-board", "stop"], check=True)


def figures(board, bench, folder, seconds, slow, password):
    board.run("plan", folder, "--seconds", "5", "--quiet", "--database", "")
    listed = json.loads(board.run("programmes", "list", "--json"))
    programme = listed["programmes"][0] if isinstance(listed, dict) else listed[0]
    name = programme["programme"]
    for step in (["submit", name, "1"], ["approve", name, "1"], ["publish", name, "1"]):
        if step[0] == "approve":
            board.run("programmes", "set", name, "--one-person", "yes")
        board.run("plans", *step)
    board.serve()
    body = "name=siti&password=" + password.replace(" ", "+")
    signed_in = board.ask("POST", "/sign-in", body=body, Content_Type="application/x-www-form-urlencoded")
    cookie = signed_in[1]["Set-Cookie"].split(";")[0]
    path = f"/programmes/{programme['domain']}/{name}"
    token = re.search(r'name="form_token" value="([^"]+)"', board.ask("GET", path, Cookie=cookie)[2].decode()).group(1)
    week = board.ask("GET", f"{path}/versions/1/week", Cookie=cookie)[2].decode()
    cohort = re.search(r"who=([^\"&]+)", week[week.index("<tbody>"):]).group(1)
    feeds = board.ask(
        "POST", f"{path}/feeds", body=f"form_token={token}&kind=cohort&who={cohort}", Cookie=cookie,
        Content_Type="application/x-www-form-urlencoded")[2].decode()
    feed = re.search(r'secret">([^<]+)<', feeds).group(1)
    feed = board.address + feed[feed.index("/feeds/"):]
    from board_server import free_port, until

    port = free_port()
    constant = subprocess.Popen([bench, "page", "--port", str(port)])
    board.processes.append(constant)

    def listens():
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return True
        except OSError:
            return False

    until(listens, "the constant page")
    pages = {
        "constant": (f"http://127.0.0.1:{port}/", ()), "week": (f"{board.address}{path}/versions/1/week", (cookie,)),
        "calendar": (f"{board.address}{path}/versions/1/week?by=cohort&who={cohort}", (cookie,)),
        "programmes": (f"{board.address}/programmes", (cookie,)), "feed": (feed, ()),
    }
    told = {}
    for key, (url, cookies) in pages.items():
        headers = [f"Cookie: {text}" for text in cookies]
        told[key] = wrk(url, seconds, *headers)
        answer = board.ask("GET", url[url.index("/", 8):], Cookie=cookie) if key != "constant" else (200, {}, b"constant\n")
        told[key]["bytes"] = len(answer[2])
    url, headers = pages["programmes"][0], [f"Cookie: {cookie}"]
    before = wrk(url, seconds, *headers)["p99"]
    addresses = max(1, slow // 250)
    lines = []
    for number in range(slow):
        line = socket.socket()
        line.bind((f"127.0.{1 + number % addresses // 250}.{1 + number % addresses % 250}", 0))
        line.connect(("127.0.0.1", board.port))
        line.sendall(b"GET / HTTP/1.1\r\nHost: ")
        line.setblocking(False)
        lines.append(line)
    during = wrk(url, seconds, *headers)["p99"]

    def held(line):
        try:
            return line.recv(1) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    told["slow"] = {"open": slow, "addresses": addresses, "held": sum(map(held, lines)), "before": before,
                    "during": during}
    return told


if __name__ == "__main__":
    print(json.dumps(measure(*sys.argv[1:4], sys.argv[4], int(sys.argv[5]))))
