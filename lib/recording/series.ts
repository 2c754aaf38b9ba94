import { type SeriesName } from './recording';

/** Unit of a quantity, and the file of a workload's folder that holds its column. */
export interface SeriesDefinition {
  readonly unit: string;
  readonly file: string;
}

const TRAFFIC = 'traffic.csv';
const RESOURCES = 'resources.csv';
const REPLICAS = 'replicas.csv';
const VLLM = 'vllm.csv';

/** All quantities of a recording. */
export const SERIES: Readonly<Record<SeriesName, SeriesDefinition>> = {
  requests: { unit: 'requests/s', file: TRAFFIC },
  errors: { unit: 'requests/s', file: TRAFFIC },
  'in-flight': { unit: 'requests', file: TRAFFIC },
  'queue-length': { unit: 'items', file: TRAFFIC },
  cpu: { unit: 'cores', file: RESOURCES },
  memory: { unit: 'bytes', file: RESOURCES },
  'cpu-throttled': { unit: 's/s', file: RESOURCES },
  'replicas-spec': { unit: 'pods', file: REPLICAS },
  'replicas-ready': { unit: 'pods', file: REPLICAS },
  'hpa-desired': { unit: 'pods', file: REPLICAS },
  'hpa-min': { unit: 'pods', file: REPLICAS },
  'hpa-max': { unit: 'pods', file: REPLICAS },
  'hpa-limited': { unit: '0 or 1', file: REPLICAS },
  restarts: { unit: 'restarts/s', file: REPLICAS },
  'vllm-running': { unit: 'requests', file: VLLM },
  'vllm-waiting': { unit: 'requests', file: VLLM },
  'vllm-kv-usage': { unit: 'share', file: VLLM },
  'vllm-prompt-tokens': { unit: 'tokens/s', file: VLLM },
  'vllm-generation-tokens': { unit: 'tokens/s', file: VLLM },
  'vllm-preemptions': { unit: 'preemptions/s', file: VLLM },
};

/** File of a workload's folder that holds its histogram of latencies. */
export const LATENCY_FILE = 'latency.csv';
/** Unit of the columns of a histogram. */
export const LATENCY_UNIT = 'requests/s';

/** Tells if a text is the name of a quantity of recordings. */
export function isSeriesName(name: string): name is SeriesName {
  return Object.hasOwn(SERIES, name);
}
