"""CB-CTT: the public instances of ITC-2007 against its winner, in process CPU seconds."""

import glob
import json
import os
import subprocess
import sys

from . import programs, tables
from .context import SHARED, WORK

TITLE = "Curriculum-based course timetabling"
# From ../shared/bench/cbctt/README.md: best known, cpsolver (first figure) and the C annealer, both
# in 60 CPU seconds on a machine like ours; None where it was not run.
PEERS = {
    "comp01": (5, 5, 5), "comp02": (24, 60, 49), "comp03": (62, 81, 80), "comp04": (35, 42, None),
    "comp05": (284, 315, 388), "comp06": (27, 54, None), "comp07": (6, 20, 28),
    "comp08": (37, 46, None), "comp09": (96, 109, None), "comp10": (4, 18, None),
    "comp11": (0, 0, None),
}
# Anyone solves them.
TRIVIAL = {"comp01", "comp11"}


def instances():
    return sorted(glob.glob(f"{SHARED}/cbctt/public/*.ctt"))


def missing():
    return None if instances() else f"{SHARED}/cbctt is absent"


def facts(context, path, seed):
    return dict(instance=programs.name(path), seed=seed, cpu_seconds=context.seconds(60, 5))


def runs(context):
    return [_run(context, path, seed) for seed in context.seeds for path in instances()]


def _run(context, path, seed):
    known = facts(context, path, seed)
    seconds = known["cpu_seconds"]
    folder = f"{WORK}/solutions"
    os.makedirs(folder, exist_ok=True)
    solution = f"{folder}/{known['instance']}-{seed}-{seconds}.sol"
    command = [
        sys.executable, f"{SHARED}/cpurun.py", "--seconds", str(seconds + 2), "--core", "{core}",
        "--signal", "TERM", "--", context.bench, "cbctt", path, "--seed", str(seed), "--threads",
        "1", "--cpu-seconds", str(seconds), "--solution", solution]

    def read(out, err, status):
        figures = programs.read_bench(out, err, status)
        judged = subprocess.run(
            [sys.executable, f"{SHARED}/cbctt/score.py", "--json", path, solution],
            capture_output=True, text=True)
        score = json.loads(judged.stdout)
        figures["feasible"] = score["feasible"]
        figures["cost"] = score.get("cost", figures["cost"])
        return figures

    return context.run("cbctt", known, command, read, seconds)


def render(context):
    rows, sums, infeasible, no_worse, hard = [], [0.0] * 4, 0, 0, 0
    found, expected, compared = [], 0, 0
    complete = True
    for path in instances() or [f"{name}.ctt" for name in PEERS]:
        name = programs.name(path)
        here = [context.get("cbctt", **facts(context, path, seed)) for seed in context.seeds]
        expected += len(here)
        here = [figures for figures in here if figures]
        found += here
        if not here:
            complete = False
            continue
        costs = [figures["cost"] for figures in here]
        infeasible += sum(not figures["feasible"] for figures in here)
        mean = sum(costs) / len(costs)
        best, winner, annealer = PEERS.get(name, (None, None, None))
        for place, value in enumerate([mean, best or 0, winner or 0]):
            sums[place] += value
        peers = [peer for peer in (winner, annealer) if peer is not None]
        if name not in TRIVIAL and peers:
            compared += 1
            no_worse += mean <= min(peers)
        rows.append([name, f"{mean:.1f}", min(costs), max(costs), tables.cell(best),
                     tables.cell(winner), tables.cell(annealer),
                     f"{mean - min(peers):+.1f}" if peers else ""])
    if not rows:
        return None
    rows.append(["sum", f"{sums[0]:.1f}", "", "", f"{sums[1]:.0f}", f"{sums[2]:.0f}", "", ""])
    table = tables.markdown(
        ["instance", "mean", "min", "max", "best known", "cpsolver", "C annealer",
         "against the better"], rows)
    text = [table, "", f"Infeasible runs: {infeasible} of {len(found)}. No worse than the better of "
            f"the two peers: {no_worse} of the {compared} that are not trivial."]
    if len(found) < expected or not complete:
        text.append(f"Only {len(found)} of {expected} runs are there.")
    seconds = context.seconds(60, 5)
    return tables.caption(context, found, f"{seconds} process CPU seconds, one thread, scored by "
                          "`score.py`; peers had 60") + "\n\n" + "\n".join(text)
