import { type Fields, isFields } from '../values/fields';
import { suggestion } from '../values/nearest';
import { UserError } from '../values/user-error';
import { clip } from '../traffic/trace-clock';

const ZONED = /^[-+]?\d{4,6}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[-+]\d\d:\d\d)$/;

/** Object of a JSON or YAML file whose fields are read one by one; an error names the file, the path and the value. */
export class JsonFields {
  /** Reads a file's text. @throws UserError with the line where it is not a JSON object. */
  public static parse(text: string, file: string): JsonFields {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      const { message } = error as Error;
      const position = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
      throw new UserError(`${file}:${text.slice(0, position).split('\n').length}: not JSON: ${clip(message)}; undo the last change of the file`);
    }
    if (!isFields(value)) throw new UserError(`${file}: contains ${clip(text)}; it must be a JSON object`);
    return new JsonFields(value, file, '');
  }

  /** Fields that were read from a file of another format. */
  public static of(fields: Fields, file: string): JsonFields {
    return new JsonFields(fields, file, '');
  }

  private constructor(private readonly fields: Fields, private readonly file: string, private readonly path: string) {}

  public text(name: string): string {
    const value = this.fields[name];
    return typeof value === 'string' ? value : this.refuse(name, 'a text');
  }

  public optionalText(name: string): string | undefined {
    return this.fields[name] === undefined ? undefined : this.text(name);
  }

  /** Names of the fields. */
  public get names(): string[] {
    return Object.keys(this.fields);
  }

  /** @throws UserError for a field of another name. */
  public requireNames(allowed: readonly string[]): void {
    const unknown = this.names.find((name) => !allowed.includes(name));
    if (unknown !== undefined) throw new UserError(`${this.file}: ${this.path}${unknown} is unknown; ${suggestion(unknown, allowed)}`);
  }

  /** One of some texts. */
  public oneOf<T extends string>(name: string, allowed: readonly T[]): T {
    const value = this.text(name);
    return allowed.find((each) => each === value) ?? this.refuse(name, `one of ${allowed.join(', ')}`);
  }

  /** Number that is finite and at least 0. */
  public amount(name: string): number {
    const value = this.fields[name];
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : this.refuse(name, 'a number, 0 or above');
  }

  public optionalAmount(name: string): number | undefined {
    return this.fields[name] === undefined ? undefined : this.amount(name);
  }

  /** Unix seconds of a time in ISO 8601 with its zone: without one it would be another time on each machine. */
  public instant(name: string): number {
    const text = this.text(name);
    const milliseconds = ZONED.test(text) ? Date.parse(text) : NaN;
    return Number.isNaN(milliseconds) ? this.refuse(name, 'a time in ISO 8601, as in 2024-03-04T00:00:00Z') : milliseconds / 1000;
  }

  public optionalFlag(name: string): boolean | undefined {
    const value = this.fields[name];
    return value === undefined || typeof value === 'boolean' ? value : this.refuse(name, 'true or false');
  }

  /** Plain object as it is. */
  public plain(name: string): Fields {
    const value = this.fields[name];
    return isFields(value) ? value : this.refuse(name, 'an object');
  }

  public object(name: string): JsonFields {
    return new JsonFields(this.plain(name), this.file, `${this.path}${name}.`);
  }

  public optionalObject(name: string): JsonFields | undefined {
    return this.fields[name] === undefined ? undefined : this.object(name);
  }

  public objects(name: string): JsonFields[] {
    return this.list(name).map((value, i) => {
      const path = `${name}[${i}]`;
      return isFields(value) ? new JsonFields(value, this.file, `${this.path}${path}.`) : this.refuse(path, 'an object', value);
    });
  }

  public texts(name: string): string[] {
    return this.list(name).map((value, i) => typeof value === 'string' ? value : this.refuse(`${name}[${i}]`, 'a text', value));
  }

  /** @throws UserError that names a field, its value and the values that are allowed. */
  public refuse(name: string, allowed: string, value: unknown = this.fields[name]): never {
    const found = value === undefined ? 'missing' : clip(JSON.stringify(value));
    throw new UserError(`${this.file}: ${this.path}${name} is ${found}; use ${allowed}`);
  }

  /** List of a field; empty where there is none. */
  private list(name: string): readonly unknown[] {
    const value = this.fields[name] ?? [];
    return Array.isArray(value) ? value : this.refuse(name, 'a list');
  }
}
