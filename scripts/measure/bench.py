"""Measures everything that the engine has to show, and writes it into Sources/Benchmarks/README.md.

Results are kept in .build-bench/bench.jsonl by build, so that the same command goes on where it was
interrupted. --quick measures every part shortly and prints it, and writes no page.
"""

import argparse
import sys

from . import (board, context as contexts, course_timetabling, curve, database, page, proof, runs,
               speed, threads, training, worker)

PARTS = {
    "cbctt": course_timetabling, "training": training, "curve": curve, "speed": speed,
    "threads": threads, "proof": proof, "database": database, "worker": worker,
    "board": board,
}
PAGE = "Sources/Benchmarks/README.md"


def arguments(words=None):
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a short version of all parts")
    parser.add_argument("--only", action="append", choices=list(PARTS), metavar="PART",
                        help=f"one of {', '.join(PARTS)}; may be given several times")
    parser.add_argument("--jobs", type=int, default=len(runs.cores()),
                        help="runs of one thread at a time, each on a core of its own")
    parser.add_argument("--seeds", help='"1 2 3 4 5", and "1" with --quick')
    parser.add_argument("--render", action="store_true",
                        help="measure nothing, write the newest results there are, of any build")
    parser.add_argument("--bench", default="", help=argparse.SUPPRESS)
    parser.add_argument("--jadwal", default="", help=argparse.SUPPRESS)
    return parser.parse_args(words)


def label(key):
    facts = [str(value) for word, value in key.items() if word not in ("part", "build")]
    return f"{key['part']}: {', '.join(facts)}"


def measure(context, parts, jobs):
    """Runs what is not known; true if all went well."""
    narrow, wide = [], []
    for name, part in parts.items():
        why = part.missing()
        if why:
            runs.say(f"skipped: {name}, for {why}")
            continue
        for run in part.runs(context):
            (narrow if run.width == 1 else wide).append(run)
    done = runs.run_all(narrow, context.store, jobs, label)
    return runs.run_all(wide, context.store, jobs, label) and done


def write(context, parts):
    """Prints every part that has results, and writes the full ones into the page."""
    with open(PAGE, encoding="utf-8") as file:
        text = file.read()
    for name, part in parts.items():
        table = part.render(context)
        if table is None:
            runs.say(f"no results: {name}")
            continue
        print(f"## {part.TITLE}\n\n{table}\n")
        text = page.replaced(text, name, table)
    if not context.quick:
        with open(PAGE, "w", encoding="utf-8") as file:
            file.write(text)
        runs.say(f"written: {PAGE}")


def main():
    options = arguments()
    seeds = options.seeds or ("1" if options.quick else "1 2 3 4 5")
    context = contexts.Context(
        options.bench, options.jadwal, [int(s) for s in seeds.replace(",", " ").split()],
        quick=options.quick, render=options.render)
    parts = {name: PARTS[name] for name in options.only or PARTS}
    status = 0
    runs.interrupt_on_termination()
    if not options.render:
        try:
            status = 0 if measure(context, parts, max(1, options.jobs)) else 1
        except KeyboardInterrupt:
            runs.say("interrupted: the same command goes on from here")
            sys.exit(130)
    write(context, parts)
    sys.exit(status)


if __name__ == "__main__":
    main()
