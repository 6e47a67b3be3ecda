"""What offices write into the cells of their lists, and what it means in KIM.

Keys are folded as names are: capitals, umlauts, dots and brackets make no difference.
"""

import re
from datetime import date, timedelta

from . import names

MAX_WORD = 200  # of a cell that is looked up; what is longer is no word
CODES = {
    "gender": {
        "female": "w weibl f frau fr mädchen dame",
        "male": "m männl mann herr hr herrn junge",
        "diverse": "d div x",
    },
    "family_status": {
        "single": "led l alleinstehend unverheiratet",
        "partnership": "vh verh verheiratet ehe eheähnlich partnerschaft zusammenlebend",
        "separated": "gesch geschieden getrennt getrenntlebend gs",
        "widowed": "verw vw witwe witwer",
    },
    "form": {
        "oral": "mdl telefonisch",
        "signed": "schriftlich schriftl unterschrift unterschrieben ja",
    },
    "basis": {"consent": "ew einw einverständnis einverständniserklärung dsgvo"},
    "given_by": {"guardian": "eltern mutter vater vormund betreuer"},
}
# External names without their module, each with what stands for it.
ENTRIES = {
    "kim.actor.kind": {
        "kim_actor_kind_jobcenter": "JC|Job-Center|Jobcenter|ARGE",
        "kim_actor_kind_employment_agency": "AA|Arbeitsagentur|Agentur für Arbeit|BA|Arbeitsamt",
        "kim_actor_kind_foreigners_authority": "ABH|Ausländeramt|Ausländerbehörde|ALB",
        "kim_actor_kind_naturalisation_authority": "EBH|Einbürgerung|Einbürgerungsbehörde",
        "kim_actor_kind_social_office": "Sozialamt|SozA|Sozialhilfe",
        "kim_actor_kind_youth_office": "JA|Jugendamt|ASD",
        "kim_actor_kind_health_office": "Gesundheitsamt|GA",
        "kim_actor_kind_housing_office": "Wohnungsamt|Wohngeldstelle",
        "kim_actor_kind_school_office": "Schulamt|Schulverwaltung",
        "kim_actor_kind_integration_centre": "KI|Kommunales Integrationszentrum",
        "kim_actor_kind_bamf": "BAMF|Bundesamt",
        "kim_actor_kind_school": "Schule|Grundschule|GS|Gymnasium|Realschule|Berufskolleg|BK",
        "kim_actor_kind_school_social_work": "Schulsozialarbeit|SSA",
        "kim_actor_kind_childcare_centre": "Kita|KiTa|Kindergarten|Kiga",
        "kim_actor_kind_family_centre": "Familienzentrum|FamZ",
        "kim_actor_kind_early_help": "Frühe Hilfen",
        "kim_actor_kind_language_school": "VHS|Sprachschule|Sprachkursträger",
        "kim_actor_kind_migration_counselling": "MBE",
        "kim_actor_kind_youth_migration_service": "JMD",
        "kim_actor_kind_debt_counselling": "Schuldnerberatung|SB",
        "kim_actor_kind_participation_counselling": "EUTB",
        "kim_actor_kind_womens_shelter": "Frauenhaus",
        "kim_actor_kind_medical_practice": "Arzt|Hausarzt|Krankenhaus|Klinik",
        "kim_actor_kind_health_insurance": "KK|Krankenkasse|AOK",
        "kim_actor_kind_landlord": "Vermieter|Wohnungsgesellschaft",
        "kim_actor_kind_employer": "AG|Arbeitgeber|Betrieb|Firma",
        "kim_actor_kind_volunteers": "Ehrenamt|Ehrenamtliche",
        "kim_actor_kind_police": "Polizei",
        "kim_actor_kind_court": "Anwalt|Rechtsanwalt|RA|Gericht",
    },
    "kim.language": {
        "kim_language_de": "dt|Deutsch",
        "kim_language_ar": "Arab|Arabisch",
        "kim_language_uk": "ukr|Ukrainisch",
        "kim_language_tr": "türk|Türkisch",
        "kim_language_prs": "Dari|Afghanisch",
        "kim_language_fa": "Farsi|Persisch|Iranisch",
        "kim_language_kmr": "Kurdisch|Kurmandschi|Kurmanci|Kurmanji",
        "kim_language_ckb": "Sorani|Zentralkurdisch",
        "kim_language_ps": "Paschtu|Paschto|Pashtu",
        "kim_language_ti": "Tigrinja|Tigrinisch",
        "kim_language_ru": "russ|Russisch",
        "kim_language_sr": "Serbokroatisch",
        "kim_language_rom": "Romanes",
        "kim_language_en": "engl|Englisch",
        "kim_language_fr": "franz|Französisch",
    },
    "kim.legal.area": {
        "kim_legal_area_sgb_2": "SGB 2|SGB2|ALG II|ALG 2|ALG2|Hartz IV|Hartz 4|Bürgergeld",
        "kim_legal_area_sgb_3": "SGB 3|SGB3|ALG I|ALG 1",
        "kim_legal_area_sgb_8": "SGB 8|SGB8|KJHG",
        "kim_legal_area_sgb_9": "SGB 9|SGB9",
        "kim_legal_area_sgb_12": "SGB 12|SGB12|Grundsicherung",
        "kim_legal_area_asylblg": "AsylblG|Asylbewerberleistungsgesetz",
        "kim_legal_area_aufenthg": "AufenthG|Aufenthaltsgesetz",
        "kim_legal_area_wogg": "Wohngeld",
        "kim_legal_area_bkgg": "Kindergeld|Kinderzuschlag",
        "kim_legal_area_beeg": "Elterngeld",
        "kim_legal_area_bafoeg": "BAFöG",
    },
    "kim.life.domain": {
        "kim_life_domain_language": "Deutsch|Sprachkurs|Sprache",
        "kim_life_domain_school_upbringing": "Schule|Erziehung",
        "kim_life_domain_childcare": "Kita|Kinderbetreuung|Betreuung",
        "kim_life_domain_training": "Ausbildung",
        "kim_life_domain_work": "Job|Arbeit|Arbeitssuche",
        "kim_life_domain_recognition": "Anerkennung|Zeugnisse",
        "kim_life_domain_livelihood": "Geld|Finanzen|Lebensunterhalt",
        "kim_life_domain_debt": "Schulden",
        "kim_life_domain_housing": "Wohnung|Wohnen|Wohnungssuche",
        "kim_life_domain_family": "Familie",
        "kim_life_domain_health": "Gesundheit",
        "kim_life_domain_residence": "Aufenthalt|Duldung|Aufenthaltstitel",
        "kim_life_domain_legal": "Asyl|Asylverfahren|Recht",
        "kim_life_domain_naturalisation": "Einbürgerung",
    },
}
# Names of the Federal Statistical Office and the Employment Agency beside ISO's, and
# what people write. Their forms "…, Arabische Republik" are known by their first word.
COUNTRIES = {
    "AE": "VAE|Vereinigte Arabische Emirate",
    "AF": "Afgh|Afghanistan",
    "BA": "Bosnien|Bosnien-Herzegowina|Bosnien und Herzegowina|BiH",
    "BY": "Weißrussland|Belarus",
    "CD": "Kongo, Demokratische Republik|Demokratische Republik Kongo|DR Kongo|Zaire",
    "CG": "Kongo, Republik|Republik Kongo|Kongo-Brazzaville",
    "CI": "Elfenbeinküste|Côte d’Ivoire",
    "CN": "China, Volksrepublik|VR China|Volksrepublik China",
    "CZ": "Tschechische Republik|Tschechien",
    "DE": "BRD|Bundesrepublik Deutschland|DDR|dt",
    "ER": "Eritrea",
    "GB": "Großbritannien|England|Vereinigtes Königreich|UK",
    "IQ": "Irak, Republik|Irak|Kurdistan-Irak",
    "IR": "Iran, Islamische Republik|Islamische Republik Iran|Persien|Iran",
    "KP": "Korea, Demokratische Volksrepublik|Nordkorea",
    "KR": "Korea, Republik|Südkorea|Republik Korea",
    "LA": "Laos, Demokratische Volksrepublik|Laos",
    "LY": "Libyen|Libysch-Arabische Dschamahirija",
    "MD": "Moldau|Moldau, Republik|Republik Moldau|Moldawien",
    "MK": "Mazedonien|Nordmazedonien|EJR Mazedonien",
    "MM": "Birma|Burma|Myanmar",
    "NL": "Holland|Niederlande",
    "PS": "Palästina|Palästinensische Gebiete|Palästinensische Autonomiegebiete",
    "RU": "Russland|Russische Föderation",
    "SY": "Syrien|Syrien, Arabische Republik|Arabische Republik Syrien|Syr",
    "SZ": "Swasiland|Eswatini",
    "TL": "Osttimor|Timor-Leste",
    "TR": "Türkei|Türkiye|Republik Türkei",
    "TW": "Taiwan",
    "TZ": "Tansania|Tansania, Vereinigte Republik",
    "UA": "Ukr|Ukraine",
    "US": "USA|Vereinigte Staaten|Vereinigte Staaten von Amerika|Amerika",
    "VA": "Vatikan|Vatikanstadt|Heiliger Stuhl",
    "VE": "Venezuela|Venezuela, Bolivarische Republik",
    "VN": "Vietnam|Viet Nam",
    "XK": "Kosovo|Kosovo, Republik",
}
# What lists say of a person, where they name no country.
NATIONALITIES = {
    "AF": "afghanisch|Afghane|Afghanin",
    "AL": "albanisch|Albaner|Albanerin",
    "AM": "armenisch|Armenier|Armenierin",
    "AZ": "aserbaidschanisch",
    "BA": "bosnisch|bosnisch-herzegowinisch",
    "BG": "bulgarisch|Bulgare|Bulgarin",
    "CI": "ivorisch",
    "CM": "kamerunisch",
    "CN": "chinesisch",
    "DE": "deutsch|Deutscher",
    "DZ": "algerisch",
    "EG": "ägyptisch",
    "ER": "eritreisch|Eritreer|Eritreerin",
    "ES": "spanisch",
    "ET": "äthiopisch",
    "GE": "georgisch",
    "GH": "ghanaisch",
    "GN": "guineisch",
    "GR": "griechisch|Grieche|Griechin",
    "HR": "kroatisch",
    "HU": "ungarisch",
    "IN": "indisch",
    "IQ": "irakisch|Iraker|Irakerin",
    "IR": "iranisch|Iraner|Iranerin",
    "IT": "italienisch|Italiener|Italienerin",
    "JO": "jordanisch",
    "LB": "libanesisch|Libanese|Libanesin",
    "LK": "sri-lankisch",
    "MA": "marokkanisch",
    "MD": "moldauisch",
    "MK": "mazedonisch|nordmazedonisch",
    "NG": "nigerianisch",
    "PK": "pakistanisch",
    "PL": "polnisch|Pole|Polin",
    "PT": "portugiesisch",
    "RO": "rumänisch|Rumäne|Rumänin",
    "RS": "serbisch|Serbe|Serbin",
    "RU": "russisch|Russe|Russin",
    "SO": "somalisch|Somalier|Somalierin",
    "SY": "syrisch|Syrer|Syrerin",
    "TJ": "tadschikisch",
    "TN": "tunesisch",
    "TR": "türkisch|Türke|Türkin",
    "UA": "ukrainisch|Ukrainer|Ukrainerin",
    "VN": "vietnamesisch",
    "XK": "kosovarisch|Kosovare|Kosovarin",
}
STATELESS = "staatenlos|staatenloser|staatenlose|ohne staatsangehörigkeit"
UNCLEAR = (
    "ungeklärt|unbekannt|unklar|k a|keine angabe|ohne angabe|nicht bekannt|ungeklaert"
)
FORMER = (
    "sowjetunion|udssr|ehemalige sowjetunion|jugoslawien|ehemaliges jugoslawien|"
    "bundesrepublik jugoslawien|serbien und montenegro|serbien-montenegro|"
    "tschechoslowakei|cssr|sudan einschließlich südsudan"
)
MONTHS = (
    "januar februar marz april mai juni juli august september oktober november dezember"
).split()
RELATIONS = {
    "partner": "partner partnerin ehemann ehefrau mann frau ehepartner gatte gattin",
    "child": "kind sohn tochter kinder baby säugling",
    "parent": "mutter vater elternteil eltern",
    "relative": "bruder schwester oma opa großmutter großvater onkel tante cousin "
    "cousine neffe nichte verwandte verwandter geschwister",
    "guardian": "vormund betreuer betreuerin",
}
_BRACKETS = re.compile(r"\([^()]{0,100}\)")
_ERROR = re.compile(
    r"#(N/?A|NV|WERT!|VALUE!|BEZUG!|REF!|DIV/0!|NAME\?|NULL!|ZAHL!|NUM!|#+)", re.I
)
_SCIENTIFIC = re.compile(r"[+-]?\d{1,20}([.,]\d{1,20})?E[+-]?\d{1,3}", re.I)


def word(text, brackets=True):
    """Return a word of a cell in the form in which it is looked up.

    >>> word(" SGB II ") == word("sgb-ii"), word("Lengerich (Westf.)", brackets=False)
    (True, 'lengerich')

    :param text: anything a cell holds
    :param bool brackets: whether what stands in brackets counts
    """
    text = str(text)[:MAX_WORD]
    if not brackets:
        text = _BRACKETS.sub(" ", text)
    return " ".join(names.words(text))


def aliases(table):
    """Return {word: key} of a table of usual forms."""
    return {
        word(form): key
        for key, forms in table.items()
        for form in (forms.split("|") if "|" in forms else [forms])
    }


def code_words(key):
    """Return {word: value} of the usual forms of a selection."""
    return {
        word(form): value
        for value, forms in CODES.get(key, {}).items()
        for form in forms.split()
    }


def is_error(value):
    """Tell whether a cell holds an error of its program, or a number cut short.

    >>> [is_error(text) for text in ("#NV", "#DIV/0!", "####", "4,91761E+11", "Nina")]
    [True, True, True, True, False]
    """
    text = str(value)[:60].strip()
    return bool(_ERROR.fullmatch(text) or _SCIENTIFIC.fullmatch(text))


def read_day(value, latest=None):
    """Return the day that a cell means; the first where it names a month.

    >>> read_day("1.2.2024"), read_day("3/2024"), read_day(45292), read_day("März 2024")
    ((datetime.date(2024, 2, 1), True), (datetime.date(2024, 3, 1), False), \
(datetime.date(2024, 1, 1), True), (datetime.date(2024, 3, 1), False))
    >>> read_day("31.02.2024"), read_day("bald")
    ((None, False), (None, False))
    >>> [read_day("3.3.62", latest)[0].year for latest in (None, date(2026, 1, 1))]
    [2062, 1962]

    :param value: str, int or date
    :param date latest: day after which the cell cannot lie, where its kind says so:
        a year of two digits means the century before
    :return: (date or None, whether the day itself is known)
    """
    if isinstance(value, date):
        return value, True
    text = str(value)[:40].strip()
    if re.fullmatch(r"\d{5}(\.0)?", text) and 7_000 <= int(text[:5]) <= 73_000:
        return date(1899, 12, 30) + timedelta(days=int(text[:5])), True  # of Excel
    text = re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", "", text)
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    if found:
        return _day(*found.groups())
    found = re.fullmatch(r"(\d{1,2})[./-] ?(\d{1,2})[./-] ?(\d{4}|\d{2})", text)
    if found:
        day, month, year = found.groups()
        return _day(year, month, day, latest)
    found = re.fullmatch(r"(\d{1,2})[./-](\d{4})", text)
    if found:
        return _day(found[2], found[1], 1)[0], False
    found = re.fullmatch(r"(?:(\d{1,2})\. ?)?([^\W\d_]{3,9})\.? (\d{4})", text)
    month = found and next(
        (n for n, m in enumerate(MONTHS, 1) if m.startswith(names.fold(found[2]))), None
    )
    if month:
        return _day(found[3], month, found[1] or 1)[0], bool(found[1])
    return None, False


def _day(year, month, day, latest=None):
    year, month, day = int(year), int(month), int(day)
    if year < 100:  # 69 is 1969, as strptime has it
        year += 2000 if year < 69 else 1900
        if latest and (year, month, day) > latest.timetuple()[:3]:
            year -= 100
    try:
        return date(year, month, day), True
    except ValueError:
        return None, False


def read_household(text):
    """Return the persons that a cell names, None where it cannot be understood.

    >>> read_household("Ehemann Ali 1985; Tochter: Sara, 2015")
    [{'relation': 'partner', 'first_name': 'Ali', 'birth_year': 1985}, \
{'relation': 'child', 'first_name': 'Sara', 'birth_year': 2015}]
    >>> read_household("2 Erw., 3 Kinder") is None
    True

    :param str text: persons divided by semicolons or lines
    """
    relations = {
        word(form): relation
        for relation, forms in RELATIONS.items()
        for form in forms.split()
    }
    persons = []
    for part in re.split(r"[;\n]", text[:10_000]):
        found = re.findall(r"[^\W\d_][\w’'-]*|\d+", part)
        if not found:
            continue
        relation = relations.get(word(found[0]))
        years = [each for each in found if re.fullmatch(r"(19|20)\d\d", each)]
        digits = [each for each in found if each.isdigit()]
        if not relation or digits != years or len(years) > 1:
            return None
        person = {
            "relation": relation,
            "first_name": " ".join(x for x in found[1:] if not x.isdigit())[:200],
        }
        if years:
            person["birth_year"] = int(years[0])
        persons.append(person)
    return persons or None
