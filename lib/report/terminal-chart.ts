import { formatNumber } from '../results/format';
import { ASCII_MARKS, DotCanvas } from './braille';
import { paintSeries, type Terminal } from './terminal';

/** Line of a chart; values are evenly spaced over the whole time range. */
export interface ChartSeries {
  readonly label: string;
  readonly values: ArrayLike<number>;
  /** Aggregation of the values in a column of the chart. @default 'mean' */
  readonly keep?: 'mean' | 'highest';
}

export interface ChartOptions extends Terminal {
  readonly title: string;
  /** Height of the chart in text rows. @default 8 */
  readonly height?: number;
  /** Labels below the chart, spread evenly over its width. */
  readonly timeLabels: readonly string[];
}

const AXIS_WIDTH = 8;

/** Renders several series in one chart as connected lines, on an axis that begins at zero. */
export function terminalChart(series: readonly ChartSeries[], options: ChartOptions): string {
  const { width = 80, height = 8, ascii = false, color } = options;
  const columns = Math.max(10, width - AXIS_WIDTH - 2);
  const canvas = new DotCanvas(columns, height, ascii);
  const sampled = series.map(({ values, keep = 'mean' }) => resample(values, canvas.dotsPerRow, keep));
  const top = niceCeiling(Math.max(0, ...sampled.flatMap((values) => values.filter(Number.isFinite))));
  sampled.forEach((values, index) => draw(canvas, values, top, index));

  const keys = series.map(({ label }, index) => `${ascii ? ASCII_MARKS[index % ASCII_MARKS.length] : '━'} ${label}`);
  const legend = keys.map((key, index) => paintSeries(key, index, color)).join('   ');
  const fits = [options.title, ...keys].join('   ').length <= width;
  const axis = ascii ? '|' : '│';
  const rows = canvas.render((text, index) => paintSeries(text, index, color)).map((row, i, { length }) => {
    const tick = i === 0 ? tickOf(top) : i === length - 1 ? '0' : i === length >> 1 ? tickOf(top * (length - i) / length) : '';
    return `${tick.padStart(AXIS_WIDTH - 1)} ${axis}${row}`;
  });
  const line = `${' '.repeat(AXIS_WIDTH)}${ascii ? '+' : '└'}${(ascii ? '-' : '─').repeat(columns)}`;
  return [...(fits ? [`${options.title}   ${legend}`] : [options.title, legend]), ...rows, line, ' '.repeat(AXIS_WIDTH + 1) + spread(options.timeLabels, columns)].map((row) => row.trimEnd()).join('\n');
}

function draw(canvas: DotCanvas, values: readonly number[], top: number, series: number): void {
  let previous = NaN;
  values.forEach((value, x) => {
    if (!Number.isFinite(value)) {
      previous = NaN;
      return;
    }
    const y = Math.round(Math.min(1, value / top) * (canvas.dotRows - 1));
    const from = Number.isNaN(previous) ? y : previous;
    for (let between = Math.min(from, y); between <= Math.max(from, y); between++) canvas.set(x, between, series);
    previous = y;
  });
}

function resample(values: ArrayLike<number>, count: number, keep: 'mean' | 'highest'): number[] {
  return Array.from({ length: count }, (_, x) => {
    const from = Math.floor(x * values.length / count);
    const until = Math.max(from + 1, Math.floor((x + 1) * values.length / count));
    let sum = 0;
    let known = 0;
    let highest = NaN;
    for (let i = from; i < until && i < values.length; i++) {
      if (Number.isNaN(values[i])) continue;
      sum += values[i];
      known++;
      if (!(highest >= values[i])) highest = values[i];
    }
    return keep === 'highest' ? highest : sum / known;
  });
}

/** Returns the next higher number of 1, 2, 2.5, 4, 5 or 8 times a power of ten. */
function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 2.5, 4, 5, 8].find((step) => step * power >= value * (1 - 1e-9)) ?? 10);
}

/** Formats a tick with at most six characters: 950, 1.25, 12.5k, 3M. */
function tickOf(value: number): string {
  const [divisor, suffix] = value >= 1e9 ? [1e9, 'G'] : value >= 1e6 ? [1e6, 'M'] : value >= 1e4 ? [1e3, 'k'] : [1, ''];
  return formatNumber(value / Number(divisor)) + suffix;
}

function spread(labels: readonly string[], width: number): string {
  const fitting = Math.max(1, Math.floor(width / (Math.max(...labels.map(({ length }) => length)) + 2)));
  const shown = labels.length <= fitting ? labels : [labels[0], labels[labels.length - 1]].slice(0, fitting);
  return shown.reduce((line, label, i) => {
    const at = shown.length === 1 ? 0 : Math.round(i * (width - label.length) / (shown.length - 1));
    return line.padEnd(at) + label;
  }, '');
}
