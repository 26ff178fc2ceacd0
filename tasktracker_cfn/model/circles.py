"""Find what leads back to itself."""

from collections.abc import Mapping


def in_circles(edges: Mapping[str, frozenset[str]]) -> set[str]:
    """Give the nodes that can be reached from themselves, in time that grows with the edges."""
    found = {node for node, targets in edges.items() if node in targets}
    for group in groups(edges):
        if len(group) > 1:
            found.update(group)
    return found


def groups(edges: Mapping[str, frozenset[str]]) -> list[tuple[str, ...]]:
    """Give the nodes in groups of those that can all be reached from one another (Tarjan's way, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    on_path: set[str] = set()
    found: list[tuple[str, ...]] = []
    for root in edges:
        waiting = [] if root in index else [(root, iter(edges[root]))]
        while waiting:
            node, targets = waiting[-1]
            if node not in index:
                index[node] = low[node] = len(index)
                path.append(node)
                on_path.add(node)
            for target in targets:
                if target in edges and target not in index:
                    waiting.append((target, iter(edges[target])))
                    break
                if target in on_path:
                    low[node] = min(low[node], index[target])
            else:
                waiting.pop()
                if waiting:
                    parent = waiting[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    start = path.index(node)
                    found.append(tuple(path[start:]))
                    on_path.difference_update(path[start:])
                    del path[start:]
    return found
