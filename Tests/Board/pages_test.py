"""The board's pages with a language beside its own, and what they say of a weekly plan, with a real server, worker
and database."""

import html
import json
import pathlib
import re
import unittest

from board_server import LACKING, PROGRAMME, BoardServer

NAME = PROGRAMME.removeprefix("/programmes/")


@unittest.skipIf(LACKING is not None, f"skipped: {LACKING}")
class PagesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.board = BoardServer()
        cls.addClassCleanup(cls.board.stop)
        cls.board.run(
            "plan", str(cls.board.dataset), "--iterations", "50000", "--seconds", "60", "--quiet", "--database", "")
        words = pathlib.Path(cls.board.folder.name) / "words"
        words.mkdir()
        (words / "km.yaml").write_text("language: km\nlanguage_name: ភាសាខ្មែរ\nsign_in: ចូល\n", encoding="utf-8")
        cls.board.serve("--requests-per-second", "100000", "--words", str(words))

    def page(self, path, status=200, **headers):
        answer = self.board.ask("GET", path, **headers)
        self.assertEqual(answer[0], status, answer[2][:300])
        return answer[2].decode()

    def test_a_language_is_added_as_a_file(self):
        page = self.page("/sign-in", **{"Accept-Language": "km"})
        self.assertIn('<html lang="km"', page)
        self.assertIn("ចូល", page)
        # What it lacks is said in English.
        self.assertIn("Skip to the content", page)
        self.assertIn("ភាសាខ្មែរ", self.page("/sign-in", **{"Accept-Language": "fr"}))

    def test_a_weekly_plan_is_explained_as_it_was_made(self):
        run = self.board.run
        cookie = self.board.sign_in("siti")
        run("plans", "submit", NAME, "1", "--as", "siti")
        run("plans", "approve", NAME, "1", "--as", "minh")
        run("plans", "publish", NAME, "1", "--as", "minh")
        self.board.start("worker", "--threads", "1")
        run("allocate", NAME, "--week", "2026-W33", "--seconds", "2", "--wait", "--wait-seconds", "200")
        plans = json.loads(self.page(f"/api/v1{PROGRAMME}/plans", Cookie=cookie))["items"]
        version = str(plans[0]["version"])
        session = json.loads(
            self.page(f"/api/v1{PROGRAMME}/plans/{version}/sessions?limit=1", Cookie=cookie))["items"][0]["session"]
        told = run("explain", NAME, version, session, "--database", "")
        # The programme is long over: all of it is held.
        self.assertRegex(told, "frozen|stays as it is|held")
        page = self.page(f"{PROGRAMME}/versions/{version}/session?id={session}", Cookie=cookie)
        shown = " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())
        for paragraph in told.split("\n\n"):
            said = " ".join(paragraph.split())
            self.assertIn(said, shown)


if __name__ == "__main__":
    unittest.main()
