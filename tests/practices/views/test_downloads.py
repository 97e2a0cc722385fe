"""A file to keep is named by what people typed, which must not end the header."""

from practices.views.downloads import CSV, download


def test_quotes_in_a_name_do_not_end_it():
    answer = download(b"a,b\n", CSV, 'Workshop "one".ics')

    assert answer["Content-Disposition"].startswith('attachment; filename="Workshop _one_.ics";')


def test_letters_beyond_ascii_are_kept_beside_the_plain_name():
    answer = download(b"a,b\n", CSV, "Café.ics")

    assert "filename*=UTF-8''Caf%C3%A9.ics" in answer["Content-Disposition"]
