"""Moves a second by neighbourhood, the C kernel, memory, and growth from s to xl."""

import json
import os

from . import tables
from .context import SHARED, drawn

TITLE = "Speed, memory and growth"
SIZES = ["s", "m", "l", "xl"]


def missing():
    return None


def subjects(context):
    """Name and arguments of what is measured."""
    found = []
    path = f"{SHARED}/cbctt/public/comp05.ctt"
    if os.path.exists(path) or context.is_render:
        found.append(("comp05", ["--instance", path]))
    for size in SIZES:
        folder = f"{SHARED}/training/{size}"
        if not os.path.isdir(folder):
            folder = drawn(context, size)
        found.append((size, ["--dataset", folder]))
    return found


def facts(context, name):
    return dict(subject=name, seed=context.seeds[0], cpu_seconds=context.seconds(60, 12))


def read(out, err, status):
    if status != 0:
        raise ValueError(f"exit {status}: {err.strip()[-200:]}")
    figures = json.loads(out)[0]
    return {"engine": figures, "cost": figures["annealedCost"]}


def runs(context):
    # Each by itself, for the peak of memory is the process's; and alone, for the threads.
    return [
        context.run("speed", known,
                    [context.bench, "engine", *words, "--seed", str(known["seed"]), "--threads",
                     "2", "--cpu-seconds", str(known["cpu_seconds"]), "--json"],
                    read, known["cpu_seconds"], width=2)
        for name, words in subjects(context) for known in [facts(context, name)]]


def rate(moves, field="proposed"):
    return moves[field] / moves["seconds"] if moves and moves["seconds"] > 0 else None


def thousands(value):
    return "" if value is None else f"{value / 1000:,.0f}"


def render(context):
    found = {name: context.get("speed", **facts(context, name))
             for name in ["comp05", *SIZES]}
    found = {name: figures for name, figures in found.items() if figures}
    if not found:
        return None
    engine = {name: figures["engine"] for name, figures in found.items()}
    parts = [moves_table(engine), kernel_line(engine), size_table(engine), growth_line(engine),
             threads_table(engine)]
    return tables.caption(
        context, list(found.values()), f"{context.seconds(60, 12)} CPU seconds for all measurements "
        "of an instance, from one annealed plan at the temperature at which a search ends"
    ) + "\n\n" + "\n\n".join(part for part in parts if part)


def moves_table(engine):
    names = []
    for figures in engine.values():
        names += [moves["name"] for moves in figures["neighbourhoods"]
                  if moves["name"] not in names]
    rows = []
    for name in [*names, "mix", "C kernel"]:
        row = [name]
        for figures in engine.values():
            all_moves = figures["neighbourhoods"] + [
                figures[key] for key in ("mix", "kernel") if figures.get(key)]
            moves = next((m for m in all_moves if m["name"] == name), None)
            row.append("" if not moves else f"{thousands(rate(moves))} / "
                       f"{thousands(rate(moves, 'evaluated'))} / "
                       f"{thousands(rate(moves, 'alternatives'))} / "
                       f"{100 * moves['kept'] / max(1, moves['proposed']):.1f}")
        rows.append(row)
    return ("Thousands of moves proposed a CPU second and thread / of these evaluated (they broke no "
            "hard rule) / of alternatives priced (evaluated moves, and the times and candidates, admitted "
            "by every hard rule but that of the partners' hours, which is asked last, that a move weighs "
            "to take the cheapest) / per cent of the proposed that were kept:\n\n"
            + tables.markdown(["neighbourhood", *engine], rows))


def kernel_line(engine):
    for name, figures in engine.items():
        mix, kernel = figures.get("mix"), figures.get("kernel")
        if mix and kernel and rate(mix) and rate(kernel):
            return (f"On {name} the engine's mix makes {rate(mix) / rate(kernel):.2f} of the C "
                    "kernel's moves a second, and "
                    f"{rate(mix, 'evaluated') / rate(kernel, 'evaluated'):.2f} of those evaluated.")
    return None


def size_table(engine):
    rows = []
    for name, figures in engine.items():
        mix = figures.get("mix")
        rows.append([
            name, tables.number(figures["activities"]), tables.number(figures["resources"]),
            f"{figures['tableBytes'] / 1e6:.1f}", f"{figures['peakBytes'] / 1e6:.1f}",
            f"{figures['tableBytes'] / figures['activities'] / 1e3:.1f}",
            f"{figures['compileSeconds']:.2f}", f"{figures['constructionSeconds']:.2f}",
            f"{1e9 / rate(mix):.0f}" if rate(mix) else "",
            f"{1e9 / rate(mix, 'alternatives'):.0f}" if rate(mix, "alternatives") else ""])
    return tables.markdown(
        ["instance", "activities", "resources", "tables, MB", "peak, MB", "kB an activity",
         "compiled, s", "first plan, s", "ns a move", "ns an alternative"], rows)


def growth_line(engine):
    least, most = engine.get("s"), engine.get("xl")
    if not least or not most or not rate(least.get("mix")) or not rate(most.get("mix")):
        return None
    growth = [rate(least["mix"], field) / rate(most["mix"], field)
              for field in ("proposed", "alternatives")]
    return (f"From s to xl a move takes {growth[0]:.2f} × as long, and weighs more; an alternative "
            f"{growth[1]:.2f} × as long.")


def threads_table(engine):
    rows = []
    for name, figures in engine.items():
        if len(figures["threads"]) < 2:
            continue
        one, two = figures["threads"][0], figures["threads"][-1]
        rates = [run["moves"] / run["seconds"] for run in (one, two)]
        rows.append([name, two["threads"], *map(thousands, rates), f"{rates[1] / rates[0]:.2f}",
                     f"{two['cpuSeconds'] / two['seconds']:.2f}", tables.number(one["cost"]),
                     tables.number(two["cost"])])
    return rows and tables.markdown(
        ["instance", "threads", "1: thousands of moves/s", "with all", "×", "CPU share", "1: cost",
         "with all: cost"], rows)
