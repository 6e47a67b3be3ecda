"""Where the nodes of a network map lie: the same places as the drawing on the screen."""

from math import cos, pi, sin

WIDTH, HEIGHT = 640, 400
MARGIN = 44
REACH = {"strong": 0.55, "medium": 0.75, "weak": 0.95}
LINE = {"weak": 1.5, "medium": 3, "strong": 6, "plan": 2}
DASH = {"weak": "5 5", "plan": "1 5"}
MAX_LABEL = 20


def places(relations):
    """Return where relations lie: as moved by hand, else on a ring, nearer if stronger.

    :param list relations: tuples of (id, strength, x, y) in the order of the case;
        x and y are 0 where nobody has moved the node
    :return: {id: (x, y)}

    >>> places([(7, "strong", 0, 0), (8, "weak", 100.0, 50.0)])
    {7: (320.0, 114.2), 8: (100.0, 50.0)}
    """
    found = {}
    for index, (key, strength, x, y) in enumerate(relations):
        if not (x or y):
            angle = 2 * pi * index / max(len(relations), 1) - pi / 2
            reach = REACH.get(strength, 0.75)
            x = WIDTH / 2 + cos(angle) * (WIDTH / 2 - 90) * reach
            y = HEIGHT / 2 + sin(angle) * (HEIGHT / 2 - MARGIN) * reach
        found[key] = (round(x, 1), round(y, 1))
    return found


def node(label, strength):
    """Return how a node and its line are drawn.

    :param str label: name, cut where it is too long
    :param str strength: of the relation, or "plan" for what only the plan names
    :return: dict of label (cut), width, stroke and dash

    >>> node("Kita Regenbogen in der Mitte", "weak")["label"]
    'Kita Regenbogen in …'
    """
    cut = label if len(label) <= MAX_LABEL else f"{label[: MAX_LABEL - 1]}…"
    return {
        "label": cut,
        "width": max(64, len(cut) * 7.6 + 20),
        "stroke": LINE.get(strength, 3),
        "dash": DASH.get(strength, "none"),
    }
