"""The board's pages behind a proxy that signs people in, with a language beside its own, and what it says of a
weekly plan, with a real server, worker and database."""

import html
import json
import pathlib
import re
import unittest

from board_server import LACKING, PROGRAMME, BoardServer

NAME = PROGRAMME.removeprefix("/programmes/")
HEADER = "X-Remote-User"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@unittest.skipIf(LACKING is not None, f"skipped: {LACKING}")
class PagesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.board = BoardServer()
        cls.addClassCleanup(cls.board.stop)
        cls.board.run(
            "plan", str(cls.board.dataset), "--iterations", "50000", "--seconds", "60", "--quiet", "--database", "")
        cls.serving = None
        cls.words = pathlib.Path(cls.board.folder.name) / "words"
        cls.words.mkdir()
        (cls.words / "km.yaml").write_text("language: km\nlanguage_name: ភាសាខ្មែរ\nsign_in: ចូល\n", encoding="utf-8")

    def serve(self, *options):
        """Serves it anew, in another way."""
        if self.serving:
            self.serving.terminate()
            self.serving.wait(timeout=60)
        type(self).serving = self.board.serve("--requests-per-second", "100000", *options)

    def behind_proxy(self, address="127.0.0.1"):
        self.serve("--trusted-header", HEADER, "--trusted-proxy", address, "--words", str(self.words))

    def page(self, path, status=200, **headers):
        answer = self.board.ask("GET", path, **headers)
        self.assertEqual(answer[0], status, answer[2][:300])
        return answer[2].decode()

    def test_a_whom_the_proxy_names_is_signed_in(self):
        self.behind_proxy()
        page = self.page(PROGRAMME, **{HEADER: "siti"})
        token = re.search('name="form_token" value="([^"]+)"', page).group(1)
        life = f"{PROGRAMME}/versions/1/life"
        for body, who, status in (
            # A form of nobody's, and one of another visitor's.
            ("step=submit&form_token=guessed", "siti", 403), (f"step=submit&form_token={token}", "minh", 403),
            (f"step=submit&form_token={token}", "reader", 403), (f"step=submit&form_token={token}", "siti", 303),
        ):
            with self.subTest(who=who, body=body):
                self.assertEqual(self.board.ask("POST", life, body=body, **{HEADER: who}, **FORM)[0], status)
        life = json.loads(self.page(f"/api/v1{PROGRAMME}/plans/1", **{HEADER: "minh"}))
        self.assertEqual((life["state"], life["life"][-1]["actor"]), ("submitted", "siti"))
        # Readers see what is theirs, whom nobody knows nothing.
        self.page(PROGRAMME, **{HEADER: "reader"})
        self.page(PROGRAMME, 403, **{HEADER: "stranger"})
        self.board.run("accounts", "disable", "reader")
        self.page(PROGRAMME, 403, **{HEADER: "reader"})
        self.board.run("accounts", "set", "reader", "--enable")
        self.assertEqual(self.board.ask("GET", "/programmes")[0], 303)

    def test_b_nobody_else_names_anybody(self):
        self.behind_proxy("192.0.2.1")
        self.assertEqual(self.board.ask("GET", "/programmes", **{HEADER: "siti"})[0], 303)
        self.assertEqual(self.board.ask("GET", "/api/v1/programmes", **{HEADER: "siti"})[0], 401)
        self.serve()
        self.assertEqual(self.board.ask("GET", "/programmes", **{HEADER: "siti"})[0], 303)

    def test_c_a_language_is_added_as_a_file(self):
        self.behind_proxy()
        page = self.page("/sign-in", **{"Accept-Language": "km"})
        self.assertIn('<html lang="km"', page)
        self.assertIn("ចូល", page)
        # What it lacks is said in English.
        self.assertIn("Skip to the content", page)
        self.assertIn("ភាសាខ្មែរ", self.page("/sign-in", **{"Accept-Language": "fr"}))

    def test_d_a_weekly_plan_is_explained_as_it_was_made(self):
        self.behind_proxy()
        run = self.board.run
        run("plans", "approve", NAME, "1", "--as", "minh")
        run("plans", "publish", NAME, "1", "--as", "minh")
        self.board.start("worker", "--threads", "1")
        run("allocate", NAME, "--week", "2026-W33", "--seconds", "2", "--wait", "--wait-seconds", "200")
        plans = json.loads(self.page(f"/api/v1{PROGRAMME}/plans", **{HEADER: "siti"}))["items"]
        version = str(plans[0]["version"])
        session = json.loads(
            self.page(f"/api/v1{PROGRAMME}/plans/{version}/sessions?limit=1", **{HEADER: "siti"}))["items"][0]["session"]
        told = run("explain", NAME, version, session, "--database", "")
        # The programme is long over: all of it is held.
        self.assertRegex(told, "frozen|stays as it is|held")
        page = self.page(f"{PROGRAMME}/versions/{version}/session?id={session}", **{HEADER: "siti"})
        shown = " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())
        for paragraph in told.split("\n\n"):
            said = " ".join(paragraph.split())
            self.assertIn(said, shown)


if __name__ == "__main__":
    unittest.main()
