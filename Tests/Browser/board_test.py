"""The board in a real browser, from a dataset that is handed in to a plan that is in force: two
coordinators, a reader, a worker, a real server. Tests/Board/board_server.py says what it needs."""

import io
import os
import pathlib
import re
import sys
import unittest
import urllib.error
import urllib.request
import zipfile

from plan_page_test import CHROMIUM, HEIGHTS, sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Board"))

from board_server import LACKING, PASSWORD, PROGRAMME, BoardServer  # noqa: E402

if sync_playwright:
    from plan_page_test import Axe

REASON = (
    LACKING
    or (None if sync_playwright else "the packages of Tests/Browser/requirements.txt are not installed")
    or (None if CHROMIUM else "Chromium is not installed")
)
SHOTS = pathlib.Path(os.environ.get("JADWAL_PAGES", ROOT / ".build-test/pages")) / "board"


@unittest.skipIf(REASON is not None, f"skipped: {REASON}")
class BoardTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.board = BoardServer()
        cls.addClassCleanup(cls.board.stop)
        cls.address, cls.dataset = cls.board.address, cls.board.dataset
        cls.board.serve()
        cls.playwright = sync_playwright().start()
        cls.addClassCleanup(cls.playwright.stop)
        cls.browser = cls.playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        cls.addClassCleanup(cls.browser.close)
        SHOTS.mkdir(parents=True, exist_ok=True)

    def open(self, width=1280, person=None, **options):
        context = self.browser.new_context(viewport={"width": width, "height": HEIGHTS.get(width, 900)}, **options)
        self.addCleanup(context.close)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on(
            "request",
            lambda request: request.url.startswith(self.address) or page.complaints.append(request.url),
        )
        if person:
            self.go(page, "/sign-in")
            page.get_by_label("Name").fill(person)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(self.address + "/programmes")
        return page

    def go(self, page, path):
        return page.goto(self.address + path)

    def zipped(self, change=lambda name, text: text):
        """The example's folder as a zip."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(self.dataset.iterdir()):
                if file.suffix in (".csv", ".yaml"):
                    archive.writestr(f"asean/{file.name}", change(file.name, file.read_text()))
        return {"name": "asean.zip", "mimeType": "application/zip", "buffer": made.getvalue()}

    def shoot(self, page, name):
        for width in (390, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})

    # One journey, in the order of the alphabet: each step needs those before it.

    def test_a_signing_in(self):
        page = self.open()
        self.assertEqual(self.go(page, PROGRAMME).url, self.address + "/sign-in?to=" + PROGRAMME.replace("/", "%2F"))
        page.get_by_label("Name").fill("siti")
        page.get_by_label("Password").fill("not this one at all")
        page.get_by_role("button", name="Sign in").click()
        self.assertIn("do not fit together", page.get_by_role("alert").inner_text())
        self.assertEqual([text for text in page.complaints if "401" not in text], [])
        page = self.open(person="siti")
        self.assertIn("siti", page.locator(".visitor").inner_text())
        cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
        self.assertTrue(cookies["jadwal_session"]["httpOnly"])
        self.assertEqual(cookies["jadwal_session"]["sameSite"], "Lax")
        page.get_by_role("button", name="Sign out").click()
        self.go(page, "/programmes")
        self.assertIn("/sign-in", page.url)

    def test_b_importing(self):
        page = self.open(person="siti")
        self.go(page, "/import")
        broken = self.zipped(
            lambda name, text: text.replace("in_person", "by_post", 1) if name == "modules.csv" else text
        )
        page.get_by_label("Choose the file").set_input_files(broken)
        page.get_by_role("button", name="Look at it").click()
        fault = page.locator("#import-answer .faults li").first
        fault.wait_for()
        self.assertIn("modules.csv:", fault.inner_text())
        self.assertIn("Nothing was stored", page.locator("#import-answer").inner_text())
        self.go(page, "/programmes")
        self.assertIn("No programme is stored yet", page.locator("main").inner_text())
        self.go(page, "/import")
        page.get_by_label("Choose the file").set_input_files(self.zipped())
        page.get_by_role("button", name="Look at it").click()
        page.get_by_role("heading", name="No faults").wait_for()
        self.shoot(page, "import")
        page.get_by_role("button", name="Store it").click()
        page.get_by_role("heading", name="Stored as version 1").wait_for()
        self.assertEqual([text for text in page.complaints if "422" not in text], [])
        # One file alone, in the place of the one that is stored.
        self.go(page, "/import")
        page.get_by_label("One file of a dataset that is stored").check()
        page.locator("select[name=file]").select_option("venues.csv")
        page.get_by_label("Choose the file").set_input_files(str(self.dataset / "venues.csv"))
        page.get_by_role("button", name="Look at it").click()
        page.get_by_role("heading", name="No faults").wait_for()
        page.get_by_role("button", name="Store it").click()
        page.get_by_role("heading", name="stored already, as version 1").wait_for()

    def test_c_planning(self):
        page = self.open(person="siti")
        self.go(page, PROGRAMME)
        page.get_by_label("Week").fill("2026-W32")
        page.get_by_label("Seconds").fill("3")
        page.get_by_role("button", name="Start a plan").click()
        page.wait_for_url(re.compile("/jobs/[0-9]+$"))
        self.assertIn("waits for a worker", page.get_by_role("status").inner_text())
        self.board.start("worker", "--threads", "1")
        page.get_by_role("link", name="Version 1").wait_for(timeout=120_000)
        self.assertIn("done", page.get_by_role("status").inner_text())
        self.shoot(page, "job")
        self.assertEqual(page.complaints, [])

    def test_d_approving(self):
        siti, minh = self.open(person="siti"), self.open(person="minh")
        self.go(siti, f"{PROGRAMME}/versions/1")
        siti.get_by_role("button", name="Submit").click()
        # Whoever submits it is not offered to approve it.
        siti.get_by_role("button", name="Reject").wait_for()
        self.assertEqual(siti.get_by_role("button", name="Approve").count(), 0)
        self.go(minh, f"{PROGRAMME}/versions/1")
        minh.get_by_role("button", name="Approve").click()
        minh.get_by_role("button", name="Publish").click()
        minh.get_by_text("in force").first.wait_for()
        life = minh.locator(".life").inner_text()
        # The draft is the worker's, whose login this is.
        for step in ("draft app", "submitted siti", "approved minh", "in force minh"):
            self.assertIn(step, life)
        self.shoot(minh, "version")
        self.assertEqual(siti.complaints + minh.complaints, [])

    def test_e_the_week(self):
        page = self.open(person="siti")
        path = f"{PROGRAMME}/versions/1/week"
        self.go(page, path)
        self.shoot(page, "weeks")
        page.locator(".board tbody a").first.click()
        page.locator(".calendar").wait_for()
        self.shoot(page, "week")
        # The viewer's own time, one click away.
        page = self.open(person="siti", timezone_id="Asia/Jayapura")
        self.go(page, path + "?by=cohort&who=HAN-Y01")
        for week in range(1, 5):
            self.go(page, path + f"?by=cohort&who=HAN-Y01&week={week}")
            if page.locator(".entry time").count():
                break
        clock = page.locator(".entry time").first
        there = clock.inner_text()
        page.get_by_role("button", name="Show my own time").click()
        here = clock.inner_text()[-5:]
        minutes = [int(text[:2]) * 60 + int(text[3:]) for text in (there, here)]
        self.assertEqual((minutes[1] - minutes[0]) % 1440, 120)

    def moved(self, page, act):
        """What the board says of a session that `act` moves."""
        path = f"{PROGRAMME}/versions/1/week?by=cohort&who=HAN-Y01"
        for week in range(1, 5):
            self.go(page, f"{path}&week={week}")
            if page.locator(".entry").count():
                break
        act(page.locator(".entry").first)
        page.wait_for_url(re.compile("/move[?]"))
        return page.locator("#outcome")

    def test_f_moving_by_hand(self):
        page = self.open(width=1280, person="siti")
        page.set_viewport_size({"width": 1280, "height": 1400})

        def drag(entry):
            # To Sunday at the same hour: nobody comes then.
            day = page.locator(".day h2").nth(6).bounding_box()
            box = entry.bounding_box()
            page.mouse.move(box["x"] + 30, box["y"] + 10)
            page.mouse.down()
            page.mouse.move(day["x"] + 30, box["y"] + 10, steps=8)
            page.mouse.up()

        said = self.moved(page, drag)
        self.assertIn("This cannot be done", said.inner_text())
        self.assertIn("outside the hours", said.inner_text())
        self.shoot(page, "refused")

        def lift(entry):
            entry.get_by_role("link").focus()
            for key in ("m", "ArrowDown", "ArrowUp", "Enter"):
                page.keyboard.press(key)

        self.assertIn("It is there already", self.moved(page, lift).inner_text())
        # To another lead, which keeps every rule or says why not: the first that can.
        session = page.locator("h1").inner_text()
        saved = False
        for offered in self.alternatives(page, session):
            self.go(page, f"{PROGRAMME}/versions/1/move?id={session.replace('/', '%2F')}&start={offered}")
            if page.get_by_role("button", name="Save as a new draft").count():
                page.get_by_role("button", name="Save as a new draft").click()
                page.wait_for_url(re.compile("/versions/2$"))
                saved = True
                break
        self.assertTrue(saved, "no other place could be saved")
        page.get_by_role("link", name="Difference to version 1").click()
        self.assertEqual(page.locator("tbody tr").count(), 1)
        self.assertIn(session, page.locator("tbody th").inner_text())
        self.shoot(page, "difference")

    def alternatives(self, page, session):
        """Starts that the board's own explanation names."""
        self.go(page, f"{PROGRAMME}/versions/1/session?id={session.replace('/', '%2F')}")
        self.shoot(page, "session")
        found = re.findall(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d)", page.locator("main").inner_text())
        return [f"{date}T{clock}" for date, clock in found[1:]]

    def test_g_pinning(self):
        page = self.open(person="siti")
        self.go(page, f"{PROGRAMME}/versions/1/session?id=HAN-Y01%2FSAFETY%2F1")
        page.get_by_role("button", name="Pin it here").click()
        page.wait_for_url(self.address + PROGRAMME)
        listed = self.board.run("datasets", "list", "digital-skills-2026", "--json")
        self.assertEqual(len(re.findall(r'"version"', listed)), 2)

    def test_h_readers_see_their_own(self):
        page = self.open(person="reader")
        self.go(page, f"{PROGRAMME}/versions/1/week?by=cohort")
        rows = page.locator(".board tbody th").all_inner_texts()
        self.assertTrue(rows)
        self.assertTrue(all(re.match("HAN|DAD|DIN|SGN|HUE|VCA|HPH", row) for row in rows), rows)
        self.go(page, f"{PROGRAMME}/versions/1")
        self.assertEqual(page.locator("table").first.locator("tbody tr").count(), 1)
        self.assertEqual(page.get_by_role("button", name="Withdraw").count(), 0)
        for path in ("/import", PROGRAMME + "/feeds", PROGRAMME + "/versions/1/move?id=X"):
            self.assertEqual(self.go(page, path).status, 403)
        self.assertEqual(
            self.go(page, f"{PROGRAMME}/versions/1/session?id=JKT-Y01%2FPYTHON%2F1").status, 404)

    def test_i_feeds(self):
        page = self.open(person="siti")
        self.go(page, PROGRAMME + "/feeds")
        page.get_by_label("Show by").select_option("cohort")
        page.get_by_label("Who").fill("HAN-Y01")
        page.get_by_role("button", name="Make a feed").click()
        url = page.locator(".secret").inner_text()
        self.shoot(page, "feeds")
        answer = urllib.request.urlopen(url)
        calendar = answer.read()
        self.assertTrue(calendar.startswith(b"BEGIN:VCALENDAR"))
        self.assertIn(b"HAN-Y01", calendar)
        again = urllib.request.Request(url, headers={"If-None-Match": answer.headers["ETag"]})
        with self.assertRaises(urllib.error.HTTPError) as raised:
            urllib.request.urlopen(again)
        self.assertEqual(raised.exception.code, 304)
        page.get_by_role("button", name="Take back").click()
        page.get_by_role("cell", name="taken back").wait_for()
        with self.assertRaises(urllib.error.HTTPError) as raised:
            urllib.request.urlopen(url)
        self.assertEqual(raised.exception.code, 404)

    def every_page(self):
        version = f"{PROGRAMME}/versions/1"
        return [
            "/programmes", PROGRAMME, version, version + "/week", version + "/week?by=trainer",
            version + "/week?by=cohort&who=HAN-Y01", version + "/week?by=state", version + "/week?by=state&who=VN",
            version + "/unplaced",
            version + "/session?id=HAN-Y01%2FSAFETY%2F1", f"{PROGRAMME}/difference?from=1&to=2",
            PROGRAMME + "/feeds", "/import", "/jobs/1", "/nowhere",
        ]

    def test_j_every_page_fits_and_is_light(self):
        for width in (320, 390, 1280, 1920):
            page = self.open(width=width, person="siti")
            for path in self.every_page():
                with self.subTest(path, width=width):
                    loaded = self.go(page, path)
                    self.assertLessEqual(page.evaluate("document.scrollingElement.scrollWidth"), width)
                    self.assertLess(len(loaded.body()), 150_000)
            self.assertEqual([text for text in page.complaints if "404" not in text], [])

    def test_k_every_page_is_accessible(self):
        for scheme, width in (("light", 1280), ("dark", 320)):
            page = self.open(width=width, person="siti", color_scheme=scheme)
            for path in self.every_page() + ["/sign-in"]:
                with self.subTest(path, scheme=scheme, width=width):
                    if path == "/sign-in":
                        page.context.clear_cookies()
                    self.go(page, path)
                    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
                    found = Axe().run(
                        page, options={"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": tags}}
                    ).response
                    told = [
                        f"{rule['id']}: {node['html'][:120]}"
                        for rule in found["violations"]
                        for node in rule["nodes"][:2]
                    ]
                    self.assertEqual(told, [])

    def test_l_languages(self):
        for tag, heading in (("id", "Program"), ("fr", "Programmes"), ("vi", "Chương trình")):
            page = self.open(person=None, locale=tag)
            self.go(page, "/sign-in")
            self.assertEqual(page.locator("html").get_attribute("lang"), tag)
            page.locator("input[name=name]").fill("siti")
            page.locator("input[name=password]").fill(PASSWORD)
            page.locator("main button").click()
            page.wait_for_url(self.address + "/programmes")
            self.assertEqual(page.locator("h1").inner_text(), heading)
            page.locator("select[name=language]").select_option("en")
            page.wait_for_function("document.documentElement.lang === 'en'")

    def test_m_prints(self):
        page = self.open(person="siti")
        self.go(page, f"{PROGRAMME}/versions/1/week?by=cohort&who=HAN-Y01")
        page.emulate_media(media="print")
        self.assertEqual(page.locator(".tools").evaluate("it => getComputedStyle(it).display"), "none")
        self.assertTrue(page.pdf(format="A4", landscape=True).startswith(b"%PDF"))


if __name__ == "__main__":
    unittest.main()
