import { browser } from "@web/core/browser/browser";
import { cookie } from "@web/core/browser/cookie";
import { registry } from "@web/core/registry";

/** Switch companies on that were just made, and go on at a page of theirs. */
function switchCompanies(env, action) {
    const { company_ids: companyIds, url } = action.params;
    cookie.set("cids", companyIds.join("-"));
    browser.location.assign(url);
}

registry.category("actions").add("kim_switch_companies", switchCompanies);
