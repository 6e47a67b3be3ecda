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

/**
 * Share out the institutions of the plan: a mark for the relations that are with one of
 * them, and those that the network does not hold yet.
 */
export function sharePlan(plan, records) {
    const marks = new Map();
    const others = [];
    for (const institution of plan || []) {
        const found = records.filter(
            ({ resId, data }) =>
                institution.relation_ids.includes(resId) ||
                (data.partner_id && data.partner_id.id === institution.id)
        );
        found.forEach((record) => marks.set(record.id, institution.mark));
        if (!found.length) {
            others.push(institution);
        }
    }
    return { marks, others };
}

/** How a name stands in its node: what is too long is cut. */
function nodeOf(name) {
    return {
        label: name.length > 20 ? `${name.slice(0, 19)}…` : name,
        width: Math.max(64, Math.min(name.length, 20) * 7.6 + 20),
    };
}

/** The drawing: the person in the middle, a line to each relation, nodes one can move. */
export class KimEcoMapDrawing extends Component {
    static template = "kim_case.EcoMapDrawing";
    static props = {
        records: Array,
        plan: Array,
        readonly: Boolean,
        open: Function,
        take: Function,
    };

    setup() {
        this.svg = useRef("svg");
        this.state = useState({ dragged: null, x: 0, y: 0 });
        this.moved = false;
        Object.assign(this, { WIDTH, HEIGHT });
    }

    get shared() {
        return sharePlan(this.props.plan, this.props.records);
    }

    get nodes() {
        const { records } = this.props;
        const { marks, others } = this.shared;
        const count = records.length + others.length;
        return records.map((record, index) => {
            const data = record.data;
            const placed = data.pos_x || data.pos_y;
            let { x, y } = placed
                ? { x: data.pos_x, y: data.pos_y }
                : ringPosition(index, count, data.strength);
            if (this.state.dragged === record.id) {
                ({ x, y } = this.state);
            }
            const mark = marks.get(record.id);
            return {
                record,
                x,
                y,
                ...nodeOf(data.label || ""),
                mark,
                title: this.describe(data) + (mark ? `, ${mark}` : ""),
                institution: data.node === "institution",
                conflict: data.conflict,
                stroke: LINE[data.strength] || 3,
                dash: data.strength === "weak" ? "5 5" : "none",
            };
        });
    }

    /** Institutions of the plan that the network does not hold: on the ring, not moved. */
    get planNodes() {
        const { records } = this.props;
        const { others } = this.shared;
        return others.map((institution, index) => ({
            institution,
            ...ringPosition(
                records.length + index,
                records.length + others.length,
                "medium"
            ),
            ...nodeOf(institution.name),
            mark: institution.mark,
            title: `${institution.name}: ${institution.mark}`,
        }));
    }

    onPlanKeydown(ev, node) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            this.takePlan(node);
        }
    }

    takePlan(node) {
        if (!this.props.readonly) {
            this.props.take(node.institution);
        }
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

    get plan() {
        return this.props.record.data.network_plan || [];
    }

    openFromMap(record) {
        this.openRecord(record);
    }

    /** Take an institution of the plan into the network: how near it is to her. */
    takeFromPlan(institution) {
        return this.onAdd({
            context: { default_node: "institution", default_partner_id: institution.id },
        });
    }
}

export const kimEcoMap = {
    ...x2ManyField,
    component: KimEcoMap,
    displayName: _t("Network map"),
    additionalClasses: [...(x2ManyField.additionalClasses || []), "o_field_one2many"],
};

registry.category("fields").add("kim_eco_map", kimEcoMap);
