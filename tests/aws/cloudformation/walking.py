"""Do things in the order in which they need each other, as many at a time as can be."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

Done = Callable[[bool], None]


class Walk:
    """Starts what has all that it needs; tells, when nothing runs any more, what failed and what never began."""

    def __init__(
        self,
        needs: Mapping[str, Iterable[str]],
        start: Callable[[str, Done], None],
        finished: Callable[[list[str], list[str]], None],
    ) -> None:
        """Prepare; needs that are no steps themselves count as met."""
        self.waiting = {name: {need for need in wanted if need in needs} - {name} for name, wanted in needs.items()}
        self.running: list[str] = []
        self.failed: list[str] = []
        self._start = start
        self._finished = finished
        self._done: set[str] = set()
        self._busy = False
        self._over = False

    def begin(self) -> None:
        """Start what can start."""
        if self._busy or self._over:
            return
        self._busy = True
        while ready := [name for name, needs in self.waiting.items() if needs <= self._done]:
            for name in ready:
                if self._stopped():
                    return
                del self.waiting[name]
                self.running.append(name)
                self._start(name, partial(self._report, name))
        self._busy = False
        if not self.running and not self._over:
            self._over = True
            self._finished(self.failed, list(self.waiting))

    def stop(self) -> list[str]:
        """Start nothing more and tell nobody; give what was running."""
        self._over = True
        return list(self.running)

    def _stopped(self) -> bool:
        """Tell whether a step that was just started has ended everything."""
        return self._over

    def _report(self, name: str, went_well: bool) -> None:
        if self._over or name not in self.running:
            return
        self.running.remove(name)
        if went_well:
            self._done.add(name)
        else:
            self.failed.append(name)
        self.begin()
