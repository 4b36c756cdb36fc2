"""Files that are locked: the password that opens them, as each engine and each age of the format wants it."""

from __future__ import annotations

import pypdfium2

from pipeline.errors import EncryptedError, WrongPasswordError


def spellings(password: str | None) -> tuple[str | None, ...]:
    """Ways in which a file may spell a password, the likeliest first.

    Files of revision 6 hold it in UTF-8. Older ones hold the bytes of the system that locked them, which engines take
    from the first 256 characters: a password in Chinese may have been spelled in UTF-8 or in Big5.

    >>> spellings("secret"), spellings(None)
    (('secret',), (None,))
    """
    if password is None or password.isascii():
        return (password,)
    older = (password.encode(name, errors="replace").decode("latin-1") for name in ("utf-8", "cp950"))
    return (password, *older)


def pdfium_document(data: bytes, password: str | None = None) -> pypdfium2.PdfDocument:
    """The file opened by pdfium; a password is ignored where it wants none.

    Raises:
        PdfiumError: it cannot be opened.
    """
    *others, last = spellings(password)
    for spelling in others:
        try:
            return pypdfium2.PdfDocument(data, spelling)
        except pypdfium2.PdfiumError:
            continue
    return pypdfium2.PdfDocument(data, last)


def locked(name: str, password: str | None) -> EncryptedError:
    """What is told of a file that wants a password, or another one than was given; never the password.

    Args:
        name: the file's name for messages.
        password: what was given.
    """
    if password:
        return WrongPasswordError(f"The password does not open {name}.", f"密碼無法開啟 {name}。")
    return EncryptedError(f"{name} is protected by a password.", f"{name} 有密碼保護。")
