#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Fills a fresh Keystone with what the tests sign in as, and prints the ids of its projects.

    accounts.py KEYSTONE_URL ADMIN_PASSWORD USER_PASSWORD

Two accounts ("house", "annex"), a project in each ("eu-test", "eu-annex"), and two users of "house" who may
work in both: "keeper" with a password alone, "careful" with a one-time code besides.
"""
import base64
import http.client
import json
import sys
import time
import urllib.parse


class Keystone:
    def __init__(self, url):
        self.address = urllib.parse.urlsplit(url).netloc
        self.token = None

    def call(self, method, path, body=None):
        """The answer's headers and its decoded body."""
        connection = http.client.HTTPConnection(self.address, timeout=60)
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["X-Auth-Token"] = self.token
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {content.decode(errors='replace')}")
        return answer.headers, json.loads(content) if content else None

    def create(self, kind, **fields):
        return self.call("POST", f"/v3/{kind}s", {kind: fields})[1][kind].get("id")

    def wait(self, seconds):
        """Until it answers at all: it listens before it has loaded itself."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                self.call("GET", "/v3")
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def sign_in(self, password):
        home = {"id": "default"}
        user = {"name": "admin", "password": password, "domain": home}
        headers, _ = self.call("POST", "/v3/auth/tokens?nocatalog", {"auth": {
            "identity": {"methods": ["password"], "password": {"user": user}},
            "scope": {"project": {"name": "admin", "domain": home}}}})
        self.token = headers["X-Subject-Token"]


def main(url, admin_password, user_password):
    keystone = Keystone(url)
    keystone.wait(60)
    keystone.sign_in(admin_password)
    house, annex = (keystone.create("domain", name=name) for name in ("house", "annex"))
    projects = {"eu-test": keystone.create("project", name="eu-test", domain_id=house),
                "eu-annex": keystone.create("project", name="eu-annex", domain_id=annex)}
    role = keystone.create("role", name="notebooks")
    keeper = keystone.create("user", name="keeper", password=user_password, domain_id=house)
    careful = keystone.create(
        "user", name="careful", password=user_password, domain_id=house,
        options={"multi_factor_auth_enabled": True, "multi_factor_auth_rules": [["password", "totp"]]})
    keystone.create("credential", type="totp", user_id=careful,
                    blob=base64.b32encode(b"a secret for the codes").decode().rstrip("="))
    for user in (keeper, careful):
        for project in projects.values():
            keystone.call("PUT", f"/v3/projects/{project}/users/{user}/roles/{role}")
    print(projects["eu-test"], projects["eu-annex"])


if __name__ == "__main__":
    main(*sys.argv[1:])
