"""What `review show` shows is what is signed."""

from tests.projects import Project


def test_controls_and_marks_of_direction_are_spelt_out(project: Project) -> None:
    project.run("extract")
    project.run("update")
    name = "locales/es/LC_MESSAGES/cramps.po"
    text = project.read(name)
    start = text.index('msgstr ""', text.index('msgctxt "title"'))
    target = 'msgstr "NO tome\\rTome \u202ede\u202c"'
    project.write(name, text[:start] + target + text[start + len('msgstr ""') :])
    listed = project.run("review", "list", "-l", "es", "--document", "cramps", "--json").rows()
    unit = next(str(one["unit"]) for one in listed if one["context"] == "title")
    shown = project.run("review", "show", unit, "-l", "es").out
    assert "NO tome\\u000dTome \\u202ede\\u202c" in shown
    assert not {"\r", "\u202e"} & set(shown)
