"""Age bands of a vignette: ten years, coarser when k asks for it.

>>> band_of(34, "ten"), band_of(34, "up"), band_of(34, "down")
('28_37', '28_47', '18_37')
>>> in_band(47, "28_47"), in_band(48, "28_47")
(True, False)
"""

AGE_BANDS = [
    ("0_17", "up to 17"),
    ("18_27", "18–27"),
    ("28_37", "28–37"),
    ("38_47", "38–47"),
    ("48_57", "48–57"),
    ("58_67", "58–67"),
    ("68_130", "from 68"),
    ("0_27", "up to 27"),
    ("18_37", "18–37"),
    ("28_47", "28–47"),
    ("38_57", "38–57"),
    ("48_67", "48–67"),
    ("58_130", "from 58"),
]
_TEN = [code for code, _label in AGE_BANDS[:7]]


def limits(band):
    """Return the first and the last age of a band."""
    first, last = band.split("_")
    return int(first), int(last)


def in_band(age, band):
    """Say whether ``age`` (None: unknown) lies in ``band``."""
    first, last = limits(band)
    return age is not None and first <= age <= last


def band_of(age, level):
    """Return the band of ``age``.

    :param int age: None when unknown
    :param str level: "ten" for ten years, "up" or "down" for that band and its
        neighbour above or below, anything else for no band
    :return: str or False
    """
    position = next((i for i, band in enumerate(_TEN) if in_band(age, band)), None)
    if position is None or level not in ("ten", "up", "down"):
        return False
    low = high = position
    if level == "up":
        high = min(position + 1, len(_TEN) - 1)
    elif level == "down":
        low = max(position - 1, 0)
    return f"{limits(_TEN[low])[0]}_{limits(_TEN[high])[1]}"
