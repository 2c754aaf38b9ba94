/**
 * An error that the user can fix: invalid input. Its message says what was received, what is allowed and what
 * to change. Uncaught, it is shown with the one line of the user's own code that led to it, and without
 * a stack trace through ours.
 */
export class UserError extends Error {
  public constructor(message: string) {
    super(message);
    // Not enumerable, since node shows what is beside the message of an uncaught error.
    Object.defineProperty(this, 'name', { value: 'UserError' });
    const place = IN_KERNEL ? undefined : (this.stack ?? '').split('\n').slice(1).map(placeOf).find(isOfUser);
    this.stack = place === undefined ? message : `${message}\n  in ${place}`;
  }

  /** Error whose message has a line for each of several problems. */
  public static ofLines(lines: readonly string[]): UserError {
    const error = new UserError(lines.join('\n'));
    Object.defineProperty(error, 'own', { value: lines });
    return error;
  }

  /**
   * Applies a function to each item; where it fails for some, throws one error with the lines of all of them.
   *
   * @throws UserError of the items that fail.
   */
  public static each<T, R>(items: readonly T[], of: (item: T) => R): R[] {
    const lines = new Set<string>();
    const results = items.flatMap((item) => {
      try {
        return [of(item)];
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        error.lines.forEach((line) => lines.add(line));
        return [];
      }
    });
    if (lines.size > 0) throw UserError.ofLines([...lines]);
    return results;
  }

  private declare readonly own?: readonly string[];

  /** Lines of the message. A line break within one came with the input, and is escaped where the message is shown. */
  public get lines(): readonly string[] {
    return this.own?.join('\n') === this.message ? this.own : [this.message];
  }

  /** The message alone: what `str(e)` is in Python, since the kernel of jsii passes on the text of an error. */
  public override toString(): string {
    return this.message;
  }

  /** The same error, told of one part of the input. */
  public about(part: string): this {
    const message = `${part}: ${this.message}`;
    this.stack = (this.stack ?? '').replace(this.message, () => message);
    this.message = message;
    return this;
  }
}

/** True in the process of the jsii kernel, where the user's code is in another language, and no frame is the user's. */
const IN_KERNEL = typeof process === 'object' && process.env.JSII_AGENT !== undefined;

/** The folder that the package runs from: `lib` or `build`; undefined in a page, where no frame is of a user's file. */
const PACKAGE = typeof __dirname === 'string' ? __dirname.replace(/[\\/]values$/, '') : undefined;

/** File, line and column of a frame: 'at f (main.ts:1:2)', 'at main.ts:1:2'. */
function placeOf(frame: string): string | undefined {
  return /(?:\(|at (?:async )?)([^()]+:\d+:\d+)\)?$/.exec(frame)?.[1];
}

function isOfUser(place: string | undefined): place is string {
  return place !== undefined && PACKAGE !== undefined && !place.startsWith(PACKAGE) && !place.startsWith('node:') && !/[\\/]node_modules[\\/]/.test(place);
}
