"""Markdown tables and what stands over them."""


def markdown(head, rows):
    """A table with its columns aligned: the first to the left, the others to the right."""
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max(3, *(len(row[i]) for row in [head, *rows])) for i in range(len(head))]

    def line(cells):
        padded = [cells[0].ljust(widths[0])]
        padded += [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:])]
        return "| " + " | ".join(padded) + " |"

    rule = ["-" * widths[0]] + ["-" * (width - 1) + ":" for width in widths[1:]]
    return "\n".join([line(head), line(rule), *map(line, rows)])


def cell(value):
    """Nothing for None."""
    return "" if value is None else str(value)


def number(value):
    """136,931; a fraction keeps one digit."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"


def mean(values):
    return number(round(sum(values) / len(values), 1))


def caption(context, found, text, seeds=None):
    """When, of what and where the results are, and how they were made; with all seeds unless said."""
    from .context import machine
    dates = sorted({figures["date"] for figures in found})
    commits = sorted({figures["commit"] for figures in found})
    when = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
    seeds = ", ".join(map(str, seeds or context.seeds))
    return (f"{when}, commit {', '.join(commits)}, {machine()}; seeds {seeds}; {text}.")
