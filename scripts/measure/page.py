"""A page with parts that a program writes between markers, and text that people write."""


def marks(part):
    return f"<!-- bench {part}: begin -->", f"<!-- bench {part}: end -->"


def replaced(page, part, text):
    """The page with what is between the part's markers replaced; ValueError where they are not."""
    begin, end = marks(part)
    first, last = page.find(begin), page.find(end)
    if first < 0 or last < first:
        raise ValueError(f"no {begin} … {end}")
    return page[:first + len(begin)] + f"\n{text}\n" + page[last:]
