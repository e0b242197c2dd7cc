"""The commands that measure, and how to read what they print."""

import hashlib
import os
import re

CBCTT = re.compile(r"violations (\d+) cost (\d+) iterations (\d+)")
TRAINING = re.compile(
    r"cost (\d+) coverage (\d+) comfort (\d+) unplaced (\d+) violations (\d+) iterations (\d+)")


def digest(path):
    """The first half of a file's SHA-256: which build was measured."""
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()[:16]


def name(instance):
    """comp05 for …/comp05.ctt, and a dataset folder's last two names otherwise."""
    path = os.path.normpath(instance)
    if path.endswith(".ctt"):
        return os.path.basename(path)[:-4]
    return os.path.basename(path)


def bench_command(program, instance, words):
    """jadwal-bench on a .ctt file or a dataset folder; the solution itself is thrown away."""
    if instance.endswith(".ctt"):
        return [program, "cbctt", instance, "--solution", os.devnull, *words]
    return [program, "training", instance, *words]


def read_bench(out, err, status):
    """The figures of `jadwal-bench cbctt` or `training`."""
    found = TRAINING.search(err)
    if found:
        cost, coverage, comfort, unplaced, violations, iterations = map(int, found.groups())
        figures = dict(
            cost=cost, coverage=coverage, comfort=comfort, unplaced=unplaced,
            violations=violations, iterations=iterations)
    else:
        found = CBCTT.search(out)
        if not found:
            raise ValueError(f"exit {status}: {(err or out).strip()[-200:]}")
        violations, cost, iterations = map(int, found.groups())
        figures = dict(cost=cost, violations=violations, iterations=iterations)
    if status != 0:
        raise ValueError(f"exit {status}: {err.strip()[-200:]}")
    return figures
