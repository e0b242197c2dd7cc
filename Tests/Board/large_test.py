"""The board with a plan of more sessions than it explains unasked, with a real server and database."""

import html
import pathlib
import re
import unittest

from board_server import LACKING, BoardServer, Languages

TOLD = r'<p lang="en">(.+?)</p>'
VERSION = "/programmes/large/many-sessions/versions/1"
FILES = {
    "programme.yaml": "id: many-sessions\ntitle: Many sessions\ndomain: large\nstarts_on: 2026-08-03\nweeks: 30\n"
    "grid_minutes: 60\nrest_hours: 11\n",
    "states.csv": "code,name,priority,youth\nVN,Viet Nam,1,\n",
    "cities.csv": "id,state,name,time_zone,latitude,longitude\nHAN,VN,Ha Noi,Asia/Ho_Chi_Minh,21.03,105.85\n",
    "modules.csv": "id,title,axis,competence,level,sessions,minutes,mode,equipment,after,max_per_week,min_gap_days,"
    "learners_per_trainer\nPHONE,Smartphone basics,divide,1.1,1,60,60,in_person,,,3,1,30\n",
    "trainers.csv": "id,city,languages,skills,modes,available,hours_week,max_hours_week,max_hours_day,travels_to,"
    "partner\nT-1,HAN,vi,1.1:2,in_person,Mon 09:00-11:00,2,2,2,,\n",
    "venues.csv": "id,city,seats,equipment,open\nV-1,HAN,40,,Mon-Fri 08:00-18:00\n",
    "cohorts.csv": "id,city,audience,size,languages,modules,available,preferred,needs,groups,max_per_day,priority\n"
    + "".join(f"C-{number:03},HAN,youth,20,vi,PHONE,Mon-Fri 09:00-17:00,,,,2,1\n" for number in range(90)),
}


@unittest.skipIf(LACKING is not None, f"skipped: {LACKING}")
class LargePlanTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.board = BoardServer()
        cls.addClassCleanup(cls.board.stop)
        folder = pathlib.Path(cls.board.folder.name) / "large"
        folder.mkdir()
        for name, text in FILES.items():
            (folder / name).write_text(text, encoding="utf-8")
        cls.board.run("import", str(folder))
        cls.board.run("plan", str(folder), "--iterations", "1000", "--seconds", "60", "--quiet", "--database", "")
        cls.board.serve()

    def page(self, path, person, status=200, **headers):
        answer = self.board.ask("GET", VERSION + path, Cookie=self.board.sign_in(person), **headers)
        self.assertEqual(answer[0], status, answer[2][:300])
        return answer[2].decode()

    def unplaced(self):
        return html.unescape(re.search(r"session\?id=([^\"&]+)\"", self.page("/unplaced", "siti")).group(1))

    def test_a_session_is_explained_when_asked(self):
        address = f"/session?id={self.unplaced()}"
        page = self.page(address, "siti")
        link = html.unescape(re.search(r'<a href="([^"]+)">Work out why', page).group(1))
        told = re.findall(TOLD, page)
        self.assertTrue(told)
        explained = self.page("/session" + link, "siti")
        self.assertNotIn("Work out why", explained)
        self.assertGreater(len(re.findall(TOLD, explained)), len(told))

    def test_readers_read_why_a_session_has_no_place(self):
        session = self.unplaced()
        page = self.page(f"/session?id={session}", "reader")
        self.assertIn("This session has no place.", page)
        self.assertRegex(page, TOLD)
        self.assertNotIn("Work out why", page)
        self.page("/session?id=NOBODY/1", "reader", status=404)
        self.page("/session?id=NOBODY/1", "siti", status=404)

    def test_reasons_on_another_language_s_page_are_marked_as_english(self):
        session = self.unplaced()
        for path in ("", "&why=1"):
            english = self.page(f"/session?id={session}{path}", "siti")
            sentences = [" ".join(html.unescape(text).split()) for text in re.findall(TOLD, english)]
            self.assertTrue(sentences)
            texts = Languages(self.page(f"/session?id={session}{path}", "siti", Accept_Language="fr")).texts
            for sentence in sentences:
                self.assertIn(sentence, texts["en"])
                self.assertNotIn(sentence, texts["fr"])
        reason = re.search(TOLD, self.page(f"/session?id={session}", "siti")).group(1)
        texts = Languages(self.page("/unplaced", "siti", Accept_Language="fr")).texts
        self.assertIn(html.unescape(reason), texts["en"])
        self.assertNotIn(html.unescape(reason), texts["fr"])

    def test_a_member_state_is_counted_and_shows_its_cohorts(self):
        page = self.page("/week?by=state", "siti")
        row = html.unescape(re.sub("<[^>]+>", " ", re.search(r"<tbody>.*?</tbody>", page, re.S).group()))
        placed = int(re.search(r"(\d+) sessions?", row).group(1))
        own = self.page("/week?by=state&who=VN", "siti")
        self.assertIn("<h1>VN · Viet Nam</h1>", own)
        # Two hours a week, on Monday, are all that there is.
        self.assertEqual(placed, 2)
        self.assertIn("by=cohort&amp;who=C-000", own)
        self.assertIn("by=state&amp;who=VN&amp;search=&amp;after=C-039", own)
        further = self.page("/week?by=state&who=VN&after=C-079", "siti")
        self.assertEqual(re.findall(r"by=cohort&amp;who=(C-\d+)", further), [f"C-{n:03}" for n in range(80, 90)])
        self.page("/week?by=state&who=TH", "siti", status=404)
        self.page("/week?by=state&who=VN", "reader")


if __name__ == "__main__":
    unittest.main()
