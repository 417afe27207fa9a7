"""E-mail addresses, telephone numbers, IP addresses, host names and home folders in plain text.

Few false alarms before completeness: a list that cries wolf is not read. Every pattern is linear in
the length of the text. What was made for examples (RFC 2606, 3849, 5737) is told apart.
"""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.files.findings import Findings
from content.files.phones import phones

CONTEXT = 40  # characters before a number that tell what it is


@dataclass(frozen=True)
class Thing:
    """Something found in a text: what it is (a key of `findings.WHAT`), how it is written, whether an example."""

    what: str
    value: str
    example: bool = False


def scan(text: str, where: str, found: Findings) -> None:
    """Add all that a passage gives away to `found`."""
    for thing in things(text):
        found.add(thing.what, thing.value, where, example=thing.example)


def things(text: str) -> Iterator[Thing]:
    """Yield what a passage gives away, sort by sort."""
    if "@" in text:
        yield from _emails(text)
    if "." in text or "//" in text:
        yield from _hosts(text)
    if text.count(".") >= 3:
        yield from _v4(text)
    if text.count(":") >= 2:
        yield from _v6(text)
    if "\\" in text or "/home/" in text or "/Users/" in text:
        yield from _paths(text)
    for number, example in phones(text):
        yield Thing("phone", number, example)


# --- e-mail ---

_EMAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]{1,64}@((?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24})(?![\w-])")
_FILE_ENDINGS = frozenset("png jpg jpeg gif svg webp css js json md py html pdf zip".split())
_RESERVED_ENDS = ("example", "test", "invalid", "localhost", "tld")
# Firms that do not exist, and the words people write where an address should go.
_MADE_UP = re.compile(
    r"(?:.*\.)?(?:example\.\w+|contoso\.\w+|fabrikam\.\w+|northwindtraders\.com|adventure-works\.com|acme\.\w+"
    r"|(?:your|my|the)?-?(?:company|organi[sz]ation|domain|firm|customer|email|mail|site)(?:name)?\.\w+)"
)


def _emails(text: str) -> Iterator[Thing]:
    for match in _EMAIL.finditer(text):
        address, domain = match.group().lstrip("'.-+%"), match.group(1).lower()
        if address.startswith("@") or domain.rpartition(".")[2] in _FILE_ENDINGS:
            continue
        if _in_address(text, match.start()) or address.startswith("git@"):
            continue
        yield Thing("email", address, is_example_name(domain))


def _in_address(text: str, start: int) -> bool:
    """Tell whether a place lies inside a web address, where "@" means other things."""
    before = text[max(0, start - 200) : start].split()
    token = before[-1] if before and not text[start - 1 : start].isspace() else ""
    return "://" in token and not re.search(r"[?&=]", token)


def is_example_name(name: str) -> bool:
    """Tell whether a domain name is reserved for examples or stands for "yours"."""
    return name.endswith(tuple(f".{end}" for end in _RESERVED_ENDS)) or bool(_MADE_UP.fullmatch(name))


# --- IP addresses ---

_V4 = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?(?![\w-]|\.\w)")
_NOT_AN_ADDRESS = re.compile(
    r"(?i)(?:\bv|\bver|version|build|release|firmware|section|clause|chapter|§|figure|fig|table|appendix|annex|step"
    r"|paragraph|requirement|req|control|id|oid|rev|revision|driver|update|edition|no|number)\W{0,3}(?:[\w-]{1,20} )?$"
)
_ADDRESS = re.compile(
    r"(?i)\b(?:ips?|ipv4|address(?:es)?|hosts?|servers?|gateway|router|dns|subnet|network|cidr|ping|ssh|https?|route"
    r"|firewall|proxy|vlan)\b"
)
_DOCUMENTATION = tuple(
    map(ipaddress.ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15"))
)
_DOCUMENTATION_6 = tuple(map(ipaddress.ip_network, ("2001:db8::/32", "3fff::/20")))
# Whole private ranges and the addresses that every home router has name nobody's machine.
_COMMON = frozenset(
    "1.2.3.4 10.0.0.0 172.16.0.0 192.168.0.0 192.168.0.1 192.168.1.1 10.10.10.10 10.0.0.1".split()
)


def _v4(text: str) -> Iterator[Thing]:
    for match in _V4.finditer(text):
        bare, _, prefix = match.group().partition("/")
        octets = bare.split(".")
        if any(int(octet) > 255 or (octet[0] == "0" and octet != "0") for octet in octets):
            continue
        address = ipaddress.IPv4Address(bare)
        if int(prefix or 0) > 32 or _names_nothing(address) or _is_numbering(text, match, octets):
            continue
        example = bare in _COMMON or any(address in network for network in _DOCUMENTATION)
        yield Thing("ip", match.group(), example)


def _names_nothing(address: ipaddress.IPv4Address) -> bool:
    """Tell whether an address is the same on every machine: loopback, any, masks, groups."""
    return address.is_loopback or address.is_multicast or address.packed[0] in (0, 255)


def _is_numbering(text: str, match: re.Match[str], octets: list[str]) -> bool:
    """Judge four small numbers by what stands before them: section 1.2.3.4, version 10.0.1.7."""
    start = text.rfind("\n", 0, match.start()) + 1
    before = text[max(start, match.start() - CONTEXT) : match.start()]
    if _NOT_AN_ADDRESS.search(before):
        return True
    small = all(int(octet) < 30 for octet in octets)
    return small and "/" not in match.group() and not _ADDRESS.search(before)


_V6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f:]{2,39}(?:/\d{1,3})?(?![\w:])")
_NAMEABLE = tuple(map(ipaddress.ip_network, ("2000::/3", "fc00::/7", "fe80::/10")))


def _v6(text: str) -> Iterator[Thing]:
    for match in _V6.finditer(text):
        bare, _, prefix = match.group().partition("/")
        if bare.count(":") < 2 or int(prefix or 0) > 128:
            continue
        try:
            address = ipaddress.IPv6Address(bare)
        except ValueError:
            continue
        if any(address in network for network in _NAMEABLE):
            yield Thing("ip", match.group(), any(address in network for network in _DOCUMENTATION_6))


# --- names of machines ---

_INTERNAL = re.compile(
    r"(?i)(?<![\w.@/\\$%{-])(?:[a-z]{2,10}://)?(?:[a-z0-9][a-z0-9-]{0,62}\.){1,6}"
    r"(?:local|localdomain|lan|corp|internal|intra|intranet|home\.arpa)(?![\w(-]|\.\w)"
)
_UNQUALIFIED = re.compile(
    r"(?i)\b(?:https?|ldaps?|ftps?|sftp|ssh|smb|rdp|jdbc:[a-z]{1,20})://([a-z][a-z0-9-]{1,62})(?=:\d{2,5}(?!\w)|[/?\s,;\"')>\]]|$)"
)
# Written plainly, or with each backslash doubled; "\\a\\b" is a pattern or a piece of a path.
_UNC = re.compile(
    r"(?<![\w\\:.)])(?:\\\\([A-Za-z0-9][\w.-]{2,62})\\(?!\\)([\w$][\w$.-]{0,60})"
    r"|\\{4}([A-Za-z0-9][\w.-]{2,62})\\\\([\w$][\w$.-]{0,60}))"
)
# The same in every cluster or container of a maker; names nobody's machine.
_EVERYWHERE = re.compile(
    r"(?i)(?:.*\.)?(?:cluster\.local|docker\.internal|google\.internal|containers\.internal)"
)
_FILE_NAMES = frozenset(
    "env settings config appsettings application docker-compose hosts php secrets values".split()
)
_PLACEHOLDERS = re.compile(
    r"(?i)(?:(?:your|my|the|some)?[-_]?(?:file)?(?:server|host|domain|machine|computer|site|company|sharepoint)"
    r"(?:name)?|unc|srv|www|example.*|contoso.*|fabrikam.*|foo|bar)"
)


def _hosts(text: str) -> Iterator[Thing]:
    for match in _INTERNAL.finditer(text):
        name = match.group().rpartition("//")[2]
        first, *rest = name.lower().split(".")
        if _EVERYWHERE.fullmatch(name) or (len(rest) == 1 and first in _FILE_NAMES):
            continue
        yield Thing("host", name, is_example_host(name))
    for match in _UNQUALIFIED.finditer(text):
        name = match.group(1)
        if name.lower() != "localhost":
            yield Thing("host", name, is_example_host(name))


def is_example_host(name: str) -> bool:
    """Tell whether a part of a host name says that it stands for another."""
    labels = name.split(".")
    return any(_PLACEHOLDERS.fullmatch(label) for label in labels[: max(1, len(labels) - 1)])


# --- paths ---

_HOME = re.compile(
    r"(?<![\w/])(?:[A-Za-z]:(?:\\{1,2}|/)(?:Users|Documents and Settings)(?:\\{1,2}|/)|/home/|/Users/)"
    r"([^\W_][\w.@-]{1,40})(?=[\\/\s\"']|$)"
)
_NOBODY = frozenset(
    "public default administrator admin user users username yourname name shared all runner vsts ubuntu "
    "vagrant node app circleci guest me you ec2-user azureuser vscode jovyan git".split()
)


def _paths(text: str) -> Iterator[Thing]:
    for match in _UNC.finditer(text):
        server, share = filter(None, match.groups())
        # Shares of nobody, and two commands of a typesetter in a row.
        if server.lower() in ("localhost", "wsl") or (server.islower() and len(share) < 2):
            continue
        yield Thing("host", "\\\\" + server + "\\" + share.rstrip(".-"), is_example_host(server))
    for match in _HOME.finditer(text):
        if match.group(1).lower() not in _NOBODY:
            yield Thing("path", match.group())
