import { type Fields, fieldsAt, fieldsListAt, isFields, listAt } from '../../values/fields';
import { isLabelValue, isPortName, isQualifiedName } from '../../values/names';
import { quantityFault, quantitySign } from '../../hpa/validation/api-quantity';
import { nearest } from '../../values/nearest';

/**
 * Reports a value that the API server rejects although its type is valid.
 *
 * @param field path relative to the mapping: 'port', 'ports[1].name'; '' for the mapping as a whole.
 */
export type ReportValue = (field: string, message: string) => void;

/**
 * API server validation of a mapping for a minor version, beyond the types of its fields. It reports through a callback
 * instead of returning results, since it runs for every mapping and rarely finds a problem.
 */
export type Constraint = (fields: Fields, minor: number, report: ReportValue) => void;

const MAX_PORT = 65535;

/** Requires fields to be present and not empty. */
export function needs(...names: readonly string[]): Constraint {
  return (fields, _minor, report) => {
    for (const field of names) if (isEmpty(fields[field])) report(field, 'is missing; set it');
  };
}

/** Requires a text to be one of the allowed values; absent and empty texts are defaulted. */
export function oneOf(field: string, ...allowed: readonly string[]): Constraint {
  return everyOneOf(field, (value) => (typeof value === 'string' && value !== '' ? [value] : []), allowed);
}

/** Requires each text of a list to be one of the allowed values. */
export function eachOneOf(field: string, ...allowed: readonly string[]): Constraint {
  return everyOneOf(field, (value) => (Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : []), allowed);
}

function everyOneOf(field: string, textsOf: (value: unknown) => readonly string[], allowed: readonly string[]): Constraint {
  return (fields, _minor, report) => {
    for (const text of textsOf(fields[field])) {
      if (allowed.includes(text)) continue;
      const near = nearest(text, allowed);
      report(field, `is '${text}', and must be one of ${allowed.join(', ')}${near === undefined ? '' : `; did you mean ${near}?`}`);
    }
  };
}

/** Requires numbers of at least a minimum, if present. */
export function atLeast(least: number, ...names: readonly string[]): Constraint {
  return between(least, Infinity, ...names);
}

/** Requires numbers within bounds, if present. */
export function between(least: number, most: number, ...names: readonly string[]): Constraint {
  const range = most === Infinity ? `at least ${least}` : `from ${least} to ${most}`;
  return (fields, _minor, report) => {
    for (const field of names) {
      const value = fields[field];
      if (typeof value === 'number' && (value < least || value > most)) report(field, `is ${value}, and must be ${range}`);
    }
  };
}

/** Requires a port number. */
export function portNumber(field: string): Constraint {
  const isPort = between(1, MAX_PORT, field);
  return (fields, minor, report) => {
    if (isEmpty(fields[field])) report(field, 'is missing; set it');
    else isPort(fields, minor, report);
  };
}

/** Requires a port number or name, if present. */
export function portOrName(field: string): Constraint {
  const isPort = between(1, MAX_PORT, field);
  return (fields, minor, report) => {
    const value = fields[field];
    if (typeof value === 'number') isPort(fields, minor, report);
    else if (typeof value === 'string' && !isPortName(value)) {
      const hint = /^\d+$/.test(value) ? '; write a number without quotes' : '';
      report(field, `is '${value}', and must be a number or the name of a port: lower-case letters, digits and '-', at most 15, one letter at least${hint}`);
    }
  };
}

/** Requires exactly one of several alternative fields. */
export function exactlyOne(...names: readonly string[]): Constraint {
  const notTwo = atMostOne(...names);
  return (fields, minor, report) => {
    if (names.every((name) => isAbsent(fields[name]))) report('', `sets none of ${names.join(', ')}; set one`);
    else notTwo(fields, minor, report);
  };
}

export function atMostOne(...names: readonly string[]): Constraint {
  return (fields, _minor, report) => {
    let first: string | undefined;
    for (const name of names) {
      if (isAbsent(fields[name])) continue;
      if (first !== undefined) {
        report('', `has both ${first} and ${name}; keep one`);
        return;
      }
      first = name;
    }
  };
}

/** Requires list items with distinct keys. */
export function distinct(list: string, ...keys: readonly string[]): Constraint {
  return (fields, _minor, report) => {
    const items = fieldsListAt(fields, list);
    if (items.length < 2) return;
    const seen = new Set<string>();
    for (const [i, item] of items.entries()) {
      if (keys.some((key) => typeof item[key] !== 'string' && typeof item[key] !== 'number')) continue;
      const known = JSON.stringify(keys.map((key) => item[key]));
      if (seen.has(known)) report(`${list}[${i}]`, `has the ${keys.join(' and ')} of another one: ${keys.map((key) => String(item[key])).join(', ')}; change one`);
      seen.add(known);
    }
  };
}

/** Requires valid labels. */
export function labels(field: string): Constraint {
  return (fields, _minor, report) => {
    for (const [key, value] of Object.entries(fieldsAt(fields, field) ?? {})) {
      if (!isQualifiedName(key)) report(field, `has the label key '${key}'; use [prefix/]name with at most 63 characters in the name`);
      if (typeof value === 'string' && !isLabelValue(value)) report(field, `has the label ${key} with the value '${value}'; use letters, digits, '-', '_' and '.', at most 63`);
    }
  };
}

/** Requires a text in a valid format. */
export function form(field: string, fits: (text: string) => boolean, wanted: string): Constraint {
  return (fields, _minor, report) => {
    const value = fields[field];
    if (typeof value === 'string' && value !== '' && !fits(value)) report(field, `is '${value}', and must be ${wanted}`);
  };
}

/** Requires each text of a list in a valid format. */
export function eachOf(field: string, fits: (text: string) => boolean, wanted: string): Constraint {
  return (fields, _minor, report) => {
    for (const [i, item] of listAt(fields, field).entries()) {
      if (typeof item === 'string' && !fits(item)) report(`${field}[${i}]`, `is '${item}', and must be ${wanted}`);
    }
  };
}

/** Requires mapping keys in a valid format. */
export function keys(field: string, fits: (text: string) => boolean, wanted: string): Constraint {
  return (fields, _minor, report) => {
    for (const key of Object.keys(fieldsAt(fields, field) ?? {})) if (!fits(key)) report(field, `has the key '${key}'; use ${wanted}`);
  };
}

/** Requires a mapping without negative quantities. */
export function noneBelowZero(field: string): Constraint {
  return (fields, _minor, report) => {
    for (const [key, amount] of Object.entries(fieldsAt(fields, field) ?? {})) {
      if (isBelowZero(amount)) report(`${field}.${key}`, `is ${String(amount)}, and must be at least 0`);
    }
  };
}

/** Returns true if a value is a negative quantity. */
export function isBelowZero(amount: unknown): boolean {
  return (typeof amount === 'string' || typeof amount === 'number') && quantityFault(String(amount)) === undefined && quantitySign(String(amount)) < 0;
}

/** Applies constraints under a condition. */
export function where(condition: (fields: Fields) => boolean, ...constraints: readonly Constraint[]): Constraint {
  return (fields, minor, report) => {
    if (condition(fields)) for (const constraint of constraints) constraint(fields, minor, report);
  };
}

/** Requires a condition of the mapping as a whole or of one of its fields. */
export function holds(condition: (fields: Fields) => boolean, message: string, field = ''): Constraint {
  return (fields, _minor, report) => {
    if (!condition(fields)) report(field, message);
  };
}

/** Returns true if a list has items, or a mapping fields. */
export function has(fields: Fields, field: string): boolean {
  return !isEmpty(fields[field]);
}

export function lengthOf(fields: Fields, field: string): number {
  return listAt(fields, field).length;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isEmpty(value: unknown): boolean {
  if (isAbsent(value) || value === '') return true;
  return Array.isArray(value) ? value.length === 0 : isFields(value) && Object.keys(value).length === 0;
}
