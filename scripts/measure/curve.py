"""The cost over time on a dataset of 37,000 sessions, with two threads."""

import csv
import io

from . import programs, tables
from .context import drawn

TITLE = "Cost over time on xl"
THREADS = 2


def missing():
    return None


def facts(context, seed):
    return dict(dataset="xl", seed=seed, seconds=context.seconds(120, 30))


def read(out, err, status):
    """The figures of `jadwal-bench training`: its last cost, and its best cost at each time."""
    figures = programs.read_bench(out, err, status)
    rows = list(csv.DictReader(io.StringIO(out)))
    figures["curve"] = thinned([(float(row["seconds"]), int(row["cost"]), int(row["unplaced"]))
                                for row in rows])
    return figures


def thinned(points):
    """The first point, and of each second the last."""
    last = {}
    for point in points[1:]:
        last[int(point[0])] = point
    return points[:1] + [last[second] for second in sorted(last)]


def runs(context):
    dataset = drawn(context, "xl")
    return [
        context.run("curve", known,
                    [context.bench, "training", dataset, "--threads", str(THREADS), "--seed",
                     str(known["seed"]), "--seconds", str(known["seconds"])],
                    read, known["seconds"], width=THREADS)
        for known in [facts(context, seed) for seed in context.seeds]]


def at(curve, seconds):
    """The last point at or before a time; None before the first."""
    reached = [point for point in curve if point[0] <= seconds]
    return reached[-1] if reached else None


def render(context):
    whole = context.seconds(120, 30)
    times = [whole * share // 12 for share in (1, 2, 3, 4, 6, 9)]
    rows, found = [], []
    for seed in context.seeds:
        figures = context.get("curve", **facts(context, seed))
        if not figures:
            continue
        found.append(figures)
        first = figures["curve"][0]
        points = [at(figures["curve"], seconds) for seconds in times]
        rows.append([
            seed, f"{first[0]:.1f}", tables.number(first[1]), first[2],
            *[tables.number(point[1]) if point else "" for point in points],
            tables.number(figures["cost"]), figures["unplaced"],
            f"{100 * (1 - figures['cost'] / first[1]):.1f} %" if first[1] else "",
            f"{figures['cpu'] / figures['wall']:.2f}" if figures.get("cpu") else ""])
    if not rows:
        return None
    head = ["seed", "first plan, s", "its cost", "unplaced", *[f"{t} s" for t in times],
            f"{whole} s", "unplaced at the end", "below the first", "CPU share"]
    return tables.caption(
        context, found, f"{THREADS} threads, {whole} s wall time, drawn with tightness 0.5, joint "
        "sessions, absences and partners; CPU share 2.00 is a machine all to itself"
    ) + "\n\n" + tables.markdown(head, rows)
