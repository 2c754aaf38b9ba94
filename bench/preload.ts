import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModelSource } from '../lib';
import { LIBRARY } from '../lib/preload/script/library';
import { run as runPreload, type Shell, shells, synthesized, type Started } from '../test/support/preload/preload-run';
import { machine, median, report, table } from './report';

const HITS = 50;
const MEBIBYTE = 1024 ** 2;

/** A model as its files lie in a folder. */
interface Model {
  readonly what: string;
  readonly files: number;
  readonly mebibytes: number;
}

const MODELS: Model[] = [
  { what: 'an embedder', files: 10, mebibytes: 450 },
  { what: 'a reranker', files: 12, mebibytes: 2_300 },
  { what: 'an 8B model', files: 20, mebibytes: 15_300 },
  { what: 'a 70B model', files: 50, mebibytes: 140_000 },
];

/** Duration of the preload step on a cache hit, by model and shell. */
export async function run(args: readonly string[]): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'preload-bench-'));
  try {
    const found = shells(scratch);
    const rows: (string | number)[][] = [];
    for (const model of MODELS) {
      const root = join(scratch, `model-${model.mebibytes}`);
      const preload = hitOf(root, model);
      const times = [];
      for (const shell of found) times.push(await hits(preload, root, shell));
      rows.push([model.what, model.files, (model.mebibytes / 1024).toFixed(1), ...times.flatMap(([middle, worst]) => [middle.toFixed(1), worst.toFixed(1)])]);
    }
    const header = ['model', 'files', 'GiB', ...found.flatMap(({ name }) => [`${name}: median`, `${name}: slowest`])];
    report('preload', args, [
      `Milliseconds from the start of the init container's script to its end when the model is in the cache: ${HITS} runs each of the script that is synthesized; ${machine()}. `
      + '`busybox` has its own find, stat, sort and sed, as the images have that fetch by default.',
      '',
      table(header, rows),
    ].join('\n'), 'model-preload.md');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** A model in a cache, its files sparse: a hit looks at names and sizes, not at content. */
function hitOf(root: string, { files, mebibytes }: Model): Started {
  const preload = synthesized(ModelSource.http('http://127.0.0.1:1/model.gguf', { sha256: '0'.repeat(64) }));
  const folder = join(root, preload.env.MODEL_DIR);
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < files; i++) {
    const file = openSync(join(folder, `model-${i}.safetensors`), 'w');
    ftruncateSync(file, Math.floor(mebibytes / files) * MEBIBYTE);
    closeSync(file);
  }
  const { status, stderr } = spawnSync('/bin/sh', ['-c', `${LIBRARY}{ listing "$final"; echo; } >"$MODEL_ROOT/marker" && mv "$MODEL_ROOT/marker" "$final/$marker"`], {
    env: { ...process.env, ...preload.env, MODEL_ROOT: root },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the cache could not be laid out: ${stderr}`);
  return preload;
}

async function hits(preload: Started, root: string, shell: Shell): Promise<[middle: number, worst: number]> {
  const times: number[] = [];
  for (let i = 0; i <= HITS; i++) {
    const { status, output, milliseconds } = await runPreload(preload, { root, shell });
    if (status !== 0) throw new Error(`what should be a hit is none: ${output}`);
    if (i > 0) times.push(milliseconds);
  }
  return [median(times), Math.max(...times)];
}
