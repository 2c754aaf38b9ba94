import { type Command, type Option } from 'commander';

/** Shells that `completion` writes a script for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = typeof SHELLS[number];

/** Returns the script by which a shell completes a command line, made of the definitions of its commands. */
export function completionOf(program: Command, shell: Shell): string {
  return SCRIPTS[shell](program.name(), program.commands.filter((command) => command.name() !== 'help'));
}

const SCRIPTS: Readonly<Record<Shell, (name: string, commands: readonly Command[]) => string>> = { bash, zsh, fish };

/** Values are completed where they are choices, and are files otherwise. */
function bash(name: string, commands: readonly Command[]): string {
  const reply = (words: readonly string[]): string => `COMPREPLY=($(compgen -W ${quoted(words.join(' '))} -- "$word"))`;
  const choices = commands.flatMap((command) => optionsOf(command).flatMap((option) => (
    option.argChoices ? [`    ${quoted(`${command.name()} ${option.long}`)}) ${reply(option.argChoices)}; return ;;`] : []
  )));
  const valued = commands.map((command) => [command.name(), optionsOf(command).filter(({ required }) => required).map(({ long }) => long)] as const)
    .filter(([, options]) => options.length > 0)
    .map(([command, options]) => `    ${options.map((long) => quoted(`${command} ${long}`)).join('|')}) return ;;`);
  const options = commands.map((command) => `    ${command.name()}) ${reply(longsOf(command))} ;;`);
  const values = commands.flatMap((command) => {
    const given = choicesOf(command);
    return given.length > 0 ? [`    ${command.name()}) ${reply(given)} ;;`] : [];
  });
  return [
    `${functionOf(name)}() {`,
    '  local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]}',
    '  COMPREPLY=()',
    `  if [[ $COMP_CWORD -eq 1 ]]; then ${reply(['--help', '--version', ...commands.map((command) => command.name())])}; return; fi`,
    '  case "$command ${COMP_WORDS[COMP_CWORD-1]}" in',
    ...choices, ...valued,
    '  esac',
    '  if [[ $word != -* ]]; then',
    '    case $command in',
    ...values.map((line) => `  ${line}`),
    '    esac',
    '    return',
    '  fi',
    '  case $command in',
    ...options,
    '  esac',
    '}',
    `complete -o default -F ${functionOf(name)} ${name}`,
    '',
  ].join('\n');
}

function zsh(name: string, commands: readonly Command[]): string {
  const literal = (text: string): string => text.replace(/[\\[\]:]/g, '\\$&');
  const specOf = (option: Option): string => {
    const value = option.required ? `:value:${option.argChoices ? `(${option.argChoices.join(' ')})` : '_files'}` : '';
    return quoted(`${option.long}[${literal(option.description)}]${value}`);
  };
  return [
    `#compdef ${name}`,
    `${functionOf(name)}() {`,
    '  local -a commands',
    `  commands=(${commands.map((command) => quoted(`${command.name()}:${command.description()}`)).join(' ')})`,
    '  if (( CURRENT == 2 )); then _describe command commands; return; fi',
    '  local command=$words[2]',
    '  shift words',
    '  (( CURRENT-- ))',
    '  case $command in',
    ...commands.map((command) => {
      const given = choicesOf(command);
      return `    ${command.name()}) _arguments ${[...optionsOf(command).map(specOf), quoted(`*:value:${given.length > 0 ? `(${given.join(' ')})` : '_files'}`)].join(' ')} ;;`;
    }),
    '  esac',
    '}',
    `if [ "$funcstack[1]" = ${functionOf(name)} ]; then ${functionOf(name)} "$@"; else compdef ${functionOf(name)} ${name}; fi`,
    '',
  ].join('\n');
}

function fish(name: string, commands: readonly Command[]): string {
  const lineOf = (command: Command, option: Option): string => {
    const value = option.argChoices ? ` -x -a ${quoted(option.argChoices.join(' '))}` : option.required ? ' -r' : '';
    return `complete -c ${name} -n ${quoted(`__fish_seen_subcommand_from ${command.name()}`)} -l ${option.long!.slice(2)}${value} -d ${quoted(option.description)}`;
  };
  return [
    ...commands.map((command) => `complete -c ${name} -f -n __fish_use_subcommand -a ${command.name()} -d ${quoted(command.description())}`),
    ...commands.flatMap((command) => {
      const given = choicesOf(command);
      const values = given.length > 0 ? [`complete -c ${name} -f -n ${quoted(`__fish_seen_subcommand_from ${command.name()}`)} -a ${quoted(given.join(' '))}`] : [];
      return [...values, ...optionsOf(command).map((option) => lineOf(command, option))];
    }),
    '',
  ].join('\n');
}

function optionsOf(command: Command): Option[] {
  return command.options.filter(({ long, hidden }) => long !== undefined && long !== null && !hidden);
}

function longsOf(command: Command): string[] {
  return [...optionsOf(command).map(({ long }) => long!), '--help'];
}

/** Choices of the arguments of a command. */
function choicesOf(command: Command): readonly string[] {
  return command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
}

function functionOf(name: string): string {
  return `_${name.replaceAll('-', '_')}`;
}

/** One word of a shell. fish reads a backslash in quotes as well, which no text of ours has. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
