"""What is asked of the API twice, or at the same time: made once under a key, and of two steps with a version
one. The database is held still so that both are certainly under way."""

import contextlib
import io
import json
import subprocess
import threading
import unittest
import zipfile

from board_server import LACKING, PROGRAMME, BoardServer, until

API = "/api/v1"
JOBS = f"{API}{PROGRAMME}/jobs"


@unittest.skipIf(LACKING is not None, f"skipped: {LACKING}")
class OnceTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.board = BoardServer()
        cls.addClassCleanup(cls.board.stop)
        cls.plan()
        cls.serving = cls.board.serve()
        cls.siti, cls.minh, cls.reader = (cls.board.token(name) for name in ("siti", "minh", "reader"))

    @classmethod
    def plan(cls):
        """A new version; its path."""
        cls.board.run(
            "plan", str(cls.board.dataset), "--iterations", "1000", "--seconds", "60", "--quiet", "--database", "")
        versions = json.loads(cls.board.run("plans", "list", PROGRAMME.rsplit("/", 1)[1], "--json"))
        newest = max(version["version"] for version in versions)
        return f"{API}{PROGRAMME}/plans/{newest}"

    def post(self, path, token, document, **headers):
        return self.board.ask("POST", path, token, json.dumps(document), Content_Type="application/json", **headers)

    def ask_for_plan(self, key, week="2026-W33", token=None):
        answer = self.post(JOBS, token or self.siti, {"week": week, "seconds": 2}, Idempotency_Key=key)
        if answer[0] == 202:
            # For the next test a week is free again.
            self.addCleanup(self.board.ask, "DELETE", answer[1]["Location"], self.siti)
        return answer

    def read(self, path, **headers):
        return self.board.ask("GET", path, self.siti, **headers)

    def database(self, sql):
        return subprocess.run(
            ["psql", "-qXAt", self.board.database, "-c", sql], check=True, capture_output=True, text=True).stdout.strip()

    @contextlib.contextmanager
    def held(self):
        """Nobody gets on with a programme before this is over."""
        holder = subprocess.Popen(
            ["psql", "-qXAt", self.board.database], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            holder.stdin.write("BEGIN; SELECT 'held' FROM jadwal.programme FOR UPDATE;\n")
            holder.stdin.flush()
            self.assertEqual(holder.stdout.readline(), "held\n")
            yield
        finally:
            holder.communicate("ROLLBACK;\n")

    def at_once(self, *requests):
        """What each is answered; all of them wait for one another, or for the database, before any is done."""
        answers = [None] * len(requests)

        def ask(place):
            answers[place] = requests[place]()

        threads = [threading.Thread(target=ask, args=(place,)) for place in range(len(requests))]
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        with self.held():
            for thread in threads:
                thread.start()
            until(lambda: self.database(waiting) == str(len(requests)), "that all wait")
        for thread in threads:
            thread.join()
        return answers

    def essence(self, answer):
        return answer[0], answer[1]["Location"], answer[2]

    # Under a key.

    def test_the_same_key_is_answered_alike(self):
        first = self.ask_for_plan("monday")
        self.assertEqual(first[0], 202, first[2])
        job = json.loads(first[2])["job"]
        self.assertEqual(first[1]["Location"], f"{API}/jobs/{job}")
        # Also after the job has gone on, and by another server.
        self.assertEqual(self.board.ask("DELETE", f"{API}/jobs/{job}", self.siti)[0], 202)
        self.assertEqual(self.essence(self.ask_for_plan("monday")), self.essence(first))
        type(self).serving.terminate()
        type(self).serving.wait(timeout=60)
        type(self).serving = self.board.serve()
        self.assertEqual(self.essence(self.ask_for_plan("monday")), self.essence(first))
        # For something else it is no key any more.
        self.assertEqual(self.ask_for_plan("monday", week="2026-W34")[0], 422)
        self.assertEqual(json.loads(self.ask_for_plan("monday", week="2026-W34")[2])["code"], "key_reused")
        # Another account's key of the same name is another.
        other = self.ask_for_plan("monday", token=self.minh)
        self.assertEqual(other[0], 202)
        self.assertNotEqual(json.loads(other[2])["job"], job)
        self.assertEqual(self.ask_for_plan("monday", token=self.reader)[0], 403)
        # Another key asks again: for what is there, or anew.
        self.assertEqual(json.loads(self.ask_for_plan("tuesday")[2])["job"], json.loads(other[2])["job"])

    def test_what_was_refused_was_not_asked(self):
        self.assertEqual(self.ask_for_plan("spring", week="2027-W10")[0], 409)
        self.assertEqual(self.ask_for_plan("spring", week="2026-W35")[0], 202)
        self.assertEqual(self.ask_for_plan("spring", week="2027-W10")[0], 422)
        for key in ("", "x" * 201):
            self.assertEqual(self.ask_for_plan(key)[0], 400)
        self.assertEqual(self.post(JOBS, self.siti, {"week": "2026-W33"})[0], 400)

    def test_two_at_once_are_one(self):
        before = int(self.database("SELECT count(*) FROM jadwal.job"))
        one, other = self.at_once(
            lambda: self.ask_for_plan("race", week="2026-W32"), lambda: self.ask_for_plan("race", week="2026-W32"))
        self.assertEqual(one[0], 202, one[2])
        self.assertEqual(self.essence(one), self.essence(other))
        self.assertEqual(int(self.database("SELECT count(*) FROM jadwal.job")), before + 1)
        answers = self.at_once(
            lambda: self.ask_for_plan("crossing", week="2026-W34"), lambda: self.ask_for_plan("crossing", week="2026-W35"))
        self.assertEqual(sorted(answer[0] for answer in answers), [202, 422])
        self.assertEqual(int(self.database("SELECT count(*) FROM jadwal.job")), before + 2)

    def zipped(self, title):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for file in sorted(self.board.dataset.iterdir()):
                if file.suffix == ".csv":
                    archive.writestr(file.name, file.read_text())
                elif file.suffix == ".yaml":
                    archive.writestr(file.name, file.read_text() + f"# {title}\n")
        return made.getvalue()

    def test_a_dataset_is_stored_once_under_a_key(self):
        def send(body, query="", **headers):
            return self.board.ask(
                "POST", f"{API}/datasets{query}", self.siti, body, Content_Type="application/zip", **headers)

        first, second = self.zipped("first"), self.zipped("second")
        made = send(first, Idempotency_Key="files")
        self.assertEqual((made[0], json.loads(made[2])["new"]), (201, True), made[2])
        self.assertEqual(self.essence(send(first, Idempotency_Key="files")), self.essence(made))
        self.assertEqual((send(first)[0], json.loads(send(first)[2])["new"]), (200, False))
        self.assertEqual(send(second, Idempotency_Key="files")[0], 422)
        self.assertEqual(self.ask_for_plan("files")[0], 422)
        self.assertEqual(send(second, "?dry-run=true", Idempotency_Key="new files")[0], 200)
        self.assertEqual(send(second, Idempotency_Key="new files")[0], 201)

    # With what was seen.

    def step(self, path, token, name, tag):
        return self.post(f"{path}/steps", token, {"step": name}, If_Match=tag)

    def test_of_two_steps_at_once_one_is_taken(self):
        path = self.plan()
        submitted = self.step(path, self.siti, "submit", self.read(path)[1]["ETag"])
        tag = submitted[1]["ETag"]
        # Each of them could follow the other.
        answers = self.at_once(
            lambda: self.step(path, self.minh, "approve", tag), lambda: self.step(path, self.siti, "reject", tag))
        self.assertEqual(sorted(answer[0] for answer in answers), [200, 412], answers)
        taken = next(answer for answer in answers if answer[0] == 200)
        self.assertEqual(json.loads(self.read(path)[2]), json.loads(taken[2]))

    def test_a_weak_tag_is_no_proof_of_what_was_seen(self):
        path = self.plan()
        tag = self.read(path)[1]["ETag"]
        for list_of_tags in (f"W/{tag}", f'"x", W/{tag}', f'W/{tag}, W/"*"', "", '"*"', tag[1:-1]):
            with self.subTest(list_of_tags):
                self.assertEqual(self.step(path, self.siti, "submit", list_of_tags)[0], 412)
        for list_of_tags in (f"W/{tag}", f'"x",\t{tag}'):
            self.assertEqual(self.read(path, If_None_Match=list_of_tags)[0], 304)
        self.assertEqual(self.step(path, self.siti, "submit", f'W/"x" ,  {tag}')[0], 200)
        self.assertEqual(self.step(path, self.minh, "reject", "*")[0], 200)
        self.assertEqual(self.step(f"{API}{PROGRAMME}/plans/999", self.siti, "submit", "*")[0], 404)
        self.assertEqual(self.step(path, self.reader, "submit", "*")[0], 403)

    # What one is not told, and what an answer depends on.

    def test_jobs_are_not_there_for_who_may_not_see_them(self):
        job = json.loads(self.ask_for_plan("hidden", week="2026-W34")[2])["job"]
        for method, path in (
            ("GET", f"{API}/jobs/{{}}"), ("GET", f"{API}/jobs/{{}}/events"), ("DELETE", f"{API}/jobs/{{}}"),
            ("GET", "/jobs/{}"), ("GET", "/jobs/{}/events"),
        ):
            with self.subTest(f"{method} {path}"):
                there = self.board.ask(method, path.format(job), self.reader)
                nowhere = self.board.ask(method, path.format(999_999), self.reader)
                self.assertEqual((there[0], nowhere[0]), (404, 404))
                self.assertEqual(there[2], nowhere[2])
        self.assertEqual(json.loads(self.read(f"{API}/jobs/{job}")[2])["state"], "available")

    def test_answers_say_what_they_depend_on(self):
        for path in ("/programmes", "/sign-in", PROGRAMME, f"{API}/programmes", f"{API}{PROGRAMME}", "/nowhere"):
            with self.subTest(path):
                for token in (self.siti, None):
                    varying = self.board.ask("GET", path, token)[1]["Vary"]
                    self.assertEqual(varying, "Accept-Language, Authorization, Cookie")
        tag = self.read(API + PROGRAMME)[1]["ETag"]
        status, headers, _ = self.read(API + PROGRAMME, If_None_Match=tag)
        self.assertEqual((status, headers["Vary"]), (304, "Accept-Language, Authorization, Cookie"))
        for path in ("/healthz", f"{API}/openapi.json"):
            self.assertIsNone(self.board.ask("GET", path)[1]["Vary"])


if __name__ == "__main__":
    unittest.main()
