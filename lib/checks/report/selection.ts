import { suggestion } from '../../values/nearest';
import { UserError } from '../../values/user-error';
import { type Finding, type Rule, type Severity, type Topic } from '../rule/rule';

const TOPICS: readonly Topic[] = ['autoscaling', 'correctness', 'practice'];
const SEVERITIES: readonly Severity[] = ['error', 'warning'];

/** Finding filter by rule, topic and severity. */
export interface Selection {
  readonly rules: ReadonlySet<string>;
  readonly topics: ReadonlySet<string>;
  readonly severities: ReadonlySet<string>;
}

/**
 * Parses the values of --only or --skip: comma-separated rule ids, topics and severities.
 *
 * @throws UserError if a value is none of these.
 */
export function parseSelection(texts: readonly string[], option: string, rules: readonly Rule[]): Selection {
  const ids = rules.map(({ id }) => id);
  const [found, topics, severities] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const text of texts.flatMap((each) => each.split(',')).map((each) => each.trim()).filter((each) => each !== '')) {
    const lower = text.toLowerCase().replace(/^(error|warning)s$/, '$1');
    if (ids.includes(text.toUpperCase())) found.add(text.toUpperCase());
    else if (TOPICS.some((topic) => topic === lower)) topics.add(lower);
    else if (SEVERITIES.some((severity) => severity === lower)) severities.add(lower);
    else if (/^ksc/i.test(text)) throw new UserError(`${option} has no rule '${text}'; name one from ${ids[0]} to ${ids[ids.length - 1]}, as listed in docs/checks.md`);
    else throw new UserError(`${option} is '${text}', and takes rule ids as ${ids[0]}, topics and severities; ${suggestion(text, [...TOPICS, ...SEVERITIES])}`);
  }
  return { rules: found, topics, severities };
}

/**
 * Returns true if a finding matches the selection by rule or topic, and by severity. An empty criterion matches all.
 */
export function selects({ rules, topics, severities }: Selection, { rule, severity }: Finding): boolean {
  const isNamed = rules.size + topics.size === 0 || rules.has(rule.id) || topics.has(rule.topic);
  return isNamed && (severities.size === 0 || severities.has(severity));
}

/** Returns true if a selection includes the rule, the topic or the severity of a finding. */
export function names({ rules, topics, severities }: Selection, { rule, severity }: Finding): boolean {
  return rules.has(rule.id) || topics.has(rule.topic) || severities.has(severity);
}
