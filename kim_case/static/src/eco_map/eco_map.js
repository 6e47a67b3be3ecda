import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

const WIDTH = 640;
const HEIGHT = 400;
const MARGIN = 44;
const STEP = 12;
const LINE = { weak: 1.5, medium: 3, strong: 6 };

/** Where a relation lies that nobody has moved yet: on a ring, nearer when stronger. */
export function ringPosition(index, count, strength) {
    const angle = (2 * Math.PI * index) / Math.max(count, 1) - Math.PI / 2;
    const reach = { strong: 0.55, medium: 0.75, weak: 0.95 }[strength] || 0.75;
    return {
        x: WIDTH / 2 + Math.cos(angle) * (WIDTH / 2 - 90) * reach,
        y: HEIGHT / 2 + Math.sin(angle) * (HEIGHT / 2 - MARGIN) * reach,
    };
}

/** The drawing: the person in the middle, a line to each relation, nodes one can move. */
export class KimEcoMapDrawing extends Component {
    static template = "kim_case.EcoMapDrawing";
    static props = { records: Array, readonly: Boolean, open: Function };

    setup() {
        this.svg = useRef("svg");
        this.state = useState({ dragged: null, x: 0, y: 0 });
        this.moved = false;
        Object.assign(this, { WIDTH, HEIGHT });
    }

    get nodes() {
        const { records } = this.props;
        return records.map((record, index) => {
            const data = record.data;
            const placed = data.pos_x || data.pos_y;
            let { x, y } = placed
                ? { x: data.pos_x, y: data.pos_y }
                : ringPosition(index, records.length, data.strength);
            if (this.state.dragged === record.id) {
                ({ x, y } = this.state);
            }
            const label = data.label || "";
            return {
                record,
                x,
                y,
                label: label.length > 20 ? `${label.slice(0, 19)}…` : label,
                title: this.describe(data),
                width: Math.max(64, Math.min(label.length, 20) * 7.6 + 20),
                institution: data.node === "institution",
                conflict: data.conflict,
                stroke: LINE[data.strength] || 3,
                dash: data.strength === "weak" ? "5 5" : "none",
            };
        });
    }

    describe(data) {
        const field = this.props.records[0].fields.strength.selection;
        const strength = (field.find(([key]) => key === data.strength) || ["", ""])[1];
        const conflict = data.conflict ? `, ${_t("conflict")}` : "";
        return `${data.label || ""}: ${strength}${conflict}`;
    }

    pointOf(ev) {
        const box = this.svg.el.getBoundingClientRect();
        return this.clamp(
            ((ev.clientX - box.left) / box.width) * WIDTH,
            ((ev.clientY - box.top) / box.height) * HEIGHT
        );
    }

    clamp(x, y) {
        return {
            x: Math.round(Math.min(Math.max(x, MARGIN), WIDTH - MARGIN)),
            y: Math.round(Math.min(Math.max(y, 24), HEIGHT - 24)),
        };
    }

    onPointerDown(ev, node) {
        if (this.props.readonly || ev.button) {
            return;
        }
        this.moved = false;
        ev.currentTarget.setPointerCapture(ev.pointerId);
        Object.assign(this.state, { dragged: node.record.id, x: node.x, y: node.y });
    }

    onPointerMove(ev, node) {
        if (this.state.dragged === node.record.id) {
            const point = this.pointOf(ev);
            this.moved =
                this.moved || Math.hypot(point.x - node.x, point.y - node.y) > 3;
            Object.assign(this.state, point);
        }
    }

    async onPointerUp(ev, node) {
        if (this.state.dragged !== node.record.id) {
            return;
        }
        const { x, y } = this.state;
        if (this.moved) {
            await this.place(node.record, x, y);
        }
        this.state.dragged = null;
    }

    onClick(node) {
        if (!this.moved) {
            this.props.open(node.record);
        }
        this.moved = false;
    }

    async onKeydown(ev, node) {
        const step = {
            ArrowLeft: [-STEP, 0],
            ArrowRight: [STEP, 0],
            ArrowUp: [0, -STEP],
            ArrowDown: [0, STEP],
        }[ev.key];
        if (step && !this.props.readonly) {
            ev.preventDefault();
            ev.stopPropagation();
            const { x, y } = this.clamp(node.x + step[0], node.y + step[1]);
            await this.place(node.record, x, y);
        } else if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            this.props.open(node.record);
        }
    }

    place(record, x, y) {
        return record.update({ pos_x: x, pos_y: y });
    }
}

/** Network map: the drawing above the table of the same relations. */
export class KimEcoMap extends X2ManyField {
    static template = "kim_case.EcoMap";
    static components = { ...X2ManyField.components, KimEcoMapDrawing };

    openFromMap(record) {
        this.openRecord(record);
    }
}

export const kimEcoMap = {
    ...x2ManyField,
    component: KimEcoMap,
    displayName: _t("Network map"),
    additionalClasses: [...(x2ManyField.additionalClasses || []), "o_field_one2many"],
};

registry.category("fields").add("kim_eco_map", kimEcoMap);
