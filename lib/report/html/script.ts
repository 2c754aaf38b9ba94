/** Script of the page: draws the charts with uPlot, and synchronizes their time range. Runs in the browser. */
export const SCRIPT = String.raw`
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const whole = [data.clockOffset, data.clockOffset + data.durationSeconds];
  const shortest = Math.min(30, data.durationSeconds);
  const shown = document.getElementById('shown');
  let span = whole;
  let charts = [];

  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const two = (n) => String(n).padStart(2, '0');
  const clock = (at, seconds) => {
    const day = whole[1] > 86400 ? 'day ' + (Math.floor(at / 86400) + 1) + ' ' : '';
    return day + two(Math.floor(at / 3600) % 24) + ':' + two(Math.floor(at / 60) % 60) + (seconds ? ':' + two(Math.floor(at) % 60) : '');
  };
  const number = (value) => value == null ? '–' : Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
  const time = (value) => value == null ? '–' : value < 1 ? number(value * 1000) + ' ms' : number(value) + ' s';

  const line = (label, name, more) => Object.assign({ label, stroke: color(name), width: 1.5, points: { show: false }, spanGaps: false }, more);
  const stepped = uPlot.paths.stepped({ align: 1 });
  const constant = (workload, value) => workload.seconds.map(() => value);
  // A bound that would lie on the axis is in sight on a logarithmic one.
  const isFar = (values, bound) => bound != null && values.some((value) => value > 20 * bound);
  const least = (rows) => Math.min(...rows.flatMap(([values]) => values.filter((value) => value > 0)));
  const kinds = {
    requests: (w) => ({
      unit: number,
      rows: [[w.columns.demand, line('demand', 'demand', { fill: color('demandfill') })], [w.columns.capacity, line('capacity of ready pods', 'capacity', { dash: [6, 3] })]],
    }),
    replicas: (w) => ({
      unit: number,
      events: w.events,
      rows: [[w.columns.desired, line('desired', 'desired', { paths: stepped })], [w.columns.ready, line('ready', 'ready', { paths: stepped, width: 2 })],
        [constant(w, w.minReplicas), line('min', 'limit', { dash: [2, 4], width: 1 })], [constant(w, w.maxReplicas), line('max', 'limit', { dash: [8, 4], width: 1 })]]
        .concat(w.recorded == null ? [] : [[w.recorded, line('recorded', 'recorded', { paths: stepped, dash: [4, 3], width: 2 })]]),
    }),
    queue: (w) => ({ unit: number, rows: [[w.columns.queue, line('waiting', 'queue', { fill: color('demandfill') })]] }),
    latency: (w) => ({
      unit: time,
      log: isFar(w.columns.p99, w.sloSeconds),
      rows: [[w.columns.p50, line('p50', 'p50')], [w.columns.p95, line('p95', 'p95', { dash: [8, 3] })], [w.columns.p99, line('p99', 'p99', { dash: [3, 3] })]]
        .concat(w.sloSeconds == null ? [] : [[constant(w, w.sloSeconds), line('SLO', 'limit', { dash: [2, 4], width: 2 })]]),
    }),
    lines: (l) => ({
      unit: l.unit === 'time' ? time : number,
      log: l.unit === 'time' && l.rows.some((row) => isFar(row.values, l.sloSeconds)),
      rows: l.rows.map((row, i) => [row.values, line(row.label, 'line' + i % 6, { dash: i < 6 ? [] : [6, 3] })])
        .concat(l.sloSeconds == null ? [] : [[constant(l, l.sloSeconds), line('SLO', 'limit', { dash: [2, 4], width: 2 })]]),
    }),
  };

  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 2592000];
  const axis = { stroke: color('muted'), grid: { stroke: color('grid'), width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif' };

  function draw(box) {
    const workload = (box.dataset.kind === 'lines' ? data.lines : data.workloads)[box.dataset.workload];
    const { rows, unit, events, log } = kinds[box.dataset.kind](workload);
    const at = workload.seconds.map((second) => second + data.clockOffset);
    const options = {
      width: box.clientWidth - 10,
      height: 220,
      scales: { x: { time: false }, y: log ? { distr: 3, range: (self, low, high) => [least(rows) / 1.5, high * 1.5] } : { range: (self, low, high) => [0, high > 0 ? high * 1.08 : 1] } },
      cursor: { sync: { key: 'report' }, drag: { x: true, y: false, setScale: true }, focus: { prox: 24 } },
      series: [{ label: 'time', value: (self, value) => value == null ? '–' : clock(value, true) }]
        .concat(rows.map(([, options]) => Object.assign({ value: (self, value) => unit(value) }, options))),
      axes: [
        Object.assign({ size: 30, incrs: steps, space: 70, values: (self, ticks, i, space, step) => ticks.map((tick) => clock(tick, step < 60).replace(/^day /, 'd')) }, axis),
        Object.assign({ size: 62, values: (self, ticks) => ticks.map((tick) => tick == null ? '' : unit(tick)) }, axis),
      ],
      hooks: {
        setScale: [(self, key) => { if (key === 'x') show([self.scales.x.min, self.scales.x.max], self); }],
        draw: events ? [(self) => mark(self, events)] : [],
      },
    };
    box.textContent = '';
    const chart = new uPlot(options, [at].concat(rows.map(([values]) => values)), box);
    chart.over.addEventListener('dblclick', () => show(whole));
    return chart;
  }

  function mark(chart, events) {
    const { ctx, bbox } = chart;
    ctx.save();
    ctx.fillStyle = color('desired');
    for (const event of events) {
      const x = chart.valToPos(event + data.clockOffset, 'x', true);
      if (x >= bbox.left && x <= bbox.left + bbox.width) ctx.fillRect(x - devicePixelRatio / 2, bbox.top + bbox.height - 6 * devicePixelRatio, devicePixelRatio, 6 * devicePixelRatio);
    }
    ctx.restore();
  }

  let busy = false;
  function show([from, until], source) {
    if (busy || from == null || until == null) return;
    const length = Math.min(Math.max(until - from, shortest), whole[1] - whole[0]);
    const start = Math.min(Math.max((from + until - length) / 2, whole[0]), whole[1] - length);
    span = [start, start + length];
    busy = true;
    for (const chart of charts) {
      if (chart !== source || start !== from || start + length !== until) chart.setScale('x', { min: span[0], max: span[1] });
    }
    shown.textContent = clock(span[0], true) + ' to ' + clock(span[1], true);
    queueMicrotask(() => { busy = false; });
  }

  const zoom = (factor) => { const half = (span[1] - span[0]) * factor / 2; const middle = (span[0] + span[1]) / 2; show([middle - half, middle + half]); };
  const move = (share) => { const by = (span[1] - span[0]) * share; show([span[0] + by, span[1] + by]); };
  const actions = { in: () => zoom(0.5), out: () => zoom(2), earlier: () => move(-0.5), later: () => move(0.5), all: () => show(whole) };
  const keys = { '+': 'in', '=': 'in', '-': 'out', ArrowLeft: 'earlier', ArrowRight: 'later', 0: 'all', Escape: 'all' };

  function drawAll() {
    const kept = span;
    busy = true;
    Object.assign(axis, { stroke: color('muted'), grid: { stroke: color('grid'), width: 1 } });
    charts.forEach((chart) => chart.destroy());
    charts = Array.from(document.querySelectorAll('.chart'), draw);
    queueMicrotask(() => { busy = false; show(kept); });
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button) return;
    if (button.dataset.action) actions[button.dataset.action]();
    if (button.dataset.at) {
      const at = Number(button.dataset.at) + data.clockOffset;
      show([at - 300, at + 300]);
      const chart = document.getElementById(button.dataset.chart);
      chart.scrollIntoView({ block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
      chart.focus({ preventScroll: true });
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.target.matches('.chart') || !(event.key in keys)) return;
    event.preventDefault();
    actions[keys[event.key]]();
  });
  let width = 0;
  new ResizeObserver(() => {
    const box = document.querySelector('.chart');
    if (!box || box.clientWidth === width) return;
    width = box.clientWidth;
    charts.forEach((chart) => chart.setSize({ width: width - 10, height: 220 }));
  }).observe(document.querySelector('main'));
  for (const query of ['(prefers-color-scheme: dark)', 'print']) matchMedia(query).addEventListener('change', drawAll);
  drawAll();
})();
`;
