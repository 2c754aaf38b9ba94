import { readTrace } from '../traffic/read-trace';
import { UserError } from '../values/user-error';
import { readTrafficWith } from './read-traffic';
import { type Scenario } from './scenario';
import { type LoadedTraffic } from './trace-source';

/**
 * Reads all traffic of a scenario from texts instead of files, for a browser or a test.
 *
 * `traffic.path` is matched in the caller's thread, so that an expression with unbounded backtracking blocks it.
 *
 * @param recordings texts of the recordings (CSV, JSON lines, Prometheus JSON, access log) by the names that the
 * scenario and `trace` use.
 * @param trace recording or generator that replaces the scenario's own.
 * @throws UserError if there is none, it cannot be read, or it requires a Prometheus query.
 */
export async function trafficOfTexts(scenario: Scenario, recordings: Readonly<Record<string, string>> = {}, trace?: string): Promise<LoadedTraffic> {
  return readTrafficWith({
    readFile: (name, options, field = 'trace') => {
      if (!Object.hasOwn(recordings, name)) {
        const known = Object.keys(recordings).join(', ');
        throw new UserError(`${field} is '${name}', which is not among the recordings given; ${known === '' ? 'give its text' : `name one of ${known}`}`);
      }
      return readTrace(recordings[name], name, options);
    },
    readPrometheus: (_query, _options, path) => {
      throw new UserError(`${path}.prometheus is read by the command line only; save the answer of /api/v1/query_range and give its text`);
    },
  }, scenario, trace);
}
