"""Values of the demo districts: what public sources state, and what is invented."""

from datetime import date

PASSWORD = "demo"
FUNCTION_NAMES = [
    ("coordination", "Koordination"),
    ("admin_assistant", "Verwaltungsassistenz"),
    ("case_management", "Case Management"),
    ("foreigners_authority", "Ausländerbehörde"),
    ("naturalisation_authority", "Einbürgerungsbehörde"),
]
ADDITIONAL_FIELD = {
    "name": "Ehrenamtliche Begleitung",
    "type": "selection",
    "choices": "gewünscht\nvermittelt\nnicht gewünscht",
}
WALK = (
    "clarification",
    "assessment",
    "planning",
    "linking",
    "monitoring",
    "evaluation",
)
BORGHOLZHAUSEN_PHASES = (
    ["monitoring"] * 5
    + ["linking"] * 4
    + ["planning"] * 3
    + ["assessment"] * 2
    + ["evaluation", "clarification"]
)
FAMILY = ("partnership", "single", "separated", "partnership", "widowed")
EDUCATION = ("primary", "secondary", "upper", "vocational", "none", "university")
COUNTRIES = ("sy", "af", "ua", "iq", "er", "tr", "so", "ir", "ng", "mk")
WISHES = (
    "Ich möchte, dass meine Kinder in der Schule mitkommen.",
    "Ich will wieder in meinem Beruf arbeiten.",
    "Wir brauchen eine Wohnung, in der die Kinder lernen können.",
    "Ich möchte besser Deutsch sprechen und allein zum Arzt gehen.",
    "Ich möchte verstehen, welche Briefe wichtig sind.",
)
STRENGTHS = (
    "Die Nachbarin hilft beim Übersetzen.",
    "Der große Sohn lernt schnell und übersetzt gern.",
    "Hat im Verein Anschluss gefunden.",
    "Kommt zuverlässig zu jedem Termin.",
)
NOTES = (
    (
        "talk",
        "Gespräch im Büro, Unterlagen gemeinsam sortiert.",
        "Termin in der Schule",
    ),
    ("phone", "Rückfrage zum Bescheid, Frist erklärt.", "Widerspruch vorbereiten"),
    ("visit", "Hausbesuch, Familie kennengelernt.", "Kitaplatz anfragen"),
    ("message", "Termin bestätigt.", "Sprachkurs anmelden"),
)

GUETERSLOH = {
    "district": "Kreis Gütersloh (Demo)",
    "since": date(2021, 8, 1),
    "companies": {
        "kreis": ("Kreis Gütersloh (Demo)", "district", "gdpr_dsg_nrw"),
        "stadt": ("Stadt Gütersloh (Demo)", "municipality", "gdpr_dsg_nrw"),
        "rheda": ("Kommune Rheda-Wiedenbrück (Demo)", "municipality", "gdpr_dsg_nrw"),
        "langenberg": ("Kommune Langenberg (Demo)", "municipality", "gdpr_dsg_nrw"),
        "verl": ("Kommune Verl (Demo)", "municipality", "gdpr_dsg_nrw"),
        "a": ("Träger A (Demo)", "carrier", "gdpr_bdsg"),
        "b": ("Träger B (Demo)", "carrier", "kdg"),
        "c": ("Träger C (Demo)", "carrier", "gdpr_bdsg"),
    },
    "towns": [
        # name, code, model town, taking part
        ("Gütersloh", "GT", True, True),
        ("Rheda-Wiedenbrück", "RW", True, True),
        ("Rietberg", "RIE", True, True),
        ("Langenberg", "LAN", True, True),
        ("Halle (Westf.)", "HAL", True, True),
        ("Borgholzhausen", "BGH", False, True),
        ("Herzebrock-Clarholz", "HC", False, True),
        ("Schloß Holte-Stukenbrock", "SHS", False, True),
        ("Harsewinkel", "HSW", False, True),
        ("Verl", "VER", False, True),
        ("Steinhagen", "STE", False, False),
        ("Versmold", "VSM", False, False),
        ("Werther (Westf.)", "WER", False, False),
    ],
    "posts": [
        # block, function, employer, town, FTE, since, holders (login, name, FTE)
        ("b1", "coordination", "kreis", None, 2.0, date(2021, 8, 1), []),
        ("b1", "admin_assistant", "kreis", None, 0.5, date(2021, 8, 1), []),
        ("b1", "coordination", "stadt", "Gütersloh", 1.0, date(2021, 8, 1), []),
        (
            "b2",
            "case_management",
            "stadt",
            "Gütersloh",
            1.0,
            date(2022, 1, 1),
            [("cm.guetersloh", "Demo-CM Gütersloh", 1.0)],
        ),
        (
            "b2",
            "case_management",
            "rheda",
            "Rheda-Wiedenbrück",
            1.0,
            date(2022, 1, 1),
            [("cm.rheda", "Demo-CM Rheda-Wiedenbrück", 1.0)],
        ),
        (
            "b2",
            "case_management",
            "b",
            "Rietberg",
            1.0,
            date(2021, 12, 1),
            [("cm.rietberg", "Demo-CM Rietberg", 1.0)],
        ),
        (
            "b2",
            "case_management",
            "langenberg",
            "Langenberg",
            1.0,
            date(2022, 1, 1),
            [("cm.langenberg", "Demo-CM Langenberg", 1.0)],
        ),
        (
            "b2",
            "case_management",
            "c",
            "Halle (Westf.)",
            1.0,
            date(2022, 1, 1),
            [("cm.halle", "Demo-CM Halle", 1.0)],
        ),
        (
            "b2",
            "case_management",
            "a",
            "Borgholzhausen",
            1.0,
            date(2023, 1, 1),
            [
                ("cm.borgholzhausen.a", "Demo-CM A Borgholzhausen", 0.5),
                ("cm.borgholzhausen.b", "Demo-CM B Borgholzhausen", 0.5),
            ],
        ),
        (
            "b2",
            "case_management",
            "b",
            "Herzebrock-Clarholz",
            1.0,
            date(2023, 4, 1),
            [("cm.herzebrock", "Demo-CM Herzebrock-Clarholz", 1.0)],
        ),
        (
            "b2",
            "case_management",
            "a",
            "Schloß Holte-Stukenbrock",
            1.0,
            date(2023, 4, 1),
            [("cm.schlossholte", "Demo-CM Schloß Holte", 1.0)],
        ),
        (
            "b2",
            "case_management",
            "c",
            "Harsewinkel",
            1.0,
            date(2023, 4, 1),
            [("cm.harsewinkel", "Demo-CM Harsewinkel", 1.0)],
        ),
        (
            "b2",
            "case_management",
            "verl",
            "Verl",
            1.0,
            date(2023, 4, 1),
            [("cm.verl", "Demo-CM Verl", 1.0)],
        ),
    ],
    "users": [
        # login, name, KIM role, company
        ("tl.borgholzhausen", "Demo-Teamleitung Träger A", "team_lead", "a"),
        ("ko.gt.1", "Demo-Koordination Kreis Gütersloh", "coordination", "kreis"),
        ("ko.stadtgt", "Demo-Koordination Stadt Gütersloh", "coordination", "stadt"),
        ("vw.gt", "Demo-Verwaltungsassistenz", "assistant", "kreis"),
        ("dsb.gt", "Demo-Datenschutz Träger A", "dpo", "a"),
        ("pruefung.gt", "Demo-Prüfung", "auditor", "kreis"),
        ("kim.admin.gt", "Demo-KIM-Verwaltung", "admin", "kreis"),
        ("admin.it", "Demo-IT-Administration", "system", "kreis"),
    ],
    "second_persons": [("a", "tl.borgholzhausen"), ("a", "cm.borgholzhausen.b")],
}
_SIEGEN_TOWNS = [
    # name, code, FTE, login part (Kreuztal 1.5 and the sum of 14.0 are published)
    ("Bad Berleburg", "BLB", 1.0, "berleburg"),
    ("Bad Laasphe", "LAA", 1.0, "laasphe"),
    ("Burbach", "BUR", 1.0, "burbach"),
    ("Erndtebrück", "ERN", 0.5, "erndtebrueck"),
    ("Freudenberg", "FRE", 1.0, "freudenberg"),
    ("Hilchenbach", "HIL", 1.0, "hilchenbach"),
    ("Kreuztal", "KRE", 1.5, "kreuztal"),
    ("Netphen", "NET", 1.0, "netphen"),
    ("Neunkirchen", "NEU", 1.0, "neunkirchen"),
    ("Siegen", "SIE", 4.0, "siegen"),
    ("Wilnsdorf", "WIL", 1.0, "wilnsdorf"),
]
SIEGEN = {
    "district": "Kreis Siegen-Wittgenstein (Demo)",
    "since": date(2022, 1, 1),
    "companies": {
        "kreis": ("Kreis Siegen-Wittgenstein (Demo)", "district", "gdpr_dsg_nrw"),
        "siegen": ("Universitätsstadt Siegen (Demo)", "municipality", "gdpr_dsg_nrw"),
        "d": ("Träger D (Demo)", "carrier", "dsg_ekd"),
        # a carrier that works in two districts
        "c": ("Träger C (Demo)", "carrier", "gdpr_bdsg"),
    },
    "towns": [(name, code, False, True) for name, code, _fte, _login in _SIEGEN_TOWNS],
    "posts": [
        ("b1", "coordination", "kreis", None, 3.5, date(2022, 1, 1), []),
        ("b1", "admin_assistant", "kreis", None, 0.5, date(2022, 1, 1), []),
        ("b1", "coordination", "siegen", "Siegen", 1.0, date(2022, 1, 1), []),
        ("b3", "foreigners_authority", "kreis", None, 1.0, date(2022, 1, 1), []),
        ("b3", "naturalisation_authority", "kreis", None, 1.0, date(2022, 1, 1), []),
        ("b3", "foreigners_authority", "siegen", "Siegen", 1.0, date(2022, 1, 1), []),
        (
            "b3",
            "naturalisation_authority",
            "siegen",
            "Siegen",
            1.0,
            date(2022, 1, 1),
            [],
        ),
    ]
    + [
        (
            "b2",
            "case_management",
            "siegen" if name == "Siegen" else "d",
            name,
            fte,
            date(2022, 3, 1),
            [(f"cm.{login}", f"Demo-CM {name}", min(fte, 1.0))],
        )
        for name, _code, fte, login in _SIEGEN_TOWNS
    ],
    "users": [
        ("ko.siwi", "Demo-Koordination Siegen-Wittgenstein", "coordination", "kreis"),
        ("abh.siwi", "Demo-Ausländerbehörde", "participant", "kreis"),
        ("kim.admin.siwi", "Demo-KIM-Verwaltung Siegen", "admin", "kreis"),
    ],
    "second_persons": [("d", "cm.netphen")],
}
BORKEN = {
    "district": "Kreis Borken (Demo)",
    "since": date(2021, 1, 1),
    "companies": {
        "kreis": ("Kreis Borken (Demo)", "district", "gdpr_dsg_nrw"),
        "bocholt": ("Stadt Bocholt (Demo)", "municipality", "gdpr_dsg_nrw"),
    },
    "towns": [
        ("Bocholt", "BOH", False, True),
        ("Borken", "BOR", False, True),
    ],
    "posts": [
        (
            "b2",
            "case_management",
            "bocholt",
            "Bocholt",
            1.0,
            date(2021, 6, 1),
            [("cm.bocholt", "Demo-CM Bocholt", 1.0)],
        ),
    ],
    "users": [("ko.borken", "Demo-Koordination Borken", "coordination", "kreis")],
    "second_persons": [],
}
OTHER_CASES = [
    # case manager, town, open cases (invented)
    ("cm.guetersloh", "Gütersloh", 18),
    ("cm.rheda", "Rheda-Wiedenbrück", 14),
    ("cm.rietberg", "Rietberg", 12),
    ("cm.langenberg", "Langenberg", 6),
    ("cm.halle", "Halle (Westf.)", 11),
    ("cm.herzebrock", "Herzebrock-Clarholz", 9),
    ("cm.schlossholte", "Schloß Holte-Stukenbrock", 12),
    ("cm.harsewinkel", "Harsewinkel", 10),
    ("cm.verl", "Verl", 8),
    ("cm.kreuztal", "Kreuztal", 9),
    ("cm.siegen", "Siegen", 15),
    ("cm.netphen", "Netphen", 7),
    ("cm.bocholt", "Bocholt", 6),
]
DEADLINES = {
    # running number → kind, text, notice of so many days ago, due in so many days, done
    1: [("review", "Überprüfung mit der Klientin", None, -2, False)],
    2: [
        ("residence", "Aufenthaltserlaubnis läuft ab", None, 21, False),
        ("grant", "Weiterbewilligung Jobcenter", None, 55, False),
    ],
    3: [("objection", "Widerspruch Jobcenter", 24, None, False)],
    4: [("school", "Anmeldung Grundschule", None, 38, False)],
    5: [
        ("reminder", "Rückruf Kita wegen Platz", None, 0, False),
        ("review", "Überprüfung nach drei Monaten", None, -40, True),
    ],
    6: [("course", "Berechtigung Integrationskurs", None, 48, False)],
    7: [("review", "Überprüfung mit der Familie", None, 5, False)],
    9: [("other", "Unterlagen für die Anerkennung einreichen", None, 12, False)],
    11: [("objection", "Widerspruch Wohngeld", 10, None, False)],
    12: [("review", "Überprüfung", None, 1, False)],
}
APPOINTMENTS = {
    # running number → what for, place, in so many days, hour (UTC)
    1: [("Gespräch im Jobcenter", "Demo-Straße 1, Zimmer 12", 0, 21)],
    3: [("Elterngespräch", "Grundschule, Raum 4", 1, 9)],
    6: [("Besichtigung der Kita", "Demo-Kita am Park", 3, 8)],
    7: [("Termin Ausländerbehörde", "Kreishaus, 2. Stock", -6, 9)],
}
DOCUMENTS = {
    # running number → what, kind, dated so many days ago
    3: [("Bescheid Jobcenter", "notice", 24)],
    7: [
        ("Anmeldung Integrationskurs", "form", 12),
        ("Brief der Schule", "letter", 30),
    ],
}
DOCUMENT_TEXT = "Demo: erfundener Inhalt.\n"
