"""Lower bound, gap, and what `jadwal verify --bound` says of the certificate."""

import os

from . import tables
from .context import SHARED, drawn
from .training import planning

TITLE = "Proof"
SECONDS = {"s": (10, 2), "m": (30, 3), "l": (60, 6)}
# What CP-SAT proves, in ../shared/bench/training/README.md.
PEERS = {"s": 230, "m": 482}
# Drawn so that much must stay out: size, seed, tightness.
OVERFULL = [("s", 21, 1.0), ("m", 22, 1.0), ("l", 23, 0.95)]


def missing():
    return None


def subjects(context):
    """Name, folder and CPU seconds."""
    found = []
    for size, (full, quick) in SECONDS.items():
        folder = f"{SHARED}/training/{size}"
        if os.path.isdir(folder) or context.is_render:
            found.append((size, folder, context.seconds(full, quick)))
    for size, seed, tightness in OVERFULL:
        found.append((f"{size}, over-full", drawn(context, size, seed, tightness),
                      context.seconds(*SECONDS[size])))
    return found


def facts(context, name, seconds):
    return dict(dataset=name, seed=context.seeds[0], cpu_seconds=seconds)


def runs(context):
    return [planning(context, "proof", facts(context, name, seconds), folder, seconds,
                     verify=["--bound"])
            for name, folder, seconds in subjects(context)]


def verdict(figures):
    """In a word or two, what `verify --bound` ended with."""
    status = figures["verify_status"]
    if status == 0:
        return "proved"
    if status == 64:
        return "no `--bound` yet"
    return f"exit {status}: {figures['verify_said'][:60]}".replace("|", "/")


def render(context):
    rows, found = [], []
    for name, _, seconds in subjects(context):
        figures = context.get("proof", **facts(context, name, seconds))
        if not figures:
            continue
        found.append(figures)
        cost, bound, peer = figures["cost"], figures["lower_bound"] or 0, PEERS.get(name)
        rows.append([
            name, seconds, tables.number(cost), figures["unplaced"], tables.number(bound),
            f"{100 * (cost - bound) / cost:.1f} %" if cost else "0.0 %",
            f"{peer} ({100 * bound / peer:.0f} %)" if peer else "", verdict(figures)])
    if not rows:
        return None
    return tables.caption(
        context, found, "one thread; the gap is the part of the cost that is not proved to be owed; "
        "over-full ones are drawn with tightness 0.95 or 1", context.seeds[:1]) + "\n\n" + tables.markdown(
        ["dataset", "CPU s", "cost", "unplaced", "lower bound", "gap", "CP-SAT's bound (of it)",
         "`verify --bound`"], rows)
