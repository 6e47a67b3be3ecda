import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/**
 * Shows both versions of each field that two people changed and asks which one stays.
 *
 * Nothing is chosen beforehand: either choice would throw away someone's words.
 */
export class LostUpdateDialog extends Component {
    static template = "kim_case.LostUpdateDialog";
    static components = { Dialog };
    static props = {
        conflicts: Array, // [{ key, label, mine, theirs, current, kind }]
        isDraft: { type: Boolean, optional: true },
        onAnswer: Function, // ({ action: "save" | "stay" | "discard", seen, theirs })
        close: Function,
    };
    static defaultProps = { isDraft: false };

    setup() {
        this.bodyRef = useRef("body");
        const gone = this.props.conflicts.filter((conflict) => conflict.kind === "gone");
        this.state = useState({
            choices: Object.fromEntries(gone.map(({ key }) => [key, "theirs"])),
            asked: 0,
        });
        useEffect(
            (asked) => {
                if (asked && this.missing.length) {
                    const index = this.props.conflicts.indexOf(this.missing[0]);
                    const input = this.bodyRef.el.querySelector(`[name="kim_choice_${index}"]`);
                    input.focus();
                    input.closest("fieldset").scrollIntoView({ block: "nearest" });
                }
            },
            () => [this.state.asked]
        );
    }

    get title() {
        return this.props.isDraft
            ? _t("Unsaved entries")
            : _t("Changed in the meantime");
    }

    get missing() {
        return this.props.conflicts.filter(({ key }) => !this.state.choices[key]);
    }

    isMissing(conflict) {
        return Boolean(this.state.asked) && !this.state.choices[conflict.key];
    }

    mineOf(conflict) {
        if (conflict.kind === "delete") {
            return _t("Delete this entry");
        }
        return conflict.mine || _t("(empty)");
    }

    theirsOf(conflict) {
        if (conflict.kind === "gone") {
            return _t("This entry has been deleted.");
        }
        if (conflict.kind === "new") {
            return _t("Do not add this entry");
        }
        return conflict.theirs || _t("(empty)");
    }

    choose(key, side) {
        this.state.choices[key] = side;
    }

    onSave() {
        this.state.asked++;
        if (this.missing.length) {
            return;
        }
        this.answer({
            action: "save",
            seen: Object.fromEntries(
                this.props.conflicts.map(({ key, current }) => [key, current])
            ),
            theirs: this.props.conflicts
                .map(({ key }) => key)
                .filter((key) => this.state.choices[key] === "theirs"),
        });
    }

    answer(answer) {
        this.props.onAnswer(answer);
        this.props.close();
    }
}
