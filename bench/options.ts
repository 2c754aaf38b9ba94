/** The value of an option; undefined without it. */
export function optionOf(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(`--${name}`);
  if (at < 0) return undefined;
  const value = args[at + 1];
  if (value === undefined || value.startsWith('--')) throw new Error(`--${name} has no value; write --${name} VALUE`);
  return value;
}

/** The whole number of an option, `otherwise` without it. */
export function wholeOf(args: readonly string[], name: string, otherwise: number, least: number): number {
  const value = Number(optionOf(args, name) ?? otherwise);
  if (!Number.isInteger(value) || value < least) throw new Error(`--${name} is '${optionOf(args, name)}'; write a whole number from ${least} up`);
  return value;
}
