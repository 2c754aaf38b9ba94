export { generate } from './generate';
export { type Generator, GENERATOR_NAMES, type GeneratorName, type GeneratorParameter, GENERATORS } from './generators';
export { type PrometheusQuery, queryPrometheus } from './prometheus-client';
export { readPrometheus } from './prometheus-trace';
export { readTrace } from './read-trace';
export { type Arrivals, type PlannedTraffic, toTraffic, type TrafficOptions } from './to-traffic';
export { type CountTrace, type GapPolicy, type RequestTrace, sizeOf, type Trace, type TraceFormat, type TraceOptions } from './trace';
