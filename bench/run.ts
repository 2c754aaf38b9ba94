import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

/** One file here, one question: each exports `run`, which measures and prints. */
interface Benchmark {
  run(args: readonly string[]): void | Promise<void>;
}

const NOT_BENCHMARKS = ['run', 'report', 'options'];

async function main([name, ...args]: readonly string[]): Promise<void> {
  const names = readdirSync(__dirname).filter((file) => /^[a-z-]+\.ts$/.test(file)).map((file) => basename(file, '.ts')).filter((each) => !NOT_BENCHMARKS.includes(each));
  if (name === undefined || !names.includes(name) || !existsSync(join(__dirname, `${name}.ts`))) {
    process.stderr.write(`no benchmark '${name ?? ''}'; run npm run bench -- with one of ${names.join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  const benchmark = createRequire(__filename)(`./${name}`) as Benchmark;
  await benchmark.run(args);
}

void main(process.argv.slice(2));
