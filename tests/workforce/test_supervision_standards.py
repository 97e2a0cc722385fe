"""Standards of supervision as data (domain.md section 7)."""

from workforce.catalogue import roles
from workforce.supervision_standards import longest_gap, standard_of, standard_words, standards, why_no_standard


def test_low_intensity_workers_have_an_hour_a_week_for_one_wte_and_skills_each_fortnight():
    individual, skills, group = standard_of("LI").parts

    assert (individual.minutes, individual.every_days, individual.is_pro_rata) == (60, 7, True)
    assert (skills.minutes, skills.every_days) == (None, 14)
    assert (group.minutes, group.is_for_trainees) == (90, True)


def test_the_standard_of_graduate_workers_is_marked_as_chosen():
    assert standard_of("LI").is_published
    assert not standard_of("GMHW").is_published


def test_a_role_without_a_number_says_why():
    assert "not published" in standard_words("GPWSI")
    assert "accredited" in why_no_standard("PCC")
    assert why_no_standard("LI") == ""


def test_every_role_has_a_standard_or_a_reason():
    assert all(standard_of(role) or why_no_standard(role) for role in roles())


def test_every_standard_is_of_a_role_of_the_catalogue():
    assert set(standards()) <= set(roles())


def test_somebody_is_overdue_after_twice_the_interval():
    assert (longest_gap("LI"), longest_gap("PCC")) == (14, None)
