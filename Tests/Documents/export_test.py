"""What jadwal export hands out, read by other programs' readers: calendars by icalendar, JSON by
jsonschema against the published schema, tables by csv.

    export JADWAL_PAGES=$PWD/.build/pages
    swift test --filter HandOutTests &&
      .build-python/bin/python -m unittest discover -s Tests/Documents -p '*_test.py' -v

The Swift tests write the documents. Without the packages of Tests/Browser/requirements.txt or the
documents, every test is skipped and says why.
"""

import copy
import csv
import json
import os
import unittest
from datetime import datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

try:
    from icalendar import Calendar
    from jsonschema import Draft202012Validator
except ImportError:
    Calendar = None

FOLDER = Path(os.environ.get("JADWAL_PAGES", ".build/pages")).resolve() / "export"
NAMES = ("all", "trainer", "cohort", "venue", "autumn", "nobody", "hostile")


def missing():
    """What the checks lack, or None."""
    if Calendar is None:
        return "the packages of Tests/Browser/requirements.txt are not installed"
    if not (FOLDER / "schema").exists():
        return f"no documents in {FOLDER}: set JADWAL_PAGES and run swift test --filter HandOutTests"
    return None


LACKING = missing()


def calendar(name):
    return Calendar.from_ical((FOLDER / f"{name}.ics").read_bytes())


def document(name):
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def instant(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)


def local(time):
    return time.dt.replace(tzinfo=None)


@unittest.skipIf(LACKING is not None, f"skipped: {LACKING}")
class ExportTest(unittest.TestCase):
    def test_calendars_tell_what_the_json_tells(self):
        for name in NAMES:
            with self.subTest(name):
                events = {str(event["UID"]): event for event in calendar(name).walk("VEVENT")}
                sessions = document(name)["sessions"]
                self.assertEqual(set(events), {session["uid"] for session in sessions})
                for session in sessions:
                    event = events[session["uid"]]
                    self.assertEqual(event["DTSTART"].dt.astimezone(timezone.utc), instant(session["start"]))
                    self.assertEqual(event["DTEND"].dt.astimezone(timezone.utc), instant(session["end"]))
                    self.assertEqual(event["DTSTART"].params["TZID"], session["zone"])
                    self.assertIn(session["title"].replace("\r", "\n"), str(event["SUMMARY"]))
                    self.assertIn(session["session"], str(event["DESCRIPTION"]))
                    self.assertIn(f"Lead: {session['lead']}".split("\r")[0], str(event["DESCRIPTION"]))
                    self.assertEqual(event["STATUS"], "CONFIRMED")
                    self.assertEqual(event["SEQUENCE"], 0)
                    self.assertEqual(event.errors, [])

    def test_zones_stand_in_the_calendar_and_are_right_without_any_zone_data(self):
        """Each event's offset, reckoned from the VTIMEZONE alone."""
        seen = set()
        for name in NAMES:
            read = calendar(name)
            zones = {}
            for zone in read.walk("VTIMEZONE"):
                zones[str(zone["TZID"])] = sorted(
                    (part["DTSTART"].dt, part["TZOFFSETTO"].td, part["TZOFFSETFROM"].td)
                    for part in zone.subcomponents
                )
            used = {event["DTSTART"].params["TZID"] for event in read.walk("VEVENT")}
            self.assertEqual(set(zones), used or set(zones))
            self.assertTrue(zones, "a calendar holds something")
            seen |= used
            for event in read.walk("VEVENT"):
                tzid = event["DTSTART"].params["TZID"]
                wall = local(event["DTSTART"])
                offset = [to for onset, to, _ in zones[tzid] if onset <= wall][-1]
                self.assertEqual(offset, wall.replace(tzinfo=ZoneInfo(tzid)).utcoffset(), (tzid, wall))
        self.assertGreaterEqual(len(seen & {
            "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Asia/Yangon", "Asia/Manila", "Asia/Bangkok",
            "Europe/Berlin",
        }), 5)
        offsets = {ZoneInfo(zone).utcoffset(datetime(2026, 8, 3)) for zone in seen}
        self.assertGreaterEqual(len(offsets), 5)

    def test_a_change_of_the_clock_is_told(self):
        (zone,) = calendar("autumn").walk("VTIMEZONE")
        self.assertEqual([part.name for part in zone.subcomponents], ["STANDARD", "STANDARD"])
        self.assertEqual(zone.subcomponents[1]["DTSTART"].dt, datetime(2026, 10, 25, 3))
        starts = {local(event["DTSTART"]).time() for event in calendar("autumn").walk("VEVENT")}
        self.assertEqual({time.hour for time in starts}, {9})

    def test_lines_are_of_75_octets_at_most_and_whole_characters(self):
        for name in NAMES:
            data = (FOLDER / f"{name}.ics").read_bytes()
            lines = data.split(b"\r\n")
            self.assertEqual(lines[-1], b"")
            for line in lines:
                self.assertLessEqual(len(line), 75)
                self.assertNotIn(b"\n", line)
                self.assertNotIn(b"\r", line)
                line.decode("utf-8")

    def test_text_comes_back_as_it_was(self):
        for event in calendar("autumn").walk("VEVENT"):
            summary = str(event["SUMMARY"])
            self.assertTrue(summary.startswith('ทักษะดิจิทัล, \\ "ជំនាញ"; one\ntwo '), summary)

    def test_the_json_keeps_to_its_schema(self):
        schema = json.loads((FOLDER / "schema").read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        for name in NAMES:
            errors = [error.message for error in validator.iter_errors(document(name))]
            self.assertEqual(errors, [], name)
        good = document("all")
        for spoil in (
            lambda it: it.pop("recipient"),
            lambda it: it["recipient"].update(id="T-1"),
            lambda it: it["recipient"].update(kind="trainer"),
            lambda it: it["sessions"][0].pop("lead"),
            lambda it: it["sessions"][0].update(start="2026-08-03 09:00"),
            lambda it: it["sessions"][0].update(extra=1),
            lambda it: it["unplaced"].append("not a session"),
        ):
            bad = copy.deepcopy(good)
            spoil(bad)
            self.assertFalse(validator.is_valid(bad))

    def test_tables_tell_what_the_json_tells(self):
        for name in NAMES:
            with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            told = document(name)
            placed = [row for row in rows if row["status"] == "placed"]
            self.assertEqual(
                [(row["session"], row["start_utc"], row["zone"]) for row in placed],
                [(it["session"], it["start"], it["zone"]) for it in told["sessions"]],
            )
            self.assertEqual([row["session"] for row in rows[len(placed):]], told["unplaced"])
            for row in placed:
                wall = datetime.fromisoformat(f"{row['date']}T{row['start']}")
                there = instant(row["start_utc"]).astimezone(ZoneInfo(row["zone"]))
                self.assertEqual(wall, there.replace(tzinfo=None))
                self.assertEqual(row["weekday"], there.strftime("%a"))
            for row in rows:
                for cell in row.values():
                    self.assertNotRegex(cell, r"^[=+\-@\t\r]")


if __name__ == "__main__":
    unittest.main()
