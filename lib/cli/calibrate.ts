import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { calibrate, calibrationFiles, renderCalibration, terminalOf } from '../entry/simulator';
import { readRecording } from '../recording';
import { readScenarioFile } from '../scenario';
import { parseSlo, scenarioSlo } from '../studies/tune/slo';
import { UserError } from '../values/user-error';
import { type Io, say, STATUS } from './io';
import { Progress } from './progress';
import { readFiles } from './read-files';
import { writeOutput, writeResult } from './write-output';

export interface CalibrateOptions {
  readonly recording: string;
  readonly out: string;
  readonly scenario?: string;
  /** SLO of the requests, as in 300ms or p99<300ms. */
  readonly slo?: string;
  readonly kubernetes?: string;
  readonly keda?: string;
  readonly autoscaler?: string;
  readonly json?: string;
  readonly force?: boolean;
}

/**
 * Fits the services of a recording, judges them by days that the fit has not seen, and writes a scenario with the
 * evidence.
 *
 * @returns status 1 where nothing could be fitted.
 */
export async function calibrateCommand(files: readonly string[], options: CalibrateOptions, io: Io): Promise<number> {
  const { recording: source, out, slo, kubernetes, keda, autoscaler } = options;
  const { scenario: base } = readScenarioFile(options.scenario);
  const scenario = slo === undefined ? base : { ...base, slo: scenarioSlo(parseSlo(slo, base.slo?.objective)) };
  const recording = readRecording(source);
  const { manifests, sources } = await readFiles(files, io);
  const progress = new Progress(io.stderr, 'calibrating');
  let calibration;
  try {
    calibration = calibrate({ recording, manifests, sources, scenario, kubernetes, keda, autoscaler }, (share) => progress.update(share));
  } finally {
    progress.stop();
  }
  const stem = basename(out).replace(/\.scenario\.ya?ml$|\.ya?ml$/, '');
  const written = calibrationFiles(calibration, scenario, stem, source);
  const traffic = [...written.traffic].map(([file, content]) => ({ path: join(dirname(out), file), content }));
  requireNew([out, ...traffic.map(({ path }) => path)], options.force);
  // The scenario last: where it is, the traffic that it names is as well.
  for (const { path, content } of traffic) writeOutput(path, content, io);
  writeOutput(out, written.scenario, io);
  writeResult(`${renderCalibration(calibration, terminalOf(io.stdout, io.env))}\n`, jsonOf(calibration), options.json, io);
  say(io.stderr, `wrote ${[out, ...traffic.map(({ path }) => path)].join(', ')}\n`);
  return calibration.workloads.some(({ origins }) => Object.keys(origins).length > 0) ? STATUS.ok : STATUS.failed;
}

/** @throws UserError where a file would be overwritten. */
function requireNew(paths: readonly string[], force = false): void {
  const there = paths.filter((path) => existsSync(path));
  if (there.length > 0 && !force) throw new UserError(`${there.join(', ')} exist${there.length === 1 ? 's' : ''} already; name another --out, or add --force to overwrite`);
}

/** Calibration without the columns of its traffic, which have a file of their own. */
function jsonOf({ workloads, ...calibration }: ReturnType<typeof calibrate>): unknown {
  return { ...calibration, workloads: workloads.map(({ traffic: _, ...workload }) => workload) };
}
