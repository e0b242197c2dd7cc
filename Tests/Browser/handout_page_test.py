"""The pages of a hand-out, of what changed and of a report in a real browser: it opens from disk, fits every width, is accessible in
both colour schemes, asks for nothing from elsewhere, and prints.

The Swift tests write the pages, as for plan_page_test.py, which says how to run both.
"""

import unittest

from plan_page_test import CHROMIUM, HEIGHTS, LACKING, PAGES, sync_playwright

if LACKING is None:
    from plan_page_test import Axe

FOLDER = PAGES / "export"
NAMES = ("all", "cohort", "nobody", "hostile", "changes", "report")
# A4 less its margins, at 96 dots an inch.
PAPER = 680
REASON = LACKING or (None if (FOLDER / "all.html").exists() else f"no pages in {FOLDER}")


@unittest.skipIf(REASON is not None, f"skipped: {REASON}")
class HandOutPageTest(unittest.TestCase):
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

    def open(self, name, width, **options):
        context = self.browser.new_context(viewport={"width": width, "height": HEIGHTS[width]}, **options)
        self.addCleanup(context.close)
        page = context.new_page()
        self.complaints = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on(
            "request",
            lambda request: request.url.startswith("file:") or self.complaints.append(request.url),
        )
        page.goto((FOLDER / f"{name}.html").as_uri())
        return page

    def test_fits_every_width_and_asks_for_nothing(self):
        for name in NAMES:
            for width in HEIGHTS:
                with self.subTest(name, width=width):
                    page = self.open(name, width)
                    widest = page.evaluate("document.scrollingElement.scrollWidth")
                    self.assertLessEqual(widest, width)
                    self.assertEqual(self.complaints, [])

    def test_is_accessible(self):
        for name in NAMES:
            for scheme, width in (("light", 1280), ("dark", 320)):
                with self.subTest(name, scheme=scheme, width=width):
                    page = self.open(name, width, color_scheme=scheme)
                    found = Axe().run(page, options={"resultTypes": ["violations"]}).response
                    told = [
                        f"{rule['id']}: {node['html'][:120]}"
                        for rule in found["violations"]
                        for node in rule["nodes"][:2]
                    ]
                    self.assertEqual(told, [])

    def test_prints_on_pages_with_dark_ink(self):
        for name in ("all", "changes", "report"):
            with self.subTest(name):
                page = self.open(name, 1280, color_scheme="dark")
                page.emulate_media(media="print")
                ink = page.evaluate("getComputedStyle(document.body).color")
                self.assertEqual(ink, "rgb(27, 37, 48)")
                head = page.evaluate("getComputedStyle(document.querySelector('thead')).display")
                self.assertEqual(head, "table-header-group")
                self.assertTrue(page.pdf(format="A4").startswith(b"%PDF"))

    def test_nothing_is_cut_off_on_paper(self):
        for name in NAMES:
            with self.subTest(name):
                page = self.open(name, 768)
                page.set_viewport_size({"width": PAPER, "height": 960})
                page.emulate_media(media="print")
                widest = page.evaluate(
                    "Math.max(...[...document.querySelectorAll('body *')]"
                    ".map(e => e.getBoundingClientRect().right))"
                )
                self.assertLessEqual(widest, PAPER)

    def test_has_landmarks_and_labels(self):
        for name in ("changes", "report"):
            with self.subTest(name):
                page = self.open(name, 1280)
                self.assertEqual(page.locator("main").count(), 1)
                self.assertEqual(page.locator("h1").count(), 1)
                sections = page.locator("main section").all()
                self.assertGreater(len(sections), 1)
                for section in sections:
                    label = section.get_attribute("aria-labelledby")
                    self.assertTrue(page.locator(f"#{label}").inner_text().strip())
                    self.assertGreater(section.locator("thead th[scope=col]").count(), 1)
                    self.assertEqual(
                        section.locator("tbody tr").count(), section.locator("tbody th[scope=row]").count()
                    )


if __name__ == "__main__":
    unittest.main()
