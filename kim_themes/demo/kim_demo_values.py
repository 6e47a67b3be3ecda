"""Values of the demo themes: the first is published, all others are invented."""

from datetime import date

THEMES = {
    # session: [(theme, kind, cause, field of action, problem, impact)]
    "GT-2024-PK-01": [
        (
            "Schule und Erziehung im Zusammenhang mit Sprachbarrieren",
            "hurdle",
            "language_barrier",
            "language_education",
            "Informationen über das Bildungssystem erreichen Eltern wegen "
            "Sprachbarrieren nicht.",
            "Eltern können kaum am Alltag ihrer Kinder in Kita und Schule teilhaben.",
        ),
        (
            "Anmeldung für die Kita nur im Netz und nur auf Deutsch",
            "hurdle",
            "digital_only",
            "family_children",
            "Das Portal ist ohne Hilfe nicht zu bedienen.",
            "Plätze gehen verloren.",
        ),
        (
            "Warten auf einen Integrationskurs mit Kinderbetreuung",
            "gap",
            "waiting_time",
            "language_education",
            "Kurse mit Betreuung sind auf Monate belegt.",
            "Vor allem Mütter lernen spät Deutsch.",
        ),
        (
            "Zuständigkeit beim Wechsel vom AsylbLG ins SGB II unklar",
            "hurdle",
            "unclear_competence",
            "transitions",
            "Zwei Ämter verweisen aufeinander.",
            "Familien sind wochenlang ohne Geld.",
        ),
        (
            "Keine Sprachmittlung bei Terminen im Gesundheitswesen",
            "gap",
            "missing_offer",
            "health",
            "Praxen dürfen Dolmetschen nicht abrechnen.",
            "Kinder übersetzen beim Arzt.",
        ),
        (
            "Wohnungen für große Familien fehlen",
            "gap",
            "missing_offer",
            "housing",
            "Es gibt kaum Wohnungen mit mehr als vier Zimmern.",
            "Familien bleiben in Unterkünften.",
        ),
        (
            "Anerkennung von Schul- und Berufsabschlüssen dauert",
            "hurdle",
            "waiting_time",
            "transitions",
            "Niemand begleitet das Verfahren.",
            "Fachkräfte arbeiten als Hilfskräfte.",
        ),
        (
            "Termine und Formulare der Behörden sind nicht zu verstehen",
            "hurdle",
            "language_barrier",
            "access_to_authorities",
            "Schreiben sind lang und nur auf Deutsch.",
            "Fristen werden versäumt.",
        ),
    ],
    "GT-2023-PK-01": [
        (name, "hurdle", cause, tag, problem, impact)
        for name, cause, tag, problem, impact in (
            (
                "Elternabende ohne Sprachmittlung",
                "language_barrier",
                "language_education",
                "Einladungen und Gespräche gibt es nur auf Deutsch.",
                "Eltern kommen nicht.",
            ),
            (
                "Ausländerbehörde telefonisch nicht erreichbar",
                "waiting_time",
                "access_to_authorities",
                "Termine gibt es nur im Netz.",
                "Aufenthaltstitel laufen ab.",
            ),
            (
                "Kein Hausarzt nimmt neue Patientinnen auf",
                "missing_offer",
                "health",
                "Die Praxen im Ort sind voll.",
                "Familien fahren weit.",
            ),
            (
                "Vermieter lehnen Leistungsbeziehende ab",
                "discrimination",
                "housing",
                "Anfragen bleiben ohne Antwort.",
                "Umzüge scheitern.",
            ),
            (
                "Übergang Schule und Beruf ohne Lotsen",
                "missing_offer",
                "transitions",
                "Beratung endet mit der Schulzeit.",
                "Jugendliche gehen verloren.",
            ),
        )
    ],
    "GT-2024-PK-02": [
        (name, "gap", cause, tag, problem, impact)
        for name, cause, tag, problem, impact in (
            (
                "Sprachkurs und Schichtarbeit sind unvereinbar",
                "missing_offer",
                "language_education",
                "Abendkurse fehlen.",
                "Beschäftigte lernen nicht weiter.",
            ),
            (
                "Formulare des Jobcenters ohne Ausfüllhilfe",
                "language_barrier",
                "access_to_authorities",
                "Die Anträge sind lang.",
                "Leistungen kommen verspätet.",
            ),
            (
                "Therapieplätze mit Dolmetschen fehlen",
                "missing_offer",
                "health",
                "Wartezeiten von über einem Jahr.",
                "Belastungen werden chronisch.",
            ),
            (
                "Obdachlosenunterkunft statt Wohnung nach dem Asylverfahren",
                "missing_offer",
                "housing",
                "Zwischenlösungen werden dauerhaft.",
                "Kinder lernen schlechter.",
            ),
        )
    ],
    "GT-2024-PK-03": [
        (name, "hurdle", cause, tag, problem, impact)
        for name, cause, tag, problem, impact in (
            (
                "Schulbriefe nur auf Papier und nur auf Deutsch",
                "language_barrier",
                "language_education",
                "Übersetzungshilfen greifen nicht.",
                "Eltern verpassen Termine.",
            ),
            (
                "Seiteneinstieg in die Schule dauert Monate",
                "waiting_time",
                "language_education",
                "Die Zuweisung liegt bei zwei Stellen.",
                "Kinder bleiben zu Hause.",
            ),
            (
                "Online-Termine ohne E-Mail-Adresse unmöglich",
                "digital_only",
                "access_to_authorities",
                "Es gibt keinen zweiten Weg.",
                "Menschen sind auf Dritte angewiesen.",
            ),
            (
                "Impfnachweise aus dem Ausland werden nicht anerkannt",
                "unclear_competence",
                "health",
                "Keine Stelle prüft sie.",
                "Kitaplätze verzögern sich.",
            ),
            (
                "Wohnberechtigungsschein nur mit langem Aufenthaltstitel",
                "unclear_competence",
                "housing",
                "Die Praxis ist in jedem Ort anders.",
                "Familien sind ausgeschlossen.",
            ),
            (
                "Wechsel der Krankenkasse beim Wechsel der Leistung",
                "unclear_competence",
                "transitions",
                "Formulare müssen doppelt gestellt werden.",
                "Lücken im Schutz.",
            ),
        )
    ],
}
CLUSTERS = [
    # name, fields of action
    ("Sprache und Bildung", ("language_education", "family_children")),
    ("Behördenzugang", ("access_to_authorities",)),
    ("Gesundheit", ("health",)),
    ("Wohnen", ("housing",)),
    ("Übergänge", ("transitions",)),
]
MEASURES = [
    # measure, doors it goes through
    ("Elternbriefe in neun Sprachen", ()),
    ("Sprachmittlung an Elternabenden", ("action_kim_solution",)),
    (
        "Film: So funktioniert die Grundschule",
        ("action_kim_solution", "action_kim_proposal"),
    ),
]
RESULTS = [
    (
        "Antrag auf den elektronischen Aufenthaltstitel übersetzt",
        "translated_form",
        date(2023, 10, 1),
        "Die Ausländerbehörde gibt den Antrag mit Übersetzung aus.",
    ),
    (
        "Fachtagung Sprachvermittlung",
        "symposium",
        date(2023, 11, 1),
        "Träger und Ämter haben Wege der Sprachvermittlung besprochen.",
    ),
]
