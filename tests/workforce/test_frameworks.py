"""Competence frameworks as data (rows 14, 48, 49, 50)."""

from workforce import frameworks
from workforce.catalogue import roles

ALL = frameworks.frameworks()


def test_the_ten_essential_capabilities_are_ten_of_which_four_are_not_confirmed():
    """49"""
    assert len(ALL["ESC"].competences) == 10
    assert [one.code for one in ALL["ESC"].unverified] == ["7", "8", "9", "10"]


def test_the_knowledge_and_skills_framework_has_six_core_and_twenty_four_specific_dimensions_with_four_levels():
    core = [one for one in ALL["KSF"].competences if one.is_verified]
    assert [one.code for one in core] == ["C1", "C2", "C3", "C4", "C5", "C6"]
    assert len(ALL["KSF"].unverified) == 24
    assert ALL["KSF"].levels == (1, 2, 3, 4)


def test_self_rating_has_the_six_health_areas():
    """48"""
    assert frameworks.self_rated().code == "HEALTH"
    assert [one.code for one in frameworks.self_rated().competences] == ["H1", "E", "A", "L", "T", "H2"]


def test_the_cbt_map_has_five_domains():
    """50"""
    assert len(ALL["CBT"].competences) == 5


def test_occupational_standards_are_links_without_numbers_of_our_own():
    assert ALL["NOS"].competences == ()
    assert ALL["NOS"].links


def test_every_role_of_the_catalogue_links_to_a_framework_and_every_framework_to_known_roles():
    """14"""
    assert [code for code in roles() if not frameworks.of_role(code)] == []
    assert {code for one in ALL.values() for code in one.roles} <= set(roles())


def test_frameworks_are_switched_on_by_code_and_an_unknown_code_is_left_out():
    assert [one.code for one in frameworks.switched_on(["KSF", "GONE", "HEALTH"])] == ["HEALTH", "KSF"]
    assert [one.code for one in frameworks.with_evidence(["NOS", "ESC"])] == ["ESC"]


def test_codes_fit_the_columns_that_keep_them():
    codes = [framework.code for framework in ALL.values()]
    codes += [one.code for framework in ALL.values() for one in framework.competences]
    assert [code for code in codes if len(code) > 12] == []


def test_a_competence_that_is_gone_is_named_by_its_code():
    assert frameworks.competence_name("ESC", "1") == "Working in partnership"
    assert frameworks.competence_name("ESC", "99") == "99"
    assert frameworks.competence_name("GONE", "1") == "1"
