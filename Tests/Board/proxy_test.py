"""A proxy in front that signs people in and names them in a header: it counts from the proxy's own address
alone, and only where it was asked for."""

import re
import unittest

from board_server import LACKING, PROGRAMME, BoardServer

API = "/api/v1/programmes"
HEADER = "X-Remote-User"
ELSEWHERE = "127.0.0.2"


@unittest.skipIf(LACKING is not None, f"skipped: {LACKING}")
class ProxyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.board = BoardServer()
        cls.addClassCleanup(cls.board.stop)
        cls.board.run(
            "plan", str(cls.board.dataset), "--iterations", "1000", "--seconds", "60", "--quiet", "--database", "")
        cls.serving = cls.board.serve("--trusted-header", HEADER, "--trusted-proxy", "127.0.0.1")

    def test_the_proxy_says_who_it_is(self):
        for person in ("siti", "minh"):
            status, headers, page = self.board.ask("GET", "/programmes", **{HEADER: person})
            self.assertEqual(status, 200)
            self.assertIn(f'<span class="visitor">{person}</span>', page.decode())
            self.assertIn(HEADER, headers["Vary"])
        self.assertEqual(self.board.ask("GET", API, **{HEADER: "siti"})[0], 200)
        self.assertEqual(self.board.ask("GET", API)[0], 401)
        # Whose member states are told of is as everywhere.
        self.assertEqual(self.board.ask("GET", "/jobs/1", **{HEADER: "reader"})[0], 404)

    def test_others_say_nothing_by_it(self):
        for person in ("siti", "nobody"):
            self.assertEqual(self.board.ask("GET", API, source=ELSEWHERE, **{HEADER: person})[0], 401)
            status, headers, _ = self.board.ask("GET", "/programmes", source=ELSEWHERE, **{HEADER: person})
            self.assertEqual((status, headers["Location"][:8]), (303, "/sign-in"))
        # Neither do they by telling of the proxy.
        for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
            headers = {HEADER: "siti", name: "for=127.0.0.1" if name == "Forwarded" else "127.0.0.1"}
            self.assertEqual(self.board.ask("GET", API, source=ELSEWHERE, **headers)[0], 401)
        # A token counts from everywhere.
        self.assertEqual(self.board.ask("GET", API, self.board.token("siti"), source=ELSEWHERE)[0], 200)

    def test_only_who_has_an_account_comes_in(self):
        self.board.run("accounts", "add", "gone", "--role", "coordinator", stdin="another long walk\n")
        self.board.run("accounts", "disable", "gone")
        for person in ("nobody", "gone", "SITI", "siti,minh", "siti, minh", "siti\t", "' OR true --"):
            with self.subTest(person):
                status, _, body = self.board.ask("GET", API, **{HEADER: person})
                self.assertEqual(status, 200 if person.strip() == "siti" else 403, body)
        answer = self.board.say(
            f"GET {API} HTTP/1.1\r\nHost: 127.0.0.1\r\n{HEADER}: siti\r\n{HEADER}: minh\r\nConnection: close\r\n\r\n".encode())
        self.assertTrue(answer.startswith(b"HTTP/1.1 403"), answer[:100])

    def test_an_old_cookie_is_in_nobodys_way(self):
        status, _, page = self.board.ask(
            "GET", "/programmes", Cookie="jadwal_session=" + "y" * 43, **{HEADER: "siti"})
        self.assertEqual(status, 200)
        self.assertIn("siti", page.decode())

    def form_token(self, person):
        page = self.board.ask("GET", f"{PROGRAMME}/versions/1", **{HEADER: person})[2].decode()
        return re.search('name="form_token" value="([^"]+)"', page).group(1)

    def test_acting_needs_the_token_of_a_form(self):
        """A browser lets the proxy name its visitor whatever page of others asks it to."""
        path = f"{PROGRAMME}/versions/1/life"
        siti, minh = self.form_token("siti"), self.form_token("minh")
        self.assertNotEqual(siti, minh)
        for token in ({}, {"form_token": ""}, {"form_token": "guessed"}, {"form_token": minh}):
            with self.subTest(token):
                answer = self.board.send_form(path, step="submit", headers={HEADER: "siti"}, **token)
                self.assertEqual(answer[0], 403)
        answer = self.board.ask(
            "POST", f"/api/v1{PROGRAMME}/plans/1/steps", body='{"step": "submit"}',
            **{HEADER: "siti", "Content-Type": "application/json", "If-Match": "*"})
        self.assertEqual(answer[0], 403)
        self.assertEqual(self.state(), "draft")
        status, headers, _ = self.board.send_form(path, step="submit", form_token=siti, headers={HEADER: "siti"})
        self.assertEqual((status, headers["Location"]), (303, f"{PROGRAMME}/versions/1"))
        self.assertEqual(self.state(), "submitted")

    def state(self):
        page = self.board.ask("GET", f"{PROGRAMME}/versions/1", **{HEADER: "siti"})[2].decode()
        return re.search('<h1>[^<]*<span class="state ([a-z]+)"', page).group(1)

    def test_the_header_is_nothing_where_nobody_asked_for_it(self):
        other = BoardServer()
        self.addCleanup(other.stop)
        other.serve()
        for source in ("127.0.0.1", ELSEWHERE):
            self.assertEqual(other.ask("GET", API, source=source, **{HEADER: "siti"})[0], 401)
        self.assertEqual(other.ask("GET", "/programmes", **{HEADER: "siti"})[0], 303)
        status, _, _ = other.send_form("/sign-in", name="siti", password="wrong", headers={HEADER: "siti"})
        self.assertEqual(status, 401)

    def test_each_of_those_behind_the_proxy_has_a_share(self):
        other = BoardServer()
        self.addCleanup(other.stop)
        other.serve(
            "--trusted-header", HEADER, "--trusted-proxy", "127.0.0.1", "--requests-per-second", "1")

        def asks_too_much(name, source):
            return any(
                other.ask("GET", API, source=source, **{HEADER: name(number)})[0] == 429 for number in range(1000))

        self.assertTrue(asks_too_much(lambda _: "siti", "127.0.0.1"))
        self.assertEqual(other.ask("GET", API, **{HEADER: "minh"})[0], 200)
        # Whoever is no proxy gains nothing by many names.
        self.assertTrue(asks_too_much(lambda number: f"name{number}", ELSEWHERE))


if __name__ == "__main__":
    unittest.main()
