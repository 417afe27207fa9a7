"""Parts that a document may carry but that we do not pass on: programs, scripts, macros."""

import io
import re
import zipfile

from content.files.kinds import OLE_SIGNATURE, ZIP_SIGNATURE

PEEK = 64 * 1024  # bytes at the head of a part that are searched for a signature

_RUNNABLE_NAMES = """
    ade adp app appimage application bat chm class cmd com cpl crt deb desktop dll dmg dylib elf exe
    fon gadget hlp hta htm html ins iso jar js jse ko lnk mde mht mhtml msc msh msi msp mst pif ps1 ps1xml ps2
    psc1 psm1 py pyc pyw rb reg rpm scf scr sct sh shb shs so swf sys url vb vbe vbs vxd ws wsc wsf wsh xhtml
    xll xlam xpi docm dotm xlsm xltm xlsb pptm potm ppam ppsm sldm vsdm vssm vstm
"""
_RUNNABLE = frozenset(_RUNNABLE_NAMES.split())
_MACROS = frozenset({"vbaproject.bin", "vbaprojectsignature.bin", "vbadata.xml", "attachedtoolbars.bin"})

_PROGRAMS = (
    (b"\x7fELF", "a program"),
    (b"\xfe\xed\xfa\xce", "a program"),
    (b"\xfe\xed\xfa\xcf", "a program"),
    (b"\xce\xfa\xed\xfe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"dex\n", "a program"),
    (b"#!", "a script"),
    (b"MSCF", "a packed installer"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "a shortcut to a program"),
)
_DOS_STUBS = (
    b"This program cannot be run in",
    b"This program must be run under",
    b"This program requires Win",
)
_PACKAGED_NAME = re.compile(
    rb"(?i)[^\x00-\x1f]{1,250}\.(?:exe|dll|scr|com|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|jar|msi|pif|reg|cpl)\x00"
)
_OLE_PACKAGE = "\x01Ole10Native".encode("utf-16-le")
_OLE_MACROS = ("_VBA_PROJECT".encode("utf-16-le"), "VBA_PROJECT_CUR".encode("utf-16-le"))


def unwanted_name(name: str) -> str | None:
    """Say what a part of this name would be ("macros", "a program or script"), or None."""
    last = name.replace("\\", "/").rpartition("/")[2].lower().rstrip(" .")
    if last in _MACROS:
        return "macros"
    return "a program or a script" if "." in last and last.rpartition(".")[2] in _RUNNABLE else None


def unwanted_content(head: bytes) -> str | None:
    """Say what a part with these first bytes would be, or None."""
    if head.startswith(b"MZ") and _is_dos_program(head):
        return "a program"
    return next((what for signature, what in _PROGRAMS if head.startswith(signature)), None)


def _is_dos_program(head: bytes) -> bool:
    at = int.from_bytes(head[0x3C:0x40], "little")
    return head[at : at + 2] in (b"PE", b"NE", b"LE", b"LX") or any(stub in head for stub in _DOS_STUBS)


def is_object(head: bytes) -> bool:
    """Tell whether a part is a container of its own and worth a second look."""
    return head.startswith((OLE_SIGNATURE, ZIP_SIGNATURE))


def unwanted_object(data: bytes) -> str | None:
    """Say what an embedded object hides (programs, scripts, macros), or None.

    One level deep and by names and signatures only; nothing is unpacked.
    """
    if data.startswith(ZIP_SIGNATURE):
        return _in_package(data)
    if any(mark in data for mark in _OLE_MACROS):
        return "macros"
    if any(stub in data for stub in _DOS_STUBS):
        return "a program"
    return "a program or a script" if _OLE_PACKAGE in data and _PACKAGED_NAME.search(data) else None


def _in_package(data: bytes) -> str | None:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError):
        return None  # unreadable here is unreadable elsewhere; its signature was looked at
    return next((what for what in map(unwanted_name, names) if what), None)
