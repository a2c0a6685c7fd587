#!/usr/bin/env python3
"""Read every format of a publication back through libraries of others and compare each number with its JSON.

    check_formats.py DIRECTORY XSD_DIRECTORY

DIRECTORY holds publication.json (the truth) and publication.csv, .hxl.csv, .sdmx.csv, .iati.xml, .dhis2.json, .xlsx and
structure.xml; XSD_DIRECTORY holds the schemas of IATI 2.03. Ends with status 1 at the first difference.
"""

import csv
import datetime
import hashlib
import json
import re
import sys
from decimal import Decimal
from pathlib import Path

DIMENSIONS = ["sex", "young", "indigenous", "poverty", "commune", "district", "value_chain", "legal_form", "year"]
AREAS = ("commune", "district")


class Difference(Exception):
    """A format does not say what the publication says."""


def same(actual, expected, where):
    """Stop unless two things are equal."""
    if actual != expected:
        raise Difference(f"{where}: found {actual!r}, the publication says {expected!r}")


def true(condition, where):
    """Stop unless something holds."""
    if not condition:
        raise Difference(where)


class Publication:
    """The JSON, and the few rules that all formats share."""

    def __init__(self, path):
        self.json = json.loads(path.read_text(encoding="utf-8"))
        self.indicators = {it["code"]: it for it in self.json["indicators"]}
        self.figures = self._figures()

    def __getitem__(self, name):
        return self.json[name]

    def _figures(self):
        """Each figure once, by indicator and key; where one table withholds it, it is withheld."""
        figures = {}
        for table in self.json["tables"]:
            for cell in table["cells"]:
                name = (table["indicator"], frozenset(cell["key"].items()))
                if name not in figures or cell["suppressed"]:
                    figures[name] = cell
        return figures

    def shown(self):
        """The figures that are not withheld."""
        return {name: cell for name, cell in self.figures.items() if not cell["suppressed"]}

    def once(self):
        """Without the figures that name a district besides a commune in it, or the area that all figures are about."""
        area = self["area"]

        def is_twice(key):
            return ("district" in key and is_place(key.get("commune", ""))) or key.get(area["level"]) == area["code"]

        return {name: cell for name, cell in self.figures.items() if not is_twice(dict(name[1]))}

    def last_day(self):
        until = datetime.date.fromisoformat(self["period"]["until_on"])
        return (until - datetime.timedelta(days=1)).isoformat()

    def category_name(self, dimension, code, language):
        for category in self["categories"].get(dimension, []):
            if category["code"] == code:
                return category[f"name_{language}"]
        return code


def percent(bps):
    """Hundredths of a percent as a percentage."""
    return Decimal(bps) / 100


def optional(number):
    return "" if number is None else str(number)


def is_place(code):
    return re.fullmatch("[0-9]+", code) is not None


def harmless(text):
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def check_csv(publication, directory, _):
    """Rows in the order of the cells, byte for byte as RFC 4180 has it."""
    data = (directory / "publication.csv").read_bytes()
    true(data.startswith(b"\xef\xbb\xbf"), "csv: no byte order mark")
    true(data.endswith(b"\r\n"), "csv: the last row does not end in CRLF")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines(keepends=True), strict=True))
    cells = [(table["indicator"], cell) for table in publication["tables"] for cell in table["cells"]]
    same(len(rows), len(cells), "csv: rows")
    numbers = 0
    for at, (row, (code, cell)) in enumerate(zip(rows, cells), start=2):
        indicator = publication.indicators[code]
        shown = not cell["suppressed"]
        expected = {
            "publication": harmless(publication["number"]),
            "indicator": harmless(code),
            "indicator_name_vi": harmless(indicator["name_vi"]),
            "indicator_name_en": harmless(indicator["name_en"]),
            "unit": harmless(indicator["unit"]),
            "period_from_on": publication["period"]["from_on"],
            "period_until_on": publication["period"]["until_on"],
            "area": harmless(publication["area"]["code"]),
            "value": optional(cell["value"]) if shown else "",
            "denominator": optional(cell["denominator"]) if shown else "",
            "share_percent": f"{percent(cell['share_bps']):.2f}" if shown and cell["share_bps"] is not None else "",
            "suppressed": str(cell["suppressed"]).lower(),
        }
        expected.update({name: harmless(cell["key"].get(name, "")) for name in DIMENSIONS})
        same(row, expected, f"csv: row {at}")
        numbers += sum(row[name] != "" for name in ("value", "denominator", "share_percent"))
    return numbers


def check_hxl(publication, directory, _):
    """Through libhxl: totals, women, men and targets by place."""
    import hxl

    expected = {}
    for (code, key), cell in publication.once().items():
        key = dict(key)
        if set(key) - {"sex", *AREAS} or key.get("sex", "female") not in ("female", "male"):
            if key.get("sex") not in (None, "female", "male") and not set(key) - {"sex", *AREAS}:
                expected.setdefault((code, key.get("district", ""), key.get("commune", "")), {})
            continue
        line = expected.setdefault((code, key.get("district", ""), key.get("commune", "")), {})
        line[{"female": "f", "male": "m"}.get(key.get("sex"), "all")] = cell
    numbers = 0
    source = hxl.data(str(directory / "publication.hxl.csv"), hxl.input.InputOptions(allow_local=True))
    for row in source:
        cells = {column.display_tag: value for column, value in zip(row.columns, row.values)}
        code = next(code for code in publication.indicators if harmless(code) == cells["#indicator+code"])
        indicator = publication.indicators[code]
        level, own = publication["area"]["level"], publication["area"]["code"]
        district, commune = cells.get("#adm2+code", ""), cells["#adm3+code"]
        same(cells["#adm1+code"], own if level == "province" else "", f"hxl: province of {code}")
        place = (code, "" if level == "district" and district == own else district, "" if level == "commune" else commune)
        true(place in expected, f"hxl: {place} is not in the publication, or twice in the file")
        line = expected.pop(place)
        where = f"hxl: {place}"
        is_total = place[1:] == ("", "")
        target = indicator["target"] if is_total else None
        number = lambda name: optional(line[name]["value"]) if name in line and not line[name]["suppressed"] else ""
        total = line.get("all")
        shown = total is not None and not total["suppressed"]
        share = total["share_bps"] if shown else None
        wanted = {
            "#date+start": publication["period"]["from_on"],
            "#date+end": publication.last_day(),
            "#indicator+name": harmless(indicator["name_en"]),
            "#reached": number("all"),
            "#reached+f": number("f"),
            "#reached+m": number("m"),
            "#targeted": optional(target["value"]) if target and not indicator["is_ratio"] else "",
            "#targeted+percent": f"{percent(target['value']):.2f}" if target and indicator["is_ratio"] else "",
            "#indicator+denominator+num": optional(total["denominator"]) if shown else "",
            "#indicator+num+percent": "" if share is None else f"{percent(share):.2f}",
            "#meta+suppressed": " ".join(name for name in ("all", "f", "m") if name in line and line[name]["suppressed"]),
        }
        for tag, value in wanted.items():
            found = next((cells[name] for name in cells if tags(name) == tags(tag)), None)
            same(found, value, f"{where}: {tag}")
            numbers += value != "" and tag.startswith(("#reached", "#targeted", "#indicator+denominator", "#indicator+num"))
    same(sorted(expected), [], "hxl: missing rows")
    return numbers


def tags(name):
    """A hashtag and its attributes, whose order means nothing."""
    first, *rest = name.split("+")
    return first, frozenset(rest)


SDMX_KNOWN = {"female": "F", "male": "M", "unknown": "_U", "other": "_O", "not_assigned": "_X"}
SDMX_COLUMNS = {
    "SEX": "sex",
    "AGE": "young",
    "INDIGENOUS": "indigenous",
    "POVERTY": "poverty",
    "VALUE_CHAIN": "value_chain",
    "LEGAL_FORM": "legal_form",
    "CALENDAR_YEAR": "year",
}


def sdmx_id(code):
    return re.sub("[^A-Za-z0-9-]", "_", code)


def sdmx_code(code):
    return "_T" if code is None else SDMX_KNOWN.get(code, sdmx_id(code).upper())


def sdmx_area(publication, key):
    def part(dimension, code):
        spelled = sdmx_code(code)
        return f"{dimension}{spelled}" if spelled.startswith("_") else f"{dimension}_{spelled}"

    commune, district = key.get("commune"), key.get("district")
    if commune is not None and is_place(commune):
        return "VN-" + commune
    parts = []
    if district is not None:
        parts.append("VN-" + district if is_place(district) else part("DISTRICT", district))
    if commune is not None:
        parts.append(part("COMMUNE", commune))
    return "_".join(parts) or "VN-" + sdmx_id(publication["area"]["code"])


def sdmx_expected(publication):
    """Value, numerator, denominator and status by key."""
    label = publication["period"]["label"]
    shape = re.sub("[0-9]", "0", label)
    frequency = {"0000": "A", "0000-Q0": "Q", "0000-00": "M"}.get(shape, "_O")
    if frequency == "_O":
        first, until = (datetime.date.fromisoformat(publication["period"][it]) for it in ("from_on", "until_on"))
        label = f"{first}/P{(until - first).days}D"
    expected = {}
    for (code, key), cell in publication.once().items():
        key = dict(key)
        place = {"INDICATOR": sdmx_id(code), "REF_AREA": sdmx_area(publication, key), "FREQ": frequency, "TIME_PERIOD": label}
        place.update({column: sdmx_code(key.get(name)) for column, name in SDMX_COLUMNS.items()})
        is_ratio = publication.indicators[code]["is_ratio"]
        if cell["suppressed"]:
            said = (None, None, None, "Q")
        elif is_ratio:
            share = None if cell["share_bps"] is None else percent(cell["share_bps"])
            said = (share, cell["value"], cell["denominator"], "M" if share is None else "A")
        else:
            said = (cell["value"], None, None, "M" if cell["value"] is None else "A")
        expected.setdefault(frozenset(place.items()), said)
    return expected


def check_sdmx(publication, directory, _):
    """Through pysdmx: the data against the JSON, and every code against the structure."""
    from pysdmx.io import get_datasets, read_sdmx
    from pysdmx.model import Role

    message = read_sdmx(str(directory / "structure.xml"), validate=True)
    (definition,) = message.get_data_structure_definitions()
    (flow,) = message.get_dataflows()
    same((flow.agency if isinstance(flow.agency, str) else flow.agency.id), publication["publisher"]["iati_id"], "sdmx: agency")
    text = (directory / "publication.sdmx.csv").read_text(encoding="utf-8")
    reference = {(row["STRUCTURE"], row["STRUCTURE_ID"], row["ACTION"]) for row in csv.DictReader(text.splitlines())}
    name = f"{publication['publisher']['iati_id']}:{flow.id}(1.0.0)"
    same(reference, {("dataflow", name, "M")} if publication.figures else set(), "sdmx: reference")
    check_sdmx_names(publication, directory)
    if not publication.figures:  # readers want at least one observation
        same(len(text.splitlines()), 1, "sdmx: lines")
        return 0
    (dataset,) = get_datasets(str(directory / "publication.sdmx.csv"), str(directory / "structure.xml"))
    lists = {
        component.id: {code.id for code in component.local_codes}
        for component in definition.components
        if component.local_codes is not None
    }
    dimensions = [component.id for component in definition.components if component.role == Role.DIMENSION]
    expected = sdmx_expected(publication)
    numbers = 0
    for row in dataset.data.to_dict("records"):
        key = frozenset((name, str(row[name])) for name in dimensions)
        for name, codes in lists.items():
            true(row[name] in codes, f"sdmx: {row[name]} is not in the codelist of {name}")
        true(key in expected, f"sdmx: {sorted(key)} is not in the publication, or twice in the file")
        said = expected.pop(key)
        for name, value in zip(("OBS_VALUE", "NUMERATOR", "DENOMINATOR"), said):
            found = row[name]
            found = None if found is None or str(found) in ("", "nan", "NaN", "<NA>") else Decimal(str(found))
            same(found, None if value is None else Decimal(value), f"sdmx: {name} of {sorted(key)}")
            numbers += found is not None
        same(row["OBS_STATUS"], said[3], f"sdmx: OBS_STATUS of {sorted(key)}")
    same(len(expected), 0, "sdmx: missing observations")
    return numbers


def check_sdmx_names(publication, directory):
    """Through sdmx1: the structure again, with the names in both languages."""
    import sdmx

    message = sdmx.read_sdmx(directory / "structure.xml")
    number = re.sub("[^A-Za-z0-9]", "_", publication["number"])
    true(f"DF_{number}" in message.dataflow, "sdmx: no dataflow")
    for column, dimension in SDMX_COLUMNS.items():
        codes = message.codelist[f"CL_{column}_{number}"]
        for category in publication["categories"].get(dimension, []):
            names = codes[sdmx_code(category["code"])].name.localizations
            same(names, {language: category[f"name_{language}"] for language in ("vi", "en")}, f"sdmx: names in {column}")
    codes = message.codelist[f"CL_INDICATOR_{number}"]
    for code, indicator in publication.indicators.items():
        names = codes[sdmx_id(code)].name.localizations
        same(names, {it: f"{code} {indicator[f'name_{it}']}" for it in ("vi", "en")}, f"sdmx: names of {code}")


def check_iati(publication, directory, schemas):
    """Against the schema, then the rules that it cannot say, then the numbers."""
    from lxml import etree

    tree = etree.parse(str(directory / "publication.iati.xml"))
    schema = etree.XMLSchema(etree.parse(str(schemas / "iati-activities-schema.xsd")))
    true(schema.validate(tree), f"iati: {schema.error_log.last_error}")
    (activity,) = tree.getroot()
    check_iati_rules(publication, activity)
    actuals, numbers = {}, 0
    for result in activity.iterfind("result"):
        code = result.find("indicator/reference").get("code")
        indicator = publication.indicators[code]
        scale = percent if indicator["is_ratio"] else Decimal
        kind = {"output": "1", "outcome": "2", "impact": "3"}.get(indicator["level"], "9")
        same(result.get("type"), kind, f"iati: type of {code}")
        same(result.find("indicator").get("measure"), "2" if indicator["is_ratio"] else "1", f"iati: measure of {code}")
        baseline = [(it.get("year"), Decimal(it.get("value"))) for it in result.iterfind("indicator/baseline")]
        goal = indicator["baseline"]
        same(baseline, [(str(goal["year"]), scale(goal["value"]))] if goal else [], f"iati: baseline of {code}")
        target = [Decimal(it.get("value")) for it in result.iterfind("indicator/period/target")]
        goal = indicator["target"]
        same(target, [scale(goal["value"])] if goal else [], f"iati: target of {code}")
        numbers += len(baseline) + len(target)
        for actual in result.iterfind("indicator/period/actual"):
            key = frozenset((it.get("name"), it.get("value")) for it in actual.iterfind("dimension"))
            true((code, key) not in actuals, f"iati: {code} {sorted(key)} twice")
            comment = [it.text for it in actual.iterfind("comment/narrative")]
            actuals[code, key] = (Decimal(actual.get("value")), comment[-1] if comment else None)
    expected = {}
    for (code, key), cell in publication.shown().items():
        if publication.indicators[code]["is_ratio"]:
            if cell["share_bps"] is not None:
                expected[code, key] = (percent(cell["share_bps"]), f"{cell['value']} of {cell['denominator']}")
        else:
            expected[code, key] = (Decimal(cell["value"]), None)
    for name in sorted(set(actuals) | set(expected), key=str):
        same(actuals.get(name), expected.get(name), f"iati: {name[0]} {sorted(name[1])}")
    return numbers + len(actuals)


def check_iati_rules(publication, activity):
    """Rules of the standard that its schema does not hold."""
    organisation = activity.find("reporting-org").get("ref")
    same(organisation, publication["publisher"]["iati_id"], "iati: reporting organisation")
    identifier = activity.findtext("iati-identifier")
    true(identifier.startswith(organisation + "-"), f"iati: {identifier} does not start with the organisation")
    true(re.fullmatch(r"[^/&|?\s]+", identifier), f"iati: characters of {identifier}")
    for country in activity.iterfind("recipient-country"):
        same((country.get("code"), country.get("percentage")), ("VN", "100"), "iati: country")
    sectors = [Decimal(it.get("percentage")) for it in activity.iterfind("sector")]
    same(sum(sectors), 100, "iati: sectors")
    dates = {it.get("type"): it.get("iso-date") for it in activity.iterfind("activity-date")}
    true(dates.get("1") or dates.get("2"), "iati: no start")
    true(dates.get("1", "") <= dates.get("3", "9999"), "iati: ends before it starts")
    written = activity.get("last-updated-datetime")[:10]
    true(all(dates.get(it, "") <= written for it in ("2", "4")), "iati: actual date in the future")
    for period in activity.iterfind("result/indicator/period"):
        start, end = (period.find(it).get("iso-date") for it in ("period-start", "period-end"))
        same((start, end), (publication["period"]["from_on"], publication.last_day()), "iati: period")
        true(start < end, "iati: a period starts after its end")
    for narrative in activity.iter("narrative"):
        true((narrative.text or "").strip(), f"iati: empty narrative in {narrative.getparent().tag}")
    for element in activity.iterfind("result/indicator"):
        same(element.find("reference").get("vocabulary"), "99", "iati: vocabulary")


def dhis2_uid(kind, code):
    """An identifier that follows from a code."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    rest = int.from_bytes(hashlib.sha256(f"{kind}:{code}".encode()).digest()[:16], "big")
    text = ""
    for characters in [letters] + [letters + "0123456789"] * 10:
        rest, at = divmod(rest, len(characters))
        text += characters[at]
    return text


def check_dhis2(publication, directory, _):
    """With the identifiers that follow from the codes."""
    found = json.loads((directory / "publication.dhis2.json").read_text(encoding="utf-8"))
    area = publication["area"]
    own = area["code"] if area["level"] == "province" else f"{publication['map']}/{area['code']}"
    same(found["period"], publication["period"]["label"].replace("-", ""), "dhis2: period")
    same(found["orgUnit"], dhis2_uid("org_unit", own), "dhis2: orgUnit")
    same(found["dataSet"], dhis2_uid("data_set", "results"), "dhis2: dataSet")
    values = {}
    for value in found["dataValues"]:
        name = (value["dataElement"], value["categoryOptionCombo"], value["orgUnit"])
        true(all(re.fullmatch("[A-Za-z][A-Za-z0-9]{10}", uid) for uid in name), f"dhis2: {name} is no UID")
        true(name not in values, f"dhis2: {name} twice")
        true(isinstance(value["value"], str), f"dhis2: {name} is no text")
        same(value["period"], found["period"], "dhis2: period of a value")
        values[name] = value["value"]
    expected = {}
    for (code, key), cell in publication.once().items():
        if cell["suppressed"]:
            continue
        key = dict(key)
        pairs = [(it, key[it]) for it in DIMENSIONS if it in key and not (it in AREAS and is_place(key[it]))]
        combo = ",".join(f"{name}={value}" for name, value in pairs)
        combo = dhis2_uid("category_option_combo", combo) if combo else "HllvX50cXC0"
        places = [key[it] for it in AREAS if it in key and is_place(key[it])]
        place = dhis2_uid("org_unit", f"{publication['map']}/{places[0]}" if places else own)
        by = " by " + ",".join(name for name, _ in pairs) if pairs else ""
        expected.setdefault((dhis2_uid("data_element", code + by), combo, place), str(cell["value"]))
        if publication.indicators[code]["is_ratio"] and cell["denominator"] is not None:
            element = dhis2_uid("data_element", f"{code} denominator{by}")
            expected.setdefault((element, combo, place), str(cell["denominator"]))
    for name in sorted(set(values) | set(expected)):
        same(values.get(name), expected.get(name), f"dhis2: {name}")
    return len(values)


WORDS = {
    "vi": {"cover": "Giới thiệu", "progress": "Tiến độ", "code": "Mã", "total": "Tổng số", "value": "Giá trị",
           "denominator": "Mẫu số", "share": "Tỷ lệ",
           "by": ["Giới tính", "Thanh niên", "Dân tộc thiểu số", "Hộ nghèo", "Xã", "Huyện", "Chuỗi giá trị",
                  "Hình thức tổ chức", "Năm"]},
    "en": {"cover": "Cover", "progress": "Progress", "code": "Code", "total": "Total", "value": "Value",
           "denominator": "Denominator", "share": "Share",
           "by": ["Sex", "Youth", "Ethnic minority", "Poverty status", "Commune", "District", "Value chain",
                  "Legal form", "Year"]},
}


def check_xlsx(publication, directory, _):
    """Through openpyxl: the workbook of each language."""
    import openpyxl

    numbers = 0
    for path in sorted(directory.glob("publication*.xlsx")):
        book = openpyxl.load_workbook(path)
        language = next(it for it in WORDS if WORDS[it]["cover"] == book.sheetnames[0])
        created = book.properties.created.isoformat()
        same(created, publication["published_at"][:19], f"xlsx: creation date of {path.name}")
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    true(cell.data_type != "f", f"xlsx: {sheet.title}!{cell.coordinate} is a formula")
        cover = {str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row}
        for text in (publication["number"], publication["title_vi"], publication["title_en"], publication["rules_version"],
                     publication["publisher"]["name_vi"], publication["publisher"]["name_en"]):
            true(not text or text in cover, f"xlsx: {text} is not on the cover")
        for note in publication["notes"]:
            true(note["vi"] in cover and note["en"] in cover, "xlsx: a note is not on the cover")
        sheets = book.worksheets[1:]
        if any(it["target"] for it in publication["indicators"]):
            numbers += check_xlsx_progress(publication, sheets.pop(0), language)
        same(len(sheets), len(publication["tables"]), "xlsx: sheets")
        for sheet, table in zip(sheets, publication["tables"]):
            true(sheet.title in cover, f"xlsx: {sheet.title} is not listed")
            numbers += check_xlsx_table(publication, sheet, table, language)
    return numbers


def check_xlsx_progress(publication, sheet, language):
    same(sheet.title, WORDS[language]["progress"], "xlsx: second sheet")
    numbers = 0
    wanted = [it for it in publication["indicators"] if it["target"]]
    for row, indicator in zip(sheet.iter_rows(min_row=4, max_row=3 + len(wanted), values_only=True), wanted, strict=True):
        code = indicator["code"]
        scale = 10_000 if indicator["is_ratio"] else 1
        total = publication.figures.get((code, frozenset()))
        value = total and not total["suppressed"] and total["share_bps" if indicator["is_ratio"] else "value"]
        same(row[0], code, "xlsx: order of the progress")
        for column, expected in ((4, indicator["baseline"] and indicator["baseline"]["value"]), (7, indicator["target"]["value"]),
                                 (5, value if value is not False else None)):
            found = row[column] if isinstance(row[column], (int, float)) else None
            same(found if found is None else round(found * scale), expected, f"xlsx: progress of {code}, column {column}")
            numbers += found is not None
    return numbers


def check_xlsx_table(publication, sheet, table, language):
    """Works out from headers and names which cell is where, then compares."""
    words = WORDS[language]
    by_name = dict(zip(words["by"], DIMENSIONS))
    where = f"xlsx: {sheet.title} ({language})"
    header = [cell.value for cell in sheet[5]]
    while header and header[-1] is None:
        header.pop()
    codes = {(it, publication.category_name(it, category["code"], language)): category["code"]
             for it in table["by"] for category in publication["categories"][it]}
    names = [(at, by_name[text]) for at, text in enumerate(header) if text in by_name and by_name[text] in table["by"]]
    start = max([at for at, _ in names], default=0) + 1
    across = [it for it in table["by"] if it not in [name for _, name in names]]
    true(len(across) <= 1, f"{where}: dimensions")
    indicator = publication.indicators[table["indicator"]]
    parts = [(column, None, "value") for column in range(start, start + 1)]
    if indicator["is_ratio"]:
        parts += [(start + 1, None, "denominator"), (start + 2, None, "share_bps")]
    if across:
        parts = [(at, None if header[at] == words["total"] else codes[across[0], header[at]], "value")
                 for at in range(start, len(header))]
    same(len(header), start + len(parts), f"{where}: columns")
    cells = {frozenset(cell["key"].items()): cell for cell in table["cells"]}
    seen, numbers = set(), 0
    for row in sheet.iter_rows(min_row=6, values_only=True):
        if all(value is None for value in row):
            break
        key = {}
        for at, dimension in names:
            if row[at] != words["total"]:
                is_coded = dimension in AREAS
                key[dimension] = row[at - 1] if is_coded else codes[dimension, row[at]]
        for column, category, part in parts:
            full = frozenset({**key, **({across[0]: category} if category else {})}.items())
            found = row[column]
            if full not in cells:
                same(found, None, f"{where}: {sorted(full)}")
                continue
            cell = cells[full]
            seen.add(full)
            if cell["suppressed"]:
                same(found, "–", f"{where}: {sorted(full)}")
                continue
            if part == "share_bps" and found is not None:
                found = round(found * 10_000)
            same(found, cell[part], f"{where}: {part} of {sorted(full)}")
            numbers += found is not None
    same(len(seen), len(cells), f"{where}: cells")
    return numbers


CHECKS = {
    "csv": check_csv,
    "hxl": check_hxl,
    "sdmx": check_sdmx,
    "iati": check_iati,
    "dhis2": check_dhis2,
    "xlsx": check_xlsx,
}


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    directory, schemas = Path(sys.argv[1]), Path(sys.argv[2])
    publication = Publication(directory / "publication.json")
    for name, check in CHECKS.items():
        try:
            numbers = check(publication, directory, schemas)
        except Difference as difference:
            sys.exit(str(difference))
        except Exception as error:  # what cannot be read back is as wrong as what differs
            sys.exit(f"{name}: cannot be read: {type(error).__name__}: {error}")
        print(f"{name}: {numbers} numbers agree")


if __name__ == "__main__":
    main()
