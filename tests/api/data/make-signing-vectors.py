#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes signing-vectors.json beside this file.

Computes SDK-HMAC-SHA256 signatures from decoded parts (path segments, query
pairs, headers), with nothing but Python's own library, so that the signer is
checked by something that shares no code with it. Run it again after changing
a case:

    python3 make-signing-vectors.py
"""
import hashlib
import hmac
import json
import pathlib
from urllib.parse import quote

DATE = "20260314T092653Z"
HOST = "modelarts.eu-de.example.com"
BASE = "https://" + HOST


def enc(text):
    return quote(text.encode("utf-8"), safe="-_.~")


def vector(name, url, segments, pairs=(), method="GET", headers=(), body="",
           access="AKLEASEKEEPER0000001", secret="sk/with+odd=chars~0123456789abcdefghijkl", host=HOST):
    """url: as a caller may spell it; segments and pairs: what it means, decoded, in the order of the url."""
    all_headers = [("Host", host), ("X-Sdk-Date", DATE), *headers]
    path = "/" + "/".join(enc(s) for s in segments)
    target = path
    if pairs:
        target += "?" + "&".join(f"{enc(k)}={enc(v)}" for k, v in pairs)
    ordered = sorted((k.encode(), v.encode()) for k, v in pairs)
    canonical_query = "&".join(f"{enc(k.decode())}={enc(v.decode())}" for k, v in ordered)
    signed = sorted((k.lower(), v.strip()) for k, v in all_headers if "_" not in k)
    names = ";".join(k for k, _ in signed)
    canonical = "\n".join([
        method,
        path if path.endswith("/") else path + "/",
        canonical_query,
        "".join(f"{k}:{v}\n" for k, v in signed),
        names,
        hashlib.sha256(body.encode("utf-8")).hexdigest(),
    ])
    digest = hashlib.sha256(canonical.encode("utf-8")).hexdigest()
    to_sign = f"SDK-HMAC-SHA256\n{DATE}\n{digest}"
    signature = hmac.new(secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return {
        "name": name, "method": method, "url": url, "target": target,
        "headers": [list(h) for h in all_headers], "body": body,
        "accessKey": access, "secretKey": secret,
        "canonicalRequest": canonical, "canonicalRequestHash": digest,
        "signedHeaders": names, "signature": signature,
    }


P = ["v1", "p1", "notebooks"]
vectors = [
    vector("no query", BASE + "/v1/p1/notebooks", P),
    vector("trailing slash", BASE + "/v1/p1/notebooks/", P + [""]),
    vector("root without slash", BASE, [""]),
    vector("sorted by name", BASE + "/v1/p1/notebooks?offset=0&limit=50&feature=NOTEBOOK", P,
           [("offset", "0"), ("limit", "50"), ("feature", "NOTEBOOK")]),
    vector("upper case before lower", BASE + "/v1/p1/notebooks?b=1&a=2&B=3&A=4", P,
           [("b", "1"), ("a", "2"), ("B", "3"), ("A", "4")]),
    vector("sorted decoded, not encoded", BASE + "/x?a-=1&a%20=2&a~=3&a%C3%A9=4", ["x"],
           [("a-", "1"), ("a ", "2"), ("a~", "3"), ("a\u00e9", "4")]),
    vector("a name that begins another", BASE + "/x?ab=1&a=2&a%3D=3", ["x"],
           [("ab", "1"), ("a", "2"), ("a=", "3")]),
    vector("repeated keys", BASE + "/x?k=b&k=a&k=10&k=9&k=", ["x"],
           [("k", "b"), ("k", "a"), ("k", "10"), ("k", "9"), ("k", "")]),
    vector("empty values", BASE + "/x?b&a=&c=1", ["x"], [("b", ""), ("a", ""), ("c", "1")]),
    vector("stray ampersands", BASE + "/x?&a=1&&b=2&", ["x"], [("a", "1"), ("b", "2")]),
    vector("equals signs in a value", BASE + "/x?q=a=b==", ["x"], [("q", "a=b==")]),
    vector("plus stands for itself", BASE + "/x?q=a+b&r=a%2Bb", ["x"], [("q", "a+b"), ("r", "a+b")]),
    vector("space", BASE + "/a%20b?q=a%20b&w=%20", ["a b"], [("q", "a b"), ("w", " ")]),
    vector("tilde and other unreserved", BASE + "/~a/%7Eb/-_.?t=~&u=%7E-_.", ["~a", "~b", "-_."],
           [("t", "~"), ("u", "~-_.")]),
    vector("reserved characters", BASE + "/a!$&'()*,;:@b?q=!$'()*,;:@/?", ["a!$&'()*,;:@b"],
           [("q", "!$'()*,;:@/?")]),
    vector("delimiters that are not", BASE + "/a%3Fb%23c%5Bd%5D?q=%26%3D%23%25", ["a?b#c[d]"],
           [("q", "&=#%")]),
    vector("percent signs", BASE + "/100%25/%2525?q=%2541", ["100%", "%25"], [("q", "%41")]),
    vector("lower-case escapes", BASE + "/%c3%a4?q=%c3%a4%2f", ["\u00e4"], [("q", "\u00e4/")]),
    vector("needless escapes", BASE + "/%76%31/%6E?%61=%62", ["v1", "n"], [("a", "b")]),
    vector("path beyond ASCII", BASE + "/v1/\u8bad\u7ec3/\u00fcbung \U0001f680", ["v1", "\u8bad\u7ec3", "\u00fcbung \U0001f680"]),
    vector("query beyond ASCII", BASE + "/x?name=\u8bad\u7ec3&\u00e4=\U0001f680", ["x"],
           [("name", "\u8bad\u7ec3"), ("\u00e4", "\U0001f680")]),
    vector("slash within a segment", BASE + "/v1/a%2Fb/c%2fd", ["v1", "a/b", "c/d"]),
    vector("body", BASE + "/v1/p1/notebooks/n1/lease", P + ["n1", "lease"], method="PATCH",
           headers=[("Content-Type", "application/json")], body='{"duration":3600000,"type":"timing"}'),
    vector("body beyond ASCII", BASE + "/v1/p1/notebooks", P, method="POST",
           headers=[("Content-Type", "application/json")], body='{"name":"\u8bad\u7ec3 \u00fc"}'),
    vector("write without body", BASE + "/v1/p1/notebooks/n1", P + ["n1"], method="DELETE",
           headers=[("Content-Type", "application/json")]),
    vector("security token and project", BASE + "/v1/p1/notebooks?limit=10", P, [("limit", "10")],
           headers=[("X-Project-Id", "0123456789abcdef0123456789abcdef"), ("X-Security-Token", "gQpl+/=token~1")]),
    vector("header names and values", BASE + "/x", ["x"],
           headers=[("ACCEPT", "  application/json \t"), ("x-Custom", "a  b"), ("Zeta", ""), ("with_underscore", "left out")]),
    vector("port", "https://" + HOST + ":8443/x?a=1", ["x"], [("a", "1")], host=HOST + ":8443"),
]

out = pathlib.Path(__file__).with_name("signing-vectors.json")
out.write_text(json.dumps(vectors, indent=1, ensure_ascii=True) + "\n", encoding="ascii")
