"""The training datasets against CP-SAT, in process CPU seconds, verified by `jadwal verify`."""

import json
import os
import subprocess

from . import tables
from .context import SHARED, WORK

TITLE = "Training"
# Dataset and CPU seconds; in the quick version fewer.
LENGTHS = [("s", 10, 2), ("m", 30, 3), ("m", 60, 6), ("l", 60, 6), ("l", 120, 12)]
# From ../shared/bench/training/README.md, CP-SAT after 300 CPU seconds: cost, coverage, comfort.
PEERS = {"s": (230, 0, 230), "m": (6170, 3220, 2950), "l": (136931, 107440, 29491)}


def missing():
    return None if os.path.isdir(f"{SHARED}/training") else f"{SHARED}/training is absent"


def planning(context, part, known, dataset, seconds, verify=()):
    """A run of `jadwal plan` and then `jadwal verify`; its figures are those of plan.json."""
    folder = f"{WORK}/plans/{part}-{'-'.join(str(word) for word in known.values())}"
    os.makedirs(f"{WORK}/plans", exist_ok=True)
    command = [
        context.jadwal, "plan", dataset, "--out", folder, "--quiet", "--threads", "1", "--seed",
        str(known["seed"]), "--cpu-seconds", str(seconds)]

    def read(out, err, status):
        if status != 0:
            raise ValueError(f"exit {status}: {err.strip()[-200:]}")
        with open(f"{folder}/plan.json", encoding="utf-8") as file:
            plan = json.load(file)
        names = ("cost", "coverage", "comfort", "unplaced", "lower_bound", "iterations")
        figures = {name: plan.get(name) for name in names}
        judged = subprocess.run([context.jadwal, "verify", dataset, folder, *verify],
                                capture_output=True, text=True)
        figures["verified"] = judged.returncode == 0
        said = (judged.stdout + judged.stderr).strip().splitlines()
        figures["verify_said"] = said[-1] if said else ""
        figures["verify_status"] = judged.returncode
        return figures

    return context.run(part, known, command, read, seconds)


def facts(context, size, full, quick, seed):
    return dict(dataset=size, seed=seed, cpu_seconds=context.seconds(full, quick))


def runs(context):
    return [
        planning(context, "training", known, f"{SHARED}/training/{known['dataset']}",
                 known["cpu_seconds"])
        for seed in context.seeds for size, full, quick in LENGTHS
        for known in [facts(context, size, full, quick, seed)]]


def render(context):
    rows, found = [], []
    for size, full, quick in LENGTHS:
        here = [context.get("training", **facts(context, size, full, quick, seed))
                for seed in context.seeds]
        here = [figures for figures in here if figures]
        if not here:
            continue
        found += here
        costs = [figures["cost"] for figures in here]
        peer = PEERS[size]
        below = sum(figures["cost"] <= peer[0] and figures["coverage"] <= peer[1]
                    and figures["comfort"] <= peer[2] for figures in here)
        rows.append([
            size, context.seconds(full, quick), tables.mean(costs), min(costs), max(costs),
            tables.mean([f["coverage"] for f in here]), tables.mean([f["comfort"] for f in here]),
            tables.mean([f["unplaced"] for f in here]), *map(tables.number, peer),
            f"{below} of {len(here)}", f"{sum(f['verified'] for f in here)} of {len(here)}"])
    if not rows:
        return None
    head = ["dataset", "CPU s", "mean", "min", "max", "coverage", "comfort", "unplaced",
            "CP-SAT 300 s", "its coverage", "its comfort", "no worse in all three", "verified"]
    return tables.caption(context, found, "one thread; coverage, comfort and unplaced are means; "
                          "CP-SAT had 300 CPU seconds") + "\n\n" + tables.markdown(head, rows)
