"""One thread against two at equal wall time, on the public instances."""

from . import programs, tables
from .course_timetabling import PEERS, instances, missing

TITLE = "Threads"
COUNTS = (1, 2)

__all__ = ["TITLE", "missing", "render", "runs"]


def chosen(context):
    """In the quick version four of them."""
    paths = instances() or [f"{name}.ctt" for name in PEERS]
    return [path for path in paths
            if not context.quick or programs.name(path) in ("comp02", "comp05", "comp08", "comp09")]


def facts(context, path, seed, threads):
    return dict(instance=programs.name(path), seed=seed, threads=threads,
                seconds=context.seconds(20, 4))


def runs(context):
    # One after another also with one thread, so that both have the machine to themselves.
    return [
        context.run("threads", known,
                    programs.bench_command(
                        context.bench, path,
                        ["--seed", str(seed), "--threads", str(count), "--seconds",
                         str(known["seconds"])]),
                    programs.read_bench, known["seconds"], width=max(COUNTS))
        for seed in context.seeds for path in chosen(context) for count in COUNTS
        for known in [facts(context, path, seed, count)]]


def render(context):
    rows, found = [], []
    sums, moves, cpu, wall = [0.0, 0.0], [0, 0], [0.0, 0.0], [0.0, 0.0]
    for path in chosen(context):
        pairs = [[context.get("threads", **facts(context, path, seed, count)) for count in COUNTS]
                 for seed in context.seeds]
        pairs = [pair for pair in pairs if all(pair)]
        if not pairs:
            continue
        found += [figures for pair in pairs for figures in pair]
        row = [programs.name(path)]
        for place in (0, 1):
            mean = sum(pair[place]["cost"] for pair in pairs) / len(pairs)
            sums[place] += mean
            row.append(f"{mean:.1f}")
            for pair in pairs:
                moves[place] += pair[place]["iterations"]
                cpu[place] += pair[place]["cpu"]
                wall[place] += pair[place]["wall"]
        ratio = sum(pair[1]["iterations"] for pair in pairs) / sum(
            pair[0]["iterations"] for pair in pairs)
        rows.append([*row, f"{ratio:.2f}"])
    if not rows:
        return None
    rows.append(["sum", f"{sums[0]:.1f}", f"{sums[1]:.1f}", f"{moves[1] / moves[0]:.2f}"])
    share = " and ".join(f"{cpu[place] / wall[place]:.2f}" for place in (0, 1))
    per_cpu = (moves[1] / cpu[1]) / (moves[0] / cpu[0])
    return tables.caption(
        context, found, f"{context.seconds(20, 4)} s wall time") + "\n\n" + tables.markdown(
        ["instance", "1 thread, mean cost", "2 threads, mean cost", "moves ×"], rows) + (
        f"\n\nCPU seconds a second: {share}; 1.00 and 2.00 are a machine all to itself. A CPU second "
        f"of two threads makes {per_cpu:.2f} of the moves of a CPU second of one, so that two whole "
        f"cores make {2 * per_cpu:.2f} × the moves of one.")
