import { registry } from "@web/core/registry";

const DRAWING = ".o_kim_eco_map_drawing";

/** Move a node of the map like a hand would: down, along, up. */
function drag(node, dx, dy) {
    const box = node.getBoundingClientRect();
    const at = (x, y) => ({
        bubbles: true,
        button: 0,
        pointerId: 1,
        clientX: box.left + box.width / 2 + x,
        clientY: box.top + box.height / 2 + y,
    });
    node.setPointerCapture = () => {}; // no real pointer to be captured
    node.dispatchEvent(new PointerEvent("pointerdown", at(0, 0)));
    node.dispatchEvent(new PointerEvent("pointermove", at(dx / 2, dy / 2)));
    node.dispatchEvent(new PointerEvent("pointermove", at(dx, dy)));
    node.dispatchEvent(new PointerEvent("pointerup", at(dx, dy)));
    node.dispatchEvent(new MouseEvent("click", { bubbles: true }));
}

registry.category("web_tour.tours").add("kim_eco_map", {
    steps: () => [
        {
            content: "Reiter Netzwerk",
            trigger: ".nav-link[name=network]",
            run: "click",
        },
        {
            content: "Konflikt ist rot und trägt ein Zeichen",
            trigger: `${DRAWING} .o_kim_eco_node.o_kim_eco_conflict:contains(School (map))`,
            run({ anchor }) {
                drag(anchor, 60, -40);
            },
        },
        {
            content: "Die Tabelle steht daneben",
            trigger: ".o_field_widget[name=relation_ids] .o_data_row:contains(Neighbour)",
        },
        {
            trigger: `${DRAWING} .o_kim_eco_node:contains(Neighbour)`,
            run({ anchor }) {
                anchor.focus();
                anchor.dispatchEvent(
                    new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true })
                );
            },
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: "body:not(:has(.o_form_button_save:visible))",
        },
        {
            content: "Jemand kommt dazu",
            trigger: ".o_field_widget[name=relation_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit Cousine",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: `${DRAWING} .o_kim_eco_node:contains(Cousine)`,
        },
        {
            content: "Wer schon im Netz ist, trägt die Marke und steht nicht zweimal da",
            trigger: `${DRAWING}:not(:has(.o_kim_eco_plan:contains(School))) .o_kim_eco_node:contains(School):contains(Plan)`,
        },
        {
            content: "Wen nur der Plan nennt, der lässt sich ins Netz aufnehmen",
            trigger: `${DRAWING} .o_kim_eco_node.o_kim_eco_plan:contains(Library)`,
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=partner_id] input:value(Library)",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: `${DRAWING} .o_kim_eco_node:not(.o_kim_eco_plan):contains(Library)`,
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: "body:not(:has(.o_form_button_save:visible))",
        },
    ],
});
