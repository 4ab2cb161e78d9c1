"""Postal addresses in the order of the country that they are in: it is read there, whatever the page's language."""

from branding.formats.digits import language

Line = tuple[tuple[str, str], ...]

STREET: Line = (("", "street"),)
CITY: Line = (("", "city"),)
REGION: Line = (("", "region"),)
POSTAL_CODE: Line = (("", "postal_code"),)
# Lines of a country's addresses (UPU S42): each part behind what joins it to the one before it.
ORDERS: dict[str, tuple[Line, ...]] = {
    "IR": ((("", "region"), (", ", "city")), STREET, POSTAL_CODE),
    "TR": (STREET, (("", "postal_code"), (" ", "city"), ("/", "region"))),
    "TH": (STREET, (("", "city"), (" ", "region"), (" ", "postal_code"))),
    "US": (STREET, (("", "city"), (", ", "region"), (" ", "postal_code"))),
    "GB": (STREET, CITY, REGION, POSTAL_CODE),
}
USUAL: tuple[Line, ...] = (STREET, (("", "postal_code"), (" ", "city")), REGION)


def postal_lines(
    *, street: str, city: str, region: str, postal_code: str, country: str, country_name: str
) -> list[str]:
    """The lines of an address without empty ones; `country` is an ISO 3166 code, the name stands last."""
    parts = {"street": street, "city": city, "region": region, "postal_code": postal_code}
    lines = [_joined(line, parts) for line in ORDERS.get(country, USUAL)]
    return [line for line in (*lines, country_name) if line]


def _joined(line: Line, parts: dict[str, str]) -> str:
    text = ""
    for joint, name in line:
        if parts[name]:
            text += (_in_script(joint) if text else "") + parts[name]
    return text


def _in_script(joint: str) -> str:
    return joint.replace(",", "،") if language(None) == "fa" else joint
