import { type Run } from '../simulator/run/run';
import { formatClock } from '../results/format';
import { type Terminal } from './terminal';
import { terminalChart } from './terminal-chart';

const TICKS = 5;

/** Two charts for each workload: demand against capacity, and replicas. */
export function renderCharts(run: Run, terminal: Terminal = {}): string {
  const { world } = run;
  const timeLabels = Array.from({ length: TICKS }, (_, i) =>
    formatClock(world.durationSeconds * i / (TICKS - 1), world.startEpochSeconds ?? null, world.durationSeconds).replace(/:\d\d$/, ''));
  return run.workloads.map(({ series }, i) => {
    const { name } = world.workloads[i];
    return [
      terminalChart([
        { label: 'capacity', values: series.capacity }, { label: 'demand', values: series.demand },
      ], { ...terminal, title: `${name}: requests/s`, timeLabels }),
      terminalChart([
        { label: 'desired', values: series.desired, keep: 'highest' }, { label: 'ready', values: series.ready },
      ], { ...terminal, title: `${name}: replicas`, timeLabels, height: 6 }),
    ].join('\n\n');
  }).join('\n\n');
}
