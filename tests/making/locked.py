"""Small PDF files that want a password, of every revision that offices' programs write."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Literal

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

Revision = Literal[2, 3, 6]
BITS: dict[Revision, int] = {2: 40, 3: 128}
KEY, SALT, VECTOR = b"k" * 32, b"s" * 8, bytes(16)
"""Of revision 6; the same each time, so that a file is."""


def locked_pdf(
    user: str | bytes, owner: str | bytes = "owner", revision: Revision = 3, text: str = "seen"
) -> bytes:
    """One page that says a text in Helvetica.

    Args:
        user: the password that opens it; bytes as a system of another encoding would spell it.
        owner: the one that also allows everything.
        revision: of the standard security handler (ISO 32000-2, 7.6.4).
        text: ASCII.
    """
    if revision == 6:
        return _locked_by_aes(_utf8(user), _utf8(owner), text)
    buffer = BytesIO()
    encrypt = StandardEncryption(_utf8(user), _utf8(owner), strength=BITS[revision])
    canvas = Canvas(buffer, encrypt=encrypt, invariant=1)
    canvas.drawString(100, 700, text)
    canvas.save()
    return buffer.getvalue()


def _utf8(password: str | bytes) -> bytes:
    return password.encode() if isinstance(password, str) else password


def _locked_by_aes(user: bytes, owner: bytes, text: str) -> bytes:
    """Revision 6: AES-256, passwords in UTF-8."""
    u = _hash(user, SALT) + SALT + SALT
    o = _hash(owner, SALT, u) + SALT + SALT
    keys = _aes(_hash(user, SALT), VECTOR, KEY), _aes(_hash(owner, SALT, u), VECTOR, KEY)
    allowed = (-1).to_bytes(8, "little", signed=True) + b"Tadb" + bytes(4)
    perms = Cipher(algorithms.AES(KEY), modes.ECB()).encryptor().update(allowed)  # noqa: S305 - as the format wants it
    content = f"BT /F1 12 Tf 100 700 Td ({text}) Tj ET".encode()
    pad = 16 - len(content) % 16
    stream = VECTOR + _aes(KEY, VECTOR, content + bytes([pad]) * pad)
    handler = (
        b"<< /Filter /Standard /V 5 /R 6 /Length 256 /P -1 /StmF /StdCF /StrF /StdCF "
        b"/CF << /StdCF << /AuthEvent /DocOpen /CFM /AESV3 /Length 32 >> >> "
        + b" ".join(
            f"/{name} <{value.hex()}>".encode()
            for name, value in zip(("U", "O", "UE", "OE", "Perms"), (u, o, *keys, perms), strict=True)
        )
        + b" >>"
    )
    fonts = b"<< /Font << /F1 5 0 R >> >>"
    return _file(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources %s >>" % fonts,
        b"<< /Length %d >> stream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        handler,
    )


def _file(*objects: bytes) -> bytes:
    """A file of these objects, the last of which is the security handler's."""
    made, places = b"%PDF-2.0\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    count, end = len(objects), len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (count + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R /Encrypt %d 0 R /ID [<00> <00>] >>\n" % (count + 1, count)
    return made + b"startxref\n%d\n%%%%EOF\n" % end


def _aes(key: bytes, vector: bytes, data: bytes) -> bytes:
    return Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor().update(data)


def _hash(password: bytes, salt: bytes, u: bytes = b"") -> bytes:
    """Algorithm 2.B of ISO 32000-2."""
    found, count, last = hashlib.sha256(password + salt + u).digest(), 0, 0
    while count < 64 or last > count - 32:
        encrypted = _aes(found[:16], found[16:32], (password + found + u) * 64)
        kind = (hashlib.sha256, hashlib.sha384, hashlib.sha512)[sum(encrypted[:16]) % 3]
        found, last, count = kind(encrypted).digest(), encrypted[-1], count + 1
    return found[:32]
