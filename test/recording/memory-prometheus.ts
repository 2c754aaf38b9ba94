import { labelsOf, MemorySource, METRIC_NAME, Query } from '../../lib/promql';
import { type Fetch } from '../../lib/traffic/prometheus-client';
import { UserError } from '../../lib/values/user-error';

/** Samples of one series by its labels. */
export type Samples = readonly [labels: Readonly<Record<string, string>>, samples: readonly (readonly [seconds: number, value: number])[]];

export interface MemoryPrometheus {
  readonly fetch: Fetch;
  /** Questions so far. */
  readonly asked: URL[];
}

/**
 * HTTP API of a Prometheus over samples in memory.
 *
 * @param before answers a question otherwise: with a status and a body.
 */
export function memoryPrometheus(
  series: readonly Samples[], before: (url: URL) => { status: number; body: unknown } | undefined = () => undefined,
): MemoryPrometheus {
  const source = new MemorySource();
  for (const [labels, samples] of series) for (const [time, value] of samples) source.append(labelsOf(labels), time, value);
  const asked: URL[] = [];
  const parsed = new Map<string, Query>();
  const vectorAt = (text: string, time: number) => {
    const query = parsed.get(text) ?? Query.parse(text);
    parsed.set(text, query);
    return query.vector(source, time);
  };
  const answer = (url: URL): { status: number; body: unknown } => {
    const parameter = (name: string): string => url.searchParams.get(name) ?? '';
    if (url.pathname.endsWith('/label/__name__/values')) return success([...new Set(series.map(([labels]) => labels[METRIC_NAME]))]);
    try {
      if (url.pathname.endsWith('/query')) {
        return success({ resultType: 'vector', result: vectorAt(parameter('query'), Number(parameter('time'))).map(({ labels, value }) => ({
          metric: Object.fromEntries(labels), value: [Number(parameter('time')), String(value)],
        })) });
      }
      const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(parameter(name)));
      const found = new Map<string, { metric: Record<string, string>; values: [number, string][] }>();
      for (let time = start; time <= end; time += step) {
        for (const { labels, value } of vectorAt(parameter('query'), time)) {
          const metric = Object.fromEntries(labels);
          const key = JSON.stringify(metric);
          const known = found.get(key) ?? { metric, values: [] };
          known.values.push([time, String(value)]);
          found.set(key, known);
        }
      }
      return success({ resultType: 'matrix', result: [...found.values()] });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { status: 400, body: { status: 'error', errorType: 'bad_data', error: error.message } };
    }
  };
  return {
    asked,
    fetch: (address) => {
      const url = new URL(address);
      asked.push(url);
      const { status, body } = before(url) ?? answer(url);
      return Promise.resolve({ status, text: () => Promise.resolve(typeof body === 'string' ? body : JSON.stringify(body)) });
    },
  };
}

function success(data: unknown): { status: number; body: unknown } {
  return { status: 200, body: { status: 'success', data } };
}
