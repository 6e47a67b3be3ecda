# shellcheck shell=bash
# Odoo's own tests of what we depend on and extend, with the four addons and without them: who
# installs KIM beside a running Odoo must not notice it where he does not use it.

# Modules of Odoo, or files of their tests. Of base only what we extend.
HOST=(project calendar contacts portal mail privacy_lookup
    base/test_{acl,base,groups,ir_actions,ir_attachment,ir_default,ir_filters,ir_http,menu}.py
    base/test_{res_company,res_partner,res_partner_merge,res_users,user_has_group,views}.py)

# host_tests NAME DATABASE FILE...: in a copy of that database; failures are for the comparison.
# The copy speaks English: Odoo's tests compare words, and a test that fails for these hides others.
host_tests() {
    local name=host-$1
    copy_database "$2" "kim_$1"
    psql -XAtqd "kim_$1" -c "UPDATE res_lang SET active = true WHERE code = 'en_US'" \
        -c "UPDATE res_partner SET lang = 'en_US'" \
        -c "DELETE FROM ir_default WHERE json_value = '\"de_DE\"'"
    rm -f "$STATE/junit-$name.xml"
    "$PYTHON" -m pytest --junitxml="$STATE/junit-$name.xml" -o junit_family=xunit1 --tb=short -q \
        --odoo-config="$CONFIG" --odoo-database="kim_$1" --odoo-http "${@:3}" \
        >"$LOGS/$name.log" 2>&1 </dev/null || true
    tail -n 1 "$LOGS/$name.log"
    drop_database "kim_$1"
}

without_kim() { host_tests without "$TEMPLATE" "${HOST_FILES[@]}"; }

with_kim() { host_tests with kim_all "${HOST_FILES[@]}"; }

# host_stays_whole [MODULE or MODULE/FILE...]: fails when a test of Odoo fails with KIM only.
host_stays_whole() {
    local addons item file
    addons=$("$PYTHON" -c 'import odoo; print(odoo.__path__[0])')/addons
    [ $# -gt 0 ] || set -- "${HOST[@]}"
    HOST_FILES=()
    for item in "$@"; do
        file=$addons/${item%%/*}/tests
        [[ $item != */* ]] || file=$file/${item#*/}
        [ ! -e "$file" ] || HOST_FILES+=("$file")
    done
    side_by_side without_kim with_kim
    "$PYTHON" "$ROOT/script/lib/host.py" "$STATE"/junit-host-{without,with}.xml
}
