"""Digest authentication: the answer to a 401 or 407."""

import hashlib
import re


def authorization(challenge: str, method: str, uri: str, user: str, secret: str) -> str:
    """The Authorization header for a challenge. MD5, with or without `qop=auth`."""
    offered = dict(re.findall(r'(\w+)\s*=\s*"?([^",]+)"?', challenge))
    realm, nonce = offered.get("realm", ""), offered.get("nonce", "")
    first = _md5(f"{user}:{realm}:{secret}")
    second = _md5(f"{method}:{uri}")
    parts = [f'username="{user}"', f'realm="{realm}"', f'nonce="{nonce}"', f'uri="{uri}"']
    if "auth" in offered.get("qop", ""):
        count, ours = "00000001", _md5(f"{nonce}:{user}")[:16]
        answer = _md5(f"{first}:{nonce}:{count}:{ours}:auth:{second}")
        parts += ["qop=auth", f"nc={count}", f'cnonce="{ours}"']
    else:
        answer = _md5(f"{first}:{nonce}:{second}")
    if "opaque" in offered:
        parts.append(f'opaque="{offered["opaque"]}"')
    return "Digest " + ", ".join([*parts, f'response="{answer}"', "algorithm=MD5"])


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()
