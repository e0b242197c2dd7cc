"""Storing, publishing and checking plans in PostgreSQL, and the commands on a training set."""

import json
import os
import shutil

from . import tables
from .context import SHARED, drawn

TITLE = "Database"
SEARCH = 10

# A server of its own that waits for the disk; what follows is run with its address in $url.
SERVER = """
set -eu
stop() { scripts/database --name bench stop >/dev/null 2>&1; }
trap stop EXIT
stop || :
url=$(scripts/database --name bench --durable start 2>/dev/null)
"""
TABLES = 'exec 3>&1; "$0" database --database "$url" --sessions "$1" --json >&3'
# The times between the lines that tell of them.
COMMANDS = """
now() { date +%s.%N; }
"$0" db migrate --quiet --database "$url" >&2
a=$(now); "$0" import "$1" --quiet --database "$url" >&2
b=$(now); "$0" plan "$1" --quiet --database "$url" --out "$3" --threads 1 --seconds "$2" >&2
c=$(now); "$0" db verify --quiet --database "$url" >&2
d=$(now); rm -rf "$3"; echo "$a $b $c $d"
"""


def missing():
    return None if shutil.which("psql") else "there is no psql on the PATH"


def sizes(context):
    return ["1000"] if context.quick else ["10000", "100000"]


def subjects(context):
    """Name and folder of what the commands are timed on."""
    size = "s" if context.quick else "l"
    folder = f"{SHARED}/training/{size}"
    if not os.path.isdir(folder) and not context.is_render:
        folder = drawn(context, size)
    return [(size, folder)]


def read_tables(out, err, status):
    if status != 0:
        raise ValueError(f"exit {status}: {err.strip()[-200:]}")
    return {"database": json.loads(out)[0]}


def read_commands(out, err, status):
    if status != 0:
        raise ValueError(f"exit {status}: {err.strip()[-200:]}")
    a, b, c, d = map(float, out.split()[-4:])
    return {"import": b - a, "plan": c - b, "verify": d - c}


def runs(context):
    # One after another: the server needs what the other core has.
    found = [
        context.run("database", dict(sessions=size),
                    ["sh", "-c", SERVER + TABLES, context.bench, size], read_tables, 300, width=2)
        for size in sizes(context)]
    for name, folder in subjects(context):
        found.append(context.run(
            "database", dict(dataset=name, seconds=SEARCH),
            ["sh", "-c", SERVER + COMMANDS, context.jadwal, folder, str(SEARCH),
             os.path.abspath(".build-bench/stored")],
            read_commands, 300, width=2))
    return found


def render(context):
    found, rows, lines = [], [], []
    for size in sizes(context):
        figures = context.get("database", sessions=size)
        if not figures:
            continue
        found.append(figures)
        one = figures["database"]
        rows.append([
            tables.number(one["sessions"]), f"{one['importSeconds']:.2f}",
            f"{one['storeSeconds']:.2f}", f"{one['copySeconds']:.2f}",
            f"{one['storeSeconds'] / one['copySeconds']:.2f}", f"{one['publishSeconds']:.2f}",
            f"{1e6 * one['publishSeconds'] / one['booked']:.1f}", f"{one['changeSeconds']:.3f}",
            f"{one['changeSeconds'] / one['publishSeconds']:.3f}",
            f"{one['verifySeconds'] / one['verifiedVersions']:.2f}"])
    for name, _ in subjects(context):
        figures = context.get("database", dataset=name, seconds=SEARCH)
        if not figures:
            continue
        found.append(figures)
        lines.append(
            f"On {name}: `jadwal import` {figures['import']:.2f} s; `jadwal plan --database` with a search of "
            f"{SEARCH} s {figures['plan']:.2f} s in all; `jadwal db verify` {figures['verify']:.2f} s.")
    if not found:
        return None
    head = ["sessions", "import, s", "store, s", r"`psql \copy`, s", "store ÷ copy (≤ 1.50)",
            "first publish, s", "µs a slot", "1 % changed, s", "÷ first (≤ 0.100)",
            "verify, s a version"]
    caption = tables.caption(
        context, found, "a server of its own that waits for the disk, wall time", seeds=[1])
    return "\n\n".join([caption, *([tables.markdown(head, rows)] if rows else []), *lines])
