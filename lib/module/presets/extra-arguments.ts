import { UserError } from '../../values/user-error';

/**
 * Returns additional arguments that follow those of a preset. The engine uses the last value of a flag, so they must
 * not override a flag that the manifest depends on.
 *
 * @param reserved reserved flags, with the option to use instead.
 * @throws on a reserved flag, in any spelling.
 */
export function extraArguments(engine: string, extraArgs: readonly string[], reserved: Readonly<Record<string, string>>): readonly string[] {
  for (const argument of extraArgs) {
    const flag = argument.split('=')[0].replaceAll('_', '-');
    if (Object.hasOwn(reserved, flag)) {
      throw new UserError(`extraArgs has ${argument.split('=')[0]}, which the ${engine} preset sets, since ports, probes and resources depend on it; use ${reserved[flag]} instead`);
    }
  }
  return extraArgs;
}

/** Returns the value of an argument, given as the next argument or behind '='; undefined if the argument is absent. */
export function valueOf(args: readonly string[], names: readonly string[]): string | undefined {
  for (const [i, argument] of args.entries()) {
    const [flag, ...value] = argument.split('=');
    if (names.includes(flag.replaceAll('_', '-'))) return value.length > 0 ? value.join('=') : args[i + 1];
  }
  return undefined;
}
