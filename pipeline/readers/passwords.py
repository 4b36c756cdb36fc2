"""Files that are locked: the password that opens them, as each engine and each age of the format wants it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from pipeline.errors import EncryptedError, WrongPasswordError


def spellings(password: str | None) -> tuple[str | None, ...]:
    """Ways in which a file may spell a password, the likeliest first; the last is none, for a file that wants none.

    Files of revision 6 hold it in UTF-8, its compatibility characters as ordinary ones. Older ones hold the bytes of
    the system that locked them, which engines take from the first 256 characters: a password in Chinese may have been
    spelled in UTF-8 or in Big5.

    >>> spellings("secret"), spellings(None)
    (('secret', None), (None,))
    """
    if password is None:
        return (None,)
    if password.isascii():
        return password, None
    older = (password.encode(name, errors="replace").decode("latin-1") for name in ("utf-8", "cp950"))
    return tuple(dict.fromkeys((password, unicodedata.normalize("NFKC", password), *older, None)))


def pdfium_document(source: bytes | Path, password: str | None = None) -> pypdfium2.PdfDocument:
    """A file opened by pdfium; a password is ignored where it wants none.

    Args:
        source: the file, or its bytes.
        password: opens it, if it wants one.

    Raises:
        PdfiumError: it cannot be opened.
    """
    *others, last = spellings(password)
    for spelling in others:
        try:
            return pypdfium2.PdfDocument(source, spelling)
        except pypdfium2.PdfiumError as error:
            if not wants_password(error):
                raise
    return pypdfium2.PdfDocument(source, last)


def wants_password(error: Exception) -> bool:
    """Whether pdfium could not open a file for want of its password."""
    return bool(getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD)


def wants_certificate(error: Exception) -> bool:
    """Whether pdfium knows no way to open a file that is protected otherwise than by a password."""
    return bool(getattr(error, "err_code", None) == raw.FPDF_ERR_SECURITY)


def locked(name: str, password: str | None) -> EncryptedError:
    """What is told of a file that wants a password, or another one than was given; never the password.

    Args:
        name: the file's name for messages.
        password: what was given.
    """
    if password:
        return WrongPasswordError("password-wrong", name=name)
    return EncryptedError("password-wanted", name=name)
