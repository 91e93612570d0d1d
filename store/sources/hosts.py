"""Work for several hosts at once, for each host one piece after the other."""

from __future__ import annotations

import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, NoReturn, TypeVar

_HOSTS_AT_ONCE: Final = 4

Job = TypeVar("Job")
Result = TypeVar("Result")


def by_host(
    jobs: Sequence[Job], host: Callable[[Job], str], work: Callable[[Job], Result]
) -> Iterator[Result]:
    """The results of `work`, as they come in; what it raises is raised here.

    Ending the iteration early leaves what was not begun.
    """
    hosts: dict[str, list[Job]] = defaultdict(list)
    for job in jobs:
        hosts[host(job)].append(job)
    if len(hosts) < 2:
        yield from map(work, jobs)
        return
    done: queue.SimpleQueue[Callable[[], Result]] = queue.SimpleQueue()
    left = threading.Event()

    def through(of_host: Sequence[Job]) -> None:
        try:
            for job in of_host:
                if left.is_set():
                    return
                done.put(partial(_same, work(job)))
        except BaseException as error:  # whoever waits for the results has to hear of it
            done.put(partial(_fail, error))

    with ThreadPoolExecutor(_HOSTS_AT_ONCE, thread_name_prefix="pages") as workers:
        try:
            for of_host in hosts.values():
                workers.submit(through, of_host)
            for _ in jobs:
                yield done.get()()
        finally:
            left.set()


def _same(result: Result) -> Result:
    return result


def _fail(error: BaseException) -> NoReturn:
    raise error
