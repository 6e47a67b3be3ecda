# shellcheck shell=bash
# Steps that are timed and counted, and the table at the end.

# One line a step: name|result|passed|failed|skipped|seconds. A file, since steps that run side by
# side are processes of their own.
RESULTS=$LOGS/steps-$(basename "$0").txt
rm -f "$RESULTS"

# record NAME PASSED FAILED SKIPPED SECONDS
record() {
    local result=ok
    [ "$3" = 0 ] && [ "$4" = 0 ] || result=FAILED
    printf '%s\n' "$1|$result|$2|$3|$4|$5" >>"$RESULTS"
}

# side_by_side COMMAND...: each command (a function of ours) as a process of its own, every line of
# its output marked with the command's name. Waits for all. What they record counts.
side_by_side() {
    local command pids=()
    for command in "$@"; do
        "$command" > >(sed -u "s/^/$command | /") 2>&1 &
        pids+=($!)
    done
    wait "${pids[@]}"
}

# step NAME COMMAND...: one step that passes or fails as a whole.
step() {
    local name=$1 start=$SECONDS
    shift
    say "== $name"
    if "$@"; then
        record "$name" 1 0 0 "$(seconds_since "$start")"
    else
        record "$name" 0 1 0 "$(seconds_since "$start")"
        warn "== $name FAILED"
        return 1
    fi
}

# pytest_step NAME ARGUMENT...: a pytest run; each test counts, a skipped one as failed.
pytest_step() {
    local name=$1 start=$SECONDS report code=0 counts
    shift
    say "== $name"
    report=$STATE/junit-${name//[^a-zA-Z0-9]/-}.xml
    rm -f "$report"
    "$PYTHON" -m pytest --junitxml="$report" -o junit_family=xunit1 -rs "$@" || code=$?
    # 5: the selection matches no test of this group
    if [ $code = 5 ] && [ -n "${SELECTION:-}" ]; then return 0; fi
    counts=$("$PYTHON" - "$report" "$code" <<'PY'
import sys
from xml.etree import ElementTree

report, code = sys.argv[1], int(sys.argv[2])
try:
    cases = list(ElementTree.parse(report).getroot().iter("testcase"))
except (OSError, ElementTree.ParseError):
    cases = []
tests = len(cases)
failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
skipped = sum(case.find("skipped") is not None for case in cases)
if code and not failed:  # no test ran, or pytest itself broke
    failed, tests = 1, tests + 1
print(max(tests - failed - skipped, 0), failed, skipped)
PY
    )
    read -r passed failed skipped <<<"$counts"
    [ "$skipped" = 0 ] || warn "== $skipped skipped: a skipped test counts as failed"
    record "$name" "$passed" "$failed" "$skipped" "$(seconds_since "$start")"
    [ "$failed" = 0 ] && [ "$skipped" = 0 ]
}

# summary START: the table, and the line that says it all. Fails when anything did, or nothing ran.
summary() {
    local name result passed failed skipped seconds all_passed=0 all_failed=0
    printf '\n%-42s %-7s %7s %7s %8s %8s\n' step result passed failed skipped seconds
    while IFS='|' read -r name result passed failed skipped seconds; do
        all_passed=$((all_passed + passed))
        all_failed=$((all_failed + failed + skipped))
        printf '%-42s %-7s %7s %7s %8s %8s\n' "$name" "$result" "$passed" "$failed" "$skipped" "$seconds"
    done <"$RESULTS"
    printf '%-42s %-7s %7s %7s %8s %8s\n\n' "all" "" "$all_passed" "$all_failed" "" "$(seconds_since "$1")"
    say "$all_passed passed, $all_failed failed"
    [ "$all_failed" = 0 ] && [ "$all_passed" -gt 0 ]
}
