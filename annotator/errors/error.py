"""What every error is, why the system refused, and what can befall the program itself."""

from __future__ import annotations

import errno
from typing import ClassVar

from annotator.texts import _, mark


class WarraqError(Exception):
    """What went wrong, where, and what to do: ``str()`` gives the text in the language in use, ``code`` the log's name for it."""

    message: ClassVar[str] = mark("Something went wrong: {detail}")

    def __init__(self, **values: object) -> None:
        super().__init__(values)
        self.values = values

    @property
    def code(self) -> str:
        return type(self).__name__

    def __str__(self) -> str:
        return _(self.message).format(**self.values)

    def __reduce__(self) -> tuple[object, ...]:
        return _made, (type(self), self.values)


def _made(error: type[WarraqError], values: dict[str, object]) -> WarraqError:
    return error(**values)


def reason(error: OSError) -> str:
    """Why the system refused, in the language in use."""
    known = _REASONS.get(error.errno or 0)
    return _(known) if known else error.strerror or type(error).__name__


_REASONS = {
    errno.ENOENT: mark("it does not exist"),
    errno.EACCES: mark("its permissions forbid it"),
    errno.EPERM: mark("its permissions forbid it"),
    errno.EISDIR: mark("it is a folder"),
    errno.ENOTDIR: mark("a part of its path is not a folder"),
    errno.EROFS: mark("the disk can only be read"),
    errno.ENOSPC: mark("the disk is full"),
    errno.EDQUOT: mark("the disk is full"),
    errno.ENAMETOOLONG: mark("its name is too long"),
    errno.ELOOP: mark("its links lead in a circle"),
}


class WorkerStopped(WarraqError):
    message = mark("The background process ended unexpectedly. What was saved is kept; start the task again.")


class WindowUnavailable(WarraqError):
    message = mark("The window cannot be opened: {detail}.")
