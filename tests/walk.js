/* A walk through the web client: every menu that the user has, the views behind it, its
   first record with all tabs, New and discard. Nothing is saved.

   Answers on the console, as one line of JSON: what was opened, and what went wrong where.
   Run by test_walk.py. */

async function kimWalk(signal) {
    const { App } = odoo.loader.modules.get("@odoo/owl");
    const { rpcBus } = odoo.loader.modules.get("@web/core/network/rpc");
    const { services } = odoo.__WOWL_DEBUG__.root.env;
    const walked = { menus: [], views: 0, records: 0, tabs: 0, fresh: 0, faults: [] };
    const pending = new Map();
    let place = "";

    const fault = (text) => walked.faults.push(`${place}: ${String(text).slice(0, 1500)}`);
    console.error = (...args) => fault(args.map(String).join(" "));
    rpcBus.addEventListener("RPC:REQUEST", ({ detail }) =>
        pending.set(detail.data.id, detail.url)
    );
    rpcBus.addEventListener("RPC:RESPONSE", ({ detail }) => {
        pending.delete(detail.data.id);
        const { error } = detail;
        if (error && error.exceptionName) {
            fault(`${error.exceptionName} ${error.data?.message} (${detail.data.params?.model})`);
        }
    });

    const one = (selector) => document.querySelector(selector);
    const all = (selector) => [...document.querySelectorAll(selector)];
    const frame = () =>
        new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve)));

    /** Wait until nothing is asked of the server and nothing is to be drawn. */
    async function settled() {
        const end = performance.now() + 20000;
        for (let quiet = 0; quiet < 2; ) {
            await frame();
            const busy =
                pending.size || [...App.apps].some((app) => app.scheduler.tasks.size);
            quiet = busy ? 0 : quiet + 1;
            if (performance.now() > end) {
                fault(`does not come to rest: ${[...pending.values()].join(", ")}`);
                pending.clear();
                return;
            }
        }
    }

    async function click(element) {
        for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]) {
            element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
        }
        await settled();
    }

    /** Report and close dialogs that tell of an error; an open dialog is no error. */
    async function noErrors() {
        for (const dialog of all(".o_error_dialog")) {
            fault(`error dialog: ${dialog.innerText}`);
            const close = dialog.querySelector(".btn-close, .btn-primary");
            if (close) {
                await click(close);
            }
        }
        for (const notice of all(".o_notification:has(.bg-danger)")) {
            fault(`notice: ${notice.innerText}`);
            await click(notice.querySelector(".o_notification_close"));
        }
    }

    async function tabs(within) {
        for (const tab of all(`${within} .o_notebook_headers .nav-link:not(.disabled)`)) {
            const name = tab.textContent.trim();
            const before = place;
            place += ` › ${name}`;
            await click(tab);
            await noErrors();
            walked.tabs += 1;
            place = before;
        }
    }

    /** Look at the tabs of open dialogs and leave them without saving. */
    async function leaveDialogs() {
        for (let tries = 0; tries < 5 && one(".o_dialog"); tries++) {
            await tabs(".o_dialog");
            const [dialog] = all(".o_dialog").slice(-1);
            const close = dialog.querySelector(".modal-header .btn-close, .o_form_button_cancel");
            if (!close) {
                fault(`a dialog that cannot be left: ${dialog.innerText}`);
                dialog.remove();
                return;
            }
            await click(close);
        }
    }

    async function discard() {
        await leaveDialogs();
        const button = one(
            ".o_form_button_cancel, .o_list_button_discard, .o_kanban_quick_create .o_kanban_cancel"
        );
        if (button) {
            await click(button);
        }
        await leaveDialogs();
        await noErrors();
    }

    /** In the view that is open: New, its tabs, discard; then the first record. */
    async function newAndFirst() {
        const create = ".o_list_button_add, .o-kanban-button-new, .o_form_button_create";
        const controller = services.action.currentController;
        const here = place;
        if (one(`.o_control_panel :is(${create})`)) {
            place = `${here} › New`;
            await click(one(`.o_control_panel :is(${create})`));
            await noErrors();
            await tabs(".o_action_manager");
            await discard();
            walked.fresh += 1;
            if (services.action.currentController !== controller) {
                await services.action.restore(controller.jsId).catch(() => {});
                await settled();
            }
        }
        place = `${here} › first record`;
        const record = one(
            ".o_kanban_record:not(.o_kanban_ghost):not(.o-kanban-button-new)," +
                " .o_data_row .o_data_cell:not(.o_list_record_selector)"
        );
        if (record && !record.closest(".o_view_sample_data")) {
            await click(record);
            await noErrors();
            walked.records += 1;
            await tabs(".o_action_manager");
            await discard();
        }
        place = here;
    }

    async function openMenu(menu) {
        place = menu.name;
        await services.menu.selectMenu(menu);
        await settled();
        await noErrors();
        walked.menus.push(menu.xmlid);
        if (one(".o_dialog")) {
            await leaveDialogs();
            return;
        }
        const types = all(".o_cp_switch_buttons .o_switch_view").map(
            (button) => [...button.classList].find((name) => /^o_(?!switch_view)/.test(name)).slice(2)
        );
        if (!types.length) {
            await tabs(".o_action_manager");
        }
        await newAndFirst();
        for (const type of types.slice(1)) {
            place = `${menu.name} (${type})`;
            await services.menu.selectMenu(menu);
            await services.action.switchView(type);
            await settled();
            await noErrors();
            walked.views += 1;
        }
        place = menu.name;
    }

    const below = (menu) => [
        menu,
        ...menu.children.flatMap((id) => below(services.menu.getMenu(id))),
    ];
    const menus = services.menu
        .getApps()
        .flatMap(below)
        .filter((menu) => menu.actionID && menu.actionModel !== "ir.actions.act_url")
        // An app opens what its first entry opens.
        .filter((menu, at, them) => them.findLast((m) => m.actionID === menu.actionID) === menu);
    for (const menu of menus) {
        try {
            await openMenu(menu);
        } catch (error) {
            fault(error.stack || error);
        }
        await leaveDialogs();
    }
    console.log(JSON.stringify(walked));
    console.log(signal);
}
