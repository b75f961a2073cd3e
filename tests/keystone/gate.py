#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Stands before cloud-server as the real service's gateway does: asks Keystone about every token.

    gate.py KEYSTONE_URL SERVICE_URL LOGFILE

cloud-server takes any token when told so, which proves nothing about signing in. Here a request passes only
with a token Keystone finds good at that moment, and only to the project that token is for. Prints its own
address on one line. The log has a line per request: milliseconds, status, a digest of the token, method and
path.
"""
import hashlib
import http.client
import http.server
import json
import sys
import threading
import time
import urllib.parse

KEYSTONE, SERVICE = (urllib.parse.urlsplit(url).netloc for url in sys.argv[1:3])
PASSED_ON = ("Content-Type", "Date", "X-Request-Id", "Retry-After")


def exchange(address, method, target, headers, body=None):
    connection = http.client.HTTPConnection(address, timeout=30)
    try:
        connection.request(method, target, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def project_of(token):
    """The id of the project the token is for; None if Keystone refuses it."""
    status, _, body = exchange(KEYSTONE, "GET", "/v3/auth/tokens?nocatalog",
                               {"X-Auth-Token": token, "X-Subject-Token": token})
    if status == 401:
        return None
    if status != 200:
        raise RuntimeError(f"Keystone answers {status}")
    return json.loads(body)["token"].get("project", {}).get("id", "")


def refusal(status, code, message):
    body = json.dumps({"error_code": code, "error_msg": message}).encode()
    return status, {"Content-Type": "application/json"}, body


class Gate(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer leaves in one piece

    log = open(sys.argv[3], "w", buffering=1, encoding="ascii")
    log_lock = threading.Lock()

    def answer(self, token, body):
        project = project_of(token) if token else None
        if project is None:
            return refusal(401, "APIG.0301", "Incorrect IAM authentication information: token expires")
        if urllib.parse.urlsplit(self.path).path.split("/")[2:3] != [project]:
            return refusal(403, "ModelArts.0210",
                           "The project ID in the URL is different from that in the token.")
        headers = {"X-Auth-Token": token}
        if "Content-Type" in self.headers:
            headers["Content-Type"] = self.headers["Content-Type"]
        status, headers, body = exchange(SERVICE, self.command, self.path, headers, body)
        return status, {name: headers[name] for name in PASSED_ON if name in headers}, body

    def serve(self):
        token = self.headers.get("X-Auth-Token", "")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, headers, body = self.answer(token, body)
        with self.log_lock:
            digest = hashlib.sha256(token.encode()).hexdigest()[:12]
            self.log.write(f"{time.monotonic_ns() // 1_000_000} {status} {digest} {self.command} {self.path}\n")
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = serve


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gate)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
