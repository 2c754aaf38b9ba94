import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type OutcomeRow, type Reference } from './tables';

/** Options that figures depend on. */
export interface RecordedOptions {
  readonly seed: number;
  readonly train: number;
  readonly judge: number;
  readonly slower: number;
  readonly independent: number;
}

/** Figures that policies are compared with. */
interface References {
  readonly hindsight?: Reference;
  readonly bound?: number;
}

interface TraceRecord extends References {
  readonly options: RecordedOptions;
  readonly rows: Record<string, OutcomeRow>;
}

/** Figures of earlier runs, by trace and policy, so that a long measurement can be made in parts. */
export class OutcomeRecord {
  private readonly traces: Record<string, TraceRecord>;

  /** @param path file that is read and written. @default - none */
  public constructor(
    private readonly path: string | undefined, private readonly given: RecordedOptions, private readonly anew: readonly string[] | undefined,
  ) {
    this.traces = path !== undefined && existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) as Record<string, TraceRecord> : {};
  }

  /** Options that a trace is measured with: those that it was measured with before, if it was. */
  public optionsOf(trace: string): RecordedOptions {
    return this.of(trace).options;
  }

  /** Tells if a policy is played: it is asked for, or nothing was and there are no figures of it. */
  public isPlayed(trace: string, name: string): boolean {
    return this.anew ? this.anew.includes(name) : this.of(trace).rows[name] === undefined;
  }

  public rows(trace: string): Readonly<Record<string, OutcomeRow>> {
    return this.of(trace).rows;
  }

  public add(trace: string, row: OutcomeRow): void {
    this.of(trace).rows[row.name] = row;
    this.write();
  }

  /** Grid's best with hindsight and the bound; computed where they are missing, unless only policies were asked for. */
  public reference(trace: string, compute: () => Required<References>): References {
    const record = this.of(trace);
    if (this.anew ? this.anew.includes('reference') : record.bound === undefined) {
      Object.assign(record, compute());
      this.write();
    }
    const { hindsight, bound } = record;
    return { ...(hindsight && { hindsight }), ...(bound !== undefined && { bound }) };
  }

  private of(trace: string): TraceRecord {
    return this.traces[trace] ??= { options: this.given, rows: {} };
  }

  private write(): void {
    if (this.path !== undefined) writeFileSync(this.path, JSON.stringify(this.traces, null, 1));
  }
}
