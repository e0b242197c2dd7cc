"""The queue and its workers: beside pgbench, after chaos, at rest, and in a week with three people away."""

import json
import os
import shutil

from . import tables
from .context import SHARED, drawn

TITLE = "Queue and workers"
# Of each part: what jadwal-bench is told, in full and quickly; about how long it takes.
SIZES = {
    "cycle": (["--seconds", "5"], ["--seconds", "1"], 60),
    "hint": (["--hints", "500"], ["--hints", "50"], 20),
    "memory": (["--claims", "100000"], ["--claims", "5000"], 120),
    "idle": (["--idle-seconds", "60"], ["--idle-seconds", "5"], 70),
    "chaos": (["--jobs", "360"], ["--jobs", "24"], 900),
    "weekly": (["--search-seconds", "60"], ["--search-seconds", "2"], 150),
}


def missing():
    return None if shutil.which("pgbench") else "there is no pgbench on the PATH"


def dataset(context):
    """Name and folder of what is allocated week by week."""
    size = "s" if context.quick else "l"
    folder = f"{SHARED}/training/{size}"
    if not os.path.isdir(folder) and not context.is_render:
        folder = drawn(context, size)
    return size, folder


def facts(context, part):
    known = {"of": part, "size": " ".join(SIZES[part][1 if context.quick else 0])}
    if part == "weekly":
        known["dataset"] = dataset(context)[0]
    return known


def read(out, err, status):
    if status != 0:
        raise ValueError(f"exit {status}: {err.strip()[-200:]}")
    return {"worker": json.loads(out)}


def runs(context):
    # One after another: server and workers need what the other core has.
    found = []
    for part, (full, quick, seconds) in SIZES.items():
        command = [context.bench, "worker", "--json", "--parts", part, "--jadwal", context.jadwal,
                   *(quick if context.quick else full)]
        if part == "weekly":
            command += ["--dataset", dataset(context)[1]]
        found.append(context.run("worker", facts(context, part), command, read, seconds, width=2))
    return found


def cycle(one):
    return ["claim and finish, durable", f"{one['ours']:,.0f} a second, pgbench {one['pgbench']:,.0f}",
            f"{one['ours'] / one['pgbench']:.2f} (≥ 0.90)"]


def hint(one):
    return ["NOTIFY to claim", f"{one['times']:,} times, p99 {one['p99']:.2f} ms",
            f"p50 {one['p50']:.2f} ms (≤ 5)"]


def memory(one):
    return [f"memory over {one['claims']:,} claims",
            f"{one['early']:,} kB after a tenth, {one['late']:,} kB at the end",
            f"{one['late'] - one['early']:+,} kB (≤ 1,024)"]


def idle(one):
    return ["an idle worker, a minute", f"{one['transactions']:.0f} transactions, {one['resident']:,} kB",
            f"{one['cpuSeconds']:.3f} CPU s"]


ROWS = {"cycle": cycle, "hint": hint, "memory": memory, "idle": idle}


def chaos(found):
    rows = [[one["name"], f"{one['before']:.1f}", f"{one['after']:.1f}",
             f"{100 * one['kept']:.0f} %", one["lost"], one["twice"]] for one in found]
    return tables.markdown(
        ["chaos", "jobs a second before", "after", "after ÷ before, beside a calm queue (≥ 98 %)", "lost", "applied twice"], rows)


def weekly(name, found):
    rows = [[one["name"], f"{one['seconds']:.1f}", one["changed"], one["moved"], one["reassigned"],
             one["relocated"], tables.number(one["cost"]), tables.number(one["unplaced"]), one["state"]]
            for one in found]
    return tables.markdown(
        [f"week of {name}", "s", "changed", "moved", "another lead", "another venue", "cost", "unplaced",
         "state"], rows)


def render(context):
    known = {part: figures for part in SIZES
             if (figures := context.get("worker", **facts(context, part)))}
    if not known:
        return None
    rows = [row(known[part]["worker"][part]) for part, row in ROWS.items() if part in known]
    parts = [tables.caption(
        context, list(known.values()), "servers of its own, wall time", seeds=[1])]
    if rows:
        parts.append(tables.markdown(["what", "measured", "held against"], rows))
    if "chaos" in known:
        parts.append(chaos(known["chaos"]["worker"]["chaos"]))
    if "weekly" in known:
        parts.append(weekly(dataset(context)[0], known["weekly"]["worker"]["weekly"]))
    return "\n\n".join(parts)
