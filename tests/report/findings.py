"""Findings to be shown in each form."""

from pipeline.model.finding import Finding, Severity

ERROR = Finding(
    file="locales/es/LC_MESSAGES/a b,c.po",
    check="number.changed",
    severity=Severity.ERROR,
    message="5 became 6: 100 %",
    line=7,
    unit="0123456789ab",
    locale="es",
    blocking=True,
    hint="copy\nthe number",
    source="Take 5.",
    target="Tome 6.\u0001",
    expected="5",
    found="6\u0001",
)
NOTICE = Finding(
    file="source/x.txt",
    check="source.junk",
    severity=Severity.NOTICE,
    message="“Null” <is> & \x02",
    line=None,
)
WAIVED = Finding(
    file="locales/ar/LC_MESSAGES/b.po",
    check="length.long",
    severity=Severity.WARNING,
    message="too long",
    line=3,
    unit="ba9876543210",
    locale="ar",
    waiver="waived by ana@example.org until 2027-01-01: a heading",
)
FINDINGS = (ERROR, NOTICE, WAIVED)
