"""Compares settings of the search: every setting on every instance with every seed.

A setting is NAME: ARGUMENTS, where the arguments are jadwal-bench's (--odds, --start-temperature,
--end-temperature, ...). An argument that begins with @ is the program to run in place of the one just
built, so that two builds can be compared. A settings file holds one a line; # begins a remark.

Results are kept by build, arguments, instance, seed and seconds: what is known is not run again, and
after an interruption the table of what is known is printed.
"""

import argparse
import glob
import math
import os
import shlex
import subprocess
import sys

from . import programs, runs, tables

# Drawn at random, beside those that are published: size, seed, tightness.
GENERATED = [("s", 11, 0.2), ("s", 12, 0.8), ("m", 13, 0.3), ("m", 14, 0.8), ("l", 15, 0.5)]
# A lecture without a place weighs more than any cost that it may save.
VIOLATION = 1000


def arguments():
    parser = argparse.ArgumentParser(
        prog="scripts/tune", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("instances", nargs="*", help=".ctt files and dataset folders; without any, "
                        "those in ../shared/bench and some drawn at random")
    parser.add_argument("--setting", action="append", default=[], help='"NAME: ARGUMENTS"')
    parser.add_argument("--settings", help="a file of settings")
    parser.add_argument("--seeds", default="1 2 3")
    parser.add_argument("--cpu-seconds", type=float, default=20)
    parser.add_argument("--jobs", type=int, default=len(runs.cores()), help="runs at a time")
    parser.add_argument("--program", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--store", default=".build-bench/tune.jsonl")
    return parser.parse_args()


def settings(options):
    """(name, program, words) of each setting; the first is what others are compared with."""
    lines = list(options.setting)
    if options.settings:
        with open(options.settings, encoding="utf-8") as file:
            lines += [line for line in file.read().splitlines()
                      if line.split("#")[0].strip()]
    found = []
    for line in lines or ["as it is:"]:
        name, colon, rest = line.split("#")[0].partition(":")
        if not colon:
            sys.exit(f'"{line}" is not NAME: ARGUMENTS')
        words = shlex.split(rest)
        program = next((word[1:] for word in words if word.startswith("@")), options.program)
        found.append((name.strip(), program, [w for w in words if not w.startswith("@")]))
    return found


def instances(options):
    if options.instances:
        return options.instances
    found = sorted(glob.glob("../shared/bench/cbctt/public/*.ctt"))
    found += [f for f in map("../shared/bench/training/{}".format, "sml") if os.path.isdir(f)]
    if not found:
        runs.say("../shared/bench is absent: only datasets drawn at random")
    for size, seed, tightness in GENERATED:
        folder = f".build-bench/datasets/{size}-{seed}-{tightness}"
        if not os.path.isdir(folder):
            subprocess.run(
                [options.program, "generate", "--size", size, "--seed", str(seed), "--tightness",
                 str(tightness), "--joint", "--absences", "--partners", "--out", folder],
                check=True, stdout=subprocess.DEVNULL)
        found.append(folder)
    return found


def table(names, places, seeds, result):
    """The comparison as Markdown: relative means by instance, then all of them together.

    `result(setting, instance, seed)` is a dict of figures or None. Relative is the mean over the
    seeds that every setting has, plus one, through the least of these, so that 1.000 is the best.
    !N marks N violations, each of which counts as much as VIOLATION.
    """
    rows, ratios, ranks, differences = [], {n: [] for n in names}, {n: [] for n in names}, {
        n: [] for n in names}
    for place in places:
        common = [s for s in seeds if all(result(n, place, s) for n in names)]
        if not common:
            continue
        price = {n: [result(n, place, s)["cost"] + VIOLATION * result(n, place, s)["violations"]
                     for s in common] for n in names}
        means = {n: sum(price[n]) / len(common) for n in names}
        best = min(means.values())
        order = sorted(means.values())
        row = [programs.name(place), str(len(common))]
        for name in names:
            relative = (means[name] + 1) / (best + 1)
            ratios[name].append(math.log(relative))
            ranks[name].append(order.index(means[name]) + 1)
            differences[name] += [math.log((mine + 1) / (first + 1))
                                  for mine, first in zip(price[name], price[names[0]])]
            faults = sum(result(name, place, s)["violations"] for s in common)
            mark = f" !{faults}" if faults else ""
            row.append(f"{means[name]:.1f} ({relative:.3f}){mark}")
        rows.append(row)
    if not rows:
        return "no instance has a result of every setting yet"
    rows.append(["geometric mean", ""] + [
        f"{math.exp(sum(ratios[n]) / len(ratios[n])):.4f}" for n in names])
    rows.append(["mean rank", ""] + [f"{sum(ranks[n]) / len(ranks[n]):.2f}" for n in names])
    rows.append([f"against {names[0]}, %", ""] + [against(differences[n]) for n in names])
    return tables.markdown(["instance", "seeds", *names], rows)


def against(logs):
    """The mean of paired ratios and its standard error, in per cent."""
    mean = sum(logs) / len(logs)
    spread = sum((log - mean) ** 2 for log in logs) / max(1, len(logs) - 1)
    return f"{100 * (math.exp(mean) - 1):+.1f} ± {100 * math.sqrt(spread / len(logs)):.1f}"


def main():
    options = arguments()
    seeds = [int(word) for word in options.seeds.replace(",", " ").split()]
    chosen, places = settings(options), instances(options)
    store = runs.Store(options.store)

    def key(setting, place, seed):
        _, program, words = setting
        return {"program": builds[program], "arguments": words, "instance": place, "seed": seed,
                "cpu_seconds": options.cpu_seconds}

    builds = {program: programs.digest(program) for _, program, _ in chosen}
    named = {name: (name, program, words) for name, program, words in chosen}
    tags = {(builds[program], *words): name for name, program, words in chosen}
    # Seed by seed and instance by instance: what is done at any time compares like with like.
    todo = [
        runs.Run(
            key(setting, place, seed),
            programs.bench_command(
                setting[1], place,
                ["--seed", str(seed), "--threads", "1", "--cpu-seconds", str(options.cpu_seconds),
                 *setting[2]]),
            programs.read_bench, options.cpu_seconds)
        for seed in seeds for place in places for setting in chosen]

    def label(k):
        name = tags[(k["program"], *k["arguments"])]
        return f"{name}, {programs.name(k['instance'])}, seed {k['seed']}"

    runs.interrupt_on_termination()
    try:
        status = 0 if runs.run_all(todo, store, max(1, options.jobs), label) else 1
    except KeyboardInterrupt:
        runs.say("interrupted: the same command goes on from here")
        status = 130
    print(f"{options.cpu_seconds:g} CPU seconds a run, one thread; mean cost (through the best).\n")
    print(table(list(named), places, seeds,
                lambda name, place, seed: store.get(key(named[name], place, seed))))
    sys.exit(status)


if __name__ == "__main__":
    main()
