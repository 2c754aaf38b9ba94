import { type DocumentOptions, LineCounter, parseDocument, type ParseOptions, type SchemaOptions } from 'yaml';
import { isTooDeep } from '../manifest/depth';
import { duplicateKeys } from '../manifest/kubernetes-yaml';
import { UserError } from '../values/user-error';
import { type Scenario } from './scenario';
import { schemaProblems } from './schema';

const MAX_ALIASES = 10_000;
/** The parser's uniqueness check compares each key with all previous ones; `duplicateKeys` needs one pass. */
const SCENARIO_YAML: ParseOptions & DocumentOptions & SchemaOptions = { version: '1.2', uniqueKeys: false, prettyErrors: false, stringKeys: true, logLevel: 'error' };
const TOO_DEEP = 'it is nested too deeply; a scenario has a dozen levels at most';
/** Maximum number of problems in one error. */
const MAX_SHOWN = 20;

/**
 * Reads a scenario from YAML or JSON. Empty text is an empty scenario.
 *
 * @param name name of the scenario in errors: the path given by the user.
 * @throws UserError with the path and line of each invalid value, the value received and the values allowed.
 */
export function readScenario(text: string, name: string): Scenario {
  const lines = new LineCounter();
  const at = (offset: number): string => `${name}:${Math.max(1, lines.linePos(offset).line)}`;
  const document = readable(name, () => parseDocument(text.replace(/^\uFEFF/, ''), { ...SCENARIO_YAML, lineCounter: lines }));
  const [error] = document.errors;
  if (error) throw new UserError(`${at(error.pos[0])}: ${reason(error.message)}`);
  const [duplicate] = duplicateKeys(document);
  if (duplicate !== undefined) throw new UserError(`${at(duplicate)}: map keys must be unique`);
  const value: unknown = readable(name, () => document.toJS({ maxAliasCount: MAX_ALIASES })) ?? {};
  if (isTooDeep(value)) throw new UserError(`${name} cannot be read: ${TOO_DEEP}`);
  return checkScenario(value, (path) => `${at(nearestNode(document, path))}: `);
}

/**
 * Returns the scenario of an object that passes the schema.
 *
 * @param prefix text before a problem, from the path of the value.
 * @throws UserError with each value that violates the schema.
 */
export function checkScenario(value: unknown, prefix: (path: readonly string[]) => string = () => ''): Scenario {
  const problems = schemaProblems(value);
  if (problems.length === 0) return value as Scenario;
  const shown = problems.slice(0, MAX_SHOWN).map(({ path, message }) => `${prefix(path)}${path.join('.') || 'the scenario'} ${message}`);
  throw UserError.ofLines([...shown, ...(problems.length > MAX_SHOWN ? [`and ${problems.length - MAX_SHOWN} more`] : [])]);
}

/** Runs the YAML library and turns its errors on malicious input into a UserError. */
function readable<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UserError(`${name} cannot be read: ${reason((error as Error).message)}`);
  }
}

function reason(message: string): string {
  if (/call stack/i.test(message)) return TOO_DEEP;
  if (/multiple documents/i.test(message)) return 'a second document begins; a scenario is one, so put the others in files of their own';
  return /alias count/i.test(message) ? `aliases expand to more than ${MAX_ALIASES} nodes` : `${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

/** Returns the offset of the value at a path, else of its nearest existing parent. */
function nearestNode(document: ReturnType<typeof parseDocument>, path: readonly string[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | undefined;
    if (node?.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}
