import { hpaOfScaledObject } from '../../../lib/keda/admission/scaled-object-hpa';
import { judge } from '../../../lib/keda/refusals';
import { type KedaVersion } from '../../../lib/keda/keda-version';
import { describeProblem } from '../../../lib/keda/problem';
import { type Fields, fieldsAt } from '../../../lib/values/fields';
import { Quantity } from '../../../lib/values/quantity';
import { inFlight } from '../in-flight';
import { LineProgram } from '../line-program';
import { clusterOfCase } from './case-cluster';
import { judgedTypes, type KedaCase, randomKedaCase } from './random-object';

/** Most of the time KEDA waits for servers that do not answer. */
const IN_FLIGHT = 400;

/** KEDA's own verdict. */
export interface UpstreamVerdict {
  readonly accepted: boolean;
  readonly stage?: string;
  readonly errors: readonly string[];
  /** Targets of the HorizontalPodAutoscaler's metrics, but for those of scalers that reach no server. */
  readonly targets?: readonly MetricTarget[];
}

interface MetricTarget {
  readonly trigger: number;
  readonly type: string;
  /** A quantity. */
  readonly value: string;
}

export interface KedaMismatch {
  readonly seed: number;
  readonly type: string;
  readonly objects: KedaCase['objects'];
  readonly theirs: UpstreamVerdict;
  readonly ours: readonly string[];
}

/** An object with KEDA's verdict, as `npm run conformance` plays it. */
export interface RecordedVerdict {
  readonly name: string;
  readonly objects: KedaCase['objects'];
  readonly expect: { readonly accepted: boolean; readonly errors: readonly string[] };
}

export interface KedaTally {
  readonly judged: number;
  readonly accepted: number;
  readonly types: number;
  /** The fewest objects of a type. */
  readonly fewest: number;
  readonly mismatches: readonly KedaMismatch[];
  /** All verdicts, where they are asked for. */
  readonly recorded: readonly RecordedVerdict[];
}

/**
 * Judges random objects by KEDA's own code and by ours.
 *
 * @param program what scripts/programs/keda-judge.sh built for that version.
 * @param seed of the first object; those after it have the next ones.
 */
export async function kedaDifferential(program: string, version: KedaVersion, seed: number, objects: number, isRecorded = false): Promise<KedaTally> {
  const keda = new LineProgram(program);
  const types = judgedTypes(version.minor);
  const counts = new Map<string, number>();
  const mismatches: KedaMismatch[] = [];
  const recorded: RecordedVerdict[] = [];
  let accepted = 0;
  await inFlight(objects, async (index) => {
    const { type, objects: group } = randomKedaCase(seed + index, types[index % types.length], version.minor);
    counts.set(type, (counts.get(type) ?? 0) + 1);
    const theirs = JSON.parse(await keda.ask(JSON.stringify({ objects: group }))) as UpstreamVerdict;
    const problems = ourProblems(group, version);
    const isEqual = theirs.accepted === (problems.length === 0);
    const ours = isEqual && theirs.accepted ? wrongTargets(group, version, theirs.targets ?? []) : problems;
    if (theirs.accepted) accepted++;
    if (isRecorded) recorded.push({ name: `${type}, seed ${seed + index}`, objects: group, expect: { accepted: theirs.accepted, errors: theirs.errors } });
    if (!isEqual || (theirs.accepted && ours.length > 0)) mismatches.push({ seed: seed + index, type, objects: group, theirs, ours });
  }, IN_FLIGHT);
  keda.stop();
  return { judged: objects, accepted, types: types.length, fewest: Math.min(...types.map((type) => counts.get(type) ?? 0)), mismatches, recorded };
}

/** Targets that differ from those that KEDA gives to the HorizontalPodAutoscaler. */
function wrongTargets(objects: KedaCase['objects'], version: KedaVersion, theirs: readonly MetricTarget[]): readonly string[] {
  const { metrics } = hpaOfScaledObject(objects.at(-1)!, clusterOfCase(objects.slice(0, -1)), version.minor);
  const ours = metrics.map(({ metric, trigger }) => {
    const { type, value, averageValue, averageUtilization } = Object.values(metric).map((source) => fieldsAt(source as Fields, 'target')).find((each) => each !== undefined) ?? {};
    return { trigger, type, value: String(value ?? averageValue ?? averageUtilization ?? '') };
  });
  return theirs.flatMap(({ trigger, type, value }) => {
    const own = ours.find((each) => each.trigger === trigger);
    return !own || (own.type === type && amount(own.value) === amount(value)) ? [] : [`target of triggers[${trigger}]: KEDA has ${type} ${value}, ours ${String(own.type)} ${own.value}`];
  });
}

function amount(quantity: string): number {
  return Quantity.tryParse(quantity)?.toNumber() ?? NaN;
}

/** Why the last of some objects is refused, beside the others. */
export function ourProblems(objects: KedaCase['objects'], version: KedaVersion): readonly string[] {
  return judge(objects.at(-1)!, clusterOfCase(objects.slice(0, -1)), version).map(describeProblem);
}
