import { type Run } from '../simulator/run/run';
import { type World } from '../simulator/world/world';
import { printable } from '../values/printable';
import { formatClock } from '../results/format';
import { type Terminal } from './terminal';
import { terminalChart } from './terminal-chart';

const TICKS = 5;
/** Maximum number of workloads with their own charts. */
const MANY = 3;

/** Renders two charts per workload: demand with capacity, and replicas. */
export function renderCharts(run: Run, terminal: Terminal = {}): string {
  const { world } = run;
  const timeLabels = timeLabelsOf(world);
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

/** Returns the time labels of the charts, to the minute, or to the second if two are less than a minute apart. */
export function timeLabelsOf({ durationSeconds, startEpochSeconds }: Pick<World, 'durationSeconds' | 'startEpochSeconds'>): string[] {
  const step = durationSeconds / (TICKS - 1);
  const clocks = Array.from({ length: TICKS }, (_, i) => formatClock(step * i, startEpochSeconds ?? null, durationSeconds));
  return step < 60 ? clocks : clocks.map((clock) => clock.replace(/:\d\d$/, ''));
}

/** Returns the workload with the largest excess of demand over capacity at any point. */
function busiest({ workloads }: Run): number {
  const worst = workloads.map(({ series: { demand, capacity } }) => demand.reduce((most, value, i) => Math.max(most, value / Math.max(capacity[i], 1e-9)), 0));
  return worst.indexOf(Math.max(...worst));
}
