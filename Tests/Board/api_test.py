"""The board's API and its doors, with a real server process and a real database: what is told to whom,
what happens once, and what is refused."""

import io
import json
import re
import unittest
import zipfile

from board_server import LACKING, PROGRAMME, BoardServer

API = "/api/v1"
PLAN = f"{API}{PROGRAMME}/plans/1"


@unittest.skipIf(LACKING is not None, f"skipped: {LACKING}")
class APITest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.board = BoardServer()
        cls.addClassCleanup(cls.board.stop)
        cls.board.run(
            "plan", str(cls.board.dataset), "--iterations", "200000", "--seconds", "60", "--quiet", "--database", "")
        cls.serving = cls.board.serve()
        cls.siti, cls.minh, cls.reader = (cls.board.token(name) for name in ("siti", "minh", "reader"))

    def get(self, path, token=None, status=200, **headers):
        answer = self.board.ask("GET", path, token or self.siti, **headers)
        self.assertEqual(answer[0], status, answer[2][:500])
        return answer

    def read(self, path, token=None):
        return json.loads(self.get(path, token)[2])

    def problem(self, answer, status):
        self.assertEqual(answer[0], status, answer[2][:500])
        self.assertEqual(answer[1]["Content-Type"], "application/problem+json")
        told = json.loads(answer[2])
        self.assertEqual(told["status"], status)
        self.assertTrue(told["detail"])
        return told

    def pages(self, path, token=None):
        items = []
        while path:
            page = self.read(path, token)
            items += page["items"]
            path = page["next"]
        return items

    # What is told.

    def test_lists_come_in_portions_each_once(self):
        whole = self.pages(f"{PLAN}/sessions?limit=200")
        for limit in (1, 7, 100):
            with self.subTest(limit):
                path = f"{PLAN}/sessions?limit={limit}&state=VN"
                some = [item["session"] for item in self.pages(path)]
                asked = [item["session"] for item in whole if "VN" in item["member_states"]]
                self.assertEqual(sorted(some), sorted(asked))
        self.assertEqual(len(whole), self.read(PLAN)["placed"])
        self.assertEqual(len({item["session"] for item in whole}), len(whole))
        self.assertEqual(len(self.pages(f"{PLAN}/unplaced?limit=3")), self.read(PLAN)["unplaced"])

    def test_readers_are_told_of_their_member_states_alone(self):
        for item in self.pages(f"{PLAN}/sessions", self.reader):
            self.assertIn("VN", item["member_states"])
        shares = self.read(f"{PLAN}/equity", self.reader)
        self.assertEqual([share["id"] for share in shares["member_states"]], ["VN"])
        seen = self.pages(f"{PLAN}/sessions", self.reader)
        all_of_it = [item for item in self.pages(f"{PLAN}/sessions") if "VN" in item["member_states"]]
        self.assertEqual(len(seen), len(all_of_it))
        body = json.dumps({"step": "submit"})
        tag = self.get(PLAN)[1]["ETag"]
        answer = self.board.ask(
            "POST", f"{PLAN}/steps", self.reader, body, Content_Type="application/json", If_Match=tag)
        self.problem(answer, 403)
        answer = self.board.ask(
            "POST", f"{API}{PROGRAMME}/jobs", self.reader, json.dumps({"week": "2026-W32"}),
            Content_Type="application/json", Idempotency_Key="x")
        self.problem(answer, 403)
        self.problem(self.board.ask("POST", f"{API}/datasets", self.reader, b"", Content_Type="application/zip"), 403)

    def test_a_document_that_is_known_is_not_told_again(self):
        for path in (PLAN, API + PROGRAMME):
            tag = self.get(path)[1]["ETag"]
            status, headers, body = self.get(path, status=304, If_None_Match=f'"other", {tag}')
            self.assertEqual((headers["ETag"], body), (tag, b""))
            self.get(path, If_None_Match='"other"')

    # What is done, and what only once.

    def test_steps_need_what_was_seen(self):
        other = self.board.run(
            "plan", str(self.board.dataset), "--iterations", "1000", "--quiet", "--database", "", "--json")
        versions = self.pages(f"{API}{PROGRAMME}/plans")
        path = f"{API}{PROGRAMME}/plans/{versions[0]['version']}"
        self.assertTrue(other)

        def step(name, token, **headers):
            return self.board.ask(
                "POST", f"{path}/steps", token, json.dumps({"step": name}), Content_Type="application/json", **headers)

        self.problem(step("submit", self.siti), 428)
        self.problem(step("submit", self.siti, If_Match='"of another day"'), 412)
        tag = self.get(path)[1]["ETag"]
        # Whoever changes something has to have seen these very bytes (RFC 9110, 13.1.1).
        self.problem(step("submit", self.siti, If_Match=f"W/{tag}"), 412)
        status, headers, body = step("submit", self.siti, If_Match=tag)
        self.assertEqual((status, json.loads(body)["state"]), (200, "submitted"))
        self.problem(step("submit", self.siti, If_Match=tag), 412)
        self.problem(step("approve", self.siti, If_Match=headers["ETag"]), 403)
        status, headers, body = step("approve", self.minh, If_Match=headers["ETag"])
        self.assertEqual((status, json.loads(body)["state"]), (200, "approved"))
        self.problem(step("submit", self.siti, If_Match=headers["ETag"]), 409)
        status, headers, body = step("publish", self.minh, If_Match=headers["ETag"])
        self.assertEqual((status, json.loads(body)["state"]), (200, "published"), body)
        status, _, body = step("withdraw", self.minh, If_Match=headers["ETag"])
        self.assertEqual((status, json.loads(body)["state"]), (200, "withdrawn"), body)

    def ask_for_plan(self, key, body):
        return self.board.ask(
            "POST", f"{API}{PROGRAMME}/jobs", self.siti, json.dumps(body), Content_Type="application/json",
            Idempotency_Key=key)

    def test_a_plan_is_asked_for_once_for_a_key(self):
        status, headers, body = self.ask_for_plan("monday", {"week": "2026-W33", "seconds": 2})
        self.assertEqual(status, 202, body)
        job = json.loads(body)["job"]
        self.assertEqual(headers["Location"], f"{API}/jobs/{job}")
        self.assertEqual(json.loads(self.ask_for_plan("monday", {"week": "2026-W33", "seconds": 2})[2])["job"], job)
        self.problem(self.ask_for_plan("monday", {"week": "2026-W34", "seconds": 2}), 422)
        # Also where the server was another in between.
        type(self).serving.terminate()
        type(self).serving.wait(timeout=60)
        type(self).serving = self.board.serve()
        self.assertEqual(json.loads(self.ask_for_plan("monday", {"week": "2026-W33", "seconds": 2})[2])["job"], job)
        status, _, body = self.board.ask("DELETE", f"{API}/jobs/{job}", self.siti)
        self.assertEqual(status, 202)
        self.assertEqual(json.loads(body)["state"], "cancelled")
        self.problem(self.board.ask("DELETE", f"{API}/jobs/{job}", self.siti), 409)
        status, headers, body = self.board.ask("GET", f"{API}/jobs/{job}/events", self.siti)
        self.assertEqual(headers["Content-Type"], "text/event-stream; charset=utf-8")
        self.assertIn(b'"state": "cancelled"', body)

    def test_datasets_come_as_zips(self):
        def zipped(change=lambda text: text):
            made = io.BytesIO()
            with zipfile.ZipFile(made, "w") as archive:
                for file in sorted(self.board.dataset.glob("*.*")):
                    if file.suffix in (".csv", ".yaml"):
                        archive.writestr(file.name, change(file.read_text()) if file.stem == "venues" else file.read_text())
            return made.getvalue()

        def send(body, query=""):
            return self.board.ask("POST", f"{API}/datasets{query}", self.siti, body, Content_Type="application/zip")

        status, _, body = send(zipped())
        self.assertEqual((status, json.loads(body)["new"]), (200, False))
        told = self.problem(send(zipped(lambda text: text.replace(",", ";", 1))), 422)
        self.assertGreater(told["fault_count"], 0)
        self.assertEqual(told["faults"][0]["file"], "venues.csv")
        longer = zipped(lambda text: text.rstrip("\n") + "\n\n")
        before = self.read(API + PROGRAMME)["datasets"]
        self.assertEqual(send(longer, "?dry-run=true")[0], 200)
        self.assertEqual(self.read(API + PROGRAMME)["datasets"], before)
        self.problem(send(b"no zip at all"), 422)
        self.problem(self.board.ask("POST", f"{API}/datasets", self.siti, b"x", Content_Type="text/plain"), 415)

    def test_every_operation_is_in_the_document_and_the_reverse(self):
        document = json.loads(self.board.ask("GET", f"{API}/openapi.json")[2])
        self.assertEqual(document["openapi"], "3.1.0")
        values = {"domain": "asean", "programme": "digital-skills-2026", "version": "1", "job": "1"}
        for path, item in document["paths"].items():
            place = API + re.sub(r"\{(\w+)\}", lambda name: values[name.group(1)], path)
            for method in ("GET", "POST", "DELETE", "PUT", "PATCH"):
                with self.subTest(f"{method} {path}"):
                    status = self.board.ask(method, place, self.siti, body="" if method != "GET" else None)[0]
                    if method.lower() in item:
                        self.assertNotIn(status, (405, 501))
                    else:
                        self.assertEqual(status, 405)

    # The doors (S9).

    def test_nobody_comes_in_without_a_token(self):
        for path in (PLAN, f"{API}/programmes", f"{API}/jobs/1", f"{API}/nowhere"):
            for headers in (
                {}, {"Authorization": "Bearer"}, {"Authorization": "Bearer jdw_" + "x" * 43},
                {"Authorization": "Basic c2l0aTp4"}, {"Cookie": "jadwal_session=" + "y" * 43},
                {"X-Forwarded-User": "siti"}, {"X-Remote-User": "siti"},
            ):
                with self.subTest(path, headers=headers):
                    answer = self.board.ask("GET", path, **headers)
                    self.assertIn(answer[0], (401, 404, 429), answer[2])
                    self.assertNotIn(b"HAN-Y01", answer[2])

    def test_a_token_that_was_taken_back_is_none(self):
        token = self.board.token("minh")
        self.get(f"{API}/programmes", token)
        listed = json.loads(self.board.run("accounts", "list", "--json"))
        self.assertTrue(listed)
        self.board.run("accounts", "disable", "minh")
        try:
            self.problem(self.board.ask("GET", f"{API}/programmes", token), 401)
        finally:
            type(self).minh = None
        self.board.run("accounts", "set", "minh", "--enable")
        type(self).minh = self.board.token("minh")

    def test_what_one_may_not_see_is_not_there(self):
        for path in (
            f"{API}/programmes/asean/other", f"{API}/programmes/x/digital-skills-2026",
            f"{API}{PROGRAMME}/plans/999", f"{API}/jobs/999999", f"{API}{PROGRAMME}/plans/0",
            f"{API}{PROGRAMME}/plans/99999999999999999999", f"{API}{PROGRAMME}/plans/x", f"{API}/jobs/x",
            f"{API}/jobs/+1", f"{API}{PROGRAMME}/plans/+1",
        ):
            with self.subTest(path):
                self.problem(self.board.ask("GET", path, self.siti), 404)

    def test_a_browser_is_not_made_to_act_for_others(self):
        cookie = self.board.sign_in("siti")
        for headers in (
            {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}, {},
            {"X-HTTP-Method-Override": "GET"},
        ):
            with self.subTest(headers):
                body = "step=submit&form_token=guessed"
                answer = self.board.ask(
                    "POST", f"{PROGRAMME}/versions/1/life", body=body, Cookie=cookie,
                    **{"Content-Type": "application/x-www-form-urlencoded", **headers})
                self.assertEqual(answer[0], 403)
        # A method is what the request line says.
        answer = self.board.ask("GET", PLAN, self.siti, X_HTTP_Method_Override="DELETE")
        self.assertEqual(answer[0], 200)

    def test_only_our_own_name_is_answered(self):
        answer = self.board.say(b"GET /programmes HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        self.assertTrue(answer.startswith(b"HTTP/1.1 421"), answer[:100])

    def test_paths_lead_nowhere_else(self):
        for path in ("/assets/x/../../../etc/passwd", "/assets/x/%2e%2e/%2e%2e/etc/passwd", "/../etc/passwd",
                     "/feeds/..%2f..%2fetc%2fpasswd.ics", "/assets/%00/board.css%00.txt"):
            with self.subTest(path):
                status, _, body = self.board.ask("GET", path, self.siti)
                self.assertIn(status, (400, 404))
                self.assertNotIn(b"root:", body)

    def test_heads_that_mean_two_things_are_refused(self):
        for head in (
            b"Content-Length: 5\r\nContent-Length: 6\r\n", b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            b"Transfer-Encoding: chunked, identity\r\n", b"Content-Length: -1\r\n", b"Content-Length: 5x\r\n",
            b"X: a\r\n b\r\n", b"X : a\r\n", b"X" * 10_000 + b": a\r\n", b"X: " + b"a" * 100_000 + b"\r\n",
            b"X: a\r\n" * 100_000,
        ):
            with self.subTest(head[:40]):
                answer = self.board.say(
                    b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n" + head + b"\r\nhello")
                self.assertRegex(answer[:12], rb"^(HTTP/1.1 4|$)")
                self.assertEqual(answer.count(b"HTTP/1.1 "), min(1, len(answer)))

    def test_slow_heads_do_not_last(self):
        answer = self.board.say(b"GET /programmes HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
        self.assertNotIn(b"200 OK", answer)

    def test_bodies_have_a_limit(self):
        status, _, _ = self.board.ask(
            "POST", f"{PLAN}/steps", self.siti, b"x" * 300_000, Content_Type="application/json", If_Match="*")
        self.assertEqual(status, 413)
        answer = self.board.say(
            b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            b"Content-Length: 99999999999\r\n\r\n")
        self.assertTrue(answer.startswith(b"HTTP/1.1 413"), answer[:100])

    def test_what_cannot_be_understood_is_no_fault_of_ours(self):
        for body in (
            b"", b"[]", b"{", b"null", b'{"step": 1}', b'{"step": "x"}', b'{"step": "submit", "other": 1}',
            b'{"step": "submit", "reason": "\\u0000"}', b'{"step": "submit", "reason": "\\ud800"}',
            b"[" * 50_000, b'{"step": "submit", "seen": 1e99}', b'{"step": "publish", "seen": 1.5}', b"\xff\xfe",
        ):
            with self.subTest(body[:40]):
                answer = self.board.ask(
                    "POST", f"{PLAN}/steps", self.siti, body, Content_Type="application/json", If_Match='"x"')
                self.problem(answer, answer[0] if 400 <= answer[0] < 500 else 400)
        for query in ("limit=0", "limit=%2B1", "limit=201", "limit=x", "cursor=%00", "kind=cohort",
                      "week=0", "week=54", "other=1", "limit=1&limit=2", "cohort=%ff"):
            with self.subTest(query):
                self.problem(self.board.ask("GET", f"{PLAN}/sessions?{query}", self.siti), 400)

    def test_heads_alone_and_other_methods(self):
        status, headers, body = self.board.ask("HEAD", PLAN, self.siti)
        self.assertEqual((status, body), (200, b""))
        for method in ("PUT", "PATCH", "TRACE", "OPTIONS"):
            with self.subTest(method):
                status, headers, _ = self.board.ask(method, PLAN, self.siti)
                self.assertEqual((status, headers["Allow"]), (405, "GET"))

    def test_every_answer_keeps_a_browser_from_what_was_not_meant(self):
        for path in ("/sign-in", PLAN, "/nowhere", "/healthz"):
            with self.subTest(path):
                headers = self.board.ask("GET", path, self.siti)[1]
                self.assertNotIn("unsafe-inline", headers["Content-Security-Policy"])
                self.assertIn("frame-ancestors 'none'", headers["Content-Security-Policy"])
                self.assertEqual(headers["X-Content-Type-Options"], "nosniff")

    def test_nobody_asks_faster_than_is_fair(self):
        other = BoardServer()
        self.addCleanup(other.stop)
        other.serve("--requests-per-second", "1")
        told = [other.ask("GET", "/sign-in") for _ in range(9)]
        self.assertEqual(told[0][0], 200)
        self.assertEqual(told[-1][0], 429)
        self.assertGreaterEqual(int(told[-1][1]["Retry-After"]), 1)

    def test_passwords_are_not_guessed_quickly(self):
        told = []
        for attempt in range(8):
            told.append(self.board.send_form("/sign-in", name="nobody", password=f"wrong{attempt}")[0])
        self.assertEqual(told[0], 401)
        self.assertEqual(told[-1], 429)


if __name__ == "__main__":
    unittest.main()
