"""The shape of the codebase, checked on every run: who may import whom, and how views read data."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

MAY_IMPORT = {
    "operations": set(),
    "accounts": {"operations"},
    "practices": {"operations", "accounts"},
    "registers": {"operations", "accounts", "practices"},
    "measures": {"operations", "accounts", "practices", "registers"},
    "workforce": {"operations", "accounts", "practices", "measures"},
    "collaborative": {"operations", "accounts", "practices", "registers", "measures", "workforce"},
}

# Statistics, parsing and drawing must run without Django, so they can be tested and read alone.
PURE = [
    "practices/svg.py",
    "workforce/drawings",
    "workforce/catalogue.py",
    "workforce/guidance.py",
    "workforce/computing/plain_text.py",
    "workforce/wte.py",
    "workforce/disclosure.py",
    "workforce/frameworks.py",
    "workforce/governance_lists.py",
    "workforce/competence_matrix.py",
    "workforce/rating_gaps.py",
    "workforce/month_parts.py",
    "workforce/role_spells.py",
    "workforce/retention.py",
    "workforce/released_retention.py",
    "workforce/releases/contents.py",
    "workforce/releases/differencing.py",
    "workforce/releases/charts.py",
    "workforce/vacant_time.py",
    "workforce/roster_months.py",
    "workforce/early_warning.py",
    "workforce/dashboards/retention_words.py",
    "workforce/files/staff_schema.py",
    "workforce/files/staff_cells.py",
    "workforce/files/staff_lines.py",
    "workforce/files/staff_facts.py",
    "workforce/files/staff_line_checks.py",
    "workforce/files/staff_agreement.py",
    "workforce/files/staff_checks.py",
    "workforce/files/staff_differences.py",
    "workforce/variation.py",
    "workforce/benchmark.py",
    "workforce/throughput.py",
    "workforce/smallest_cut.py",
    "workforce/pulses",
    "workforce/pulse_results.py",
    "workforce/published.py",
    "workforce/pipeline.py",
    "workforce/careers.py",
    "workforce/training_programmes.py",
    "workforce/computing/supervision.py",
    "workforce/supervision_standards.py",
    "workforce/supervision_held.py",
    "workforce/supervisor_load.py",
    "workforce/supervision_content.py",
    "practices/months.py",
    "practices/retention.py",
    "practices/spreadsheets",
    "practices/ods.py",
    "practices/uploads/schema.py",
    "practices/uploads/problems.py",
    "practices/uploads/rows.py",
    "practices/uploads/answers.py",
    "practices/uploads/reading.py",
    "practices/uploads/child.py",
    "practices/uploads/differences.py",
    "practices/uploads/template.py",
    "practices/uploads/annotated.py",
    "practices/uploads/mending.py",
    "practices/uploads/written.py",
    "practices/uploads/names.py",
    "practices/exports.py",
    "practices/stored_files.py",
    "practices/wording.py",
    "practices/uploads/columns.py",
    "practices/uploads/columns_cells.py",
    "practices/uploads/columns_checking.py",
    "practices/uploads/columns_child.py",
    "practices/uploads/columns_reading.py",
    "practices/uploads/columns_splitting.py",
    "registers/files/conversion.py",
    "registers/files/differences.py",
    "registers/files/events.py",
    "registers/files/faults.py",
    "registers/files/people.py",
    "registers/files/profiled.py",
    "registers/files/sick_notes.py",
    "registers/severity.py",
    "registers/severity_drawing.py",
    "registers/care_rules.py",
    "registers/codes.py",
    "registers/roles.py",
    "registers/retention.py",
    "registers/key_proof.py",
    "operations/first_use.py",
    "operations/quiet.py",
    "registers/sensitivity.py",
    "registers/code_lists.py",
    "registers/profiles.py",
    "registers/shipped_profiles.py",
    "registers/files/schemas.py",
    "registers/key_tool",
    "registers/spells.py",
    "registers/figures.py",
    "registers/counting",
    "measures/definitions.py",
    "collaborative/pictures.py",
    "collaborative/backups/archive.py",
    "collaborative/backups/sealing.py",
    "collaborative/verifying/findings.py",
    "collaborative/surveys",
    "measures/method_pages.py",
    "measures/method_examples.py",
    "measures/method_comparisons.py",
    "measures/method_words.py",
    "measures/method_drawings.py",
    "measures/fields.py",
    "measures/working_days.py",
    "measures/return_files/locks.py",
    "measures/closing.py",
    "measures/entry/cells.py",
    "measures/entry/median.py",
    "measures/entry/rows.py",
    "measures/return_files/wording.py",
    "measures/prepared/filling.py",
    "measures/prepared/comparing.py",
    "collaborative/dashboards/register_series.py",
    "collaborative/dashboards/register_shares.py",
    "measures/computing/returns.py",
    "measures/return_files/return_schema.py",
    "measures/return_files/past.py",
    "measures/return_files/rules.py",
    "measures/return_files/wave_past.py",
    "measures/return_files/lines.py",
    "measures/return_files/line_reading.py",
    "measures/return_files/checks.py",
    "measures/return_files/validation.py",
    "measures/computing/baseline.py",
    "measures/computing/list_status.py",
    "measures/computing/roll_up.py",
    "measures/computing/compute.py",
    "measures/released_analysis.py",
    "measures/computing/changes.py",
    "measures/computing/judging.py",
    "measures/computing/payload.py",
    "measures/computing/series_data.py",
    "measures/statistics",
    "measures/disclosure.py",
    "measures/disclosed_changes.py",
    "measures/change_words.py",
    "measures/effects.py",
    "measures/effect_words.py",
    "measures/effect_charts.py",
    "measures/chart_annotations.py",
    "collaborative/evaluations",
    "measures/chart_lines.py",
    "measures/chart_words.py",
    "measures/chart_state_words.py",
    "measures/kept_links.py",
    "measures/charts.py",
    "measures/chart_layouts.py",
    "measures/icons_drawn.py",
    "measures/line_drawings.py",
    "measures/svg_charts.py",
    "measures/svg_files.py",
    "measures/special_causes.py",
    "measures/chart_traces.py",
    "measures/chart_tables.py",
    "measures/chart_rule_words.py",
    "measures/sparklines.py",
    "measures/small_multiples.py",
    "measures/other_rules.py",
    "measures/other_rules_words.py",
    "measures/funnel_charts.py",
    "measures/decile_charts.py",
    "collaborative/change_packages.py",
    "collaborative/driver_layout.py",
    "collaborative/driver_drawing.py",
    "collaborative/programme_lists.py",
    "collaborative/value.py",
    "collaborative/progress_suggestion.py",
    "collaborative/score_drawing.py",
    "collaborative/bright_spots.py",
    "collaborative/reports/__init__.py",
    "collaborative/reports/contents.py",
    "collaborative/reports/snapshot.py",
    "collaborative/calendar_files.py",
    "collaborative/letters/calendar.py",
    "collaborative/agendas.py",
    "collaborative/attendance_counts.py",
    "collaborative/attendance_sheets.py",
    "collaborative/event_questions.py",
    "collaborative/material_kinds.py",
    "collaborative/reports/revisions.py",
    "collaborative/reports/cells.py",
    "collaborative/reports/outline.py",
    "collaborative/reports/html_blocks.py",
    "collaborative/reports/html.py",
    "collaborative/reports/drawings.py",
    "collaborative/reports/plain_drawings.py",
    "collaborative/reports/csv.py",
    "collaborative/reports/pdf.py",
    "collaborative/reports/pptx.py",
    "collaborative/reports/pptx_charts.py",
    "collaborative/reports/pptx_flow.py",
    "collaborative/reports/pptx_marks.py",
    "collaborative/reports/pptx_slides.py",
]


def modules(*places):
    for place in places:
        path = ROOT / place
        found = [path] if path.is_file() else path.rglob("*.py")
        yield from (m for m in found if "migrations" not in m.parts)


def imports(module):
    """Full names imported anywhere in a module, inside functions too: a hidden cycle is still a cycle."""
    package = module.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package[: len(package) - node.level + 1] if node.level else ()
            source = ".".join([*parents, *([node.module] if node.module else [])])
            yield source
            yield from (f"{source}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("app", MAY_IMPORT)
def test_app_imports_only_the_apps_below_it(app):
    apps = set(MAY_IMPORT) - {app}
    upward = [
        f"{module.relative_to(ROOT)} imports {name}"
        for module in modules(app)
        for name in imports(module)
        if (top := name.split(".")[0]) in apps and top not in MAY_IMPORT[app]
    ]
    assert upward == []


def test_pure_modules_are_where_the_list_says():
    """So that a rename cannot quietly lift the guard below."""
    assert [place for place in PURE if not (ROOT / place).exists()] == []


def test_pure_modules_do_not_import_django():
    impure = [
        f"{module.relative_to(ROOT)} imports {name}"
        for module in modules(*PURE)
        for name in imports(module)
        if name.split(".")[0] in {"django", "celery"} or name.endswith(".models")
    ]
    assert impure == []


def ours(name):
    """The file of one of our modules, by its full name; None for what is not ours."""
    path = ROOT.joinpath(*name.split("."))
    found = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
    return found if name.split(".")[0] in MAY_IMPORT and found.exists() else None


def test_pure_modules_lean_on_pure_modules_only():
    """Or Django comes in by the back door."""
    pure = {*modules(*PURE)}
    impure = [
        f"{module.relative_to(ROOT)} imports {name}"
        for module in pure
        for name in imports(module)
        if (found := ours(name)) and found not in pure and found.read_text().strip()
    ]
    assert impure == []


def unscoped_reads(tree):
    """Lines that reach rows without asking who is looking."""
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr="objects") if getattr(node.parent, "attr", None) != "visible_to":
                yield node.lineno
            case ast.Call(func=ast.Name(id="get_object_or_404"), args=[ast.Name(id=name), *_]) if name[0].isupper():
                yield node.lineno
            case ast.Assign(targets=[ast.Name(id="model")]):  # a generic view over a whole table
                yield node.lineno


def test_views_read_scoped_data_only():
    """A view says `.objects.visible_to(user)`, so no row leaks from one practice to another."""
    leaks = [
        f"{module.relative_to(ROOT)}:{line}"
        for app in MAY_IMPORT
        for module in [*modules(f"{app}/views.py"), *modules(f"{app}/views")]
        for line in unscoped_reads(ast.parse(module.read_text()))
    ]
    assert leaks == []
