'use strict';
// A service of known cost: a request waits for one of a few slots, takes its time there, and is charged CPU on the
// service's own counter. It sleeps rather than burns: on a machine with few cores pods would measure each other.
const { createServer } = require('node:http');

const { CONCURRENCY, MEAN_SECONDS, CV, CPU_SECONDS, IDLE_CORES } = Object.fromEntries(
  Object.entries(process.env).map(([name, value]) => [name, Number(value)]),
);
const BOUNDS = [0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.3, 0.5, 1, 2];

const started = Date.now();
const buckets = BOUNDS.map(() => 0);
const waiting = [];
let busy = 0;
let served = 0;
let latencies = 0;
let charged = 0;

createServer((request, response) => {
  if (request.url === '/metrics') response.setHeader('content-type', 'text/plain; version=0.0.4').end(metrics());
  else enter({ response, arrived: process.hrtime.bigint() });
}).listen(0, '127.0.0.1', function listening() {
  process.stdout.write(`listening on ${this.address().port}\n`);
});

function enter(visit) {
  if (busy < CONCURRENCY) serve(visit);
  else waiting.push(visit);
}

function serve({ response, arrived }) {
  busy++;
  setTimeout(() => {
    const seconds = Number(process.hrtime.bigint() - arrived) / 1e9;
    served++;
    latencies += seconds;
    // Half to one and a half times the mean.
    charged += CPU_SECONDS * (0.5 + Math.random());
    BOUNDS.forEach((bound, i) => { if (seconds <= bound) buckets[i]++; });
    response.end('ok');
    busy--;
    if (waiting.length > 0) serve(waiting.shift());
  }, 1000 * serviceTime());
}

/** Log-normal. */
function serviceTime() {
  const variance = Math.log(1 + CV ** 2);
  const normal = Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  return MEAN_SECONDS * Math.exp(Math.sqrt(variance) * normal - variance / 2);
}

function metrics() {
  const name = 'http_request_duration_seconds';
  const cpu = charged + IDLE_CORES * (Date.now() - started) / 1000;
  return [
    '# TYPE http_requests_total counter', `http_requests_total{status="200"} ${served}`,
    `# TYPE ${name} histogram`, ...BOUNDS.map((bound, i) => `${name}_bucket{le="${bound}"} ${buckets[i]}`),
    `${name}_bucket{le="+Inf"} ${served}`, `${name}_sum ${latencies}`, `${name}_count ${served}`,
    '# TYPE process_cpu_seconds_total counter', `process_cpu_seconds_total ${cpu}`, '',
  ].join('\n');
}
