import { Component, onWillStart, onWillUnmount, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const MOST = 3; // urgent
const LEAST_AXES = 3; // fewer make no net
// Told apart by line and lightness too, on light and on dark ground.
const START = "#8a8a8a";
const NOW = "#0b7a75";

/**
 * Urgency of each life domain at the start and now, as a net with its table beside it.
 * The table says everything; the picture is hidden from screen readers.
 */
export class KimRadar extends Component {
    static template = "kim_case.Radar";
    static props = { ...standardFieldProps };

    setup() {
        this.canvas = useRef("canvas");
        this.chart = null;
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => this.draw(),
            () => [JSON.stringify(this.rows), this.canvas.el]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    get rows() {
        return this.props.record.data[this.props.name] || [];
    }

    get hasNet() {
        return this.rows.length >= LEAST_AXES;
    }

    trend(row) {
        if (row.start === row.now) {
            return { icon: "fa-arrow-right", label: _t("unchanged") };
        }
        return row.now < row.start
            ? { icon: "fa-arrow-down text-success", label: _t("less urgent") }
            : { icon: "fa-arrow-up text-danger", label: _t("more urgent") };
    }

    dataset(label, key, color, dash) {
        return {
            label,
            data: this.rows.map((row) => row[key]),
            borderColor: color,
            backgroundColor: `${color}26`,
            borderDash: dash,
            pointRadius: 3,
        };
    }

    draw() {
        this.chart?.destroy();
        this.chart = null;
        if (!this.canvas.el) {
            return;
        }
        this.chart = new window.Chart(this.canvas.el, {
            type: "radar",
            data: {
                labels: this.rows.map((row) => row.name),
                datasets: [
                    this.dataset(_t("At the start"), "start", START, [6, 4]),
                    this.dataset(_t("Now"), "now", NOW, []),
                ],
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                scales: { r: { min: 0, max: MOST, ticks: { stepSize: 1, display: false } } },
                plugins: { legend: { position: "bottom" } },
            },
        });
    }
}

registry.category("fields").add("kim_radar", {
    component: KimRadar,
    displayName: _t("Net of life domains"),
    supportedTypes: ["json"],
});
