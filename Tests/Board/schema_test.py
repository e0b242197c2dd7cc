"""The API is what its OpenAPI document says, tried with drawn requests (schemathesis).

What takes a zip is left to api_test.py: schemathesis draws none.
"""

import os
import pathlib
import subprocess
import sys
import unittest

from board_server import LACKING, BoardServer

COMMAND = pathlib.Path(sys.executable).parent / "schemathesis"
CONFIGURATION = pathlib.Path(__file__).parent / "schemathesis.toml"
REASON = LACKING or (None if COMMAND.exists() else "schemathesis is not installed")
EXAMPLES = "200" if os.environ.get("JADWAL_ALL_TESTS") else "25"


@unittest.skipIf(REASON is not None, f"skipped: {REASON}")
class SchemaTest(unittest.TestCase):
    def test_answers_are_as_the_document_says(self):
        board = BoardServer()
        self.addCleanup(board.stop)
        board.run(
            "plan", str(board.dataset), "--iterations", "20000", "--seconds", "60", "--quiet", "--database", "")
        board.serve()
        token = board.token("siti")
        done = subprocess.run(
            [
                COMMAND, "--config-file", CONFIGURATION, "run", f"{board.address}/api/v1/openapi.json", "--header", f"Authorization: Bearer {token}",
                "--checks", "all", "--max-examples", EXAMPLES, "--seed", "2026", "--exclude-path", "/datasets",
                "--phases", "examples,coverage,fuzzing", "--generation-database", "none", "--no-color",
                "--request-timeout", "60", "--continue-on-failure", "--suppress-health-check", "all",
            ],
            capture_output=True, text=True, timeout=1200, cwd=board.folder.name,
        )
        self.assertEqual(done.returncode, 0, done.stdout[-20_000:] + done.stderr[-2_000:])
        log = (pathlib.Path(board.folder.name) / "serve.log").read_text()
        self.assertNotIn("ERROR", log)


if __name__ == "__main__":
    unittest.main()
