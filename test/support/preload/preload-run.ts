import { Size, Testing } from 'cdk8s';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ModelPreload, type ModelSource } from '../../../lib';
import { deployment } from '../charts';

type Json = Record<string, any>;

/** A container as the kubelet would start it. */
export interface Started {
  readonly command: readonly string[];
  readonly env: Record<string, string>;
}

/** Result of a run. */
export interface Outcome {
  /** The exit status; 137 where it was killed. */
  readonly status: number;
  readonly output: string;
  readonly milliseconds: number;
}

export interface RunOptions {
  /** The folder that stands for the volume: the one path that is substituted. */
  readonly root: string;
  /** The pod. */
  readonly owner?: string;
  /** Stand-in for /bin/sh; its PATH goes first. */
  readonly shell?: Shell;
  /** Shorter times than those of a cluster, and secrets. */
  readonly env?: Record<string, string>;
  /** The folders of the tools that the image would have. */
  readonly tools?: readonly string[];
}

export interface Shell {
  readonly name: string;
  readonly command: readonly string[];
  readonly path: readonly string[];
}

/** The init container that is synthesized for a source, started as the kubelet starts it. */
export function synthesized(source: ModelSource, size = Size.kibibytes(64)): Started {
  const chart = Testing.chart();
  new ModelPreload(chart, 'Preload', { workload: deployment(chart), source, size });
  const [workload] = Testing.synth(chart);
  return asStarted(workload.spec.template.spec.initContainers[0]);
}

/** Container as the kubelet starts it: the references in its variables and its command are replaced. */
export function asStarted({ command, env }: Json): Started {
  const known: Record<string, string> = {};
  for (const { name, value, valueFrom } of env) known[name] = valueFrom ? `<${name}>` : expanded(value, known);
  return { command: command.map((argument: string) => expanded(argument, known)), env: known };
}

/** The rules of k8s.io/kubernetes third_party/forked/golang/expansion. */
export function expanded(text: string, known: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (reference, name: string | undefined) => {
    if (name === undefined) return '$';
    return known[name] ?? reference;
  });
}

/**
 * Nothing here takes long, and a machine that is busy may take its time all the same: what is to be too slow says so
 * itself.
 */
const QUICK = { MODEL_BEAT: '1', MODEL_STALE: '2', MODEL_STALL: '20', MODEL_ATTEMPTS: '3', MODEL_BACKOFF: '0', MODEL_TIMEOUT: '50' };

/** A run that can be killed, as a container runtime kills: all of it at once. */
export interface Running {
  readonly ended: Promise<Outcome>;
  kill(): void;
  /** SIGTERM to the first process, as at the deletion of a pod. */
  terminate(): void;
}

export function start({ command, env }: Started, options: RunOptions): Running {
  const { root, owner = 'pod-a', shell = HOST_SHELL, tools = [] } = options;
  const [program, ...first] = shell.command;
  const began = process.hrtime.bigint();
  const child = spawn(program, [...first, ...command.slice(1)], {
    env: {
      PATH: [...shell.path, ...tools, process.env.PATH].join(delimiter),
      ...env,
      ...QUICK,
      MODEL_ROOT: root,
      MODEL_OWNER: owner,
      ...options.env,
    },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ status: code ?? 137, output: Buffer.concat(output).toString('utf8'), milliseconds: Number(process.hrtime.bigint() - began) / 1e6 });
    });
  });
  const signal = (pid: number, name: NodeJS.Signals): void => {
    try {
      process.kill(pid, name);
    } catch {
      // it has ended already
    }
  };
  return { ended, kill: () => signal(-child.pid!, 'SIGKILL'), terminate: () => signal(child.pid!, 'SIGTERM') };
}

export function run(container: Started, options: RunOptions): Promise<Outcome> {
  return start(container, options).ended;
}

const HOST_SHELL: Shell = { name: 'sh', command: ['/bin/sh'], path: [] };

/** The shells that are there: the host's own, dash, and busybox with busybox' own find, stat, sha256sum, df and du. */
export function shells(scratch: string): Shell[] {
  const found = [HOST_SHELL];
  const dash = inPath('dash');
  if (dash !== undefined && realpathSync(dash) !== realpathSync('/bin/sh')) found.push({ name: 'dash', command: [dash], path: [] });
  const busybox = inPath('busybox');
  if (busybox !== undefined) {
    const applets = join(scratch, 'applets');
    mkdirSync(applets, { recursive: true });
    for (const applet of APPLETS) symlinkSync(busybox, join(applets, applet));
    found.push({ name: 'busybox', command: [busybox, 'sh'], path: [applets] });
  }
  return found;
}

const APPLETS = [
  'cat', 'chmod', 'cmp', 'cut', 'date', 'df', 'du', 'find', 'grep', 'head', 'id', 'mkdir', 'mv', 'od', 'rm', 'rmdir', 'sed', 'sha1sum', 'sha256sum', 'sleep',
  'sort', 'stat', 'sync', 'tail', 'timeout', 'tr', 'uniq', 'wc',
];

/** A folder with the programs that every script needs, and none that fetches. */
export function pathWithoutTools(scratch: string): string {
  const folder = join(scratch, 'programs');
  mkdirSync(folder, { recursive: true });
  APPLETS.forEach((program) => symlinkSync(inPath(program)!, join(folder, program)));
  return folder;
}

/** The path of a program, where it is installed. */
export function inPath(program: string): string | undefined {
  return (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** Content of a volume: the files of each folder, and leftovers. */
export function contentOf(root: string): { models: Record<string, string[]>; leftovers: string[] } {
  const entries = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const models = entries.filter((entry) => !entry.startsWith('.'));
  return {
    models: Object.fromEntries(models.map((model) => [model, readdirSync(join(root, model), { recursive: true, encoding: 'utf8' }).sort()])),
    leftovers: entries.filter((entry) => entry.startsWith('.')),
  };
}

/** The bytes of a file of the only model of a volume. */
export function modelFile(root: string, file: string): Buffer {
  const [model] = Object.keys(contentOf(root).models);
  return readFileSync(join(root, model, file));
}
