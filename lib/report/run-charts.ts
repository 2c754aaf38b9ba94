import { type Run } from '../simulator/run/run';
import { printable } from '../values/printable';
import { formatClock } from '../results/format';
import { type Terminal } from './terminal';
import { terminalChart } from './terminal-chart';

const TICKS = 5;
/** So many workloads have charts of their own. */
const MANY = 3;

/** Two charts for each workload: demand against capacity, and replicas. */
export function renderCharts(run: Run, terminal: Terminal = {}): string {
  const { world } = run;
  const timeLabels = Array.from({ length: TICKS }, (_, i) =>
    formatClock(world.durationSeconds * i / (TICKS - 1), world.startEpochSeconds ?? null, world.durationSeconds).replace(/:\d\d$/, ''));
  const shown = terminal.brief && run.workloads.length > MANY ? [busiest(run)] : run.workloads.map((_, i) => i);
  const charts = shown.map((i) => {
    const { series } = run.workloads[i];
    const name = printable(world.workloads[i].name);
    return [
      terminalChart([
        { label: 'capacity', values: series.capacity }, { label: 'demand', values: series.demand },
      ], { ...terminal, title: `${name}: requests/s`, timeLabels }),
      terminalChart([
        { label: 'desired', values: series.desired, keep: 'highest' }, { label: 'ready', values: series.ready },
      ], { ...terminal, title: `${name}: replicas`, timeLabels, height: 6 }),
    ].join('\n\n');
  });
  const hint = shown.length < run.workloads.length ? [`charts of the other ${run.workloads.length - shown.length} workloads: --verbose, or --html`] : [];
  return [...charts, ...hint].join('\n\n');
}

/** Workload whose demand exceeds its capacity the most, by the worst point. */
function busiest({ workloads }: Run): number {
  const worst = workloads.map(({ series: { demand, capacity } }) => demand.reduce((most, value, i) => Math.max(most, value / Math.max(capacity[i], 1e-9)), 0));
  return worst.indexOf(Math.max(...worst));
}
