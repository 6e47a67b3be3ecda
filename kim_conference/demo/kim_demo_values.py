"""Values of the demo conferences: what public sources state, and what is invented."""

from datetime import date

CONFERENCE = "GT-2024-PK-01"
SCHOOL_AGENDA = [
    # kind, name, speaker, notes
    ("welcome", "Begrüßung", "Fachbereichsleitung Bürgerdienste; Leitung KI", None),
    (
        "information",
        "Was ist KIM? Architektur, Besonderheiten des Case Managements, Instrument",
        "Koordination",
        None,
    ),
    ("vignette", "Ein anonymisierter Fall", "Case Management", None),
    (
        "analysis",
        "Fallanalyse mit den anwesenden Fachleuten",
        "alle",
        "Informationen über Kita und Schule erreichen Eltern nicht, wenn es sie nur "
        "auf Deutsch gibt.",
    ),
    ("themes", "Generative Themen", "alle", None),
    (
        "outlook",
        "Ausblick: Bündelung und Vorstellung in der Lenkungsgruppe",
        None,
        None,
    ),
]
SHORT_AGENDA = [
    ("welcome", "Begrüßung", "Koordination", None),
    ("analysis", "Fallanalyse", "alle", None),
    ("themes", "Generative Themen", "alle", None),
]
STEERING_AGENDA = [
    ("welcome", "Begrüßung", "Kreisdirektion", None),
    ("information", "Stand in den Kommunen", "Koordination", None),
    ("discussion", "Themen aus den Planungskonferenzen", "Koordination", None),
    ("outlook", "Ausblick", None, None),
]
GT_GROUPS = [
    # institution, actor kind, number, role
    (None, "volunteers", 4, "participant"),
    ("Jugendamt (Demo)", "youth_office", 2, "participant"),
    ("Schulsozialarbeit (Demo)", "school_social_work", 3, "participant"),
    ("AWO Kitas", "childcare_centre", 2, "participant"),
    ("Kreisfamilienzentrum", "family_centre", 2, "participant"),
    ("Jobcenter Kreis Gütersloh", "jobcenter", 2, "participant"),
    ("Caritas", "welfare_association", 2, "participant"),
    ("DRK", "welfare_association", 1, "participant"),
    ("Träger A (Demo)", "welfare_association", 2, "host"),
    ("Koordination KIM Kreis Gütersloh (Demo)", "integration_centre", 2, "host"),
]
SMALL_GROUPS = [
    ("Jobcenter Kreis Gütersloh", "jobcenter", 2, "participant"),
    ("Grundschule (Demo)", "school", 3, "participant"),
    ("Caritas", "welfare_association", 2, "participant"),
    (None, "volunteers", 3, "participant"),
]
SIEGEN_SEATS = [
    ("Dezernat Schule, Bildung, Soziales, Jugend", "voting", 1),
    ("Dezernat Gesundheit, Sicherheit, Bevölkerungsschutz", "voting", 1),
    ("Sprecher:in der Bürgermeisterkonferenz", "voting", 1),
    ("Kommunen auf Arbeitsebene", "voting", 1),
    ("Schulverwaltungsamt (Amtsleitung)", "voting", 1),
    ("Leitung Kommunales Integrationszentrum", "voting", 1),
    ("Jobcenter (Geschäftsführung)", "voting", 1),
    ("Agentur für Arbeit (Geschäftsführung)", "voting", 1),
    ("AG Wohlfahrt", "voting", 2),
    ("Arbeitgeberverbände / Gewerkschaften", "voting", 1),
    ("Kirchen", "voting", 1),
    ("BAMF (Regionalkoordination)", "voting", 1),
    ("Team der Koordination", "advisory", 2),
]
LG_GROUPS = [
    ("Jobcenter (Demo)", "jobcenter", 1, "participant"),
    ("Agentur für Arbeit (Demo)", "employment_agency", 1, "participant"),
    ("AG Wohlfahrt (Demo)", "welfare_association", 2, "participant"),
    ("Kommunen (Demo)", "other", 3, "participant"),
]

DISTRICTS = {
    "Kreis Gütersloh (Demo)": {
        "code": "GT",
        "bodies": [
            (
                "steering",
                "Lenkungsgruppe KIM",
                "consensus",
                6,
                [
                    ("Kreisdirektion (Vorsitz)", "voting", 1),
                    ("Kommunen", "voting", 3),
                    ("Freie Wohlfahrtspflege", "voting", 2),
                    ("Jobcenter (Geschäftsführung)", "voting", 1),
                    ("Agentur für Arbeit", "voting", 1),
                    ("BAMF", "voting", 1),
                    ("Koordination KIM", "advisory", 2),
                ],
            ),
            (
                "expert_group",
                "Facharbeitsgruppe Sprache und Bildung",
                "consensus",
                3,
                [],
            ),
        ],
        "sessions": [
            {
                "number": CONFERENCE,
                "name": "Auftaktveranstaltung und Planungskonferenz Borgholzhausen",
                "types": ("kickoff", "planning"),
                "town": "Borgholzhausen",
                "start": "2024-05-14 07:00:00",
                "stop": "2024-05-14 10:30:00",
                "venue": "Gebäude der Stadt Borgholzhausen",
                "hosts": ["Träger A (Demo)", "Koordination KIM Kreis Gütersloh (Demo)"],
                "agenda": SCHOOL_AGENDA,
                "groups": GT_GROUPS,
                "state": "held",
                "agreements": [
                    (
                        "Themen aufarbeiten, bündeln und der Lenkungsgruppe vorstellen",
                        "Koordination KIM",
                        date(2024, 6, 30),
                    )
                ],
                "summary": "18 Fachleute aus acht Gruppen haben an einem "
                "anonymisierten Fall gearbeitet und acht generative Themen gefunden.",
            },
            {
                "number": "GT-2023-PK-01",
                "name": "Planungskonferenz Rietberg",
                "types": ("planning",),
                "town": "Rietberg",
                "start": "2023-10-18 12:00:00",
                "stop": "2023-10-18 15:00:00",
                "venue": "Rathaus Rietberg",
                "hosts": ["Träger B (Demo)"],
                "agenda": SHORT_AGENDA,
                "groups": SMALL_GROUPS,
                "state": "held",
            },
            {
                "number": "GT-2024-PK-02",
                "name": "Planungskonferenz Verl",
                "types": ("planning",),
                "town": "Verl",
                "start": "2024-03-12 13:00:00",
                "stop": "2024-03-12 16:00:00",
                "venue": "Rathaus Verl",
                "hosts": ["Kommune Verl (Demo)"],
                "agenda": SHORT_AGENDA,
                "groups": SMALL_GROUPS,
                "state": "held",
            },
            {
                "number": "GT-2024-PK-03",
                "name": "Planungskonferenz Rheda-Wiedenbrück",
                "types": ("planning",),
                "town": "Rheda-Wiedenbrück",
                "start": "2024-04-16 12:00:00",
                "stop": "2024-04-16 15:00:00",
                "venue": "Rathaus Rheda-Wiedenbrück",
                "hosts": ["Kommune Rheda-Wiedenbrück (Demo)"],
                "agenda": SHORT_AGENDA,
                "groups": SMALL_GROUPS,
                "state": "held",
            },
            {
                "number": "GT-2023-LG-01",
                "name": "Lenkungsgruppe November 2023",
                "types": ("steering",),
                "body": "Lenkungsgruppe KIM",
                "start": "2023-11-15 09:00:00",
                "stop": "2023-11-15 11:00:00",
                "venue": "Kreishaus Gütersloh",
                "hosts": ["Koordination KIM Kreis Gütersloh (Demo)"],
                "agenda": STEERING_AGENDA,
                "groups": LG_GROUPS,
                "state": "held",
            },
            {
                "number": "GT-2024-LG-01",
                "name": "Lenkungsgruppe Juni 2024",
                "types": ("steering",),
                "body": "Lenkungsgruppe KIM",
                "start": "2024-06-19 08:00:00",
                "stop": "2024-06-19 10:00:00",
                "venue": "Kreishaus Gütersloh",
                "hosts": ["Koordination KIM Kreis Gütersloh (Demo)"],
                "agenda": STEERING_AGENDA,
                "groups": LG_GROUPS,
                "state": "held",
            },
        ],
        "need_reports": [
            # author, town, life domain, kind, cause, group, month, sentence
            (
                "cm.borgholzhausen.a",
                "Borgholzhausen",
                "school_upbringing",
                "hurdle",
                "language_barrier",
                "families",
                date(2024, 2, 1),
                "Elternbriefe und Elternabende gibt es nur auf Deutsch.",
            ),
            (
                "cm.rietberg",
                "Rietberg",
                "childcare",
                "hurdle",
                "digital_only",
                "families",
                date(2024, 3, 1),
                "Die Anmeldung für die Kita geht nur über eine deutsche Internetseite.",
            ),
            (
                "cm.verl",
                "Verl",
                "livelihood",
                "hurdle",
                "unclear_competence",
                "all",
                date(2024, 3, 1),
                "Beim Wechsel der Leistung ist nicht klar, welches Amt zuständig ist.",
            ),
        ],
    },
    "Kreis Siegen-Wittgenstein (Demo)": {
        "code": "SI",
        "bodies": [
            ("steering", "Lenkungsgruppe KIM", "vote", 6, SIEGEN_SEATS),
            (
                "interface_group",
                "Arbeitskreis Schnittstellenmanagement",
                "consensus",
                3,
                [
                    ("Koordination", "advisory", 2),
                    ("Case Management", "voting", 4),
                    ("Ausländerbehörden", "voting", 2),
                    ("Einbürgerungsbehörden", "voting", 2),
                ],
            ),
        ],
        "sessions": [
            {
                "name": name,
                "types": ("steering",),
                "body": "Lenkungsgruppe KIM",
                "start": f"{day} 08:00:00",
                "stop": f"{day} 10:00:00",
                "venue": "Kreishaus Siegen",
                "hosts": ["Koordination KIM Siegen-Wittgenstein (Demo)"],
                "agenda": STEERING_AGENDA,
                "groups": LG_GROUPS,
                "state": "held",
                "number": number,
            }
            for number, name, day in (
                (
                    "SI-2022-LG-01",
                    "Konstituierende Sitzung Lenkungsgruppe",
                    "2022-06-09",
                ),
                ("SI-2022-LG-02", "2. Sitzung Lenkungsgruppe", "2022-10-18"),
                ("SI-2023-LG-01", "Sachbericht KIM", "2023-06-01"),
            )
        ],
        "need_reports": [
            (
                "cm.kreuztal",
                "Kreuztal",
                "work",
                "gap",
                "missing_offer",
                "workers",
                date(2024, 1, 1),
                "Es fehlen berufsbegleitende Sprachkurse am Abend.",
            ),
            (
                "cm.netphen",
                "Netphen",
                "language",
                "gap",
                "waiting_time",
                "women",
                date(2024, 2, 1),
                "Auf einen Integrationskurs mit Kinderbetreuung wartet man monatelang.",
            ),
        ],
    },
    "Kreis Borken (Demo)": {
        "code": "BOR",
        "bodies": [("steering", "Lenkungsgruppe KIM", "consensus", 12, [])],
        "sessions": [
            {
                "number": "BOR-2024-SK-01",
                "name": "1. KIM-Statuskonferenz",
                "types": ("status",),
                "start": "2024-04-25 07:00:00",
                "stop": "2024-04-25 11:00:00",
                "venue": "Kreishaus Borken",
                "hosts": [
                    "Kommunales Integrationszentrum Borken (Demo)",
                    "Ausländerbehörde Kreis Borken (Demo)",
                    "Ausländerbehörde Stadt Bocholt (Demo)",
                ],
                "agenda": [
                    ("welcome", "Begrüßung", "Leitung KI", None),
                    (
                        "information",
                        "Arbeitsweise und Rolle des Case Managements",
                        "Ausbildung Case Management",
                        None,
                    ),
                    ("information", "Perspektive des Landes", "Ministerium", None),
                    ("discussion", "Rückblick auf zwei Jahre", "alle", None),
                    ("outlook", "Absprachen zur Weiterarbeit", "Koordination", None),
                ],
                "groups": [
                    ("Kommunen (Demo)", "other", 9, "participant"),
                    ("AG Wohlfahrt (Demo)", "welfare_association", 5, "participant"),
                ],
                "state": "held",
                "agreements": [
                    (
                        "Ansprechpersonen der Ausländerbehörden benennen",
                        "Ausländerbehörden",
                        date(2024, 6, 30),
                    ),
                    (
                        "Austausch Case Management und Wohlfahrt halbjährlich",
                        "Koordination",
                        date(2024, 10, 31),
                    ),
                ],
            }
        ],
        "need_reports": [],
    },
}
