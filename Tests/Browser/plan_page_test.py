"""The page of a plan in a real browser: it opens from disk, fits, can be worked by keyboard, is
accessible, and stays quick with 40,000 sessions.

    export JADWAL_PAGES=$PWD/.build/pages
    swift test --filter PlanPageTests &&
      .build-python/bin/python -m unittest discover -s Tests/Browser -p '*_test.py' -v

The Swift tests write the pages. Without Chromium (or `CHROMIUM`, its path), the packages of
requirements.txt or the pages, every test is skipped and says why.
"""

import os
import re
import shutil
import unittest
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

try:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright
except ImportError:
    sync_playwright = None

PAGES = Path(os.environ.get("JADWAL_PAGES", ".build/pages")).resolve()
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
HEIGHTS = {320: 640, 390: 844, 768: 1024, 1080: 800, 1280: 800, 1920: 1080}
KINDS = ("cohort", "trainer", "venue", "state", "all")


def missing():
    """What the checks lack, or None."""
    if sync_playwright is None:
        return "the packages of Tests/Browser/requirements.txt are not installed"
    if CHROMIUM is None:
        return "Chromium is not installed"
    if not (PAGES / "sample.html").exists():
        return f"no pages in {PAGES}: set JADWAL_PAGES and run swift test --filter PlanPageTests"
    return None


LACKING = missing()


@unittest.skipIf(LACKING is not None, f"skipped: {LACKING}")
class PlanPageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.playwright = sync_playwright().start()
        cls.browser = cls.playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()

    def open(self, name="sample", width=1280, view="", **options):
        """Opens a page from disk; what it complains of, or loads from elsewhere, fails the test."""
        context = self.browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]}, **options
        )
        self.addCleanup(context.close)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("dialog", lambda dialog: page.complaints.append(dialog.message))
        page.on(
            "request",
            lambda request: request.url.startswith("file:") or page.complaints.append(request.url),
        )
        page.goto((PAGES / f"{name}.html").as_uri() + view)
        return page

    def settled(self, page):
        """The sentence that tells what the calendar shows, once it has been said."""
        page.wait_for_timeout(400)
        return page.locator("#calendar-status").inner_text()

    def assert_accessible(self, page, where):
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        told = [
            f"{where}: {rule['id']}: {node['html'][:120]} ({node['failureSummary'][:200]})"
            for rule in found
            for node in rule["nodes"][:2]
        ]
        self.assertEqual(told, [])

    def test_fits_every_width_without_complaint(self):
        for name in ("sample", "hostile", "complete"):
            for width in HEIGHTS:
                for view in ("", "#show=cohort&id=JKT-Y3", "#show=state&id=ID&layout=table"):
                    with self.subTest(name=name, width=width, view=view):
                        page = self.open(name, width, view)
                        scroll = page.evaluate("document.documentElement.scrollWidth")
                        self.assertLessEqual(scroll, width)
                        page.locator("#party").click()
                        scroll = page.evaluate("document.documentElement.scrollWidth")
                        self.assertLessEqual(scroll, width, "with the list open")
                        self.assertEqual(page.complaints, [])

    def test_every_kind_shows_its_sessions(self):
        page = self.open()
        for kind in KINDS:
            with self.subTest(kind=kind):
                page.locator(f"input[name=kind][value={kind}]").check(force=True)
                self.assertGreater(page.locator(".card").count(), 0)
                self.assertIn("in this week", self.settled(page))
                cards = page.locator(".card").count()
                page.locator("input[name=layout][value=table]").check(force=True)
                self.assertGreaterEqual(page.locator(".sessions tbody tr").count(), cards)
                page.locator("input[name=layout][value=week]").check(force=True)
        self.assertEqual(page.complaints, [])

    def test_hours_are_those_of_the_zone_that_is_named(self):
        """Python's own zone database must agree with every time that is shown."""
        page = self.open()
        count = 0
        for view in [f"#show={kind}&layout={layout}" for kind in KINDS for layout in ("week", "table")] + [
            "#show=state&id=ID&week=2", "#show=state&id=MM&week=1", "#show=all&zone=UTC",
            "#show=all&zone=Asia%2FYangon&week=2",
        ]:
            page.goto((PAGES / "sample.html").as_uri() + view)
            for time in page.locator("#week time").all():
                moment = datetime.fromisoformat(time.get_attribute("datetime").replace("Z", "+00:00"))
                clock, sign, offset, zone = re.match(
                    r"(\d\d:\d\d)–\d\d:\d\d\s+([+−])(\d\d:\d\d) \((.+?)\)", time.inner_text()
                ).groups()
                local = moment.astimezone(ZoneInfo(zone))
                self.assertEqual(local.strftime("%H:%M"), clock)
                self.assertEqual(local.strftime("%z"), sign.replace("−", "-") + offset.replace(":", ""))
                count += 1
        self.assertGreater(count, 200)

    def test_every_session_of_a_party_is_shown_once(self):
        """Counts what the page's data holds, apart from the page's own script."""
        page = self.open()
        data = page.evaluate("JSON.parse(document.getElementById('data').textContent)")
        chain_of = [index for index, chain in enumerate(data["chains"]) for _ in range(chain[3])]
        placed = [session for session, start in enumerate(data["start"]) if start is not None]
        codes = [state[0] for state in data["states"]]
        trainer = next(index for index, entry in enumerate(data["trainers"]) if entry[0] == "T-ID-3")
        assistants = {int(session): people for session, people in data["assistants"].items()}

        def in_state(session, code):
            return any(
                codes[data["cities"][data["cohorts"][cohort][1]][2]] == code
                for cohort in data["chains"][chain_of[session]][2]
            )

        expected = {
            "#show=all": len(placed),
            "#show=state&id=ID": sum(in_state(session, "ID") for session in placed),
            "#show=trainer&id=T-ID-3": sum(
                trainer in [data["lead"][session], *assistants.get(session, [])] for session in placed
            ),
        }
        for view, count in expected.items():
            for layout, row in (("table", ".sessions tbody td:first-child"), ("week", ".card")):
                with self.subTest(view=view, layout=layout):
                    page.goto((PAGES / "sample.html").as_uri() + f"{view}&layout={layout}&week=0")
                    shown = 0
                    while True:
                        while page.locator("#week button.more").count():
                            page.locator("#week button.more").first.click()
                        shown += page.locator(f"#week {row}").count()
                        if page.locator("#later").is_disabled():
                            break
                        page.locator("#later").click()
                    self.assertEqual(shown, count)

    def test_one_can_work_by_keyboard_alone(self):
        page = self.open()
        press = page.keyboard.press
        press("Tab")
        self.assertEqual(page.evaluate("document.activeElement.className"), "skip")
        self.assertGreaterEqual(page.evaluate("document.activeElement.getBoundingClientRect().top"), 0)
        press("Enter")
        self.assertEqual(page.evaluate("document.activeElement.id"), "calendar")
        press("Tab")
        press("ArrowLeft")
        self.assertEqual(page.evaluate("document.activeElement.value"), "venue")
        press("ArrowLeft")
        press("ArrowLeft")
        self.assertEqual(page.evaluate("document.activeElement.value"), "cohort")
        outline = "getComputedStyle(document.activeElement.nextElementSibling).outlineStyle"
        self.assertEqual(page.evaluate(outline), "solid")
        press("Tab")
        self.assertEqual(page.evaluate("document.activeElement.id"), "party")
        page.keyboard.type("jayapura w")
        self.assertEqual(page.locator("#party").get_attribute("aria-expanded"), "true")
        press("ArrowDown")
        active = page.locator("#party").get_attribute("aria-activedescendant")
        self.assertEqual(page.locator(f"#{active}").get_attribute("aria-selected"), "true")
        press("Enter")
        chosen = page.locator("#party").input_value()
        self.assertTrue(chosen.startswith("DJJ-"))
        self.assertIn(chosen, page.locator("#party-about").inner_text())
        self.assertIn(f"id={chosen}", page.url)
        page.keyboard.type("nothing")
        press("Escape")
        self.assertEqual(page.locator("#party").input_value(), chosen)
        press("Tab")
        self.assertEqual(page.evaluate("document.activeElement.id"), "filter")
        page.keyboard.type("no such words")
        self.assertIn("0 of", self.settled(page))
        self.assertIn("No session of this week", page.locator("#week").inner_text())
        self.assertEqual(page.complaints, [])

    def test_filter_tells_how_many_and_leads_to_the_week(self):
        page = self.open(view="#show=all&week=1")
        page.locator("#filter").fill("KY NANG so")
        self.assertRegex(self.settled(page), r"^\d+ of \d+ sessions in this week, \d+ in all weeks\.")
        for title in page.locator(".module").all_inner_texts():
            self.assertEqual(title, "Kỹ năng số cho người lao động trẻ")
        page.locator("#filter").fill("ไซเบอร์ไม่มี")
        self.assertEqual(page.locator(".card").count(), 0)
        page.locator("#filter").fill("อินเทอร์เน็ต")
        self.assertGreater(page.locator(".card").count(), 0)

    def test_missing_sessions_have_their_reason(self):
        page = self.open(view="#show=state&id=ID")
        told = int(page.locator(".figures dd b").nth(1).inner_text().replace(",", ""))
        page.wait_for_timeout(400)
        self.assertTrue(page.locator("#unplaced-status").inner_text().startswith(f"{told} sessions in"))
        page.locator("#party-gaps").click()
        self.assertEqual(page.locator("#unplaced-state").evaluate("node => node.selectedOptions[0].text"), "Indonesia")
        for about in page.locator(".gap .about").all_inner_texts():
            self.assertIn("Indonesia", about)
        page.locator("#unplaced-filter").fill("venue in jayapura")
        reasons = page.locator(".gap li").all_inner_texts()
        self.assertTrue(any("No venue in Jayapura" in reason for reason in reasons))
        self.assertIn("#unplaced", self.open("complete").locator(".contents a").nth(1).get_attribute("href"))

    def test_address_keeps_the_view(self):
        page = self.open(view="#show=trainer&id=T-ID-3&week=2&layout=table&zone=UTC&find=web")
        page.reload()
        self.assertEqual(page.locator("#party").input_value(), "T-ID-3")
        self.assertEqual(page.locator("#filter").input_value(), "web")
        self.assertIn("Week 2 of 4", page.locator("#week-title").inner_text())
        self.assertIn("(UTC)", page.locator("#week time").first.inner_text())
        page.locator("#later").click()
        self.assertIn("week=3", page.url)
        page.locator(".contents a", has_text="Cost").click()
        page.go_back()
        self.assertIn("Week 3 of 4", page.locator("#week-title").inner_text())
        equity = self.open(view="#equity")
        self.assertLess(abs(equity.evaluate("document.getElementById('equity').getBoundingClientRect().top")), 400)
        odd = self.open(view="#show=constructor&id=%3Cimg%3E&week=1e999&zone=x&layout=y&in=zz")
        self.assertIn("Week", odd.locator("#week-title").inner_text())
        self.assertEqual(odd.complaints, [])

    def test_hostile_text_is_only_text(self):
        page = self.open("hostile", view="#show=all")
        self.assertNotEqual(page.title(), "broken")
        self.assertEqual(page.locator("img").count(), 0)
        self.assertIn("</script><script>", page.locator("h1").inner_text())
        self.assertIn("⟨U+202E⟩gnirts", page.locator("body").inner_text())
        page.locator("#filter").fill("onerror=alert")
        self.assertGreater(page.locator(".card").count(), 0)
        self.assertEqual(page.complaints, [])
        page.evaluate(
            "const node = document.createElement('script'); node.text = 'window.ran = 1'; document.body.append(node)"
        )
        self.assertIsNone(page.evaluate("window.ran ?? null"))

    def test_without_a_script_the_figures_remain(self):
        page = self.open(width=390, java_script_enabled=False)
        text = page.locator("body").inner_text()
        for words in ("Sessions placed", "The calendar needs JavaScript", "Learner-hours that are not placed", "Viet Nam"):
            self.assertIn(words, text)
        self.assertFalse(page.locator("#calendar-tool").is_visible())

    def test_prints_without_controls(self):
        page = self.open(view="#show=state&id=ID&layout=table")
        self.assertEqual(page.locator(".sessions tbody td:first-child").count(), 60)
        page.emulate_media(media="print")
        self.assertFalse(page.locator("#controls").is_visible())
        self.assertFalse(page.locator("#later").is_visible())
        self.assertTrue(page.pdf(format="A4", landscape=True).startswith(b"%PDF"))
        page.emulate_media(media="screen")
        self.assertEqual(page.locator(".sessions tbody td:first-child").count(), 60)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        self.assertGreater(page.locator(".sessions tbody td:first-child").count(), 60)

    def test_accessible(self):
        for scheme in ("light", "dark"):
            for width in (390, 1280):
                for view in ("#show=cohort&id=JKT-Y3&week=2", "#show=state&id=ID&layout=table"):
                    page = self.open(width=width, view=view, color_scheme=scheme, reduced_motion="reduce")
                    page.wait_for_timeout(300)
                    self.assert_accessible(page, f"{scheme} {width} {view}")
            page.locator("#party").click()
            self.assertTrue(page.locator("#party-list").is_visible())
            self.assert_accessible(page, f"{scheme} with the list open")


    def test_forty_thousand_sessions_draw_what_is_shown(self):
        """What keeps the page quick is how little it draws; how long that takes is told, not judged."""
        page = self.open("large")
        self.assertGreaterEqual(page.evaluate("data.start.length"), 40_000)
        steps = page.evaluate(STEPS)
        self.assertEqual(page.complaints, [])
        told = ", ".join(f"{what} {step['took']:.0f} ms" for what, step in steps.items())
        print("\n  40,000 sessions:", told)
        for what, step in steps.items():
            self.assertLess(step["elements"], 8000, what)


# After each kind of step: milliseconds until the page is laid out again, of the slowest one, and the
# most elements that the page then held.
STEPS = """() => {
    const elements = () => document.querySelectorAll("*").length;
    const steps = {
        load: {
            took: performance.getEntriesByType("navigation")[0].loadEventEnd,
            elements: elements(),
        },
    };
    function step(what, act) {
        const begun = performance.now();
        act();
        document.body.getBoundingClientRect();
        const took = performance.now() - begun;
        const before = steps[what] ?? { took: 0, elements: 0 };
        steps[what] = {
            took: Math.max(before.took, took),
            elements: Math.max(before.elements, elements()),
        };
    }
    const type = (id, text) => {
        const node = document.getElementById(id);
        node.value = text;
        node.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const press = (value) => document.querySelector(`input[value=${value}]`).click();
    step("all", () => press("all"));
    for (const text of ["s", "sa", "safe", "jakarta", "t-id", "ទ", ""]) step("filter", () => type("filter", text));
    for (let week = 1; week < 16; week += 1) step("week", () => document.getElementById("later").click());
    for (const kind of ["trainer", "venue", "cohort", "state"]) step("kind", () => press(kind));
    step("table", () => press("table"));
    press("cohort");
    for (const text of ["j", "jk", "jakarta", "zz"]) step("list", () => type("party", text));
    for (const text of ["s", "hanoi", "venue", ""]) step("missing", () => type("unplaced-filter", text));
    return steps;
}"""

if __name__ == "__main__":
    unittest.main()
