# shellcheck shell=bash
# The checks that need no database. Each is one function, so that script/test can count and time
# them one by one.

lint_ruff() { "$PYTHON" -m ruff check --quiet --output-format=concise .; }

lint_format() { "$PYTHON" -m ruff format --check .; }

# pylint-odoo, without
PYLINT_OFF=(
    # rules of the Odoo Community Association's own repositories
    manifest-required-author missing-readme
    # a case file's behaviours lie in files of their own: kim_case_<behaviour>.py
    consider-merging-classes-inherited
    # a case file refuses deletion, copies, and writes past its doors, for everybody
    method-required-super no-raise-unlink super-method-mismatch
    # replacing the context as a whole is meant where it is done
    context-overridden
    # a draft of a form is transient, and no wizard
    no-wizard-in-models
    # a label that happens to equal the default may still be written out
    attribute-string-redundant
)
lint_pylint() {
    "$PYTHON" -m pylint --rcfile=/dev/null --load-plugins=pylint_odoo --score=n --jobs=0 --ignore=tests \
        --disable=all --enable=odoolint --disable="$(IFS=,; printf '%s' "${PYLINT_OFF[*]}")" \
        "${ADDONS[@]}"
}

lint_shell() { "$VENV/bin/shellcheck" script/bootstrap script/lint script/server script/test .ci/run; }

LINTERS=(
    "ruff check:lint_ruff"
    "ruff format:lint_format"
    "pylint-odoo:lint_pylint"
    "shellcheck:lint_shell"
)
