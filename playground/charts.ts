import uPlot from 'uplot';
import { formatSeconds } from '../lib/results/format';
import { type ReportData, type WorkloadData } from '../lib/report/html/report-data';

type Values = (number | null | undefined)[];
interface Line {
  readonly label: string;
  /** Variable of the style sheet with its colour. */
  readonly color: string;
  readonly values: ReadonlyArray<number | null>;
  readonly more?: Partial<uPlot.Series>;
}

export type ChartKind = 'replicas' | 'requests' | 'latency' | 'queue';
export const CHARTS: Readonly<Record<ChartKind, string>> = {
  replicas: 'Replicas', requests: 'Requests per second', latency: 'Latency', queue: 'Requests waiting',
};
const HEIGHT = 190;
/** Distances of the labels of the time axis, in seconds. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000];

/** Charts of one workload, which share their span of time and their cursor. */
export class Charts {
  private charts: uPlot[] = [];
  private shown: readonly [ReportData, WorkloadData] | undefined;

  public constructor(private readonly boxes: ReadonlyMap<ChartKind, HTMLElement>) {
    let width = 0;
    new ResizeObserver(() => {
      const [box] = boxes.values();
      if (box.clientWidth === width) return;
      width = box.clientWidth;
      this.charts.forEach((chart) => chart.setSize({ width, height: HEIGHT }));
    }).observe(document.body);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      if (this.shown) this.draw(...this.shown);
    });
  }

  /** Draws all charts anew. */
  public draw(data: ReportData, workload: WorkloadData): void {
    this.shown = [data, workload];
    this.charts.forEach((chart) => chart.destroy());
    this.charts = [...this.boxes].map(([kind, box]) => chartOf(kind, box, data, workload));
  }
}

function linesOf(kind: ChartKind, { columns, minReplicas, maxReplicas, sloSeconds, seconds }: WorkloadData): Line[] {
  const constant = (value: number): number[] => seconds.map(() => value);
  const paths = uPlot.paths.stepped?.({ align: 1 });
  switch (kind) {
    case 'replicas': return [
      { label: 'desired', color: 'desired', values: columns.desired, more: { paths } },
      { label: 'ready', color: 'ready', values: columns.ready, more: { paths, width: 2, fill: variable('readyfill') } },
      { label: 'min', color: 'limit', values: constant(minReplicas), more: { dash: [2, 4], width: 1 } },
      { label: 'max', color: 'limit', values: constant(maxReplicas), more: { dash: [8, 4], width: 1 } },
    ];
    case 'requests': return [
      { label: 'demand', color: 'demand', values: columns.demand, more: { fill: variable('demandfill') } },
      { label: 'capacity', color: 'capacity', values: columns.capacity, more: { dash: [6, 3] } },
    ];
    case 'latency': return [
      { label: 'p50', color: 'p50', values: columns.p50 },
      { label: 'p95', color: 'p95', values: columns.p95, more: { dash: [8, 3] } },
      { label: 'p99', color: 'p99', values: columns.p99, more: { dash: [3, 3] } },
      ...(sloSeconds === null ? [] : [{ label: 'objective', color: 'limit', values: constant(sloSeconds), more: { dash: [2, 4] } }]),
    ];
    case 'queue': return [{ label: 'waiting', color: 'queue', values: columns.queue, more: { fill: variable('queuefill') } }];
  }
}

function chartOf(kind: ChartKind, box: HTMLElement, data: ReportData, workload: WorkloadData): uPlot {
  const lines = linesOf(kind, workload);
  const unit = kind === 'latency' ? timeText : numberText;
  const days = data.clockOffset + data.durationSeconds > 86_400;
  const axis = { stroke: variable('muted'), grid: { stroke: variable('grid'), width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif' };
  const options: uPlot.Options = {
    width: box.clientWidth,
    height: HEIGHT,
    padding: [8, 8, 0, 0],
    scales: { x: { time: false }, y: { range: (_, __, high) => [0, high > 0 ? high * 1.08 : 1] } },
    cursor: { sync: { key: 'playground' }, drag: { x: true, y: false }, focus: { prox: 24 } },
    series: [
      { label: 'time', value: (_, at) => (at === null ? '–' : clock(at, true, days)) },
      ...lines.map(({ label, color, more }): uPlot.Series => (
        { label, stroke: variable(color), width: 1.5, points: { show: false }, value: (_, value) => unit(value), ...more }
      )),
    ],
    axes: [
      { size: 28, incrs: STEPS, space: 64, values: (_, ticks, __, ___, step) => ticks.map((at) => clock(at, step < 60, days)), ...axis },
      { size: 56, values: (_, ticks) => ticks.map(unit), ...axis },
    ],
  };
  const at = workload.seconds.map((second) => second + data.clockOffset);
  box.textContent = '';
  return new uPlot(options, [at, ...lines.map(({ values }) => values as Values)] as uPlot.AlignedData, box);
}

function variable(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function clock(at: number, seconds: boolean, days: boolean): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${days ? `d${Math.floor(at / 86_400) + 1} ` : ''}${two((at / 3600) % 24)}:${two((at / 60) % 60)}${seconds ? `:${two(at % 60)}` : ''}`;
}

function numberText(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

function timeText(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : formatSeconds(value);
}
