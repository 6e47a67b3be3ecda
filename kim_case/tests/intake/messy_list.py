"""A list of 300 people as offices keep them; nobody in it exists."""

import unicodedata
from datetime import date

HEADINGS = [
    "Name",
    "Vorname",
    "Geb.",
    "Geschl.",
    "Herkunftsland",
    "StA",
    "Sprache",
    "Tel.",
    "PLZ",
    "Ort",
    "Kommune",
    "Beginn",
    "Rechtsgrundlage",
    "Datum der Rechtsgrundlage",
    "Form der Einwilligung",
    "Informationsblatt übergeben am",
    "Behörden",
    "Rechtskreis",
    "Haushalt",
    "Bemerkung",
    "Schuhgröße",
]
LAST = (
    "Demo-Özdemir Demo-Yıldız Demo-al-Hassan Demo-Müller Demo-Kowaltschuk Demo-Haddad"
    " Demo-Nguyen Demo-Petrović Demo-Tesfay Demo-Rahimi Demo-Çelik Demo-Šehić"
).split()
FIRST = (
    "Aram Besna Cem Dunja Elif Farid Goran Hanna Ilir Jalila Kaveh Lejla Mirko Nadja"
    " Oleh Perla Qasim Rojin Samir Tamar Umut Vesna Wahid Xenia Yara"
).split()
BIRTHS = [
    "12.03.1984",
    "1.4.79",
    1990,
    "ca. 1975",
    31048,
    "3/1988",
    date(2001, 5, 17),
    "März 1969",
    "1995-11-02",
    None,
]
GENDERS = ["w", "m", "Frau", "Herr", "weiblich", "männl.", "d", "W", "M", "weibl"]
COUNTRIES = [
    "Syrien, Arabische Republik",
    "Türkei",
    "Iran, Islamische Republik",
    "SY",
    "Ukraine",
    "Russische Föderation",
    "Kosovo",
    "Republik Moldau",
    "Staat ungeklärt",
    "Afghanistan",
    "Sowjetunion",
]
NATIONS = ["syr", "staatenlos", "ungeklärt", "Türkei", "Jugoslawien", "Irak", None]
LANGUAGES = ["Kurdisch", "Arabisch", "Dari", "ukr", "Kurmanci", "Türkisch", "Russisch"]
PHONES = ["05481 / 80 33", 1761234567, "0176-1234567", 491761234567, "+49 5481 8033"]
CODES = [1067, "01067", 49525, "49525", 4109]
STARTS = ["1.2.2024", "3/2024", 45292, date(2023, 8, 1), "2024-02-01", "01.02.24"]
OFFICES = [
    "JC, ABH",
    "Jobcenter",
    "Kita",
    "ABH; Jugendamt",
    "JC/Sozialamt",
    "Tafel",
    "VHS und Kita",
    None,
]
AREAS = ["SGB II", "Bürgergeld", "AsylbLG", "Hartz IV", None]
HOMES = [
    "Ehemann Ali 1985; Tochter Sara 2015",
    "Sohn Cem, 2012",
    "Mutter: Nur 1950",
    None,
    None,
]


def messy_list(town):
    """Return headings and 300 rows; some of them nobody can read.

    :param str town: name of a town in which the reader works
    :return: ([heading, …], [[cell, …], …])
    """
    towns = [town, f"{town} (Westf.)", f"Stadt {town}", f" {town.upper()} "]
    rows = []
    for number in range(300):
        at = lambda values, step=1: values[number // step % len(values)]  # noqa: B023, E731
        last = f"{at(LAST)}-{chr(65 + number // 26)}{chr(97 + number % 26)}"
        rows.append(
            [
                unicodedata.normalize("NFD", last) if number % 3 == 0 else last,
                at(FIRST),
                at(BIRTHS),
                at(GENDERS),
                at(COUNTRIES),
                at(NATIONS),
                at(LANGUAGES),
                at(PHONES),
                at(CODES),
                "Lengerich (Westf.)",
                at(towns),
                at(STARTS),
                "Einwilligung",
                at(STARTS),
                at(["schriftlich", "unterschrieben", "Unterschrieben"]),
                at(STARTS),
                at(OFFICES),
                at(AREAS),
                at(HOMES),
                at(["ruft zurück", None, "war am 3.4. da\nkommt wieder"]),
                38,
            ]
        )
    for number, column, value in (
        (20, 0, None),
        (40, 0, "#NV"),
        (60, 7, "4,91761E+11"),
        (80, 10, "Atlantis"),
        (100, 11, "bald"),
        (120, 11, "=HEUTE()"),
        (140, 18, "2 Erw., 3 Kinder"),
        (160, 0, 4711),
    ):
        rows[number][column] = value
    return [unicodedata.normalize("NFD", heading) for heading in HEADINGS], rows
