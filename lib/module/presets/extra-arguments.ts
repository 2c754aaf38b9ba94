import { UserError } from '../../values/user-error';

/**
 * Arguments behind those of a preset, of which the last one counts: none may say again what the manifest goes by.
 *
 * @param reserved each flag, and what says the same.
 * @throws on a flag that is reserved, in whichever way it is written.
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

/** Returns the value of an argument, behind it or behind '='; undefined where the argument is absent. */
export function valueOf(args: readonly string[], names: readonly string[]): string | undefined {
  for (const [i, argument] of args.entries()) {
    const [flag, ...value] = argument.split('=');
    if (names.includes(flag.replaceAll('_', '-'))) return value.length > 0 ? value.join('=') : args[i + 1];
  }
  return undefined;
}
