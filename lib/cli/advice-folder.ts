import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Manifest } from '../manifest';
import { writeFileAtomically } from '../recording';
import { type WorkloadAdvice } from '../studies/advise/advice';
import { type FleetLine } from '../studies/advise/rank';
import { readTrackRecord, type TrackRecordEntry, trackRecordLine } from '../studies/advise/track-record';
import { isFields } from '../values/fields';
import { sha256 } from '../values/sha256';
import { UserError } from '../values/user-error';

const SETTINGS = 'settings.json';
const RESULTS = 'results.jsonl';
const TRACK_RECORD = 'track-record.jsonl';
const MANIFESTS = 'manifests.json';
const ADVICE = 'advice.json';
const SCENARIO = 'scenario.yaml';
const RECORDING = 'recording';
/** First part of the names of the files of a calibration's traffic. */
export const TRAFFIC_STEM = 'recorded';
/** Levels of folders below one that is named, in which work folders are looked for. */
const DEEPEST = 3;
/** Name of a workload that can be that of a folder as well; '/' becomes '_', which no name of Kubernetes has. */
const PLAIN = /^[A-Za-z0-9][\w.-]{0,199}$/;

/** Parts of an advice for one workload that are kept. */
export interface KeptWorkload {
  readonly manifests: readonly Manifest[];
  readonly advice: WorkloadAdvice;
  /** Null where nothing is to be changed. */
  readonly change: { readonly edits: readonly unknown[] } | null;
  /** Limit of the SLO in seconds, where one was given. */
  readonly sloSeconds: number | null;
  /** End of the history that the advice was made from, in Unix seconds; undefined of advice from before it was kept. */
  readonly knownUntil?: number;
}

/** Folder in which advice keeps the output of each step, so that an interrupted one goes on where it ended. */
export class AdviceFolder {
  /** @param trackRecordFile file of the track record. @default - in the folder */
  public constructor(public readonly path: string, private readonly trackRecordFile = join(path, TRACK_RECORD)) {}

  /**
   * Opens the folder for some settings.
   *
   * @param settings everything that an answer depends on.
   * @param origin server or recording that the answers are from: work folders of one origin are parts of one fleet.
   * @param again removes the answers that there are; the track record stays.
   * @throws UserError where it holds answers for other settings, or such files of another origin.
   */
  public open(settings: unknown, origin: string, again: boolean): void {
    const digest = digestOf(JSON.stringify(settings));
    let known = this.settings();
    const isOther = known === undefined ? existsSync(join(this.path, RESULTS)) : !isFields(known) || typeof known.digest !== 'string';
    if (isOther) throw new UserError(`'${this.path}' contains a ${known === undefined ? RESULTS : SETTINGS} that advise did not write; set another --work`);
    if (again && known !== undefined) {
      this.clear();
      known = undefined;
    }
    if (isFields(known) && known.digest !== digest) {
      throw new UserError(`'${this.path}' contains advice for other manifests or options; set another --work, or add --again to start over (the track record stays)`);
    }
    if (known === undefined) writeFileAtomically(join(this.path, SETTINGS), `${JSON.stringify({ digest, origin }, null, 2)}\n`);
  }

  /** Server or recording that the answers are from; of a folder from before it was kept, its settings. */
  public get origin(): string {
    const known = this.settings();
    if (!isFields(known)) return '';
    return typeof known.origin === 'string' ? known.origin : String(known.digest);
  }

  private settings(): unknown {
    const file = join(this.path, SETTINGS);
    return existsSync(file) ? readJson(file) : undefined;
  }

  /** Folder of one workload. */
  public of(workload: string): string {
    const plain = workload.replaceAll('/', '_');
    return join(this.path, PLAIN.test(plain) ? plain : `workload-${digestOf(workload).slice(0, 32)}`);
  }

  /** Scenario of a workload: where it is, its calibration is complete. */
  public scenarioOf(workload: string): string {
    return join(this.of(workload), SCENARIO);
  }

  /** Folder of the recording of a workload. */
  public recordingOf(workload: string): string {
    return join(this.of(workload), RECORDING);
  }

  public keepManifests(workload: string, manifests: readonly Manifest[]): void {
    writeFileAtomically(join(this.of(workload), MANIFESTS), `${JSON.stringify(manifests)}\n`);
  }

  public keepAdvice(workload: string, kept: Omit<KeptWorkload, 'manifests'>): void {
    writeFileAtomically(join(this.of(workload), ADVICE), `${JSON.stringify(kept, null, 2)}\n`);
  }

  /** Advice for a workload; undefined where it is not complete. */
  public advice(workload: string): KeptWorkload | undefined {
    const folder = this.of(workload);
    if (!existsSync(join(folder, ADVICE))) return undefined;
    const [manifests, kept] = [readJson(join(folder, MANIFESTS)), readJson(join(folder, ADVICE))];
    if (!Array.isArray(manifests) || !isFields(kept) || !isFields(kept.advice)) throw new UserError(`'${folder}' was changed by hand; remove it, and advise again`);
    return { ...kept, manifests } as unknown as KeptWorkload;
  }

  /** Adds the line of a workload that is done. */
  public addResult(line: FleetLine): void {
    appendLine(join(this.path, RESULTS), `${JSON.stringify(line)}\n`);
  }

  /** Lines of all workloads that are done, the last of each. @throws UserError where the folder is none of advice. */
  public results(): FleetLine[] {
    const file = join(this.path, RESULTS);
    if (!existsSync(file)) throw new UserError(`'${this.path}' contains no ${RESULTS}; name a folder that advise has written`);
    return resultsOf(readFileSync(file, 'utf8'));
  }

  public done(): FleetLine[] {
    return existsSync(join(this.path, RESULTS)) ? this.results() : [];
  }

  public trackRecord(): TrackRecordEntry[] {
    return existsSync(this.trackRecordFile) ? readTrackRecord(readFileSync(this.trackRecordFile, 'utf8')) : [];
  }

  public addToTrackRecord(entry: TrackRecordEntry): void {
    appendLine(this.trackRecordFile, trackRecordLine(entry));
  }

  /** Removes the answers and the folders of workloads; a folder that merely holds a file called alike stays. */
  private clear(): void {
    for (const entry of readdirSync(this.path, { withFileTypes: true })) {
      const path = join(this.path, entry.name);
      if (entry.isDirectory() && isOfWorkload(readdirSync(path))) rmSync(path, { recursive: true });
    }
    for (const name of [RESULTS, SETTINGS]) rmSync(join(this.path, name), { force: true });
  }
}

/** Tells by the names of its files if a folder is that of a workload whose advice was begun. */
function isOfWorkload(names: readonly string[]): boolean {
  return names.includes(MANIFESTS) && names.some((name) => name === ADVICE || name === RECORDING || (name.startsWith(`${TRAFFIC_STEM}.`) && name.endsWith('.csv')));
}

/** Folders of advice at or below a path, in the order of their names. */
export function adviceFoldersBelow(path: string, depth = DEEPEST): string[] {
  if (existsSync(join(path, RESULTS)) || depth === 0 || !existsSync(path)) return [path];
  const below = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name)).sort();
  const found = below.flatMap((each) => adviceFoldersBelow(each, depth - 1)).filter((each) => existsSync(join(each, RESULTS)));
  return found.length > 0 ? found : [path];
}

/** Lines of results; one that was cut off while it was written is left out, and the workload is done again. */
function resultsOf(text: string): FleetLine[] {
  const lines = new Map<string, FleetLine>();
  for (const line of text.split('\n')) {
    try {
      const value: unknown = JSON.parse(line);
      if (isFields(value) && typeof value.workload === 'string' && typeof value.outcome === 'string') lines.set(value.workload, value as unknown as FleetLine);
    } catch {
      // Cut off.
    }
  }
  return [...lines.values()];
}

/** Appends a line in one write; after a line that was cut off it begins a new one. */
function appendLine(path: string, line: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(path, 'a+');
    try {
      const { size } = fstatSync(file);
      const last = Buffer.alloc(1);
      const isCut = size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last.toString() !== '\n';
      writeSync(file, `${isCut ? '\n' : ''}${line}`);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new UserError(`cannot write '${path}': ${(error as Error).message.replace(/, \w+ '.*$/s, '')}; set --work to a writable folder`);
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new UserError(`'${file}' cannot be read; remove it, and advise again`);
  }
}

function digestOf(text: string): string {
  return [...sha256(text)].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
