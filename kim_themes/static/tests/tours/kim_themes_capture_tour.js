import { registry } from "@web/core/registry";

const TAB = ".o_notebook .nav-link[name='themes']";
const ROW = "[name='theme_ids'] .o_selected_row [name='name'] input";

/** Eight themes typed in a row: Enter goes to the next line. */
registry.category("web_tour.tours").add("kim_themes_capture", {
    steps: () => [
        { content: "Open the tab", trigger: TAB, run: "click" },
        {
            content: "First line",
            trigger: "[name='theme_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        ...Array.from({ length: 8 }, (_unused, index) => [
            {
                content: `Type theme ${index + 1}`,
                trigger: ROW,
                run: `edit Thema ${index + 1}`,
            },
            { content: "Next line", trigger: ROW, run: "press Enter" },
            {
                content: "The line is there",
                trigger: `[name='theme_ids'] .o_data_row:nth-child(${index + 1}):contains("Thema ${index + 1}")`,
            },
        ]).flat(),
        {
            content: "Save",
            trigger: ".o_form_button_save:not(:disabled)",
            run: "click",
        },
        { content: "Saved", trigger: ".o_form_saved" },
    ],
});
