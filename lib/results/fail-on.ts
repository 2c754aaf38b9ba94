import { UserError } from '../values/user-error';
import { type Dimension, type Measure, REPLICA_MEASURES, REQUEST_MEASURES } from './measures';
import { parseQuantity } from './fail-on-quantity';

/** Condition `[workload:]measure comparator quantity`, such as `p99>300ms` or `web:flaps>2/h`. */
export interface FailCondition {
  /** Text as written. */
  readonly text: string;
  /** Workload or flow. Undefined: the flows for request measures, all workloads for replica measures. */
  readonly subject?: string;
  /** Name of the measure, such as p95. */
  readonly measure: string;
  /** Dimension of the measure, which determines the units of the bound. */
  readonly dimension: Dimension;
  /** Comparison of the measure with the bound. */
  readonly comparator: Comparator;
  /** Bound in seconds, per hour, in hours, or plain; a share is 0 to 1. */
  readonly threshold: number;
  /** True if the bound on a number of requests is a share of the arrived requests. */
  readonly ofArrived: boolean;
}

/** Comparator of a condition. */
export type Comparator = '>' | '>=' | '<' | '<=' | '=';

const COMPARATORS: Record<string, Comparator> = { '>': '>', '>=': '>=', '<': '<', '<=': '<=', '=': '=', '==': '=' };
/** Dimensions with integer values, which allow equality. */
const COUNTED: readonly Dimension[] = ['requests', 'replicas'];
const CONDITION = /^(\s*)(?:(\S[^:<>=]*?)(\s*):(\s*))?([^\s:<>=]*)(\s*)([<>=!]*)(\s*)(.*?)\s*$/;

/** All measures available in conditions. */
export const CONDITION_MEASURES: ReadonlyArray<Pick<Measure, 'name' | 'dimension' | 'meaning'>> = [...REQUEST_MEASURES, ...REPLICA_MEASURES];

/**
 * Parses conditions such as `p99>300ms, flaps>2/h, back-to-min>20m, killed>0`.
 *
 * @throws UserError with the invalid part and the allowed values if a condition is invalid.
 */
export function parseFailOn(text: string): FailCondition[] {
  const conditions: FailCondition[] = [];
  let start = 0;
  for (const part of text.split(/[,;\n]/)) {
    if (part.trim() !== '') conditions.push(parseCondition(part, new Pointer(text, start)));
    start += part.length + 1;
  }
  if (conditions.length === 0) {
    throw new UserError(`no condition in '${text}'; write one or several with commas between them, as in 'p99>300ms, killed>0'`);
  }
  return conditions;
}

function parseCondition(part: string, pointer: Pointer): FailCondition {
  const [, indent, subject, , , measure, blank, comparator, gap, quantity] = CONDITION.exec(part)!;
  const beforeMeasure = subject === undefined ? indent.length : part.indexOf(':') + 1 + /^\s*/.exec(part.slice(part.indexOf(':') + 1))![0].length;
  const known = CONDITION_MEASURES.find(({ name }) => name === measure);
  if (!known) {
    const names = CONDITION_MEASURES.map(({ name }) => name).join(', ');
    throw pointer.error(measure === '' ? 'a measure is missing' : `unknown measure '${measure}'`, beforeMeasure, measure.length, `use one of ${names}`);
  }
  const beforeComparator = beforeMeasure + measure.length + blank.length;
  if (!Object.hasOwn(COMPARATORS, comparator)) {
    const received = comparator || quantity.split(' ')[0];
    const message = received === '' ? `${measure} has no comparator and value` : `'${received}' is not a comparator`;
    throw pointer.error(message, beforeComparator, received.length, 'use one of >, >=, <, <=, =');
  }
  if (COMPARATORS[comparator] === '=' && !COUNTED.includes(known.dimension)) {
    throw pointer.error(`'${comparator}' asks if ${measure} is exactly a value, which what is measured hardly ever is`, beforeComparator, comparator.length, 'use one of >, >=, <, <=');
  }
  const { value, ofArrived } = parseQuantity(quantity, known, (message, allowed) =>
    pointer.error(message, beforeComparator + comparator.length + gap.length, quantity.length, allowed));
  return { text: part.trim(), subject, measure, dimension: known.dimension, comparator: COMPARATORS[comparator], threshold: value, ofArrived };
}

/** Position of an error in the text of the conditions. */
class Pointer {
  public constructor(private readonly text: string, private readonly start: number) {}

  public error(message: string, offset: number, length: number, allowed: string): UserError {
    const at = this.start + offset;
    const line = this.text.slice(this.text.lastIndexOf('\n', at - 1) + 1).split('\n')[0];
    const column = at - (this.text.lastIndexOf('\n', at - 1) + 1);
    return UserError.ofLines([`${message}; ${allowed}`, `  ${line}`, `  ${' '.repeat(column)}${'^'.repeat(Math.max(1, length))}`]);
  }
}
