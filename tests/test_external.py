"""Pages elsewhere are asked for politely, and a good answer is believed for a week."""

import http.server
import json
import threading

import pytest
from diglot.external import NO_HOST, PAUSE, WEEK, ask_all, status_of

PLACES = {"https://a.example.org/1": [("en/x.html", 3)], "https://a.example.org/2": [("en/x.html", 4), ("de/x.html", 5)]}


def asked(cache, answers, now=1000.0, places=PLACES):
    """What is said, which addresses were asked for, and the pauses between them."""
    seen, pauses = [], []

    def ask(address):
        seen.append(address)
        return answers.get(address, 200)

    problems, notes = ask_all(places, cache, ask, now, pauses.append)
    return [str(problem) for problem in problems], notes, seen, pauses


def test_what_is_gone_is_named_wherever_it_is_linked(tmp_path):
    problems, notes, _, _ = asked(tmp_path / "cache.json", {"https://a.example.org/2": 404})
    message = "error W030 https://a.example.org/2 is not there (status 404); mend the link, or remove it"
    assert problems == [f"en/x.html:4:1: {message}", f"de/x.html:5:1: {message}"]
    assert notes == []


def test_a_host_that_is_not_there_is_named(tmp_path):
    problems, _, _, _ = asked(tmp_path / "cache.json", {"https://a.example.org/1": NO_HOST})
    assert problems == [
        "en/x.html:3:1: error W030 https://a.example.org/1 is not there (no such host, or no answer); mend the link, or remove it"
    ]


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_a_host_that_refuses_programs_is_a_note(tmp_path, status):
    problems, notes, _, _ = asked(tmp_path / "cache.json", {"https://a.example.org/1": status})
    assert problems == []
    assert notes == [f"https://a.example.org/1 gave no answer that says anything ({status})"]


def test_a_host_is_asked_slowly(tmp_path):
    _, _, seen, pauses = asked(tmp_path / "cache.json", {})
    assert seen == list(PLACES)
    assert pauses == [PAUSE]


def test_a_good_answer_is_believed_for_a_week_and_no_other_is(tmp_path):
    cache = tmp_path / "kept/cache.json"
    asked(cache, {"https://a.example.org/2": 404})
    assert asked(cache, {}, now=1000 + WEEK - 1)[2] == ["https://a.example.org/2"]
    assert asked(cache, {}, now=1000 + 2 * WEEK)[2] == list(PLACES)


@pytest.mark.parametrize("text", ["{", "[]", '{"https://a.example.org/1": "yes"}', ""])
def test_a_cache_that_cannot_be_read_is_made_anew(tmp_path, text):
    cache = tmp_path / "cache.json"
    cache.write_text(text)
    assert asked(cache, {})[2] == list(PLACES)
    assert json.loads(cache.read_text()) == dict.fromkeys(PLACES, 1000.0)


class _Host(http.server.BaseHTTPRequestHandler):
    def do_HEAD(self):
        self.send_response(405)
        self.end_headers()

    def do_GET(self):
        self.send_response(200 if self.path == "/here" else 404)
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


def test_a_host_that_knows_no_head_is_asked_again(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{server.server_port}"
        assert [status_of(f"{home}/here"), status_of(f"{home}/gone"), status_of("http://no host/")] == [200, 404, NO_HOST]
        server.shutdown()
