"""The board's pages with a language beside its own, and what they say of a weekly plan, with a real server, worker
and database."""

import html
import json
import pathlib
import re
import shutil
import unittest

from board_server import LACKING, PROGRAMME, BoardServer, Languages

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

    def assert_tells(self, page, told):
        """That the page says all that the command does; its lists are lists there."""
        shown = " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())
        for paragraph in re.sub(r"^\s*(-|\d+\.) ", "", told, flags=re.M).split("\n\n"):
            self.assertIn(" ".join(paragraph.split()), shown)

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
        sessions = [
            item["session"]
            for item in json.loads(
                self.page(f"/api/v1{PROGRAMME}/plans/{version}/sessions?limit=200", Cookie=cookie))["items"]
        ]
        for session in sessions[:: len(sessions) // 11]:
            told = run("explain", NAME, version, session, "--database", "")
            # The programme is long over: all of it is held.
            self.assertRegex(told, "frozen|stays as it is|held")
            self.assert_tells(
                self.page(f"{PROGRAMME}/versions/{version}/session?id={session}", Cookie=cookie), told)

    def test_what_is_english_on_another_page_says_so(self):
        cookie = self.board.sign_in("siti")
        items = json.loads(self.page(f"/api/v1{PROGRAMME}/plans/1/sessions?limit=1", Cookie=cookie))["items"]
        session = items[0]["session"]
        told = [
            " ".join(part.split())
            for part in self.board.run("explain", NAME, "1", session, "--database", "").split("\n\n")
        ]
        headers = {"Accept-Language": "vi", "Cookie": cookie}
        page = Languages(self.page(f"{PROGRAMME}/versions/1/session?id={session}", **headers))
        self.assertIn("Vì sao ở đây", page.texts["vi"])
        self.assertIn(told[0], page.texts["en"])
        self.assertNotIn(told[0], page.texts["vi"])
        moved = self.page(f"{PROGRAMME}/versions/1/move?id={session}&start=2026-08-03T03:00", **headers)
        self.assertIn("Không thể làm", moved)
        broken = [html.unescape(item) for item in re.findall(r"<li>([^<]+)</li>", moved)]
        self.assertTrue(broken)
        texts = Languages(moved).texts
        for sentence in broken:
            self.assertIn(" ".join(sentence.split()), texts["en"])
            self.assertNotIn(sentence, texts["vi"])

    def test_another_domain_may_have_a_programme_of_the_same_name(self):
        other = pathlib.Path(self.board.folder.name) / "other"
        shutil.copytree(self.board.dataset, other)
        settings = (other / "programme.yaml").read_text()
        (other / "programme.yaml").write_text(settings.replace("domain: asean", "domain: elsewhere"))
        self.board.run("plan", str(other), "--iterations", "2000", "--seconds", "60", "--quiet", "--database", "")
        cookie = self.board.sign_in("siti")
        name = PROGRAMME.split("/")[-1]
        for domain in ("asean", "elsewhere"):
            path = f"/programmes/{domain}/{name}"
            session = json.loads(
                self.page(f"/api/v1{path}/plans/1/sessions?limit=1", Cookie=cookie))["items"][0]["session"]
            told = self.board.run("explain", f"{domain}/{name}", "1", session, "--database", "")
            self.assert_tells(self.page(f"{path}/versions/1/session?id={session}", Cookie=cookie), told)
            preview = self.page(f"{path}/versions/1/move?id={session}&start=2026-08-03T03:00", Cookie=cookie)
            self.assertIn("This cannot be done", preview)


if __name__ == "__main__":
    unittest.main()
