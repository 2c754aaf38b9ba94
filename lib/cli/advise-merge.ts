import { relative } from 'node:path';
import { adviceHtml, renderFleet, terminalOf } from '../entry/simulator';
import { type WorkloadAdvice } from '../studies/advise/advice';
import { type FleetLine, rankSavings } from '../studies/advise/rank';
import { UserError } from '../values/user-error';
import { adviceFoldersBelow, AdviceFolder } from './advice-folder';
import { type Io, STATUS, warn } from './io';
import { writeOutput, writeResult } from './write-output';

export interface MergeOptions {
  readonly html?: string;
  readonly json?: string;
}

/** Advice for a workload, and the folder that keeps it. */
interface Kept {
  readonly line: FleetLine;
  readonly folder: AdviceFolder;
}

/**
 * Ranks the savings of the parts of a fleet in one table. Of two answers for one workload of one server or recording
 * the later named counts; those of two servers are two workloads.
 */
export function adviseMerge(paths: readonly string[], { html, json }: MergeOptions, io: Io): number {
  if (paths.length === 0) throw new UserError('no folder to merge; name the work folders of the shards, as in: advise merge work/part-*');
  const byName = new Map<string, Map<string, Kept>>();
  for (const path of paths.flatMap((each) => adviceFoldersBelow(each))) {
    const folder = new AdviceFolder(path);
    const { origin } = folder;
    for (const line of folder.results()) {
      const known = byName.get(line.workload) ?? new Map<string, Kept>();
      byName.set(line.workload, known.set(origin, { line, folder }));
    }
  }
  const kept = new Map<string, Kept>();
  for (const [workload, origins] of byName) {
    for (const each of origins.values()) kept.set(origins.size === 1 ? workload : `${workload} (${relative('.', each.folder.path) || '.'})`, each);
  }
  const several = [...byName.values()].filter(({ size }) => size > 1).length;
  if (several > 0) {
    warn(io, `note: ${several} ${several === 1 ? 'name is' : 'names are'} of workloads of several servers or recordings, which are told apart by their work folders`);
  }
  const lines = [...kept].map(([workload, { line }]) => ({ ...line, workload }));
  const adviceOf = (workload: string): WorkloadAdvice | undefined => {
    const own = kept.get(workload);
    const advice = own?.folder.advice(own.line.workload)?.advice;
    return advice && { ...advice, workload };
  };
  if (html !== undefined) writeOutput(html, adviceHtml(lines, adviceOf), io);
  writeResult(`${renderFleet(lines, terminalOf(io.stdout, io.env))}\n`, fleetFigures(lines), json, io);
  return STATUS.ok;
}

/** Results of a fleet as data. */
export function fleetFigures(lines: readonly FleetLine[]): object {
  return { schemaVersion: 1, workloads: lines, ranking: rankSavings(lines) };
}
